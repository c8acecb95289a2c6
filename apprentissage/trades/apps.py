from django.apps import AppConfig


class TradesConfig(AppConfig):
    name = "apprentissage.trades"
    verbose_name = "Métiers"
