"""Any search as an Atom feed: the newest offers that an alert on it would tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from apprentissage.templatetags.french import french_date
from offers.alerts.waiting import AROUND_KM, Waiting, waiting
from offers.descriptions import plain_text
from offers.models import Offer
from offers.search.candidates import find
from offers.search.search import read

SUMMARY = 300  # signs
BORN = datetime(2026, 1, 1, tzinfo=UTC)  # of the service: a feed without any offer was updated then


def newest(params: QueryDict) -> tuple[Waiting, list[int]]:
    """The search as it waits, and the numbers of its newest offers."""
    search = waiting(params)
    question = read(QueryDict(search.search))
    if not question.is_placed:
        return search, []
    asked = question.asked
    radius = (asked.radius_km or AROUND_KM) if asked.point else None
    return search, find(replace(asked, order="recentes", radius_km=radius, page=1)).ids


def published(numbers: list[int]) -> list[tuple[int, datetime]]:
    """When each of these offers was published: enough to tell whether the feed has changed."""
    rows = Offer.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "published_at")
    return [(number, moment) for number, moment in rows if moment]


def atom(search: Waiting, offers: Sequence[Offer]) -> str:
    """The feed of these offers, newest first, as RFC 4287 has it."""
    page = f"{settings.SITE_URL}{reverse('offers:search')}?{search.search}"
    feed = Atom1Feed(
        title=f"{search.title} : places d'apprentissage",
        link=page,
        description="",
        subtitle="Les offres ouvertes de cette recherche, la plus récente d'abord.",
        language="fr",
        author_name="La bourse de l'apprentissage",
        feed_url=f"{settings.SITE_URL}{reverse('alerts:feed')}?{search.search}",
        feed_guid=page,
    )
    feed.latest_post_date = lambda: last_change(offers)  # type: ignore[method-assign]  # never "now": nothing changed
    for offer in offers:
        _add(feed, offer)
    return feed.writeString("utf-8")


def last_change(offers: Sequence[Offer]) -> datetime:
    """When the newest offer was published."""
    return max((offer.published_at for offer in offers if offer.published_at), default=BORN)


def _add(feed: Atom1Feed, offer: Offer) -> None:
    url = settings.SITE_URL + reverse("offers:offer", args=[offer.pk])
    site = next(iter(offer.sites.all()), None)
    mark = "[Fictive] " if offer.is_fictional else ""
    town = f", {site.commune.name}" if site else ""
    start = french_date(offer.starts_on) if offer.starts_on else offer.get_start_kind_display()
    summary = plain_text(offer.description)[:SUMMARY]
    feed.add_item(
        title=f"{mark}{offer.title}{town}",
        link=url,
        unique_id=url,
        description=f"{offer.employer_name}{town}. Début : {start}. {summary}",
        author_name=offer.employer_name,
        pubdate=offer.published_at,
        updateddate=offer.published_at,
        categories=[offer.rome.label] if offer.rome else [],
    )
