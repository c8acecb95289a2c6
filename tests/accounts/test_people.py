"""Who acts for an organisation: invited, asking, promoted, removed, leaving."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.inviting import MOST_SENDINGS, MOST_UNANSWERED
from apprentissage.accounts.models import Invitation, JoinRequest, Membership
from apprentissage.mail.letters import compose
from apprentissage.mail.models import Message
from tests.access import enter
from tests.factories.accounts import MembershipFactory, UserFactory, employer

pytestmark = pytest.mark.django_db

COLLEAGUE = "collegue@exemple.fr"


@pytest.fixture
def owner():
    return employer(name="Le Fournil")


@pytest.fixture
def company(owner):
    return owner.memberships.get().organisation


def as_(person) -> Client:
    client = Client()
    enter(client, person)
    return client


def invite(owner, company, email=COLLEAGUE, role="member"):
    path = reverse("accounts:invite", kwargs={"pk": company.pk})
    return as_(owner).post(path, {"email": email, "role": role}, follow=True)


def last_link() -> str:
    """The path of the last invitation that left."""
    message = Message.objects.filter(template="accounts/invitation").latest("pk")
    return "/invitation/" + message.facts["url"].split("/invitation/")[1]


# -- invitations -------------------------------------------------------------------------------------------------------
def test_who_is_invited_joins_by_a_post_with_the_role_that_was_given(owner, company):
    invite(owner, company, role="manager")
    colleague = UserFactory(email=COLLEAGUE)
    client = as_(colleague)

    opened = client.get(last_link())  # a scanner of mail does no more
    assert not colleague.memberships.exists()
    client.post(last_link())

    assert "Rejoindre l’espace" in opened.content.decode()
    assert colleague.memberships.get().role == Membership.Role.MANAGER
    assert Invitation.objects.get().accepted_at


def test_the_letter_says_who_invites_and_until_when(owner, company):
    invite(owner, company)

    message = Message.objects.get(template="accounts/invitation")
    letter = compose(message.template, message.facts)
    assert message.recipient == COLLEAGUE
    assert "Le Fournil" in letter.subject
    assert last_link() in letter.text


def test_without_account_the_link_leads_to_the_door_and_back(owner, company):
    invite(owner, company)

    page = Client().get(last_link()).content.decode()

    assert f"{reverse('account_login')}?next={last_link().replace(':', '%3A')}" in page


def test_another_address_cannot_join_and_is_told_why(owner, company):
    invite(owner, company)
    stranger = UserFactory(email="autre@exemple.fr")

    answer = as_(stranger).post(last_link())

    assert "une autre adresse" in answer.content.decode()
    assert COLLEAGUE not in answer.content.decode()
    assert not stranger.memberships.exists()


def test_a_link_works_once_in_time_and_only_the_last_one(owner, company):
    invite(owner, company)
    first = last_link()
    invite(owner, company)  # the same address: sent again
    client = as_(UserFactory(email=COLLEAGUE))

    assert Invitation.objects.count() == 1
    assert "plus récent" in client.post(first).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        late = as_(UserFactory(email="x@exemple.fr")).get(last_link())
    assert (late.status_code, "deux semaines" in late.content.decode()) == (410, True)
    client.post(last_link())
    assert "déjà été acceptée" in client.post(last_link()).content.decode()


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1abc:forged", "a" * 900])
def test_a_forged_link_says_that_it_is_not_whole(token):
    answer = Client().get(f"/invitation/{token}/")

    assert answer.status_code == 410
    assert "pas complet" in answer.content.decode()


def test_an_invitation_is_sent_again_a_few_times_or_taken_back(owner, company):
    invite(owner, company)
    client, invitation = as_(owner), Invitation.objects.get()
    path = reverse("accounts:change_invitation", kwargs={"pk": invitation.pk})

    for _ in range(MOST_SENDINGS + 3):
        client.post(path, {"action": "resend"})
    assert Message.objects.filter(template="accounts/invitation").count() == MOST_SENDINGS

    client.post(path, {"action": "revoke"})
    assert "annulée" in Client().get(last_link()).content.decode()
    assert client.post(path, {"action": "resend"}).status_code == 404


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("", "Écrivez l’adresse"), ("lina", "n’est pas complète"), ("MEMBRE@exemple.fr", "déjà membre")],
)
def test_a_wrong_invitation_is_told_next_to_its_field(owner, company, email, sentence):
    MembershipFactory(organisation=company, user=UserFactory(email="membre@exemple.fr"))

    answer = invite(owner, company, email)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert email in answer.content.decode()


def test_too_many_invitations_wait(owner, company):
    for number in range(MOST_UNANSWERED):
        Invitation.objects.create(organisation=company, email=f"{number}@exemple.fr")

    assert "attendent déjà" in invite(owner, company).content.decode()


def test_inviting_asks_who_signed_in_long_ago_to_prove_who_they_are(owner, company):
    client = Client()
    client.force_login(owner)

    answer = client.post(reverse("accounts:invite", kwargs={"pk": company.pk}), {"email": COLLEAGUE, "role": "member"})

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert not Invitation.objects.exists()


def test_a_mere_member_neither_invites_nor_removes(owner, company):
    member = MembershipFactory(organisation=company, role=Membership.Role.MEMBER).user
    client, own = as_(member), owner.memberships.get()

    assert client.post(reverse("accounts:invite", kwargs={"pk": company.pk}), {"email": COLLEAGUE}).status_code == 404
    change = reverse("accounts:change_member", kwargs={"pk": own.pk})
    assert client.post(change, {"action": "remove"}).status_code == 404
    assert client.get(reverse("accounts:edit_organisation", kwargs={"pk": company.pk})).status_code == 404
    assert "Inviter quelqu" not in client.get(f"/compte/organismes/{company.pk}/").content.decode()


# -- requests ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("answer", "is_member"), [("yes", True), ("no", False)])
def test_a_manager_answers_a_request_once_and_the_person_is_told(owner, company, answer, is_member):
    asked = JoinRequest.objects.create(organisation=company, user=UserFactory())
    client, path = as_(owner), reverse("accounts:answer_join_request", kwargs={"pk": asked.pk})

    client.post(path, {"answer": answer})

    assert asked.user.memberships.exists() == is_member
    assert client.post(path, {"answer": "yes"}).status_code == 404
    message = Message.objects.get(template="accounts/join_answered")
    assert message.recipient == asked.user.email
    assert ("accès" in compose(message.template, message.facts).subject) == is_member


# -- staying, leaving --------------------------------------------------------------------------------------------------
def test_the_last_manager_can_neither_leave_nor_step_down(owner, company):
    MembershipFactory(organisation=company, role=Membership.Role.MEMBER)
    client, own = as_(owner), owner.memberships.get()

    for path, action in [
        (reverse("accounts:leave", kwargs={"pk": company.pk}), {}),
        (reverse("accounts:change_member", kwargs={"pk": own.pk}), {"action": "remove"}),
        (reverse("accounts:change_member", kwargs={"pk": own.pk}), {"action": "member"}),
    ]:
        page = client.post(path, action, follow=True).content.decode()
        assert "Il faut au moins un responsable" in page

    own.refresh_from_db()
    assert own.role == Membership.Role.MANAGER


def test_once_another_is_manager_the_first_may_leave(owner, company):
    other = MembershipFactory(organisation=company, role=Membership.Role.MEMBER)
    client = as_(owner)

    client.post(reverse("accounts:change_member", kwargs={"pk": other.pk}), {"action": "manager"})
    client.post(reverse("accounts:leave", kwargs={"pk": company.pk}))

    other.refresh_from_db()
    assert other.role == Membership.Role.MANAGER
    assert not owner.memberships.exists()


def test_a_removed_member_sees_the_organisation_no_more(owner, company):
    other = MembershipFactory(organisation=company, role=Membership.Role.MEMBER)

    as_(owner).post(reverse("accounts:change_member", kwargs={"pk": other.pk}), {"action": "remove"})

    assert as_(other.user).get(reverse("accounts:organisation", kwargs={"pk": company.pk})).status_code == 404
