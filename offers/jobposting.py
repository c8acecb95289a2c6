"""An offer as search engines read it: schema.org's JobPosting, in JSON-LD.

Only what the offer says. The pay is left out: the offer carries none, and a legal minimum depends on the age of who
reads. A fictional offer is never described to a machine.
"""

import datetime as dt
import json

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from offers.descriptions import plain_text, safe_html
from offers.models import Offer, Site

FULL_TIME_HOURS = 35  # the legal working week (Code du travail, art. L. 3121-27)

# Inside a script element the browser looks for "</script" and "<!--" before any JSON parser sees a quote.
JSON_IN_HTML = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_tag(offer: Offer, url: str) -> SafeString:
    """The ``<script type="application/ld+json">`` of an open and real offer; nothing for any other."""
    if offer.is_fictional or not offer.is_open:
        return SafeString("")
    text = json.dumps(job_posting(offer, url), ensure_ascii=False).translate(JSON_IN_HTML)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  (translated)


def job_posting(offer: Offer, url: str) -> dict:
    """The JobPosting of an offer; a property the offer does not know is absent, never empty."""
    posting = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "url": url,
        "title": offer.title,
        "description": offer.description,  # HTML already, as search engines want it
        "identifier": {
            "@type": "PropertyValue",
            "name": offer.source_label or offer.source,
            "value": offer.source_id,
        },
        "datePosted": _date(offer.published_at),
        "validThrough": _end_of(offer.closes_on),
        "employmentType": _employment_types(offer),
        "hiringOrganization": _organization(offer),
        "jobLocation": [_place(site) for site in offer.sites.all()],
        "directApply": offer.organisation_id is not None,  # otherwise one applies at the employer's or the source's
        "jobStartDate": offer.starts_on and offer.starts_on.isoformat(),
        "jobImmediateStart": True if offer.start_kind == Offer.StartKind.SOON else None,
        "totalJobOpenings": offer.openings,
        "workHours": f"{offer.weekly_hours.normalize():f} heures par semaine" if offer.weekly_hours else None,
        "occupationalCategory": [f"{offer.rome_id} {offer.rome.label}"] if offer.rome else offer.rome_codes,
        "skills": offer.desired_skills,
        "qualifications": offer.access_conditions,
        "inLanguage": "fr",
    }
    return _known(posting)


def _organization(offer: Offer) -> dict:
    organization: dict[str, object] = {
        "@type": "Organization",
        "name": offer.employer_name,
        "description": plain_text(safe_html(offer.employer_description)),
        "sameAs": offer.employer_website,
    }
    if offer.siret:
        organization["identifier"] = {"@type": "PropertyValue", "propertyID": "SIRET", "value": offer.siret}
    return _known(organization)


def _place(site: Site) -> dict:
    commune = site.commune
    return {
        "@type": "Place",
        "address": _known(
            {
                "@type": "PostalAddress",
                "streetAddress": site.address,
                "addressLocality": commune.name,
                # A commune may have several postal codes: naming one of them would be a guess.
                "postalCode": commune.postal_codes[0] if len(commune.postal_codes) == 1 else None,
                "addressRegion": commune.department.name,
                "addressCountry": "FR",
            }
        ),
        "geo": {"@type": "GeoCoordinates", "latitude": round(site.point.y, 5), "longitude": round(site.point.x, 5)},
    }


def _employment_types(offer: Offer) -> list[str]:
    """An apprentice is an employee, not an intern: full time unless the offer says fewer hours, and for a term."""
    is_full_time = offer.weekly_hours is None or offer.weekly_hours >= FULL_TIME_HOURS
    types = ["FULL_TIME" if is_full_time else "PART_TIME"]
    return [*types, "TEMPORARY"] if offer.months else types


def _date(moment: dt.datetime | None) -> str | None:
    return timezone.localtime(moment).date().isoformat() if moment else None


def _end_of(day: dt.date | None) -> str | None:
    """The last second of a day in France, with its offset: an offer can be answered all day long."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59))).isoformat()


def _known(properties: dict) -> dict:
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
