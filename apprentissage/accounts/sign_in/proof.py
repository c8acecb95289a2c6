"""Proving again who one is, before a change that a borrowed telephone must not make."""

import time
from functools import wraps

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest


def has_proven_recently(request: HttpRequest) -> bool:
    """Whether this session proved who it is, by any means, in the last ten minutes (the sign-in itself counts)."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def reauthentication_required(view):
    """A view that first asks who signed in a while ago to prove again who they are, by a means their account has.

    A form that was sent meanwhile is kept, and done once they have (files aside).
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not has_proven_recently(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded
