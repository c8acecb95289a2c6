"""The form of an offer. Answers may be half written; what it refuses stays in the draft, with a sentence."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms

from apprentissage.accounts.models import Organisation
from apprentissage.trades.levels import Level
from offers.models import Offer
from offers.publishing.answers import Answers, as_data, first
from offers.publishing.proposals import skills_of
from offers.publishing.questions import MOST, QUESTIONS
from offers.publishing.sites import MISSING, SiteAnswer, read_sites

SHORTEST_DESCRIPTION = 30
LONGEST_SKILL = 300
MOST_SKILLS = 30
RHYTHMS = (
    "1 semaine au centre, 3 semaines en entreprise",
    "1 semaine au centre, 2 semaines en entreprise",
    "2 jours au centre, 3 jours en entreprise",
    "2 semaines au centre, 2 semaines en entreprise",
)
LICENCE = {"oui": True, "non": False}


def _text(label: str, hint: str = "", *, longest: int, required: bool = True, missing: str = "", **attrs):
    messages = {
        "required": missing or "Il manque cette réponse.",
        "max_length": f"Restez sous {longest} signes : il y en a %(show_value)d.",
    }
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, required=required, widget=widget, error_messages=messages
    )


def _lines(label: str, hint: str):
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _number(label: str, hint: str, least: int, most: int, *, required: bool = True, size: str = "w4"):
    wrong = f"C'est un nombre de {least} à {most}."
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"class": size, "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": "Il manque ce nombre.", "invalid": wrong, "min_value": wrong, "max_value": wrong,
        },
    )  # fmt: skip


def _decimal(label: str, hint: str, least: str, most: str, *, digits: int, places: int, size: str):
    wrong = f"C'est un nombre de {least} à {most}."
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=False,
        localize=True,
        min_value=Decimal(least),
        max_value=Decimal(most),
        max_digits=digits,
        decimal_places=places,
        widget=forms.TextInput(attrs={"class": size, "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "invalid": wrong, "min_value": wrong, "max_value": wrong, "max_digits": wrong, "max_whole_digits": wrong,
            "max_decimal_places": f"Restez à {places} chiffre{'s' * (places > 1)} après la virgule.",
        },
    )  # fmt: skip


def _choice(label: str, choices: Iterable, hint: str = "", *, required: bool = True, is_select: bool = False):
    wrong = "Choisissez une des réponses proposées."
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        required=required,
        choices=list(choices),
        widget=forms.Select() if is_select else forms.RadioSelect(),
        error_messages={"required": wrong, "invalid_choice": wrong},
    )


class TickedSkills(forms.MultipleChoiceField):
    """Skills ticked: those of the register, or written by the employer on another day."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value):
        return len(str(value)) <= LONGEST_SKILL


