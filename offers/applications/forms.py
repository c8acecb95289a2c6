"""The steps of an application, one short form each. What is right in a form is kept even when the rest is not."""

from datetime import timedelta
from typing import Any, ClassVar, cast

from django import forms
from django.utils import timezone

from apprentissage.territories.models import Commune
from apprentissage.territories.places import Kind, look_up
from apprentissage.trades.levels import Level
from offers.applications import antivirus, uploads
from offers.applications.models import Application, Document
from offers.applications.questions import LONGEST_ANSWER, QUESTIONS, Training, Travel, own_questions
from offers.applications.receiving import was_too_large
from offers.intake.records import RefusedError
from offers.intake.values import phone

KEPT = "Votre texte est gardé ; le fichier, lui, est à choisir de nouveau."

YOUNGEST, OLDEST = 14, 99
LATEST_START = timedelta(days=730)


class StepForm(forms.ModelForm):
    """A step of the draft. ``keep`` writes what is right, and says whether all of it was."""

    besides: ClassVar[list[str]] = []  # columns that ``fill`` changes

    class Meta:
        model = Application
        fields: ClassVar[list[str]] = []

    def keep(self) -> bool:
        """Write in the draft every answer that holds, and whether all did."""
        is_right = self.is_valid()
        self.fill(self.cleaned_data)
        self.instance.save(
            update_fields=[*(self._meta.fields or ()), *self.besides]
        )  # never the state: it may just have left
        return is_right

    def validate_constraints(self) -> None:
        """Nothing: the database keeps them, and asking it twice would cost a query each."""

    def fill(self, said: dict[str, Any]) -> None:
        """Put in the draft what no field of the model takes by itself."""


class IdentityForm(StepForm):
    """Who applies: what an employer needs to answer, and no more."""

    besides = ["commune", "link_version", "submitted_at"]

    lieu = forms.CharField(
        label="Votre commune",
        required=False,
        max_length=200,
        help_text="Pour dire à l'employeur si vous habitez près. Pas d'adresse.",
    )
    code = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    class Meta:
        model = Application
        fields = ["first_name", "last_name", "email", "phone", "age", "guardian_email"]
        labels = {"age": "Votre âge", "guardian_email": "Prévenir un parent, si vous le souhaitez"}
        help_texts = {
            "email": "L'employeur vous répond à cette adresse.",
            "phone": "Facultatif. Pour que l'employeur puisse vous appeler.",
            "age": "En années. Votre date de naissance n'est pas demandée.",
            "guardian_email": "Facultatif, et seulement si vous avez moins de 18 ans. Son adresse e-mail : "
            "nous lui disons à quelle offre vous avez répondu, rien de plus.",
        }
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "w16", "type": "tel"}),
            "age": forms.TextInput(attrs={"inputmode": "numeric", "class": "w4", "autocomplete": "off"}),
            "guardian_email": forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        }
        error_messages = {
            "first_name": {"required": "Écrivez votre prénom."},
            "last_name": {"required": "Écrivez votre nom."},
            "email": {
                "required": "Écrivez votre adresse e-mail : c'est là que l'employeur répond.",
                "invalid": "Cette adresse n'est pas complète. Exemple : lina.diaz@exemple.fr",
            },
            "age": {"required": "Écrivez votre âge en années.", "invalid": "Écrivez votre âge en chiffres, comme 17."},
            "guardian_email": {"invalid": "Cette adresse n'est pas complète. Exemple : parent@exemple.fr"},
        }

    def __init__(self, *args, address: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "email", "age"):
            self.fields[name].required = True
        if address:  # the account's, proven
            self.fields["email"].disabled = True
            self.fields["email"].help_text = "Celle de votre compte."
            self.initial["email"] = address
        self.order_fields(["first_name", "last_name", "email", "phone", "age", "lieu", "code", "guardian_email"])
        commune = self.instance.commune
        if commune and not self.is_bound:
            self.initial["lieu"], self.initial["code"] = commune.name, f"c{commune.code}"

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean_guardian_email(self) -> str:
        return self.cleaned_data["guardian_email"].lower()

    def clean_age(self) -> int:
        age = self.cleaned_data["age"]
        if age < YOUNGEST:
            raise forms.ValidationError("L'apprentissage commence à 15 ans, parfois à 14 ans après la 3e.")
        if age > OLDEST:
            raise forms.ValidationError("Vérifiez votre âge, en années.")
        return age

    def clean_phone(self) -> str:
        try:
            return phone(self.cleaned_data, "phone")
        except RefusedError:
            raise forms.ValidationError("Ce numéro n'existe pas. Exemple : 06 12 34 56 78") from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.fill_commune(said)
        if said.get("guardian_email") and said.get("age", 0) >= 18:
            said["guardian_email"] = ""  # nobody else's business once of age
        return said

    def fill_commune(self, said: dict[str, Any]) -> None:
        text = said.get("lieu", "")
        if not text:
            said["commune"] = None
            return
        found = look_up(text, said.get("code", ""))
        if found.place and found.place.kind is Kind.COMMUNE:
            said["commune"] = Commune.objects.get(code=found.place.key[1:])
        elif found.choices:
            names = ", ".join(choice.label for choice in found.choices[:5])
            self.add_error("lieu", f"Plusieurs communes portent ce nom : {names}. Écrivez la vôtre ainsi.")
        else:
            self.add_error("lieu", "Nous ne connaissons pas cette commune. Écrivez son nom ou son code postal.")

    def fill(self, said: dict[str, Any]) -> None:
        if "commune" in said:
            self.instance.commune = said["commune"]
        if "email" in self.changed_data and self.instance.submitted_at:  # the link sent elsewhere may no longer send it
            self.instance.link_version += 1
            self.instance.submitted_at = None


