from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apprentissage.accounts"
    verbose_name = "Comptes"

    def ready(self):
        from apprentissage.accounts.sign_in import demonstration  # noqa: F401 its deployment check
