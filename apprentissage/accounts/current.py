"""The organisation that somebody works for at this moment, when they have several."""

from collections.abc import Sequence

from django.http import HttpRequest

from apprentissage.accounts.organisations import Organisation

CHOSEN = "organisation"  # in the session: its number


def choose(request: HttpRequest, organisation: Organisation) -> None:
    """Work for this one until further notice."""
    request.session[CHOSEN] = organisation.pk


def current(request: HttpRequest, among: Sequence[Organisation]) -> Organisation | None:
    """The one that was chosen when it is among these, else the first of them; None when there is none."""
    chosen = request.session.get(CHOSEN)
    return next((each for each in among if each.pk == chosen), among[0] if among else None)
