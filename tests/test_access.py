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
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import URLPattern, get_resolver, reverse

from apprentissage.accounts.inviting import token_of
from apprentissage.accounts.models import Invitation, JoinRequest, Organisation
from offers.applications.agreement import agree
from offers.moderation.models import Case
from offers.publishing.models import Draft
from tests.access import (
    ANONYMOUS,
    CANDIDATE,
    EMPLOYER,
    FORBIDDEN,
    MOVED,
    NOT_BY_GET,
    NOT_FOUND,
    OFFICER,
    REFUSED,
    SHOWN,
    SIGN_IN,
    STAFF,
    TRAINING_CENTRE,
    Row,
    enter,
    entrance,
    everyone,
    only,
    outcomes,
    owned,
    signed_in,
)
from tests.factories.accounts import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    employer,
    officer,
    staff,
)
from tests.factories.applications import ApplicationFactory
from tests.factories.offers import OfferFactory
from tests.factories.territories import CommuneFactory, DepartmentFactory


# -- objects of somebody, for the rows that are about one --------------------------------------------------------------
def an_application_received(owner):
    return {"key": ApplicationFactory(organisation=owner.memberships.get().organisation).key}


def a_draft(owner):
    return {"key": Draft.objects.create(organisation=owner.memberships.get().organisation).pk}


def an_own_offer(owner):
    return {"pk": OfferFactory(organisation=owner.memberships.get().organisation).pk}


def an_agreement(owner):
    application = ApplicationFactory(organisation=owner.memberships.get().organisation, state="chosen")
    agree(application)
    return {"key": application.key}


def a_passkey(owner):
    data = {"name": "Téléphone", "credential": {}}
    return {"pk": Authenticator.objects.create(user=owner, type=Authenticator.Type.WEBAUTHN, data=data).pk}


def a_public_identity(owner):
    return {"pk": SocialAccount.objects.create(user=owner, provider="franceconnect", uid="42").pk}


def own_company(owner):
    return {"pk": owner.memberships.get().organisation_id}


def a_colleague(owner):
    return {"pk": MembershipFactory(organisation=owner.memberships.get().organisation).pk}


def an_invitation(owner):
    organisation = owner.memberships.get().organisation
    return {"pk": Invitation.objects.create(organisation=organisation, email="collegue@exemple.fr").pk}


def a_join_request(owner):
    organisation = owner.memberships.get().organisation
    return {"pk": JoinRequest.objects.create(organisation=organisation, user=UserFactory()).pk}


def a_link_of_invitation(owner):
    organisation = OrganisationFactory()
    return {"token": token_of(Invitation.objects.create(organisation=organisation, email=owner.email))}


def a_company_to_check(owner):
    """In Gironde, where the officers of the other rows have nothing to say."""
    body = owner.memberships.get().organisation
    Organisation.objects.filter(pk=body.pk).update(area_codes=["D33"])
    return {"pk": OrganisationFactory(state="pending", instructed_by="cma", department_id="33").pk}


