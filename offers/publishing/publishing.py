"""From a draft whose answers are right to an offer, written once and shown when it may be."""

from collections.abc import Sequence

from django.db import transaction

from offers.constraints import OWN_SOURCE
from offers.descriptions import safe_html
from offers.lifecycle import State
from offers.models import Offer, Site
from offers.publishing import life
from offers.publishing.checks import Finding, Severity
from offers.publishing.form import LICENCE, OfferForm
from offers.publishing.models import Draft, Posting
from offers.publishing.sites import SiteAnswer


@transaction.atomic
def publish(draft: Draft, form: OfferForm, findings: Sequence[Finding], user) -> Offer:
    """The offer of a draft, written and shown when nothing holds it; changed when it was there already.

    Call it with a form that is complete and without any finding that blocks. A draft published twice gives one offer.
    """
    # Without a join: after a wait for the lock, the row is read again, but what it is joined to is as old as the query.
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.offer is not None and locked.is_applied:
        return locked.offer
    offer = write(locked, form, user)
    life.show(offer, [finding for finding in findings if finding.severity == Severity.REVIEW])
    locked.offer, locked.organisation, locked.is_applied = offer, form.organisation, True
    locked.save()
    return offer


def preview(draft: Draft, form: OfferForm, user) -> Offer:
    """The offer as it would be, open. Call it in a transaction that is then rolled back."""
    offer = write(draft, form, user)
    if offer.state in (State.DRAFT, State.WAITING, State.HELD):
        offer.take("publish")
    return offer


def write(draft: Draft, form: OfferForm, user) -> Offer:
    """The offer in the database with its sites and its posting; a draft of the life of offers when it is new."""
    fields = _fields(form)
    offer = draft.offer
    if offer is None:
        offer = Offer.objects.create(source=OWN_SOURCE, source_id=str(draft.pk), **fields)
    else:
        for name, value in fields.items():
            setattr(offer, name, value)
        offer.save(update_fields=[*fields, "updated_at"])
    _write_sites(offer, form.sites)
    said = form.cleaned_data
    Posting.objects.update_or_create(
        offer=offer,
        defaults={"questions": form.questions, "gross_monthly": said["salaire"], "trade": form.answers["metier"][0]},
        create_defaults={
            "questions": form.questions,
            "gross_monthly": said["salaire"],
            "trade": form.answers["metier"][0],
            "author": user if user.is_authenticated else None,
        },
    )
    return Offer.objects.with_details().select_related("organisation", "posting").get(pk=offer.pk)


def _fields(form: OfferForm) -> dict:
    said, company = form.cleaned_data, form.organisation
    assert company is not None  # noqa: S101  (of a complete form)
    return {
        "organisation": company,
        "siret": company.establishment_id or "",
        "employer_name": company.name[:160],
        "is_fictional": company.is_fictional,
        "title": said["titre"],
        "description": safe_html(said["description"]),
        "rome_id": form.rome_code or None,
        "rome_codes": [form.rome_code] if form.rome_code else [],
        "level": int(said["niveau"]) if said["niveau"] else None,
        "diploma": said["diplome"],
        "taught_skills": form.skills("appris"),
        "desired_skills": form.skills("attendu"),
        "start_kind": said["debut_type"],
        "starts_on": form.starts_on,
        "months": said["duree"],
        "rhythm": said["rythme"],
        "openings": said["places"],
        "weekly_hours": said["heures"],
        "minimum_age": said["age"],
        "welcomes_disabled": said["handicap"] or None,
        "needs_licence": LICENCE.get(said["permis"]),
        "housing": said["logement"],
        "transport": said["transport"],
    }


def _write_sites(offer: Offer, sites: Sequence[SiteAnswer]) -> None:
    """Sites are written over, then those too many removed: an open offer is never without any."""
    for position, site in enumerate(sites):
        assert site.commune is not None  # noqa: S101  (of a complete form)
        point, is_exact = site.position
        Site.objects.update_or_create(
            offer=offer,
            position=position,
            defaults={"commune": site.commune, "address": site.address, "point": point, "is_exact": is_exact},
        )
    offer.sites.filter(position__gte=len(sites)).delete()
