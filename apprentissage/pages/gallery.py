"""What the gallery shows: sample values for every component, no database."""

from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from django import forms

from apprentissage.trades.levels import Level


@dataclass(frozen=True)
class Choice:
    """A filter or a way out, as the search gives them."""

    label: str
    count: int | str | None = None
    is_on: bool = False
    url: str = "#"
    value: str = ""
    explanation: str = ""


@dataclass(frozen=True)
class Sample:
    """A result of a search, as the card takes it."""

    offer: SimpleNamespace
    km: float | None
    travel: list[SimpleNamespace] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


class SampleForm(forms.Form):
    """One field of each kind; filled badly on purpose, it shows what a refusal looks like."""

    name = forms.CharField(label="Prénom et nom", help_text="Comme sur la carte d'identité")
    postcode = forms.RegexField(
        r"\d{5}", label="Code postal", error_messages={"invalid": "Cinq chiffres. Exemple : 24200"}
    )
    town = forms.ChoiceField(label="Commune", choices=[("93066", "Saint-Denis (93)"), ("97411", "Saint-Denis (974)")])
    licence = forms.ChoiceField(
        label="Avez-vous le permis ?",
        choices=[("o", "Oui"), ("n", "Non"), ("b", "Bientôt")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une des trois réponses."},
    )
    levels = forms.MultipleChoiceField(
        label="Diplômes",
        error_messages={"required": "Choisissez un diplôme au moins."},
        choices=[(3, "CAP"), (4, "Bac"), (5, "BTS")],
        widget=forms.CheckboxSelectMultiple,
    )
    decision = forms.ChoiceField(
        label="Votre décision",
        choices=[("a", "Accepter le dossier"), ("r", "Le renvoyer pour correction")],
        widget=forms.RadioSelect(attrs={"class": "opts"}),
        required=False,
    )
    message = forms.CharField(label="Message", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="J'ai relu", error_messages={"required": "Relisez, puis cochez cette case."})

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read by templates/django/forms/field.html.
        self.fields["name"].reassurance = "Repris de la candidature du 4 juin"  # type: ignore[attr-defined]
        self.fields["town"].why = "Deux communes portent ce nom."  # type: ignore[attr-defined]


def _offer(pk: int, title: str, employer: str, town: str, **facts) -> SimpleNamespace:
    """A sample offer, with what a card reads."""
    sites = [SimpleNamespace(commune=SimpleNamespace(name=town))]
    known = {"level": Level.CAP, "starts_on": None, "get_start_kind_display": "Dès que possible", "months": 24}
    known |= {"openings": 1, "housing": "", "is_fictional": True}
    return SimpleNamespace(
        pk=pk, title=title, employer_name=employer, sites=SimpleNamespace(all=sites), **(known | facts)
    )


def _results() -> list[Sample]:
    near = _offer(
        1, "Boulangère ou boulanger", "Le Fournil de la Bouquerie", "Sarlat-la-Canéda", starts_on=date(2026, 9, 1)
    )
    far = _offer(
        2,
        "Boulangère-pâtissière ou boulanger-pâtissier",
        "Au Pain de Vézac",
        "Vézac",
        housing="Studio",
        openings=2,
        months=18,
    )
    travel = [SimpleNamespace(label="À pied", minutes=38), SimpleNamespace(label="À vélo", minutes=11)]
    reasons = ["Le métier est celui que vous avez écrit.", "C'est à 3 km de Sarlat-la-Canéda."]
    placeless = SimpleNamespace(**vars(far) | {"pk": 3})
    return [Sample(near, 2.9, travel, reasons), Sample(far, 14.2, travel[1:]), Sample(placeless, None)]


def context() -> dict[str, object]:
    """Everything the page of the gallery takes."""
    wrong = SampleForm({"name": "Lina Diaz", "postcode": "2420", "town": "93066", "message": "Bonjour"})
    wrong.is_valid()
    return {
        "form": SampleForm(prefix="vide"),
        "wrong_form": wrong,
        "chips": [
            Choice("CAP", is_on=True),
            Choice("Sans permis", 12),
            Choice("Dès septembre", 9),
            Choice("Plus de 500", "plus de 500"),
        ],
        "ticks": [Choice("CAP", 12, is_on=True, value="3"), Choice("Bac", 4, value="4"), Choice("BTS", 0, value="5")],
        "proposals": [
            {"value": "Évry-Courcouronnes (91)", "code": "c91228", "hint": "anciennement Évry · Essonne"},
            {"value": "Dordogne", "code": "d24", "hint": "département"},
            {"value": "France entière", "code": "fr"},
        ],
        "segments": [("16", "15-17 ans"), ("18", "18-20 ans"), ("21", "21 ans et plus")],
        "facts": [("Distance", "3 km depuis Sarlat"), ("À pied", "38 min"), ("À vélo", "11 min"), ("En bus", "")],
        "key_facts": [
            ("Diplôme", "CAP boulanger"),
            ("Début", "1er septembre 2026"),
            ("Durée", "2 ans"),
            ("Rythme", "1 semaine sur 3"),
        ],
        "rings": [(10, 3), (30, 14)],
        "one_ring": [(10, "plus de 500")],
        "steps": [
            {"label": "L'employeur remplit", "state": "done", "detail": "le 4 juin"},
            {"label": "Lina remplit", "state": "now", "detail": "c'est à vous"},
            {"label": "Le CFA relit", "state": "todo"},
        ],
        "columns": [{"label": "Mois"}, {"label": "Salaire", "is_number": True}, {"label": "Aide", "is_number": True}],
        "rows": [
            [{"text": "Septembre 2026"}, {"text": "492 €", "is_number": True}, {"text": "416,67 €", "is_number": True}],
            [{"text": "Octobre 2026"}, {"text": "492 €", "is_number": True}, {"text": "416,67 €", "is_number": True}],
        ],
        "crumbs": [("Accueil", "/"), ("Offres", "#"), ("Boulangère ou boulanger", "")],
        "ways": [
            Choice("Chercher plus loin", 2, explanation="La plus proche est à Brive, à 52 km."),
            Choice("Métiers voisins, tout près", 11, explanation="Ébéniste, menuisier d'agencement"),
            Choice("Toute la France", "plus de 500"),
        ],
        "results": _results(),
    }
