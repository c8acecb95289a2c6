from django.apps import AppConfig


class SpontaneousConfig(AppConfig):
    name = "offers.spontaneous"
    label = "spontaneous"
    verbose_name = "Candidatures spontanées"