class AnswersForm(StepForm):
    """Short answers, or a CV, or both."""

    besides = ["answers"]

    travel = forms.ChoiceField(
        label="Comment viendrez-vous ?", choices=[("", "Je ne sais pas encore"), *Travel.choices], required=False
    )
    cv = forms.FileField(
        label="Votre CV, si vous en avez un",
        required=False,
        help_text="PDF ou photo (JPEG, PNG), 10 Mo au plus. Sans CV, vos réponses suffisent.",
        error_messages={"empty": f"{uploads.EMPTY} {KEPT}", "invalid": f"{uploads.EMPTY} {KEPT}"},
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"}),
    )
    drop_cv = forms.BooleanField(label="Retirer le CV déjà joint", required=False)

    class Meta:
        model = Application
        fields = ["travel"]

    def __init__(self, *args, request=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        self.had_cv = self.instance.pk is not None and self.instance.has_cv
        self.own = own_questions(self.instance.offer)
        answers = self.instance.answers
        for question in QUESTIONS:
            self._ask(question.name, question.label, question.hint, answers.get(question.name, ""))
        self.told = {own["question"]: own["answer"] for own in answers.get("own", [])}
        for number, asked in enumerate(self.own):
            self._ask(f"own_{number}", asked, "L'employeur pose cette question.", self.told.get(asked, ""))
        if not self.had_cv:
            del self.fields["drop_cv"]
        self.order_fields(["why", "done", *(f"own_{number}" for number in range(len(self.own))), "travel", "cv"])

    def _ask(self, name: str, label: str, hint: str, answer: str) -> None:
        too_long = f"Restez sous {LONGEST_ANSWER} signes : il y en a %(show_value)d."
        self.fields[name] = forms.CharField(
            label=label,
            help_text=hint,
            required=False,
            max_length=LONGEST_ANSWER,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"max_length": too_long},
        )
        self.initial[name] = answer

    def clean_cv(self) -> bytes | None:
        """The CV as a plain PDF, or nothing."""
        if self.request and was_too_large(self.request, "cv"):
            raise forms.ValidationError(f"{uploads.TOO_LARGE} {KEPT}")
        sent = self.cleaned_data["cv"]
        if not sent:
            return None
        content = sent.read(uploads.LARGEST + 1)
        try:
            antivirus.check(content)
            return uploads.clean(content)
        except (antivirus.Refused, uploads.Refused) as refusal:
            raise forms.ValidationError(f"{refusal} {KEPT}") from None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        keeps_one = self.had_cv and not said.get("drop_cv")
        if said.get("cv") or keeps_one or "cv" in self.errors:
            return said
        for question in QUESTIONS:
            if question.name in said and not said[question.name]:
                self.add_error(question.name, "Écrivez une phrase ou deux, ou joignez votre CV plus bas.")
        return said

    def fill(self, said: dict[str, Any]) -> None:
        answers = self.instance.answers
        answers |= {question.name: said[question.name] for question in QUESTIONS if question.name in said}
        answers["own"] = [
            {"question": question, "answer": said.get(f"own_{number}", self.told.get(question, ""))}
            for number, question in enumerate(self.own)
        ]
        if said.get("cv"):
            Document.objects.put(self.instance, said["cv"])
        elif said.get("drop_cv"):
            Document.objects.of(self.instance).delete()


class TrainingForm(StepForm):
    """The training wished, where one stands with it, and when one may start."""

    besides = ["answers"]

    training = forms.ChoiceField(
        label="Avez-vous une place dans un centre de formation ?",
        choices=Training.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une des quatre réponses : aucune ne vous ferme la porte."},
    )

    class Meta:
        model = Application
        fields = ["course", "course_level", "school", "available_from"]
        labels = {"course": "La formation que vous voulez suivre", "school": "Le centre de formation (CFA)"}
        help_texts = {
            "course": "Facultatif. Par exemple : CAP Boulanger.",
            "school": "Facultatif. Son nom et sa ville, si vous le connaissez.",
            "available_from": "Laissez vide si vous pouvez commencer tout de suite.",
        }
        widgets = {"available_from": forms.DateInput(attrs={"type": "date", "class": "w16"}, format="%Y-%m-%d")}
        error_messages = {"available_from": {"invalid": "Écrivez une date, comme 01/09/2027."}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["training"] = self.instance.answers.get("training")
        level = cast(forms.TypedChoiceField, self.fields["course_level"])
        level.choices = [("", "Je ne sais pas encore"), *Level.choices]
        self.order_fields(["training", "course", "course_level", "school", "available_from"])

    def clean_available_from(self):
        day, today = self.cleaned_data["available_from"], timezone.localdate()
        if day and day < today:
            return None  # a day gone by: now
        if day and day > today + LATEST_START:
            raise forms.ValidationError("Cette date est à plus de deux ans. Vérifiez l'année.")
        return day

    def fill(self, said: dict[str, Any]) -> None:
        if "training" in said:
            self.instance.answers["training"] = said["training"]


class MessageForm(forms.Form):
    """A message to the employer."""

    text = forms.CharField(
        label="Votre réponse",
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Écrivez votre réponse, même courte.",
            "max_length": "Restez sous 3 000 signes : il y en a %(show_value)d.",
        },
    )


STEPS = {"vous": IdentityForm, "reponses": AnswersForm, "formation": TrainingForm}
LABELS = {"vous": "Vous", "reponses": "Vos réponses", "formation": "La formation", "relire": "Relire et envoyer"}