def a_case(owner) -> dict:
    """An offer to moderate in the department of this officer, where no other officer is."""
    body = owner.memberships.get().organisation
    body.area_codes = ["D33"]
    body.save()
    gironde = CommuneFactory(code="33063", name="Bordeaux", department=DepartmentFactory(code="33", name="Gironde"))
    return {"pk": Case.objects.create(offer=OfferFactory(commune=gironde), kind=Case.Kind.SAMPLED).pk}


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
    # sign-in
    "account_login": entrance(),
    "account_login_by_password": entrance(),
    "account_confirm_login_code": entrance(SIGN_IN),
    "account_request_login_code": everyone(SIGN_IN),
    "account_signup": everyone(SIGN_IN),
    "account_inactive": everyone(),
    "account_demonstration": everyone(),  # of a demonstration
    "account_logout": Row(signed_in().answers | {ANONYMOUS: MOVED}),
    "account_reauthenticate": signed_in(),
    "account_reauthenticate_by_password": signed_in(MOVED),  # who has none goes to the means they have
    "account_email": signed_in(),
    "account_email_verification_sent": signed_in(MOVED),
    "account_set_password": signed_in(),
    "account_change_password": signed_in(MOVED),
    "mfa_login_webauthn": entrance(SIGN_IN),
    "mfa_authenticate": entrance(SIGN_IN),
    "mfa_reauthenticate": signed_in(MOVED),
    "mfa_reauthenticate_webauthn": signed_in(MOVED),
    "mfa_index": signed_in(),
    "mfa_activate_totp": signed_in(),
    "mfa_deactivate_totp": signed_in(NOT_FOUND),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(),
    "mfa_edit_webauthn": owned(CANDIDATE, a_passkey, others=NOT_FOUND),
    "mfa_remove_webauthn": owned(CANDIDATE, a_passkey, others=NOT_FOUND),
    "mfa_view_recovery_codes": signed_in(NOT_FOUND),
    "mfa_generate_recovery_codes": signed_in(),
    "mfa_download_recovery_codes": signed_in(NOT_FOUND),
    "usersessions_list": signed_in(),
    "socialaccount_connections": signed_in(),
    "socialaccount_unlink": owned(CANDIDATE, a_public_identity, others=NOT_FOUND, post=True, answer=MOVED),
    "openid_connect_login": everyone(NOT_FOUND, path={"provider_id": "franceconnect"}),  # no provider in the settings
    "openid_connect_callback": everyone(NOT_FOUND, path={"provider_id": "franceconnect"}),
    "accounts:account": signed_in(),
    # organisations
    "accounts:organisations": signed_in(),
    "accounts:organisation": owned(EMPLOYER, own_company, others=NOT_FOUND),
    "accounts:choose_organisation": owned(EMPLOYER, own_company, others=NOT_FOUND, post=True, answer=MOVED),
    "accounts:edit_organisation": owned(EMPLOYER, own_company, others=NOT_FOUND),
    "accounts:ask_again": owned(EMPLOYER, own_company, others=NOT_FOUND, post=True, answer=MOVED),
    "accounts:invite": owned(EMPLOYER, own_company, others=NOT_FOUND, post=True, answer=REFUSED),
    "accounts:leave": owned(EMPLOYER, own_company, others=NOT_FOUND, post=True, answer=MOVED),
    "accounts:change_member": owned(EMPLOYER, a_colleague, others=NOT_FOUND, post=True, answer=MOVED),
    "accounts:change_invitation": owned(EMPLOYER, an_invitation, others=NOT_FOUND, post=True, answer=MOVED),
    "accounts:answer_join_request": owned(EMPLOYER, a_join_request, others=NOT_FOUND, post=True, answer=MOVED),
    "accounts:invitation": owned(  # the wrong person is told so, and cannot accept
        CANDIDATE, a_link_of_invitation, alike=SHOWN, others=SHOWN, anonymous=SHOWN, post=True, answer=MOVED
    ),
    "accounts:open_company": signed_in(),
    "accounts:queue": only(OFFICER, STAFF),
    "accounts:company": owned(OFFICER, a_company_to_check, also={STAFF: SHOWN}),
    # territories, trades
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
    "moderation:queue": only(STAFF, OFFICER),
    "moderation:case": owned(OFFICER, a_case, also={STAFF: SHOWN}),
    "offers:sitemap": everyone(),
    "offers:sitemap-part": everyone(path={"section": "portes"}),
    # employers
    "employers:home": signed_in(),
    "employers:new_offer": everyone(),
    "employers:draft": owned(EMPLOYER, a_draft, others=NOT_FOUND, anonymous=NOT_FOUND),
    "employers:preview": owned(EMPLOYER, a_draft, answer=MOVED, others=NOT_FOUND, anonymous=NOT_FOUND),
    "employers:delete_draft": owned(EMPLOYER, a_draft, answer=MOVED, others=NOT_FOUND, post=True),
    "employers:offer": owned(EMPLOYER, an_own_offer, others=NOT_FOUND),
    "employers:edit": owned(EMPLOYER, an_own_offer, answer=MOVED, others=NOT_FOUND),
    "employers:copy": owned(EMPLOYER, an_own_offer, answer=MOVED, others=NOT_FOUND, post=True),
    "employers:step": owned(EMPLOYER, an_own_offer, answer=MOVED, others=NOT_FOUND, post=True),
    "employers:end": owned(EMPLOYER, an_own_offer, others=NOT_FOUND),
    "employers:link": everyone(NOT_FOUND, path={"token": "faux"}),
    # inbox, agreements
    "inbox:inbox": only(EMPLOYER),
    "inbox:answer_all": only(EMPLOYER, answer=MOVED, post=True),
    "inbox:digest": only(EMPLOYER, answer=MOVED, post=True),
    "inbox:score": only(EMPLOYER),
    "inbox:statistics": only(EMPLOYER),
    "inbox:templates": owned(EMPLOYER, lambda owner: {"pk": owner.memberships.get().organisation_id}),
    "inbox:application": owned(EMPLOYER, an_application_received),
    "inbox:answer": owned(EMPLOYER, lambda owner: an_application_received(owner) | {"step": "refuse"}),
    "inbox:no_digest": everyone(NOT_FOUND, path={"token": "faux"}),
    "applications:apply": everyone(NOT_FOUND, path={"pk": 0}),
    "applications:mine": everyone(),
    "applications:forget": everyone(MOVED, post=True),
    "applications:file": owned(EMPLOYER, an_application_received, others=NOT_FOUND),
    "applications:follow": everyone(NOT_FOUND, path={"token": "faux"}),
    "applications:renew": everyone(NOT_FOUND, path={"token": "faux"}, post=True),
    "applications:own_file": everyone(NOT_FOUND, path={"token": "faux"}),
    "agreements:agreement": owned(EMPLOYER, an_agreement, others=NOT_FOUND),
    "agreements:export": owned(EMPLOYER, an_agreement, others=NOT_FOUND),
    "agreements:summary": owned(EMPLOYER, an_agreement, others=NOT_FOUND),
    "agreements:fill": owned(EMPLOYER, an_agreement, answer=MOVED, post=True),
    "agreements:followed": everyone(NOT_FOUND, path={"token": "faux"}),
    "agreements:followed_summary": everyone(NOT_FOUND, path={"token": "faux"}),
    # alerts, favourites, companies open to apprentices
    "alerts:mine": signed_in(),
    "alerts:new": everyone(ask={"metier": "boulanger", "code": "c24520"}),
    "alerts:asked": everyone(),
    "alerts:confirm": everyone(410, path={"token": "faux"}),
    "alerts:manage": everyone(410, path={"token": "faux"}),
    "alerts:stop": everyone(410, path={"token": "faux"}),
    "alerts:no_reminders": everyone(410, path={"token": "faux"}),
    "alerts:feed": everyone(ask={"metier": "boulanger"}),
    "alerts:favourites": everyone(),
    "alerts:favourite": everyone(NOT_FOUND, path={"pk": 0}, post=True),
    "alerts:shared": everyone(NOT_FOUND),
    "alerts:keep_shared": everyone(MOVED, post=True),
    "spontaneous:directory": everyone(),
    "spontaneous:apply": everyone(NOT_FOUND, path={"pk": 0}),
    "spontaneous:opt_out": everyone(410, path={"token": "faux"}),
    "spontaneous:mine": only(EMPLOYER),
    "spontaneous:chamber": only(OFFICER),
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
