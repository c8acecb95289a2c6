"""The forms by which an employer answers, and writes its own words."""

from datetime import datetime

from django import forms
from django.utils import timezone

from offers.answers import wording
from offers.answers.answering import Answer
from offers.answers.models import AnswerTemplate
from offers.answers.wording import Reason

LONGEST = 2000
MOST_TIMES = 3
PAST = "Ce moment est passé. Choisissez un jour à venir."
NO_DAY = "Écrivez le jour et l'heure, par exemple 01/12/2026 14:30."


class MomentField(forms.DateTimeField):
    """A day and an hour, chosen in a calendar or typed the French way."""

    def __init__(self, **options):
        calendar = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "in w16"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=calendar, error_messages={"invalid": NO_DAY}, **options)

    def clean(self, value):
        moment = super().clean(value)
        if moment and moment <= timezone.now():
            raise forms.ValidationError(PAST)
        return moment


class AnswerForm(forms.Form):
    """One answer: its text, and what its kind asks besides. The fields that this kind does not ask are left out."""

    time_1 = MomentField(label="Premier moment proposé", required=False)
    time_2 = MomentField(label="Deuxième moment, si vous voulez", required=False)
    time_3 = MomentField(label="Troisième moment, si vous voulez", required=False)
    reason = forms.ChoiceField(
        label="Pourquoi ?",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        help_text="Le candidat lira cette raison, dite avec des mots justes.",
        error_messages={"required": "Choisissez une raison : c'est elle qui aide le candidat."},
    )
    text = forms.CharField(
        label="Votre message",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 11, "class": "in"}),
        help_text="Les mots entre accolades sont remplacés à l'envoi.",
        error_messages={
            "required": "Écrivez un message.",
            "max_length": f"Ce message est trop long : {LONGEST} caractères au plus.",
        },
    )

    def __init__(self, step: str, text: str, contact: str, data=None):
        super().__init__(data, initial={"text": text})
        self.step, self.contact = step, contact
        if step != "invite":
            for rank in range(1, MOST_TIMES + 1):
                del self.fields[f"time_{rank}"]
        if step != "refuse":
            del self.fields["reason"]

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n")
        wording.check(self.step, text)
        return text

    def clean(self):
        if self.step == "invite" and not self.times and not any(name.startswith("time_") for name in self.errors):
            self.add_error("time_1", "Proposez au moins un moment.")
        return self.cleaned_data

    @property
    def times(self) -> list[datetime]:
        """The moments proposed, in order."""
        said = getattr(self, "cleaned_data", {})
        return sorted({said[name] for name in said if name.startswith("time_") and said[name]})

    @property
    def answer(self) -> Answer:
        """What was said, as far as it could be read: also what a preview shows before all is right."""
        said = getattr(self, "cleaned_data", {})
        text = said.get("text") or self.data.get("text") or self.initial["text"]
        return Answer(self.step, text, said.get("reason", ""), self.times, self.contact)


class TemplatesForm(forms.Form):
    """The four texts of an organisation. A text left empty, or equal to that of the house, is no text of one's own."""

    def __init__(self, organisation, data=None):
        super().__init__(data, initial=wording.texts_for(organisation))
        self.organisation = organisation
        for kind, label in AnswerTemplate.Kind.choices:
            self.fields[kind] = forms.CharField(
                label=label,
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 9, "class": "in"}),
                error_messages={"max_length": f"Ce texte est trop long : {LONGEST} caractères au plus."},
            )

    def clean(self):
        for kind in AnswerTemplate.Kind.values:
            if text := self.cleaned_data.get(kind):
                try:
                    wording.check(kind, text)
                except forms.ValidationError as problem:
                    self.add_error(kind, problem)
        return self.cleaned_data

    def save(self) -> None:
        """Keep the texts that differ from those of the house."""
        for kind, text in self.cleaned_data.items():
            text = text.replace("\r\n", "\n").strip()
            own = AnswerTemplate.objects.filter(organisation=self.organisation, kind=kind)
            if not text or text == wording.DEFAULTS[kind]:
                own.delete()
            else:
                AnswerTemplate.objects.update_or_create(
                    organisation=self.organisation, kind=kind, defaults={"text": text}
                )
