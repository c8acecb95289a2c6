"""A small corpus of labelled offers: what each one really is, and what a reader accepts for each query."""

import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from offers.intake.records import OfferRecord, SiteRecord
from offers.intake.writer import write_offers
from offers.search.results import Search
from offers.search.search import search_offers

LABELLED = tomllib.loads((Path(__file__).parent / "data" / "relevance.toml").read_text())
QUERIES = LABELLED["queries"]
SARLAT, PARIS = SiteRecord("24520", 1.2166, 44.889), SiteRecord("75056", 2.347, 48.859)
TEXT = "<p>Vous rejoignez une équipe motivée et apprenez le métier au quotidien.</p>"


def write_corpus() -> None:
    """Every labelled offer twice: in Sarlat and in Paris."""
    groups = LABELLED["offers"] | LABELLED["employers"]
    write_offers(
        [
            record(
                f"{label}|{rank}|{site.commune_code}",
                title,
                rome=group["rome"],
                site=site,
                employer=employer_of(group, rank),
                text=group.get("text", TEXT),
            )
            for label, group in groups.items()
            for rank, title in enumerate(group["titles"])
            for site in (SARLAT, PARIS)
        ]
    )


def employer_of(group: dict, rank: int) -> str:
    return group.get("name", f"Établissements Dubreuil {rank}")


def record(
    identifier: str, title: str, *, rome="D1102", site=SARLAT, employer="Établissements Dubreuil", text=TEXT, **fields
) -> OfferRecord:
    """An offer open since an hour."""
    return OfferRecord(
        source="corpus",
        source_id=identifier,
        employer_name=employer,
        title=title,
        description=text,
        sites=[site],
        published_at=timezone.now() - timedelta(hours=1),
        closes_on=timezone.localdate() + timedelta(days=30),
        rome_codes=[rome] if rome else [],
        apply_email="recrutement@example.org",
        **fields,
    )


def ask(text: str = "", **params) -> Search:
    """The answer to a search, as a visitor would make it."""
    return search_offers(QueryDict(urlencode({"metier": text} | params, doseq=True)))


def labels(search: Search) -> list[str]:
    """What the offers of the page really are."""
    return [result.offer.source_id.partition("|")[0] for result in search.results]


def titles(search: Search) -> list[str]:
    return [result.offer.title for result in search.results]


def around(site, km, bearing="north") -> SiteRecord:
    """A site so many kilometres away from another, in the same commune."""
    north = km / 111.2 if bearing == "north" else 0
    return SiteRecord(site.commune_code, site.longitude, site.latitude + north)


def write(*offers) -> None:
    refused = [result.sentence for result in write_offers(list(offers)) if not result.offer_id]
    assert refused == []
