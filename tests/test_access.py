"""Who may open what. Every address of the service stands in this table; one that is missing fails the first test.

Today only anonymous visitors have a column: the roles join it with their rooms.
"""

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse

PUBLIC, SIGN_IN = "public", "sign in"

# What an anonymous visitor gets, and how to write the address (path arguments, parameters).
ANONYMOUS = {
    "pages:home": (PUBLIC, {}, {}),
    "pages:costs": (PUBLIC, {}, {}),
    "pages:contracts": (PUBLIC, {}, {}),
    "pages:legal": (PUBLIC, {}, {}),
    "pages:privacy": (PUBLIC, {}, {}),
    "pages:accessibility": (PUBLIC, {}, {}),
    "pages:sources": (PUBLIC, {}, {}),
    "pages:robots": (PUBLIC, {}, {}),
    "pages:alive": (PUBLIC, {}, {}),
    "pages:ready": (PUBLIC, {}, {}),
    "gallery": (PUBLIC, {}, {}),
    "territories:suggest": (PUBLIC, {}, {"lieu": "sarl"}),
    "trades:suggest": (PUBLIC, {}, {"metier": "boul"}),
    "offers:search": (PUBLIC, {}, {}),
    "offers:map": (PUBLIC, {}, {}),
    "offers:tile": (PUBLIC, {"z": 5, "x": 15, "y": 11}, {}),
    "offers:density": (PUBLIC, {}, {}),
    "offers:offer": (PUBLIC, {"pk": 0}, {}),
    "offers:report": (PUBLIC, {"pk": 0}, {}),
    "offers:reported": (PUBLIC, {"pk": 0}, {}),
    "offers:sitemap": (PUBLIC, {}, {}),
    "offers:sitemap-part": (PUBLIC, {"section": "portes"}, {}),
}
ADMINISTRATION = "admin"  # Django's own: shut by ``AdminSite``, except its door


def addresses(patterns=None, namespace=""):
    """The full name of every address of the service, those of the administration aside."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif pattern.namespace != ADMINISTRATION:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)


def test_every_address_stands_in_the_table():
    assert set(addresses()) == set(ANONYMOUS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ANONYMOUS)
def test_an_anonymous_visitor_gets_what_the_table_says(client, name):
    access, path, parameters = ANONYMOUS[name]

    answer = client.get(reverse(name, kwargs=path), parameters)

    if access == PUBLIC:
        assert answer.status_code in (200, 204, 404)  # 404: nothing bears that number in an empty database
    else:
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.django_db
def test_the_administration_is_shut(client):
    answer = client.get(reverse("admin:index"))

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("admin:login"))
