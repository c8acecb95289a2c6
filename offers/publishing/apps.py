from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "offers.publishing"
    verbose_name = "Publication"
