"""What people type about their organisation, their colleagues, and what officers decide."""

import re

from django import forms
from django.core.exceptions import ValidationError

from apprentissage.accounts.lifecycle import STEPS
from apprentissage.accounts.organisations import Establishment, Membership, Organisation
from apprentissage.accounts.phones import clean_phone
from apprentissage.accounts.sirene import Answer, look_up
from apprentissage.territories.models import Commune
from apprentissage.territories.places import Kind
from apprentissage.territories.places import look_up as look_up_place

CONTACT = re.compile(r"@|(?:\d[\s.-]?){9,}")
CLOSED = (
    "Cet établissement est fermé au registre national : il ne peut plus embaucher. "
    "Si vous avez déménagé, tapez le SIRET de votre nouvelle adresse."
)
UNKNOWN = "Le registre national ne connaît pas ce SIRET. Vérifiez-le sur un bulletin de paie ou un avis de situation."
SCHOOL = "Ce SIRET est celui d'un centre de formation ou d'un organisme inscrit ici. Écrivez à l'équipe du service."


class SiretForm(forms.Form):
    """Which establishment: read from the register, when it answers."""

    siret = forms.CharField(
        label="SIRET de l'établissement",
        help_text="14 chiffres, sur vos bulletins de paie et vos factures. Un par adresse.",
        max_length=40,
        error_messages={"required": "Tapez les 14 chiffres du SIRET."},
        widget=forms.TextInput({"class": "w16", "inputmode": "numeric", "autocomplete": "off"}),
    )
    answer: Answer

    def clean_siret(self):
        try:
            self.answer = look_up(self.cleaned_data["siret"])
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
        place = self.answer.establishment
        if place is None and self.answer.was_heard:
            raise ValidationError(UNKNOWN)
        if place and not place.is_open:
            raise ValidationError(CLOSED)
        siret = "".join(self.cleaned_data["siret"].split())
        if Organisation.objects.at(siret).other_than_companies().exists():
            raise ValidationError(SCHOOL)
        return siret


class FactsForm(forms.ModelForm):
    """What the public and the contract will read of a company; the register proposes, its people correct."""

    lieu = forms.CharField(label="Commune", max_length=200, required=False)
    code = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    class Meta:
        model = Organisation
        fields = ["name", "address", "phone", "headcount"]
        labels = {"name": "Nom que verront les candidats", "headcount": "Nombre de salariés"}
        help_texts = {
            "name": "Celui de la vitrine plutôt que celui des statuts.",
            "address": "Le numéro et la rue. Le contrat les reprendra.",
            "phone": "Il ne paraît nulle part. La chambre peut appeler pour vérifier.",
            "headcount": "Sans les apprentis. Il sert à calculer les aides. Une estimation suffit.",
        }
        error_messages = {"name": {"required": "Écrivez le nom de l'entreprise."}}
        widgets = {
            "phone": forms.TextInput({"type": "tel", "class": "w16", "autocomplete": "tel"}),
            "headcount": forms.NumberInput({"class": "w8", "min": 0, "inputmode": "numeric"}),
            "address": forms.TextInput({"autocomplete": "street-address"}),
        }

    def __init__(self, *args, place: Establishment | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place
        self.places: tuple = ()
        self.fields["address"].required = False
        if not self.instance.pk and place:
            self.initial.update({"name": place.shown_name, "address": place.address})
        commune = self.instance.commune or (place and place.commune)
        if commune:
            self.initial.update({"lieu": str(commune), "code": f"c{commune.pk}"})

    def clean_name(self):
        if CONTACT.search(name := self.cleaned_data["name"]):
            raise ValidationError("Écrivez seulement le nom, sans adresse e-mail ni téléphone.")
        return name

    def clean_phone(self):
        try:
            return clean_phone(self.cleaned_data["phone"], self.place.postal_code if self.place else "")
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def clean(self):
        facts = super().clean() or self.cleaned_data
        found = look_up_place(facts.get("lieu", ""), facts.get("code", ""))
        self.places = tuple(found.choices)
        if found.problem:
            self.add_error("lieu", found.problem)
        elif found.place is None or found.place.kind is not Kind.COMMUNE:
            self.add_error("lieu", "Dites la commune où l'on travaille. Exemple : Sarlat-la-Canéda.")
        else:
            self.instance.commune = Commune.objects.get(pk=found.place.key[1:])
            self.instance.postal_code = self._postal_code(self.instance.commune)
        return facts

    def _postal_code(self, commune: Commune) -> str:
        """The register's when it is of that commune, else the commune's only one."""
        if self.place and self.place.postal_code in commune.postal_codes:
            return self.place.postal_code
        return commune.postal_codes[0] if len(commune.postal_codes) == 1 else ""

    @property
    def said(self) -> dict:
        """The fields of ``Organisation`` as they were typed."""
        names = ["name", "address", "phone", "headcount", "commune", "postal_code"]
        return {name: getattr(self.instance, name) for name in names}


class InvitationForm(forms.Form):
    """A colleague to invite."""

    email = forms.EmailField(
        label="Adresse e-mail de la personne",
        max_length=254,
        error_messages={
            "required": "Écrivez l'adresse de la personne.",
            "invalid": "Cette adresse n'est pas complète. Exemple : lina.diaz@exemple.fr",
        },
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Elle pourra",
        choices=[
            (Membership.Role.MEMBER, "travailler sur les offres et les candidatures"),
            (Membership.Role.MANAGER, "en plus : inviter, retirer des membres, changer les coordonnées"),
        ],
        initial=Membership.Role.MEMBER,
        widget=forms.RadioSelect,
    )


class DecisionForm(forms.Form):
    """What an officer decides, and why."""

    step = forms.ChoiceField(choices=[(step.name, step.label) for step in STEPS.values()], widget=forms.HiddenInput)
    reason = forms.CharField(
        label="La raison",
        help_text="L'entreprise la lira. Dites ce qu'il faut corriger ou envoyer.",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
