"""The agreement: both sides said yes, and what the contract will start from is frozen on that day.

``agree`` is the candidate's step and the agreement in one transaction. What is kept is plain JSON, with its version:
the contract is written later, in another room, perhaps after the offer was changed or the law.
"""

from datetime import date
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.db import models, transaction
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.answers import letters
from offers.applications.lifecycle import Actor
from offers.applications.models import Agreement, Application
from offers.applications.simulation import simulate_agreement
from offers.models import Offer, Site

VERSION = 1  # of the shape of ``Agreement.facts``; a reader that knows another one must refuse


class Agreements(models.QuerySet[Agreement]):
    """The vocabulary of agreements."""

    def visible_to(self, user):
        """Those of the candidate, and those of the valid organisations that a person acts for."""
        if not user.is_authenticated:
            return self.none()
        recruiting = Organisation.objects.of(user).recruiting()
        return self.filter(
            models.Q(application__candidate=user.pk) | models.Q(application__organisation__in=recruiting)
        )

    def of_offer(self, offer):
        return self.filter(application__offer=offer.pk)

    def with_details(self):
        return self.select_related("application__offer", "application__organisation__establishment")


def agreements() -> Agreements:
    """All agreements, to be asked in their vocabulary."""
    return Agreements(Agreement)


@transaction.atomic
def agree(application: Application) -> Agreement:
    """The candidate's "d'accord": the last step and the agreement that it makes, both or neither.

    Raises ``lifecycle.ImpossibleStepError``, with the sentence to show, when the employer has not said yes.
    """
    application.take("agree", Actor.CANDIDATE)
    letters.tell_of_agreement(application)
    return conclude(application)


@transaction.atomic
def conclude(application: Application) -> Agreement:
    """The agreement of an application that both sides want, made once: asked again, the first one comes back."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    existing = Agreement.objects.filter(application=application).first()
    if existing:
        return existing
    today = timezone.localdate()
    site = _site(application)
    facts = facts_of(application, site, today)
    simulation = simulate_agreement(facts, today)
    facts["dates"] = simulation["dates"]
    return Agreement.objects.create(application=application, facts=facts, simulation=simulation["simulation"])


def is_fillable(agreement: Agreement) -> bool:
    """Whether the offer of an agreement is still open though it has found all the apprentices it wanted."""
    offer = agreement.application.offer
    return offer is not None and offer.is_open and agreements().of_offer(offer).count() >= offer.openings


def facts_of(application: Application, site: Site | None, today: date) -> dict[str, Any]:
    """What is known on this day of the offer, the employer, the apprentice, the training and the place of work."""
    offer = application.offer
    return {
        "version": VERSION,
        "agreed_on": today.isoformat(),
        "application": str(application.key),
        "offer": _offer(offer),
        "employer": _employer(application.organisation),
        "apprentice": {
            "first_name": application.first_name,
            "last_name": application.last_name,
            "email": application.email,
            "phone": application.phone,
            "age": application.age,
            "commune": _commune(application.commune),
        },
        "training": {
            "course": application.course or (offer.diploma if offer else ""),
            "level": application.course_level or (offer.level if offer else None),
            "school": application.school,
        },
        "site": _place(application, site),
        "available_from": application.available_from and application.available_from.isoformat(),
    }


def _offer(offer: Offer | None) -> dict[str, Any] | None:
    if offer is None:
        return None
    return {
        "id": offer.pk,
        "title": offer.title,
        "rome_codes": list(offer.rome_codes),
        "diploma": offer.diploma,
        "level": offer.level,
        "starts_on": offer.starts_on and offer.starts_on.isoformat(),
        "months": offer.months,
        "weekly_hours": None if offer.weekly_hours is None else str(offer.weekly_hours),
        "rhythm": offer.rhythm,
    }


def _employer(organisation: Organisation) -> dict[str, Any]:
    place = organisation.establishment
    known = {"organisation": organisation.pk, "name": organisation.name}
    if place is None:
        return known
    return known | {
        "siret": place.siret,
        "legal_name": place.name,
        "naf": place.naf,
        "headcount_band": place.headcount_band,
        "legal_form": place.legal_form,
        "address": place.address,
        "postal_code": place.postal_code,
        "commune": _commune(place.commune),
    }


def _place(application: Application, site: Site | None) -> dict[str, Any]:
    """The place of work: a site of the offer, else the establishment itself."""
    if site is not None:
        return {"address": site.address, "commune": _commune(site.commune)}
    place = application.organisation.establishment
    return {"address": place.address if place else "", "commune": _commune(place.commune if place else None)}


def _site(application: Application) -> Site | None:
    """The site of the offer that is nearest to the apprentice; its first one when nobody knows where that is."""
    if application.offer is None:
        return None
    sites = application.offer.sites.select_related("commune")
    home = application.commune and application.commune.point
    return (sites.order_by(Distance("point", home), "position") if home else sites).first()


def _commune(commune) -> dict[str, str] | None:
    if commune is None:
        return None
    return {"code": commune.code, "name": commune.name, "department": commune.department_id}
