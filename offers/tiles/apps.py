from django.apps import AppConfig


class TilesConfig(AppConfig):
    name = "offers.tiles"
    verbose_name = "Carte des offres"
