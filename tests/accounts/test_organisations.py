"""What always holds of establishments and organisations, and the life that a company leads."""

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from apprentissage.accounts.lifecycle import STEPS, Actor, ImpossibleStepError, State, steps_for
from apprentissage.accounts.models import Decision, Membership, Organisation
from tests.factories.accounts import (
    EstablishmentFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    employer,
    officer,
    staff,
)

pytestmark = pytest.mark.django_db

CFA = Organisation.Kind.TRAINING_CENTRE


def join_twice(membership):
    Membership.objects.create(user=membership.user, organisation=membership.organisation)


@pytest.mark.parametrize(
    ("constraint", "break_it"),
    [
        ("establishment_siret_can_exist", lambda: EstablishmentFactory(siret="12345678901234")),
        ("naf_is_four_digits_and_a_letter", lambda: EstablishmentFactory(naf="1071C")),
        ("a_masked_establishment_has_no_name_here", lambda: EstablishmentFactory(is_public=False, name="DUPONT")),
        ("organisation_has_a_name", lambda: OrganisationFactory(name=" ")),
        ("company_has_an_establishment", lambda: OrganisationFactory(establishment=None)),
        ("only_bodies_have_areas", lambda: OrganisationFactory(area_codes=["D24"])),
        ("areas_are_departments_or_regions", lambda: OrganisationFactory(kind="cma", area_codes=["24"])),
        ("only_companies_are_instructed", lambda: OrganisationFactory(kind=CFA, instructed_by="cma")),
        ("uai_is_seven_digits_and_a_letter", lambda: OrganisationFactory(kind=CFA, uai="24X")),
        ("uai_is_seven_digits_and_a_letter", lambda: OrganisationFactory(uai="0240035X")),
        ("one_organisation_per_uai", lambda: [OrganisationFactory(kind=CFA, uai="0240035X") for _ in range(2)]),
        ("one_membership_per_organisation", lambda: join_twice(MembershipFactory())),
    ],
)  # fmt: skip
def test_the_database_keeps_each_promise(constraint, break_it):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        break_it()


# -- the life ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("step", [step for step in STEPS.values() if step.sources], ids=lambda step: step.name)
def test_each_step_leads_where_the_table_says_and_is_written_in_the_history(step):
    company, person = OrganisationFactory(state=step.sources[0]), UserFactory()

    company.take(step.name, step.actor, by=person, reason="Parce que.")

    company.refresh_from_db()
    decision = company.decisions.get()
    assert company.state == step.target
    assert (decision.step, decision.by, decision.reason, decision.actor) == (
        step.name,
        person,
        "Parce que.",
        step.actor,
    )


def test_a_step_from_elsewhere_or_by_another_changes_nothing():
    company = OrganisationFactory(state=State.VALID)

    for step, actor in [("validate", Actor.OFFICER), ("suspend", Actor.MANAGER)]:
        with pytest.raises(ImpossibleStepError, match="Validée"):
            company.take(step, actor, reason="Parce que.")

    company.refresh_from_db()
    assert company.state == State.VALID
    assert not company.decisions.exists()


def test_a_refusal_needs_a_reason():
    company = OrganisationFactory(state=State.PENDING)

    with pytest.raises(ImpossibleStepError, match="raison"):
        company.take("refuse", Actor.OFFICER, reason="  ")

    assert not company.decisions.exists()


def test_the_clock_starts_again_when_a_company_waits_again():
    company = OrganisationFactory(state=State.REFUSED, waiting_since=timezone.now() - timezone.timedelta(days=9))

    company.take("ask_again", Actor.MANAGER, reason="Le SIRET était celui du siège.")

    assert company.days_waiting == 0


def test_no_update_escapes_the_steps():
    company = OrganisationFactory(state=State.REFUSED)

    with pytest.raises(Error, match="Invalid transition"), transaction.atomic():
        Organisation.objects.filter(pk=company.pk).update(state=State.SUSPENDED)


def test_a_decision_is_never_rewritten_but_forgets_a_person_whose_account_is_erased():
    company, person = OrganisationFactory(state=State.PENDING), UserFactory()
    decision = company.take("refuse", Actor.OFFICER, by=person, reason="Le téléphone ne répond pas.")

    for forge in (lambda: Decision.objects.update(reason="Rien."), lambda: decision.delete()):
        with pytest.raises(Error, match="Cannot"), transaction.atomic():
            forge()
    person.delete()

    decision.refresh_from_db()
    assert (decision.by, decision.reason) == (None, "Le téléphone ne répond pas.")


def test_states_and_memberships_leave_a_history_that_cannot_be_changed():
    membership = MembershipFactory(organisation__state=State.PENDING)
    company = membership.organisation
    company.take("validate", Actor.OFFICER)
    membership.delete()

    past = Organisation.pgh_event_model.objects.order_by("pgh_id")
    states = list(past.values_list("state", flat=True))
    labels = list(Membership.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_label", flat=True))
    assert states == [State.PENDING, State.VALID]
    assert labels == ["insert", "delete"]
    with pytest.raises(Error, match="Cannot"), transaction.atomic():
        past.update(state=State.REFUSED)


def test_the_buttons_of_an_officer_come_from_the_table():
    assert [step.name for step in steps_for(Actor.OFFICER, State.PENDING)] == ["validate", "refuse"]
    assert [step.name for step in steps_for(Actor.OFFICER, State.VALID)] == ["suspend"]


# -- who sees whom -----------------------------------------------------------------------------------------------------
def test_organisations_are_visible_to_their_people_to_those_who_check_them_and_to_the_staff():
    owner = employer(instructed_by="cma", department_id="24")
    company = owner.memberships.get().organisation

    seers = [owner, officer(), officer(area_codes=("R75",)), staff()]
    others = [
        UserFactory(),
        employer(),
        officer(kind="cci"),
        officer(area_codes=("D33",)),
        officer(state=State.SUSPENDED),
    ]

    for person in seers:
        assert company in Organisation.objects.visible_to(person)
    for person in others:
        assert company not in Organisation.objects.visible_to(person)
