from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "apprentissage.mail"
    verbose_name = "Courrier"
