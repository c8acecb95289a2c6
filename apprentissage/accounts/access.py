"""Who may enter: the roles of a person, and the decorator that admits some of them to a view."""

from enum import StrEnum
from functools import wraps

from django.core.exceptions import PermissionDenied

from apprentissage.accounts.lifecycle import State
from apprentissage.accounts.organisations import Organisation


class Role(StrEnum):
    CANDIDATE = "candidate"  # any person with an account
    EMPLOYER = "employer"
    TRAINING_CENTRE = "training centre"
    OFFICER = "officer"  # of a chamber, an OPCO or a State service
    STAFF = "staff"  # operates this platform


def roles_of(user) -> set[Role]:
    """All that a person is here; empty for a visitor without account."""
    if not user.is_authenticated:
        return set()
    kinds = {
        kind
        for kind, state in Organisation.objects.of(user).values_list("kind", "state")
        if kind not in Organisation.BODIES or state == State.VALID  # a company prepares its offers while it waits
    }
    return {
        Role.CANDIDATE,
        *([Role.STAFF] if user.is_staff else []),
        *([Role.EMPLOYER] if Organisation.Kind.COMPANY in kinds else []),
        *([Role.TRAINING_CENTRE] if Organisation.Kind.TRAINING_CENTRE in kinds else []),
        *([Role.OFFICER] if kinds & set(Organisation.BODIES) else []),
    }


def only_for(*roles: Role):
    """A decorator that admits the people who hold one of these roles; the others get a 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not roles_of(request.user) & set(roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
