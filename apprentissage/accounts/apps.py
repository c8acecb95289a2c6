from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apprentissage.accounts"
    verbose_name = "Comptes"
