"""What one fills to list a company as open to apprentices."""

from django import forms

from apprentissage.accounts.models import Organisation
from offers.search.words import understand
from offers.spontaneous.models import LONGEST_MESSAGE, MOST_TRADES

UNKNOWN = "Nous ne connaissons pas « {text} ». Écrivez un nom de métier. Exemple : boulanger."
NO_TRADE = "Dites au moins un métier. Exemple : boulanger."


class TradesForm(forms.Form):
    """The trades of a company, in everyday words."""

    def __init__(self, data=None, *, trades: list[str] | None = None, **more):
        super().__init__(data, **more)
        for rank in range(MOST_TRADES):
            self.fields[f"trade{rank}"] = forms.CharField(
                label="Métier" if rank == 0 else f"Métier {rank + 1} (facultatif)",
                max_length=100,
                required=rank == 0,
                initial=(trades or [])[rank] if rank < len(trades or []) else "",
                help_text="Le nom de tous les jours : boulanger, maçon, vendeuse." if rank == 0 else "",
                error_messages={"required": NO_TRADE, "max_length": "Cent signes au plus."},
                widget=forms.TextInput(attrs={"class": "w16"}),
            )

    @property
    def rome_codes(self) -> list[str]:
        """The codes of the trades, in their order."""
        codes = [code for rank in range(MOST_TRADES) for code in self.cleaned_data.get(f"trade{rank}_codes", [])]
        return list(dict.fromkeys(codes))

    def clean(self):
        for rank in range(MOST_TRADES):
            name = f"trade{rank}"
            if text := self.cleaned_data.get(name, "").strip():
                words = understand(text)
                codes = [*words.named, *words.trained] or list(words.covering[:1])
                self.cleaned_data[f"{name}_codes"] = codes
                if not codes:
                    self.add_error(name, UNKNOWN.format(text=text[:60]))
        return self.cleaned_data


class OwnForm(TradesForm):
    """A company lists itself, with a word of its own."""

    message = forms.CharField(
        label="Un mot aux jeunes (facultatif)",
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce que vous faites, l'équipe, quand vous accueillez. Sans téléphone ni adresse e-mail.",
        error_messages={"max_length": f"{LONGEST_MESSAGE} signes au plus : il y en a %(show_value)d."},
    )
    field_order = ("trade0", "trade1", "trade2", "message")

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.order_fields(self.field_order)


class ChamberForm(TradesForm):
    """A chamber lists a company of its territories."""

    siret = forms.CharField(
        label="SIRET de l'entreprise",
        help_text="14 chiffres. L'entreprise a déjà son espace ici, validé.",
        error_messages={"required": "Donnez le SIRET. Il compte 14 chiffres."},
        widget=forms.TextInput(attrs={"class": "w16", "inputmode": "numeric"}),
    )
    field_order = ("siret",)

    def __init__(self, *args, companies, **more):
        self.companies = companies
        super().__init__(*args, **more)
        self.order_fields(["siret", *(f"trade{rank}" for rank in range(MOST_TRADES))])

    def clean_siret(self) -> Organisation:
        """The company; only those that the officer checks are known here."""
        siret = "".join(self.cleaned_data["siret"].split())
        if not (siret.isascii() and siret.isdecimal() and len(siret) == 14):
            raise forms.ValidationError("Un SIRET compte 14 chiffres.")
        company = self.companies.at(siret).first()
        if company is None:
            raise forms.ValidationError("Aucune entreprise validée de votre territoire n'a ce SIRET.")
        return company
