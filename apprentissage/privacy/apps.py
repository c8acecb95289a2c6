from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PrivacyConfig(AppConfig):
    name = "apprentissage.privacy"
    verbose_name = "Données personnelles"

    def ready(self):
        autodiscover_modules("privacy")
