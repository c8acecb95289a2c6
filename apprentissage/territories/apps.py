from django.apps import AppConfig


class TerritoriesConfig(AppConfig):
    name = "apprentissage.territories"
    verbose_name = "Territoires"
