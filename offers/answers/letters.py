"""The mails of this room. They say that something happened and where to read it; what was written stays on the page."""

from django.conf import settings
from django.urls import reverse

from apprentissage.mail import outbox
from offers.applications.links import follow_url
from offers.applications.models import Application


def tell_candidate(application: Application, template: str, key: str, **facts) -> None:
    """Post a mail to the candidate, with the way to the page of follow-up; to nobody once the address is erased."""
    if not application.email:
        return
    outbox.post(
        key,
        f"answers/{template}",
        application.email,
        **facts,
        employer=application.organisation.name,
        offer=application.offer.title if application.offer else "",
        follow_url=follow_url(application),
    )


def page(name: str, **path) -> str:
    """The full address of a page of this service."""
    return f"{settings.SITE_URL}{reverse(name, kwargs=path or None)}"
