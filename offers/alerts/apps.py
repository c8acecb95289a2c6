from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "offers.alerts"
    verbose_name = "Alertes"

    def ready(self):
        from offers.alerts import joining  # noqa: F401  (listens to sign-ins)
