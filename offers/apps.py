from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "offers"
    verbose_name = "Offres"

    def ready(self):
        from offers import reports  # noqa: F401  (its model stands beside the form that fills it)
