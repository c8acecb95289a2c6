"""Who may open what. Every address of the service stands in this table; one that is missing fails the first test.

Each address is tried by an anonymous visitor and by a candidate, an employer, a training centre, an officer and an
operator. A new address is one line, at the end of its room:

    "offers:search": everyone(),                                        all get the page
    "offers:offer": everyone(NOT_FOUND, path={"pk": 0}),                all get this answer
    "accounts:account": signed_in(),                                    the others are sent to the door
    "employers:home": only(EMPLOYER),                                   the other kinds of people get a 403
    "inbox:application": owned(EMPLOYER, an_application),               its owner only; another employer gets a 404
    "alerts:stop": owned(CANDIDATE, an_alert, others=NOT_FOUND, post=True, answer=MOVED)

where ``an_application`` is a small function above the table: it takes the owner, makes an object of theirs, and gives
the arguments of the address (``{"key": ...}``). ``ask={"q": "1"}`` adds parameters, ``post=True`` posts them. The
helpers and their other options are in ``tests/access.py``.
"""
# ruff: noqa: F401  (every word of the table is at hand for the next row)

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.access import (
    CANDIDATE,
    EMPLOYER,
    FORBIDDEN,
    MOVED,
    NOT_BY_GET,
    NOT_FOUND,
    OFFICER,
    SIGN_IN,
    STAFF,
    TRAINING_CENTRE,
    enter,
    everyone,
    only,
    outcomes,
    owned,
    signed_in,
)
from tests.factories.accounts import UserFactory, employer, officer, staff

# -- objects of somebody, for the rows that are about one --------------------------------------------------------------


# -- the table ---------------------------------------------------------------------------------------------------------
TABLE = {
    # pages
    "pages:home": everyone(),
    "pages:contracts": everyone(),
    "pages:legal": everyone(),
    "pages:privacy": everyone(),
    "pages:accessibility": everyone(),
    "pages:sources": everyone(),
    "pages:robots": everyone(),
    "pages:alive": everyone(),
    "pages:ready": everyone(),
    "pages:metrics": everyone(NOT_FOUND),  # for who carries the operator's token
    "privacy:mine": signed_in(),
    "privacy:export": signed_in(),
    "privacy:erase": signed_in(NOT_BY_GET),
    "privacy:erased": everyone(),
    "gallery": everyone(),
    "mail:letters": everyone(),  # of a demonstration
    "mail:laid_out": everyone(NOT_FOUND, path={"reference": "c56a4180-65aa-42ec-a945-5fd21dec0538"}),
    "territories:suggest": everyone(ask={"lieu": "sarl"}),
    "territories:base_map": everyone(path={"z": 5, "x": 16, "y": 11}),
    "trades:suggest": everyone(ask={"metier": "boul"}),
    "api-1:openapi-json": everyone(),
    "api-1:api-root": everyone(NOT_FOUND),
    "api-1:simulate_hiring": everyone(NOT_BY_GET),  # asked by POST only
    "simulators:index": everyone(),
    "simulators:cost": everyone(),
    "simulators:cost_pdf": everyone(),
    "simulators:cost_csv": everyone(),
    "simulators:embedded": everyone(),
    "simulators:snippet": everyone(),
    "simulators:comparison": everyone(),
    "simulators:pay": everyone(),
    "simulators:minimum": everyone(ask={"age": "17"}),
    "simulators:scale": everyone(),
    "offers:search": everyone(),
    "offers:map": everyone(),
    "offers:map_figure": everyone(),
    "offers:here": everyone(path={"z": 14, "x": 8247, "y": 5924}),
    "offers:tile": everyone(path={"z": 5, "x": 16, "y": 11}),
    "offers:density": everyone(),
    "offers:commune_density": everyone(path={"code": "24"}),
    "offers:offer": everyone(NOT_FOUND, path={"pk": 0}),
    "offers:report": everyone(NOT_FOUND, path={"pk": 0}),
    "offers:reported": everyone(NOT_FOUND, path={"pk": 0}),
    "offers:sitemap": everyone(),
    "offers:sitemap-part": everyone(path={"section": "portes"}),
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
    assert sorted(addresses()) == sorted(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize("name", TABLE)
def test_each_kind_of_visitor_gets_what_the_table_says(name):
    assert outcomes(name, TABLE[name]) == TABLE[name].answers


@pytest.mark.django_db
def test_the_administration_is_shut_to_anonymous_visitors(client):
    answer = client.get(reverse("admin:index"))

    assert answer.status_code == MOVED
    assert answer["Location"].startswith(reverse("admin:login"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "status"), [(UserFactory, MOVED), (employer, MOVED), (officer, MOVED), (staff, 200)]
)
def test_only_the_staff_enters_the_administration(client, person, status):
    enter(client, person())

    assert client.get(reverse("admin:index")).status_code == status
