"""What must always hold of establishments and organisations. PostgreSQL keeps it: no ``update()`` or import escapes."""

from django.db.models import (
    BaseConstraint,
    BooleanField,
    CharField,
    CheckConstraint,
    F,
    Func,
    Q,
    UniqueConstraint,
    Value,
)
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual, Regex

COMPANY, TRAINING_CENTRE = "company", "cfa"
BODIES = ("cci", "cma", "agriculture", "opco", "state")


def _check(name: str, condition, sentence: str) -> CheckConstraint:
    return CheckConstraint(name=name, condition=condition, violation_error_message=sentence)


ESTABLISHMENT_CONSTRAINTS: list[BaseConstraint] = [
    _check(
        "establishment_siret_can_exist",
        Func(F("siret"), function="siret_is_valid", output_field=BooleanField()),
        "Ce SIRET n'existe pas.",
    ),
    _check(
        "naf_is_four_digits_and_a_letter",
        Q(naf="") | Q(naf__regex=r"^[0-9]{2}\.[0-9]{2}[A-Z]$"),
        "Un code NAF s'écrit comme 10.71C.",
    ),
    _check(
        "a_masked_establishment_has_no_name_here",
        Q(is_public=True) | Q(name="", sign="", address=""),
        "Le nom et l'adresse d'un établissement non diffusible ne se gardent pas.",
    ),
]

ORGANISATION_CONSTRAINTS: list[BaseConstraint] = [
    _check("organisation_has_a_name", GreaterThanOrEqual(Length(Trim("name")), 1), "Le nom manque."),
    _check(
        "company_has_an_establishment",
        ~Q(kind=COMPANY) | Q(establishment__isnull=False),
        "Une entreprise est connue par le SIRET de son établissement.",
    ),
    _check(
        "only_bodies_have_areas",
        Q(kind__in=BODIES) | Q(area_codes=[]),
        "Seuls les organismes qui instruisent ont des territoires.",
    ),
    _check(
        "areas_are_departments_or_regions",
        Regex(
            Func(F("area_codes"), Value(","), function="array_to_string", output_field=CharField()),
            r"^([DR][0-9AB]{2,3}(,[DR][0-9AB]{2,3})*)?$",
        ),
        "Un territoire s'écrit D24 (département) ou R75 (région).",
    ),
    _check(
        "only_companies_are_instructed",
        Q(kind=COMPANY) | Q(instructed_by="", department__isnull=True),
        "Seules les entreprises passent par la file d'une chambre.",
    ),
    _check(
        "uai_is_seven_digits_and_a_letter",
        Q(uai="") | Q(uai__regex=r"^[0-9]{7}[A-Z]$", kind=TRAINING_CENTRE),
        "Un code UAI s'écrit comme 0240035X, et seul un centre de formation en a un.",
    ),
    UniqueConstraint(
        fields=["uai"],
        condition=~Q(uai=""),
        name="one_organisation_per_uai",
        violation_error_message="Ce code UAI est déjà celui d'un autre centre.",
    ),
]
