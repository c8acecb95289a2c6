"""Travel times guessed from a distance as the crow flies: labelled estimates, never promises.

No road network nor timetable is asked, so public transport is not estimated at all. A real trip may well differ by a
third: a river without a bridge, a hill, a motorway. Pages that show these times say that they are estimates.

Sources. By road, the way to the centre of 300 European cities is on average 1.34 times the straight line (Environment
and Planning B, 2023, doi:10.1177/23998083231168870); on foot around stations, 1.21 to 1.23 (O'Sullivan and Morrall,
1996); the bicycle is taken between the two. A moped may not exceed 45 km/h (Code de la route, art. R. 311-1). The mean
speeds and the minutes to set off are our own cautious assumptions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    WALK = "walk"
    BICYCLE = "bicycle"
    SCOOTER = "scooter"
    CAR = "car"


@dataclass(frozen=True)
class Pace:
    """How one gets about: the detour over the straight line, the mean speed, the time to set off and to park."""

    mode: Mode
    label: str
    detour: float  # length of the way over the straight line
    km_per_hour: float
    minutes_to_set_off: float
    longest_minutes: int  # beyond, nobody does it every day


PACES = (
    Pace(Mode.WALK, "À pied", detour=1.22, km_per_hour=4.8, minutes_to_set_off=0, longest_minutes=45),
    Pace(Mode.BICYCLE, "À vélo", detour=1.28, km_per_hour=15, minutes_to_set_off=2, longest_minutes=60),
    Pace(Mode.SCOOTER, "Scooter", detour=1.34, km_per_hour=33, minutes_to_set_off=3, longest_minutes=60),
    Pace(Mode.CAR, "Voiture", detour=1.34, km_per_hour=50, minutes_to_set_off=5, longest_minutes=90),
)


@dataclass(frozen=True)
class TravelTime:
    """About how many minutes one way takes, door to door."""

    mode: Mode
    minutes: int
    label: str  # "À pied"

    def __str__(self):
        """ "à pied 38 min"."""
        return f"{self.label.lower()} {self.minutes}\u00a0min"


def travel_times(km: float) -> list[TravelTime]:
    """Estimates for a distance as the crow flies, the slowest mode first, without the unreasonable ones."""
    if not 0 <= km < float("inf"):
        return []
    times = []
    for pace in PACES:
        minutes = pace.minutes_to_set_off + 60 * km * pace.detour / pace.km_per_hour
        if minutes <= pace.longest_minutes:
            times.append(TravelTime(pace.mode, max(1, round(minutes)), pace.label))
    return times


def bands(times: Sequence[TravelTime]) -> str:
    """The times in one phrase: "à pied 38 min, à vélo 11 min"."""
    return ", ".join(str(time) for time in times)
