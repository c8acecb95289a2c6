"""Who may open what. Every address of the service stands in this table; one that is missing fails the first test.

Today only anonymous visitors have a column: the roles join it with their rooms.
"""

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver, reverse

SHOWN = 200
NOT_FOUND = 404  # open to all, but nothing bears that number in an empty database
SIGN_IN = 302

# What an anonymous visitor gets; then how to write the address: path arguments, parameters.
ANONYMOUS = {
    "pages:home": (SHOWN, {}, {}),
    "pages:contracts": (SHOWN, {}, {}),
    "pages:legal": (SHOWN, {}, {}),
    "pages:privacy": (SHOWN, {}, {}),
    "pages:accessibility": (SHOWN, {}, {}),
    "pages:sources": (SHOWN, {}, {}),
    "pages:robots": (SHOWN, {}, {}),
    "pages:alive": (SHOWN, {}, {}),
    "pages:ready": (SHOWN, {}, {}),
    "pages:metrics": (NOT_FOUND, {}, {}),  # for who carries the operator's token
    "gallery": (SHOWN, {}, {}),
    "territories:suggest": (SHOWN, {}, {"lieu": "sarl"}),
    "territories:base_map": (SHOWN, {"z": 5, "x": 16, "y": 11}, {}),
    "trades:suggest": (SHOWN, {}, {"metier": "boul"}),
    "api-1:openapi-json": (SHOWN, {}, {}),
    "api-1:api-root": (NOT_FOUND, {}, {}),
    "api-1:simulate_hiring": (405, {}, {}),  # asked by POST only
    "simulators:index": (SHOWN, {}, {}),
    "simulators:cost": (SHOWN, {}, {}),
    "simulators:cost_pdf": (SHOWN, {}, {}),
    "simulators:cost_csv": (SHOWN, {}, {}),
    "simulators:embedded": (SHOWN, {}, {}),
    "simulators:snippet": (SHOWN, {}, {}),
    "simulators:comparison": (SHOWN, {}, {}),
    "simulators:pay": (SHOWN, {}, {}),
    "simulators:minimum": (SHOWN, {}, {"age": "17"}),
    "simulators:scale": (SHOWN, {}, {}),
    "offers:search": (SHOWN, {}, {}),
    "offers:map": (SHOWN, {}, {}),
    "offers:map_figure": (SHOWN, {}, {}),
    "offers:here": (SHOWN, {"z": 14, "x": 8247, "y": 5924}, {}),
    "offers:tile": (SHOWN, {"z": 5, "x": 16, "y": 11}, {}),
    "offers:density": (SHOWN, {}, {}),
    "offers:commune_density": (SHOWN, {"code": "24"}, {}),
    "offers:offer": (NOT_FOUND, {"pk": 0}, {}),
    "offers:report": (NOT_FOUND, {"pk": 0}, {}),
    "offers:reported": (NOT_FOUND, {"pk": 0}, {}),
    "offers:sitemap": (SHOWN, {}, {}),
    "offers:sitemap-part": (SHOWN, {"section": "portes"}, {}),
}
ADMINISTRATION = "admin"  # Django's own: shut by its ``AdminSite``, except its door


def addresses(patterns=None, namespace=""):
    """The full name of every address of the service, those of the administration aside."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        elif pattern.namespace != ADMINISTRATION:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, inner)


def test_every_address_stands_in_the_table():
    assert sorted(addresses()) == sorted(ANONYMOUS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ANONYMOUS)
def test_an_anonymous_visitor_gets_what_the_table_says(client, name):
    status, path, parameters = ANONYMOUS[name]

    answer = client.get(reverse(name, kwargs=path), parameters)

    assert answer.status_code == status
    if status == SIGN_IN:
        assert answer["Location"].startswith(reverse(settings.LOGIN_URL))


@pytest.mark.django_db
def test_the_administration_is_shut(client):
    answer = client.get(reverse("admin:index"))

    assert answer.status_code == SIGN_IN
    assert answer["Location"].startswith(reverse("admin:login"))
