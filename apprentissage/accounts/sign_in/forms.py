"""The questions of sign-in, in our words."""

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms

CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w8"}
ADDRESS = {
    "required": "Écrivez votre adresse e-mail.",
    "invalid": "Cette adresse n'est pas complète. Exemple : lina.diaz@exemple.fr",
}


def ask_code(field: forms.Field, hint: str) -> None:
    """Make a field ask for a code: figures on a phone's keyboard, filled by the browser when it can."""
    field.label, field.help_text, field.widget = "Votre code", hint, forms.TextInput(attrs=CODE)
    field.error_messages["required"] = "Écrivez le code."


def ask_address(field: forms.Field, label: str, hint: str = "") -> None:
    """Make a field ask for an e-mail address."""
    field.label, field.help_text = label, hint
    field.widget = forms.EmailInput(attrs={"autocomplete": "email"})
    field.error_messages |= ADDRESS
    for validator in field.validators:
        validator.message = ADDRESS["invalid"]  # type: ignore[attr-defined]  # Django's own, which has one


class SignInForm(account.RequestLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_address(self.fields["email"], "Votre adresse e-mail", "Un code y arrive. Rien à retenir.")
        self.fields["email"].widget.attrs["autocomplete"] = "username webauthn"


class PasswordForm(account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_address(self.fields["login"], "Votre adresse e-mail")
        password = self.fields["password"]
        password.label, password.help_text = "Votre mot de passe", ""
        password.widget.attrs = {"autocomplete": "current-password"}
        password.error_messages["required"] = "Écrivez votre mot de passe."


class CodeForm(account.ConfirmLoginCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], "Huit chiffres, valables un quart d'heure.")


class CodeAgainForm(CodeForm):
    """The same question, asked to somebody who has already signed in."""


class NewAddressCodeForm(account.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], "Huit chiffres, valables un quart d'heure.")


class NewAddressForm(account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_address(self.fields["email"], "Votre nouvelle adresse e-mail", "Nous y envoyons un code.")


class PasswordAgainForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "Votre mot de passe"
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}


class FactorForm(factors.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], "Celui de votre application, ou un de vos codes de secours.")


class FactorAgainForm(factors.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], "Celui de votre application, ou un de vos codes de secours.")


class ApplicationForm(totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_code(self.fields["code"], "Les six chiffres que l'application montre maintenant.")


class PasskeyForm(passkeys.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Son nom, pour la reconnaître"
        self.fields["name"].help_text = "Par exemple : mon téléphone, la clé du bureau."
        self.fields["name"].widget.attrs = {"maxlength": "40"}
        self.fields["passwordless"].label = "Me connecter avec elle seule, sans code par e-mail"
        self.fields["passwordless"].help_text = ""
        self.fields["passwordless"].initial = True


class PasskeyNameForm(passkeys.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Son nom"
        self.fields["name"].widget.attrs = {"maxlength": "40"}
        self.fields["name"].error_messages["required"] = "Donnez un nom à cette clé."


def _ask_password(field: forms.Field, label: str, autocomplete: str) -> None:
    field.label = label
    field.widget.attrs = {"autocomplete": autocomplete}
    field.error_messages["required"] = "Écrivez le mot de passe."


class NewPasswordForm(account.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_password(self.fields["password1"], "Votre mot de passe", "new-password")
        _ask_password(self.fields["password2"], "Le même, encore une fois", "new-password")
        self.fields["password1"].help_text = "Douze signes au moins. Une phrase convient bien."


class OtherPasswordForm(account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _ask_password(self.fields["oldpassword"], "Votre mot de passe d'aujourd'hui", "current-password")
        _ask_password(self.fields["password1"], "Le nouveau", "new-password")
        _ask_password(self.fields["password2"], "Le nouveau, encore une fois", "new-password")
        self.fields["password1"].help_text = "Douze signes au moins. Une phrase convient bien."
