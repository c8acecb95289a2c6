"""The questions of the pages: what is typed becomes a question of the exchange format, which alone judges it.

Five questions come first; the others have an answer already and stand under « Affiner ». The form is always bound:
what the link does not say takes its default, so that the page answers at once.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

from apprentissage.trades.levels import Level
from simulators.core.exchange import Refused, read_hire
from simulators.core.hire import Hire, add_months, birth_date_of
from simulators.core.minimum import USUAL_MONTHS, usual_start
from simulators.place import WorkPlace, work_place
from simulators.reading import is_age, read_birth, read_day, read_months, read_percent
from simulators.words import french_day

HEADCOUNTS = {"1": "1 à 10", "11": "11 à 49", "50": "50 à 249", "250": "250 et plus"}
LONGEST_TEXT = 200
USUAL_AGE = 17
MISSING = "Il manque cette réponse."


def defaults(today: date) -> dict[str, str]:
    """What is answered for whoever says nothing: a CAP in a small company, from the first of next month."""
    return {
        "naissance": str(USUAL_AGE),
        "niveau": "3",
        "debut": french_day(usual_start(today)),
        "duree": f"{USUAL_MONTHS} mois",
        "effectif": "1",
        "secteur": "prive",
        "heures": "35",
        "points": "0",
    }


def _text(label: str, hint: str = "", *, size: str = "w16", **attrs) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": size, "autocomplete": "off", "maxlength": LONGEST_TEXT, **attrs})
    too_long = {"max_length": f"Cette réponse est trop longue : {LONGEST_TEXT} caractères au plus."}
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=LONGEST_TEXT, widget=widget, error_messages=too_long
    )


def _choice(label: str, choices, hint: str = "", *, is_select: bool = False) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=list(choices),
        widget=forms.Select() if is_select else forms.RadioSelect(),
        error_messages={"invalid_choice": "Choisissez une des réponses proposées."},
    )


def _tick(label: str, hint: str = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False)


class HireForm(forms.Form):
    """The hire asked about. Once valid, ``hire`` and ``work_place`` are set."""

    FIRST = ("naissance", "niveau", "debut", "duree", "effectif", "lieu")

    naissance = _text("Date de naissance de l'apprenti", "Ou son âge : « 17 »")
    niveau = _choice("Diplôme préparé", Level.choices, is_select=True)
    debut = _text("Début du contrat")
    duree = _text("Durée", size="w4")
    effectif = _choice("Salariés dans l'entreprise", HEADCOUNTS.items())
    lieu = _text("Lieu de travail", "Commune ou code postal, pour l'Alsace-Moselle et l'outre-mer", size="")
    code = forms.CharField(required=False, max_length=LONGEST_TEXT, widget=forms.HiddenInput)

    signature = _text("Signature du contrat", "Aujourd'hui, ou le jour du début s'il est passé. Elle décide de l'aide.")
    fin = _text("Dernier jour", "Si la durée n'est pas un nombre rond de mois")
    faites = _text("Années déjà faites", "Un contrat d'un an en 2e année de CAP : 1", size="w4", inputmode="numeric")
    rupture = _text("Rupture avant la fin", "Pour voir ce que devient l'aide")
    licence = _tick("Licence professionnelle en un an")
    connexe = _tick("Diplôme de même niveau que le précédent, lié et en un an au plus")

    heures = _text("Heures par semaine", size="w4", inputmode="decimal")
    brut = _text("Salaire brut par mois, s'il dépasse le minimum", "En euros", size="w8", inputmode="decimal")
    minimum = _text(
        "Minimum de votre convention collective pour cet emploi",
        "En euros par mois. Il compte à partir de 21 ans.",
        size="w8",
        inputmode="decimal",
    )
    repas = _text("Repas fournis par mois", "S'ils sont écrits au contrat", size="w4", inputmode="numeric")
    mutuelle = _text("Votre part de la mutuelle", "En euros par mois", size="w8", inputmode="decimal")

    secteur = _choice("Employeur", [("prive", "Privé"), ("public", "Public")])
    points = _choice(
        "Points ajoutés par l'employeur public", [("0", "Aucun"), ("10", "10 points"), ("20", "20 points")]
    )
    atmp = _text(
        "Votre taux accidents du travail",
        "En %. Il est sur la notification de votre caisse.",
        size="w8",
        inputmode="decimal",
    )
    mobilite = _text(
        "Versement mobilité de la commune", "En %, à partir de 11 salariés", size="w8", inputmode="decimal"
    )
    alternants = _text("Part d'alternants", "En %, à partir de 250 salariés", size="w8", inputmode="decimal")
    quota = _choice(
        "À partir de 250 salariés, vous engagez-vous sur le quota d'alternants ?",
        [("", "Je ne sais pas"), ("oui", "Oui"), ("non", "Non")],
    )
    handicap = _tick("Apprenti reconnu travailleur handicapé")

    GROUPS = (
        ("Le contrat", ("signature", "fin", "faites", "rupture", "licence", "connexe")),
        ("Le salaire", ("heures", "brut", "minimum", "repas", "mutuelle")),
        ("L'employeur", ("secteur", "points", "atmp", "mobilite", "alternants", "quota")),
        ("L'apprenti", ("handicap",)),
    )

    APPRENTICE_GROUPS = (
        ("Le contrat", ("signature", "fin", "faites", "licence", "connexe")),
        ("Le salaire", ("heures", "brut", "minimum", "repas")),
        ("L'employeur", ("secteur", "points")),
        ("Vous", ("handicap",)),
    )

    def __init__(self, asked: Mapping[str, Any], *, today: date | None = None, prefix: str = ""):
        """Bind to what a link says; with a prefix, « a_debut » counts before « debut »."""
        self.today = today or timezone.localdate()
        self.own_prefix = f"{prefix}_" if prefix else ""
        self.hire: Hire | None = None
        self.work_place: WorkPlace | None = None
        self.usual = defaults(self.today)
        super().__init__(self._filled(asked), prefix=prefix or None, auto_id="%s")
        for name, field in self.fields.items():
            field.widget.attrs["aria-describedby"] = self._described_by(name, field)

    def add_prefix(self, field_name: str) -> str:
        return f"{self.own_prefix}{field_name}"

    def _described_by(self, name: str, field: forms.Field) -> str:
        """Hint and slot of the error: the slot is always there, since htmx may fill it later."""
        identity = self.add_prefix(name)
        return " ".join([f"{identity}_helptext"] * bool(field.help_text) + [f"{identity}_error"])

    def _filled(self, asked: Mapping[str, Any]) -> dict[str, str]:
        said = {}
        for name in self.base_fields:
            value = asked.get(self.add_prefix(name), asked.get(name))
            said[self.add_prefix(name)] = self.usual.get(name, "") if value is None else value
        headcount = said[self.add_prefix("effectif")]
        said[self.add_prefix("effectif")] = segment_of(headcount)
        return said

    @property
    def first(self):
        return [self[name] for name in self.FIRST]

    @property
    def groups(self):
        """The other questions: pairs legend, fields."""
        return [(legend, [self[name] for name in names]) for legend, names in self.GROUPS]

    @property
    def apprentice_groups(self):
        """Those that change what the apprentice receives."""
        return [(legend, [self[name] for name in names]) for legend, names in self.APPRENTICE_GROUPS]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was answered, in words: pairs question, answer."""
        return [
            (str(field.label), "Oui" if isinstance(field.field, forms.BooleanField) else _chosen(field))
            for field in (self[name] for name in self.said if name != "code")
        ]

    @property
    def is_refined(self) -> bool:
        """Whether an answer of « Affiner » is not the usual one, or is wrong."""
        names = {name for _, names in self.GROUPS for name in names}
        return any(name in self.said or self[name].errors for name in names)

    @property
    def said(self) -> dict[str, str]:
        """What differs from the usual answers, as typed; the five first questions always."""
        values = {name: self.data[self.add_prefix(name)] for name in self.base_fields}
        return {
            name: value
            for name, value in values.items()
            if name in self.FIRST or (value and value != self.usual.get(name))
            if value
        }

    @property
    def link(self) -> str:
        """The parameters that ask the same again today."""
        return urlencode(self.said)

    @property
    def lasting_link(self) -> str:
        """The parameters that ask the same whatever the day: the signature is written out."""
        signed_on = {"signature": self.hire.signed_on.isoformat()} if self.hire else {}
        return urlencode(self.said | signed_on)

    @property
    def is_age(self) -> bool:
        return is_age(self.data[self.add_prefix("naissance")])

    def clean(self):
        """Ask the exchange module, and set what it refuses beside the fields it comes from."""
        said = self.cleaned_data
        found = {name: self._read(name, reader) for name, reader in READERS.items() if said.get(name)}
        starts_on = found.get("debut") or usual_start(self.today)
        if said.get("naissance"):
            found["naissance"] = self._read("naissance", lambda text: read_birth(text, starts_on))
        self.work_place = place = self._read_place()
        for name in ("naissance", "debut", "duree"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, MISSING)
        try:
            hire = read_hire(self._question(found, starts_on, place.department))
        except Refused as refused:
            self._tell(refused)
        else:
            self.hire = None if self.errors else hire
        return said

    def _tell(self, refused: Refused) -> None:
        """Each problem beside its field, unless the field has said its own already."""
        for problem in refused.problems:
            name = FORM_FIELDS.get(problem.field, "debut")
            if name == "duree" and self.cleaned_data.get("fin"):
                name = "fin"
            if name not in self.errors:
                self.add_error(name, problem.message)

    def _read(self, name: str, reader: Callable[[str], Any]):
        try:
            return reader(self.cleaned_data[name])
        except ValueError as error:
            self.add_error(name, str(error))

    def _read_place(self) -> WorkPlace:
        place = work_place(self.cleaned_data.get("lieu", ""), self.cleaned_data.get("code", ""))
        if place.problem:
            self.add_error("lieu", place.problem)
        return place

    def _question(self, found: dict[str, Any], starts_on: date, department: str) -> dict[str, Any]:
        """The question in the words of the exchange format; what could not be read is left at its usual answer."""
        said, months = self.cleaned_data, found.get("duree")
        question: dict[str, Any] = {field: _bare(said[name]) for name, field in AS_TYPED.items() if said.get(name)}
        question |= {field: found[name] for name, field in READ.items() if found.get(name) is not None}
        question.setdefault("birth_date", birth_date_of(USUAL_AGE, starts_on))
        question |= {field: said.get(name, False) for name, field in TICKED.items()}
        question |= {
            "starts_on": starts_on,
            "signed_on": found.get("signature") or min(self.today, starts_on),
            "ends_on": found.get("fin") or add_months(starts_on, USUAL_MONTHS if months is None else months),
            "department": department,
            "sector": "public" if said.get("secteur") == "public" else "private",
        }
        if said.get("quota"):
            question["quota_commitment"] = said["quota"] == "oui"
        if said.get("repas"):
            question["benefits_in_kind"] = {"meals": said["repas"]}
        return question


