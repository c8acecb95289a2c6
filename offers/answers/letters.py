"""The mails of this room. They say that something happened and where to read it; what was written stays on the page."""

from django.conf import settings
from django.urls import reverse

from apprentissage.accounts.models import Membership, Organisation
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


def tell_company(application: Application, template: str, key: str, **facts) -> None:
    """Post a mail to each person who answers for the company; one that is suspended is told nothing."""
    members = Membership.objects.filter(
        organisation=application.organisation_id, organisation__state=Organisation.State.VALID, user__is_active=True
    )
    for member in members.select_related("user"):
        outbox.post(
            f"{key}-{member.user_id}",
            f"answers/{template}",
            member.user.email,
            **facts,
            offer=application.offer.title if application.offer else "",
        )


def tell_of_message(application: Application, exchange_id: int) -> None:
    """The candidate wrote: to answer a question, or to choose the moment of an interview."""
    url = page("inbox:application", key=application.key)
    tell_company(application, "wrote", f"wrote-{exchange_id}", application_url=url)


def tell_of_agreement(application: Application) -> None:
    """The candidate said yes as well."""
    url = page("agreements:agreement", key=application.key)
    tell_company(application, "agreed", f"agreed-{application.pk}", agreement_url=url)


def page(name: str, **path) -> str:
    """The full address of a page of this service."""
    return f"{settings.SITE_URL}{reverse(name, kwargs=path or None)}"
