from django.apps import AppConfig
from django.db.models.signals import post_save


class PublishingConfig(AppConfig):
    name = "offers.publishing"
    verbose_name = "Publication"

    def ready(self):
        from apprentissage.accounts.models import Organisation

        post_save.connect(follow_company, sender=Organisation, dispatch_uid="offers.publishing.follow_company")


def follow_company(sender, instance, created, **kwargs):
    """Accounts know nothing of offers: the offers watch the companies, in the transaction that changes them."""
    from offers.publishing import life

    if not created and instance.kind == instance.Kind.COMPANY:
        life.follow_company(instance)
