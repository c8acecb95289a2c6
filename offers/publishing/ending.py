"""The form that ends an offer: filled through what, or closed why. The contract and the figures read it."""

from typing import cast

from django import forms

from offers.applications.models import Application
from offers.models import Offer
from offers.publishing import life
from offers.publishing.models import Ending

FILLED = "fill"
CLOSED = "close"


class ApplicationChoice(forms.ModelChoiceField):
    """Applications by the name of who sent them."""

    def label_from_instance(self, obj: Application) -> str:
        return f"{obj.first_name} {obj.last_name}".strip() or "Candidature effacée"


class EndingForm(forms.Form):
    """Bound to what was chosen; ``end`` does it."""

    fin = forms.ChoiceField(
        label="Que s'est-il passé ?",
        choices=[(FILLED, "La place est prise"), (CLOSED, "Nous arrêtons de chercher")],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une des deux réponses.",
            "invalid_choice": "Choisissez une des deux réponses.",
        },
    )
    voie = forms.ChoiceField(
        label="Si la place est prise : comment avez-vous trouvé ?",
        choices=[("", "Je ne sais pas"), *Ending.Channel.choices],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "opts"}),
        error_messages={"invalid_choice": "Choisissez une des lignes proposées."},
    )
    candidature = ApplicationChoice(
        label="Qui avez-vous choisi ?",
        help_text="Parmi ceux qui ont postulé ici. Le contrat reprendra ce qui est connu.",
        queryset=Application.objects.none(),
        required=False,
        to_field_name="key",
        empty_label="Quelqu'un d'autre",
        error_messages={"invalid_choice": "Cette candidature n'est pas de cette offre."},
    )
    raison = forms.ChoiceField(
        label="Si vous arrêtez : pourquoi ?",
        choices=[(value, label) for value, label in Ending.Reason.choices if value != Ending.Reason.FILLED],
        required=False,
        widget=forms.RadioSelect(attrs={"class": "opts"}),
        error_messages={"invalid_choice": "Choisissez une des lignes proposées."},
    )

    def __init__(self, offer: Offer, data=None, **kwargs):
        super().__init__(data, auto_id="%s", **kwargs)
        self.offer = offer
        received = offer.applications.sent().not_erased().order_by("-sent_at")
        cast(ApplicationChoice, self.fields["candidature"]).queryset = received
        if not received:
            del self.fields["candidature"]

    def clean(self):
        said = self.cleaned_data
        if said.get("fin") == CLOSED and not said.get("raison") and "raison" not in self.errors:
            self.add_error("raison", "Dites pourquoi : une ligne suffit.")
        return said

    @property
    def sentence(self) -> str:
        """What to say once it is done."""
        if self.cleaned_data["fin"] == FILLED:
            return "Bravo ! L'offre n'est plus en ligne. Nous prévenons les candidats qui attendaient."
        return "L'offre n'est plus en ligne. Nous prévenons les candidats qui attendaient."

    def end(self, user=None) -> Ending:
        """The end of the offer, written. Raises ``ImpossibleStepError`` when it has ended already."""
        said = self.cleaned_data
        is_filled = said["fin"] == FILLED
        application = said.get("candidature") if is_filled else None
        channel = said.get("voie") or (Ending.Channel.HERE if application else "")
        return life.end(
            self.offer,
            said["fin"],
            reason=said.get("raison") or Ending.Reason.OTHER,
            channel=channel if is_filled else "",
            application=application,
            by=user,
        )
