from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "offers.answers"
    verbose_name = "Réponses"