class OfferForm(forms.Form):
    """Bound to the answers of a draft. ``sites`` are read beside; ``is_complete`` says whether both are right."""

    titre = _text("Titre de l'offre", "Le nom du métier suffit.", longest=150, minlength=3)
    description = forms.CharField(
        label="Le travail, en quelques phrases",
        help_text="Ce que l'on fait dans une journée, avec qui, avec quels outils.",
        min_length=SHORTEST_DESCRIPTION,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Décrivez le travail : deux phrases suffisent.",
            "min_length": f"Dites-en un peu plus : au moins {SHORTEST_DESCRIPTION} signes.",
            "max_length": "Restez sous 6 000 signes.",
        },
    )
    appris = TickedSkills(label="Ce que vous lui apprendrez", help_text="Retirez ce qui ne va pas.", required=False)
    appris_autres = _lines("Autre chose à apprendre", "Une ligne pour chaque.")
    attendu = TickedSkills(label="Ce que vous attendez en arrivant", help_text="Le moins possible.", required=False)
    attendu_autres = _lines("Autre chose d'attendu", "Une ligne pour chaque. Un apprenti vient pour apprendre.")

    niveau = _choice("Niveau", [("", "À préciser"), *Level.choices], required=False, is_select=True)
    diplome = _text("Diplôme préparé", "Exemple : CAP Boulanger", longest=200, required=False, list="diplomes")

    debut_type = _choice("Début", Offer.StartKind.choices)
    debut = forms.DateField(
        label="Date de début",
        help_text="Seulement à une date précise. Exemple : 01/09/2027",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "w8"}),
        error_messages={"invalid": "Ce jour n'existe pas. Exemple : 01/09/2027."},
    )
    duree = _number("Durée du contrat, en mois", "Souvent 24 mois pour un CAP.", 1, 48)
    heures = _decimal("Heures par semaine", "35 le plus souvent", "1", "48", digits=3, places=1, size="w4")
    places = _number("Nombre de places", "", 1, 50)
    rythme = _text(
        "Rythme", "Si le centre est connu. Exemple : 1 semaine au centre, 3 chez vous", longest=100, required=False,
        list="rythmes",
    )  # fmt: skip

    salaire = _decimal(
        "Salaire brut par mois, si vous payez plus que la loi", "En euros. Laissez vide pour le minimum de la loi.",
        "100", "10000", digits=7, places=2, size="w8",
    )  # fmt: skip
    age = _number("Âge minimum", "Seulement si le travail l'exige. Vide : dès 16 ans.", 15, 30, required=False)
    permis = _choice(
        "Permis de conduire nécessaire ?", [("non", "Non"), ("oui", "Oui"), ("", "Je ne sais pas")], required=False
    )
    handicap = forms.BooleanField(
        label="Nous accueillons les personnes handicapées",
        help_text="Toute place leur est ouverte par la loi. Cochez si vous êtes prêt à adapter le poste.",
        required=False,
    )
    transport = _text("Comment venir", "Bus, gare, covoiturage, horaires", longest=300, required=False)
    logement = _text("Logement", "Si vous en proposez un, ou en connaissez un", longest=300, required=False)

    question = forms.MultipleChoiceField(
        label="Questions à chaque candidat",
        help_text=f"{MOST} au plus, avec la vôtre.",
        required=False,
        choices=list(QUESTIONS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "stack g2"}),
        error_messages={"invalid_choice": "Choisissez parmi les questions proposées."},
    )
    question_libre = _text(
        "Votre question", "Elle est relue par les mêmes règles que l'offre.", longest=200, required=False
    )

    SECTIONS = (
        ("Le travail", ("titre", "description", "appris", "attendu")),
        ("La formation", ("niveau", "diplome")),
        ("Le contrat", ("debut_type", "debut", "duree", "heures", "places")),
        ("Pour qui", ("age", "permis")),
    )
    FOLDS = (  # what many offers leave empty
        ("Rythme et salaire", ("rythme", "salaire")),
        ("D'autres choses à apprendre, ou attendues", ("appris_autres", "attendu_autres")),
        ("Venir, se loger, handicap", ("transport", "logement", "handicap")),
        ("Vos questions aux candidats", ("question", "question_libre")),
    )

    def __init__(self, answers: Answers, companies: Iterable[Organisation] = ()):
        super().__init__(as_data(answers), auto_id="%s")
        self.answers = answers
        self.companies = list(companies)
        self.rome_code = first(answers, "rome")
        self.organisation = self._organisation()
        self.sites: list[SiteAnswer] = read_sites(answers)
        taught, expected = skills_of(self.rome_code)
        self._offer_ticks("appris", taught)
        self._offer_ticks("attendu", expected)

    def _organisation(self) -> Organisation | None:
        asked = first(self.answers, "entreprise")
        chosen = next((company for company in self.companies if str(company.pk) == asked), None)
        return chosen or (self.companies[0] if len(self.companies) == 1 else None)

    def _offer_ticks(self, name: str, proposed: list[str]) -> None:
        ticked = [label for label in self.answers.get(name, []) if label not in proposed]
        self.fields[name].choices = [(label, label) for label in [*proposed, *ticked]]  # type: ignore[attr-defined]

    @property
    def sections(self):
        """Pairs legend, fields; a list of skills without any choice is left out."""
        return [
            (legend, [self[name] for name in names if getattr(self.fields[name], "choices", True)])
            for legend, names in self.SECTIONS
        ]

    @property
    def folds(self):
        """Legend, fields, and whether something stands there already: it is then shown at once."""
        return [
            (legend, [self[name] for name in names], any(self.answers.get(name, [""]) != [""] for name in names))
            for legend, names in self.FOLDS
        ]

    @property
    def is_complete(self) -> bool:
        """Whether an offer can be written from the answers."""
        return self.is_valid() and not any(site.errors for site in self.sites) and self.organisation is not None

    def forget_missing(self) -> None:
        """Say nothing of what is not answered yet: the employer has not pressed « Publier »."""
        for name, errors in list(self.errors.items()):
            said = [error for error in errors.as_data() if error.code != "required"]
            if said:
                self.errors[name] = self.error_class(said)
            else:
                del self.errors[name]
        for site in self.sites:
            site.errors = [error for error in site.errors if error != MISSING]

    def clean(self):
        said = self.cleaned_data
        if said.get("debut_type") == Offer.StartKind.DATE and not said.get("debut") and "debut" not in self.errors:
            self.add_error("debut", "Donnez la date, ou choisissez « Dès que possible ».")
        asked = len(said.get("question", [])) + bool(said.get("question_libre"))
        if asked > MOST:
            self.add_error("question", f"Gardez {MOST} questions au plus : il y en a {asked}.")
        for name in ("appris", "attendu"):
            if len(self.skills(name)) > MOST_SKILLS:
                self.add_error(name, f"Gardez {MOST_SKILLS} lignes au plus.")
            if any(len(label) > LONGEST_SKILL for label in self.skills(name)):
                self.add_error(f"{name}_autres", f"Une ligne compte {LONGEST_SKILL} signes au plus.")
        return said

    def skills(self, name: str) -> list[str]:
        """The skills ticked and those written, each once."""
        lines = [line.strip(" -•\t") for line in self.cleaned_data.get(f"{name}_autres", "").splitlines()]
        return list(dict.fromkeys([*self.cleaned_data.get(name, []), *filter(None, lines)]))

    @property
    def starts_on(self):
        """The date of the start, when there is one."""
        is_dated = self.cleaned_data.get("debut_type") == Offer.StartKind.DATE
        return self.cleaned_data.get("debut") if is_dated else None

    @property
    def questions(self) -> list[str]:
        """The questions to whoever applies, in the words they read."""
        own = self.cleaned_data.get("question_libre", "").strip()
        return [QUESTIONS[name] for name in self.cleaned_data.get("question", [])] + ([own] if own else [])
