"""The form of the search, and what each criterion means in the words of ``OfferQuerySet``.

A field in error tells its sentence and is not asked; the rest of the search is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from apprentissage.trades.levels import SHORT_LABELS, Level
from offers.models import Offer
from offers.querysets import OfferQuerySet

RADII = (10, 20, 30, 50, 100)  # kilometres
DEFAULT_RADIUS_KM = RADII[0]
AS_SOON_AS_POSSIBLE = "des-que-possible"
LONGEST_TEXT = 200
DOMAINS = {
    "A": "Agriculture, animaux, espaces verts",
    "B": "Artisanat d'art",
    "C": "Banque, assurance, immobilier",
    "D": "Commerce, vente",
    "E": "Communication, médias",
    "F": "Bâtiment, travaux publics",
    "G": "Hôtellerie, restauration, tourisme, loisirs",
    "H": "Industrie",
    "I": "Installation, maintenance",
    "J": "Santé",
    "K": "Services aux personnes et à la collectivité",
    "L": "Spectacle",
    "M": "Gestion, informatique, ressources humaines",
    "N": "Transport, logistique",
}
SORTS = {
    "distance": "La plus proche d'abord",
    "pertinence": "La plus ressemblante d'abord",
    "recentes": "La plus récente d'abord",
    "debut": "Le début le plus tôt d'abord",
    "candidatures": "La moins demandée d'abord",
    "reponses": "Réponses probables d'abord",
}


@dataclass(frozen=True)
class Criterion:
    """A filter of the search: its parameter, its choices, and how it narrows offers."""

    name: str
    label: str
    choices: Sequence[tuple[str, str]]
    narrow: Callable[[OfferQuerySet, Any], OfferQuerySet]  # takes a cleaned value
    is_multiple: bool = False
    is_chip: bool = False  # a yes or no worth a button of its own above the results

    def option(self, offers: OfferQuerySet, value: str) -> OfferQuerySet:
        """The offers that one choice alone keeps."""
        return self.narrow(offers, [value] if self.is_multiple else self.clean(value))

    def clean(self, value: str):
        """The value of a choice as the form would give it."""
        return int(value) if value.isdecimal() else value


def _by_start(offers: OfferQuerySet, value) -> OfferQuerySet:
    return offers.starting_by(value) if isinstance(value, date) else offers.starting_soon()


CRITERIA = {
    criterion.name: criterion
    for criterion in [
        Criterion(
            "niveau",
            "Diplôme préparé",
            [(str(level.value), SHORT_LABELS[level]) for level in Level if level <= Level.MASTER],
            lambda offers, levels: offers.at_level(levels),
            is_multiple=True,
        ),
        Criterion("debut", "Début", [(AS_SOON_AS_POSSIBLE, "Dès que possible")], _by_start, is_chip=True),
        Criterion(
            "duree",
            "Durée",
            [("12", "Un an au plus"), ("24", "Deux ans au plus"), ("36", "Trois ans au plus")],
            lambda offers, months: offers.at_most_months(months),
        ),
        Criterion(
            "domaine",
            "Domaine",
            list(DOMAINS.items()),
            lambda offers, letters: offers.in_domains(letters),
            is_multiple=True,
        ),
        Criterion(
            "permis", "Permis", [("non", "Sans permis")], lambda offers, _: offers.without_licence(), is_chip=True
        ),
        Criterion(
            "handicap",
            "Handicap",
            [("oui", "Accueil handicap")],
            lambda offers, _: offers.disabled_friendly(),
            is_chip=True,
        ),
        Criterion(
            "mineur", "Âge", [("oui", "Moins de 18 ans")], lambda offers, _: offers.open_to_minors(), is_chip=True
        ),
        Criterion(
            "depuis",
            "Publiée",
            [("1", "Depuis hier"), ("3", "Depuis 3 jours"), ("7", "Depuis 7 jours"), ("30", "Depuis 30 jours")],
            lambda offers, days: offers.published_since(days),
        ),
    ]
}


class StartField(forms.DateField):
    """A day, as a calendar sends it, or the words "as soon as possible"."""

    default_error_messages = {"invalid": "Ce jour n'existe pas. Exemple : 01/09/2027."}

    def to_python(self, value):
        return value if value == AS_SOON_AS_POSSIBLE else super().to_python(value)


class StartFilter(django_filters.Filter):
    field_class = StartField


class WholeNumberFilter(django_filters.Filter):
    field_class = forms.IntegerField


def _text(label: str, **extra) -> django_filters.CharFilter:
    too_long = f"Ce texte est trop long : {LONGEST_TEXT} caractères au plus."
    messages = {"max_length": too_long}
    return django_filters.CharFilter(label=label, max_length=LONGEST_TEXT, error_messages=messages, **extra)


def _choice(criterion: Criterion):
    wrong = {"invalid_choice": "Ce choix n'existe pas : nous l'avons laissé de côté."}
    if criterion.is_multiple:
        return django_filters.MultipleChoiceFilter(
            label=criterion.label, choices=criterion.choices, error_messages=wrong, widget=forms.CheckboxSelectMultiple
        )
    return django_filters.ChoiceFilter(label=criterion.label, choices=criterion.choices, error_messages=wrong)


class OfferFilter(django_filters.FilterSet):
    """The fields a visitor may fill. Unknown parameters are ignored; ``asked`` holds what was understood."""

    metier = _text("Métier")
    lieu = _text("Où")
    code = _text("Lieu choisi", widget=forms.HiddenInput)
    rayon = WholeNumberFilter(
        label="Rayon",
        min_value=1,
        max_value=max(RADII),
        error_messages={
            "invalid": "Le rayon est un nombre de kilomètres. Exemple : 30.",
            "min_value": "Le rayon est d'au moins 1 km.",
            "max_value": f"Le rayon va jusqu'à {max(RADII)} km. Plus loin, choisissez une région ou la France.",
        },
    )
    niveau = _choice(CRITERIA["niveau"])
    debut = StartFilter(label="Début")
    duree = WholeNumberFilter(
        label="Durée, en mois au plus",
        min_value=1,
        max_value=48,
        error_messages={
            "invalid": "La durée est un nombre de mois. Exemple : 24.",
            "min_value": "La durée est d'au moins 1 mois.",
            "max_value": "La durée va jusqu'à 48 mois.",
        },
    )
    domaine = _choice(CRITERIA["domaine"])
    permis = _choice(CRITERIA["permis"])
    handicap = _choice(CRITERIA["handicap"])
    mineur = _choice(CRITERIA["mineur"])
    depuis = _choice(CRITERIA["depuis"])
    employeur = _text("Employeur")
    tri = django_filters.ChoiceFilter(
        label="Ordre", choices=list(SORTS.items()), error_messages={"invalid_choice": "Cet ordre n'existe pas."}
    )

    class Meta:
        model = Offer
        fields: list[str] = []

    def __init__(self, data: QueryDict):
        super().__init__(data, queryset=Offer.objects.all())

    @property
    def asked(self) -> dict:
        """What the form asks, by parameter; a field in error, or empty, is absent."""
        self.form.is_valid()
        values = {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", [])}
        if "depuis" in values:
            values["depuis"] = int(values["depuis"])
        return values

    def filter_queryset(self, queryset):
        """The offers that every criterion keeps, words and place apart."""
        return narrow(queryset, self.asked)


def narrow(offers: OfferQuerySet, asked: dict, *, but: str = "") -> OfferQuerySet:
    """The offers that the criteria asked keep, one of them left out if need be. Pins of the map understand it too."""
    for criterion in CRITERIA.values():
        if criterion.name in asked and criterion.name != but:
            offers = criterion.narrow(offers, asked[criterion.name])
    return offers
