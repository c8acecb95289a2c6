from django.apps import AppConfig


class RoofConfig(AppConfig):
    name = "apprentissage"
    verbose_name = "La bourse de l'apprentissage"
