"""What one fills to be told of new offers."""

from django import forms

from offers.alerts.models import Alert
from offers.filters import RADII

FREQUENCIES = [(Alert.Frequency.DAILY, "Chaque matin"), (Alert.Frequency.WEEKLY, "Chaque lundi matin")]
SAVED_ONLY = (Alert.Frequency.NEVER, "Jamais : je garde la recherche")


class AlertForm(forms.Form):
    """An address and a rhythm; with an account, the rhythm alone."""

    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=254,
        help_text="Nous vous écrirons une première fois : ouvrez ce courriel pour confirmer.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "class": "w16"}),
        error_messages={
            "required": "Donnez l'adresse où vous écrire. Exemple : lina.diaz@exemple.fr",
            "invalid": "Cette adresse est incomplète. Exemple : lina.diaz@exemple.fr",
            "max_length": "Cette adresse est trop longue : 254 signes au plus.",
        },
    )
    radius = forms.TypedChoiceField(
        label="Jusqu'à", coerce=int, error_messages={"invalid_choice": "Choisissez une des distances."}
    )
    frequency = forms.ChoiceField(
        label="Quand vous écrire",
        widget=forms.RadioSelect,
        initial=Alert.Frequency.DAILY,
        error_messages={
            "required": "Choisissez quand vous écrire.",
            "invalid_choice": "Choisissez une des lignes proposées.",
        },
    )

    def __init__(self, data=None, *, has_account: bool, radius_km: int | None):
        super().__init__(data, initial={"radius": radius_km})
        if has_account:
            del self.fields["email"]
        if radius_km is None:
            del self.fields["radius"]
        else:
            distances = sorted({*RADII, radius_km})
            self.fields["radius"].choices = [(km, f"{km} km") for km in distances]  # type: ignore[attr-defined]
        choices = [*FREQUENCIES, SAVED_ONLY] if has_account else FREQUENCIES
        self.fields["frequency"].choices = choices  # type: ignore[attr-defined]
