"""What must always hold of an offer. PostgreSQL keeps it: no ``update()``, import or console escapes."""

from django.db.models import BooleanField, CharField, CheckConstraint, F, Func, Q, UniqueConstraint, Value
from django.db.models.functions import Length, Trim
from django.db.models.lookups import GreaterThanOrEqual, Regex

from apprentissage.trades.levels import Level
from offers.lifecycle import State

OWN_SOURCE = "bourse"  # offers typed on this site: candidates answer here
DEMONSTRATION_SOURCE = "demonstration"

OPEN = Q(state=State.OPEN)
WEB_ADDRESS = r"^https?://[^\s]+$"
# What ``descriptions.safe_html`` lets through: bare tags, no attribute. Every other "<" was escaped.
ANY_OTHER_TAG = r"<(?!/?(b|i|em|strong|p|br|ul|li)>)"


def _check(name: str, condition, sentence: str) -> CheckConstraint:
    return CheckConstraint(name=name, condition=condition, violation_error_message=sentence)


def _matches(array: str, pattern: str) -> Regex:
    """Each element of an array matches, seen as one text: a check cannot hold a subquery."""
    joined = Func(F(array), Value(","), function="array_to_string", output_field=CharField())
    return Regex(joined, rf"^({pattern}(,{pattern})*)?$")


def _at_least(field: str, length: int) -> GreaterThanOrEqual:
    return GreaterThanOrEqual(Length(Trim(field)), length)


IDENTITY = [
    UniqueConstraint(
        fields=["source", "source_id"],
        name="one_offer_per_source_identifier",
        violation_error_message="Cette source a déjà donné une offre avec cet identifiant.",
    ),
    _check("source_identifier_is_given", _at_least("source_id", 1), "L'identifiant chez la source manque."),
    _check(
        "demonstration_offers_are_fictional",
        ~Q(source=DEMONSTRATION_SOURCE) | Q(is_fictional=True),
        "Une offre de démonstration est marquée fictive.",
    ),
]

EMPLOYER = [
    _check("employer_has_a_name", _at_least("employer_name", 1), "Le nom de l'employeur manque."),
    _check(
        "siret_can_exist",
        Q(siret="") | Func(F("siret"), function="siret_is_valid", output_field=BooleanField()),
        "Ce SIRET n'existe pas.",
    ),
    _check(
        "employer_website_is_a_web_address",
        Q(employer_website="") | Q(employer_website__regex=WEB_ADDRESS),
        "L'adresse du site de l'employeur commence par http:// ou https://.",
    ),
]

WORK = [
    _check("title_has_three_letters", _at_least("title", 3), "L'intitulé compte au moins 3 caractères."),
    _check(
        "description_holds_only_safe_tags",
        ~Q(description__regex=ANY_OTHER_TAG),
        "La description contient une balise interdite.",
    ),
    _check("rome_codes_are_well_formed", _matches("rome_codes", "[A-Z][0-9]{4}"), "Un code ROME est mal écrit."),
    _check(
        "main_trade_is_among_the_codes",
        Q(rome__isnull=True) | Q(rome_codes__contains=[F("rome_id")]),
        "Le métier principal figure parmi les codes ROME de l'offre.",
    ),
    _check(
        "level_is_three_to_eight",
        Q(level__isnull=True) | Q(level__range=(min(Level), max(Level))),
        "Le niveau préparé va de 3 à 8.",
    ),
]

CONTRACT = [
    _check(
        "contract_kinds_are_known",
        _matches("contract_kinds", "(apprentissage|professionnalisation)") & Q(contract_kinds__len__gte=1),
        "Le contrat est un contrat d'apprentissage ou de professionnalisation.",
    ),
    _check(
        "start_date_goes_with_its_kind",
        Q(start_kind="date", starts_on__isnull=False) | Q(start_kind__in=("soon", "flexible"), starts_on__isnull=True),
        "Une date de début est donnée si, et seulement si, le début est à une date précise.",
    ),
    # Four years: three of the contract, and one more for a disabled apprentice (Code du travail, art. R. 6222-46).
    _check(
        "contract_lasts_one_to_48_months",
        Q(months__isnull=True) | Q(months__range=(1, 48)),
        "La durée va de 1 à 48 mois.",
    ),
    _check("there_is_a_place_to_fill", Q(openings__gte=1), "Une offre propose au moins une place."),
    # 48 hours: the most of a single week for anyone (Code du travail, art. L. 3121-20).
    _check(
        "weekly_hours_are_lawful",
        Q(weekly_hours__isnull=True) | Q(weekly_hours__gte=1, weekly_hours__lte=48),
        "La durée du travail va de 1 à 48 heures par semaine.",
    ),
    _check(
        "minimum_age_is_15_to_30",
        Q(minimum_age__isnull=True) | Q(minimum_age__range=(15, 30)),
        "L'âge minimum va de 15 à 30 ans.",
    ),
]

ANSWER = [
    _check(
        "apply_link_is_a_web_address",
        Q(apply_url="") | Q(apply_url__regex=WEB_ADDRESS),
        "Le lien pour postuler commence par http:// ou https://.",
    ),
    _check(
        "apply_address_looks_like_one",
        Q(apply_email="") | Q(apply_email__regex=r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$"),
        "L'adresse e-mail pour postuler est mal écrite.",
    ),
    _check(
        "apply_phone_is_international",
        Q(apply_phone="") | Q(apply_phone__regex=r"^\+[0-9]{6,15}$"),
        "Le téléphone est écrit au format international, sans espace.",
    ),
]

LIFE = [
    _check("state_is_known", Q(state__in=State.values), "Cet état n'existe pas."),
    _check(
        "open_offers_are_dated",
        ~OPEN | Q(published_at__isnull=False, closes_on__isnull=False),
        "Une offre ouverte a une date de publication et un dernier jour.",
    ),
    _check(
        "open_offers_can_be_answered",
        ~OPEN | Q(source=OWN_SOURCE) | ~Q(apply_url="") | ~Q(apply_email="") | ~Q(apply_phone=""),
        "Une offre ouverte donne au moins un moyen de postuler.",
    ),
    _check(
        "open_offers_have_a_place",
        ~OPEN | Q(places__isnull=False, area_codes__len__gte=1),
        "Une offre ouverte a au moins un lieu de travail.",
    ),
    _check(
        "published_before_closing",
        Q(published_at__date__lte=F("closes_on")),
        "La publication précède le dernier jour pour postuler.",
    ),
]

OFFER_CONSTRAINTS = [*IDENTITY, *EMPLOYER, *WORK, *CONTRACT, *ANSWER, *LIFE]