def _chosen(field: forms.BoundField) -> str:
    """The label of the choice made, or what was typed."""
    choices = {str(value): label for value, label in getattr(field.field, "choices", ())}
    return str(choices.get(str(field.value()), field.value()))


def segment_of(headcount: str) -> str:
    """The segment of a headcount given as a number in a link; anything else comes back as it is, to be refused."""
    if isinstance(headcount, str) and headcount.isdecimal() and int(headcount[:9]) > 0:
        return [least for least in HEADCOUNTS if int(least) <= int(headcount[:9])][-1]
    return headcount


def _bare(typed: str) -> str:
    """A number as typed, without its unit."""
    return typed.rstrip("€h \u00a0\u202f")


READERS = {
    "debut": read_day,
    "duree": read_months,
    "signature": read_day,
    "fin": read_day,
    "rupture": read_day,
    "atmp": read_percent,
    "mobilite": read_percent,
    "alternants": read_percent,
}
READ = {
    "naissance": "birth_date",
    "rupture": "broken_on",
    "atmp": "atmp_rate",
    "mobilite": "mobility_rate",
    "alternants": "work_study_share",
}
AS_TYPED = {
    "niveau": "diploma_level",
    "effectif": "headcount",
    "heures": "weekly_hours",
    "brut": "gross_monthly",
    "minimum": "conventional_minimum",
    "faites": "years_already_done",
    "points": "public_points",
    "mutuelle": "health_cover",
}
TICKED = {"handicap": "disabled", "licence": "vocational_licence", "connexe": "related_diploma_supplement"}
FORM_FIELDS = {field: name for table in (READ, AS_TYPED, TICKED) for name, field in table.items()} | {
    "starts_on": "debut",
    "signed_on": "signature",
    "ends_on": "duree",
    "department": "lieu",
    "sector": "secteur",
    "quota_commitment": "quota",
    "benefits_in_kind": "repas",
}
