"""The corner of every page: sign in, or the pages of one's own."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from apprentissage.accounts.access import Role, roles_of

ENTRIES = [  # who sees it, its words, its address; a room that is not open yet is passed over
    (Role.CANDIDATE, "Mes candidatures", "applications:mine"),
    (Role.CANDIDATE, "Mes alertes", "alerts:mine"),
    (Role.CANDIDATE, "Mes favoris", "alerts:favourites"),
    (Role.EMPLOYER, "Mes offres", "employers:home"),
    (Role.EMPLOYER, "Candidatures reçues", "inbox:inbox"),
    (Role.OFFICER, "Entreprises à vérifier", "accounts:queue"),
    (Role.OFFICER, "Entreprises ouvertes aux apprentis", "spontaneous:chamber"),
    (Role.OFFICER, "Offres signalées", "moderation:queue"),
    (Role.STAFF, "Modération", "moderation:queue"),
    (Role.STAFF, "Administration", "admin:index"),
]


def roles_here(request: HttpRequest) -> set[Role]:
    """The roles of whoever asks, read once per request."""
    if not hasattr(request, "_roles"):
        request._roles = roles_of(request.user)  # type: ignore[attr-defined]
    return request._roles  # type: ignore[attr-defined]


def entries(request: HttpRequest) -> list[tuple[str, str]]:
    """The words and the address of each page that the roles of this person open."""
    roles, found = roles_here(request), []
    for role, words, name in ENTRIES:
        if role in roles:
            try:
                found.append((words, reverse(name)))
            except NoReverseMatch:
                continue
    return found


def corner(request: HttpRequest) -> dict[str, object]:
    """The entries of the corner, computed when a page shows them."""
    return {"corner_entries": SimpleLazyObject(lambda: entries(request))}
