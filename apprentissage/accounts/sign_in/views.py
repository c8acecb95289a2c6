"""The pages of sign-in that are ours rather than django-allauth's."""

from django.shortcuts import render
from django.views.decorators.http import require_GET


@require_GET
def account(request):
    """What a person can do here, and where each thing is done."""
    return render(request, "account/account.html")
