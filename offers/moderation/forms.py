"""The form by which somebody decides of a case."""

from typing import cast

from django import forms

from offers.moderation.decisions import OUTCOMES, Decision, Ground, possible


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        label="Votre décision",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une décision.",
            "invalid_choice": "Cette décision n'est plus possible : choisissez une des lignes.",
        },
    )
    ground = forms.ChoiceField(
        label="La raison",
        choices=[("", "Choisir une raison"), *Ground.choices],
        required=False,
        help_text="L'employeur la lit, avec le texte de loi.",
        error_messages={"invalid_choice": "Choisissez une raison de la liste."},
    )
    words = forms.CharField(
        label="Ce que l'employeur doit savoir",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        required=False,
        help_text="Dites ce qui ne va pas et comment le corriger. Rien sur la personne qui a signalé.",
        error_messages={"max_length": "Restez sous 1 000 signes : il y en a %(show_value)d."},
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcomes = possible(case.offer.state, has_organisation=case.offer.organisation_id is not None)
        decision = cast(forms.ChoiceField, self.fields["decision"])
        decision.choices = [(outcome.decision.value, outcome.decision.label) for outcome in self.outcomes]

    def clean(self):
        """A decision that costs the employer something says why."""
        said = super().clean() or {}
        decision = said.get("decision")
        if decision and OUTCOMES[Decision(decision)].tells_employer:
            if not said.get("ground") and "ground" not in self.errors:
                self.add_error("ground", "Choisissez la raison : l'employeur a le droit de la connaître.")
            if not said.get("words") and "words" not in self.errors:
                self.add_error("words", "Écrivez à l'employeur ce qui ne va pas.")
        return said

    def choices(self):
        """Each decision with its consequence, and whether it is chosen."""
        chosen = self["decision"].value()
        return [(outcome, outcome.decision.value == chosen) for outcome in self.outcomes]
