"""Addresses placed after an import, without haste: the file is taken at once, at the point of each commune."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings

from apprentissage.territories.geocoding import locate_address
from offers.intake.runs import ImportRun
from offers.models import Site

AT_ONCE = 100  # sites in a job: some minutes of a slow geocoder at most
CLOCKS = timedelta(hours=1)  # offers are dated by the database, runs by their own host


def is_wanted() -> bool:
    """Whether a geocoder can be asked."""
    return bool(settings.GEOCODER_DOMAIN)


def place_addresses(run_id: int, after: int = 0) -> int | None:
    """Give sites of an import the point of their address; the last site looked at, or None when there are no more.

    A site whose address the geocoder does not know, or not now, keeps the point of its commune until it is imported
    anew. Done twice, nothing changes.
    """
    run = ImportRun.objects.get(pk=run_id)
    sites: Sequence[Site] = Site.objects.to_place(run.started_at - CLOCKS).after(after)[:AT_ONCE]
    for site in sites:
        located = locate_address(site.address, site.commune)
        if located.is_exact and located.point:
            Site.objects.still_at(site).update(point=located.point, is_exact=True)
    return sites[len(sites) - 1].pk if len(sites) == AT_ONCE else None
