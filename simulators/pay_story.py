"""A simulation as the apprentice reads it: what is received by month and by year, and what it is free of."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from apprentissage.charts import NARROW, WIDE, Bar, Chart, month_chart
from simulators.core.hire import days_in
from simulators.core.money import ZERO, whole_euros
from simulators.core.simulation import Month, Simulation
from simulators.events import Event, events
from simulators.other_aids import Notice, ended_for_apprentice, for_apprentice, tax_free
from simulators.words import of_month, short_month, short_ordinal


@dataclass(frozen=True)
class Plateau:
    """Months that pay the same net: from which one, and how much."""

    since: date
    net: Decimal


@dataclass(frozen=True)
class TaxYear:
    """A calendar year of pay against what is free of income tax."""

    year: int
    gross: Decimal
    net: Decimal
    free: Decimal
    is_known: bool

    @property
    def taxed(self) -> Decimal:
        return max(ZERO, self.gross - self.free)


class PayStory:
    """What the page of the apprentice says of one simulation."""

    def __init__(self, simulation: Simulation):
        self.simulation = simulation
        self.hire = simulation.hire

    @cached_property
    def first(self) -> Month:
        """The first whole month: what one really receives in the beginning."""
        return next((month for month in self.simulation.months if self._is_whole(month)), self.simulation.months[0])

    @property
    def figure(self) -> str:
        return f"{whole_euros(self.first.account.net)} net par mois"

    @property
    def then(self) -> str:
        """What comes next, when the pay changes: ", puis 784 € en avril 2027"."""
        later = [plateau for plateau in self.plateaus if plateau.since > self.first.first_day]
        return f", puis {whole_euros(later[0].net)} à partir {of_month(later[0].since)}." if later else "."

    @property
    def sentence(self) -> str:
        return f"Vous recevez {self.figure}{self.then}"

    @cached_property
    def plateaus(self) -> list[Plateau]:
        """The successive amounts of whole months."""
        whole = [month for month in self.simulation.months if self._is_whole(month)] or [self.first]
        runs = groupby(whole, key=lambda month: whole_euros(month.account.net))
        return [Plateau(month.first_day, month.account.net) for month in (next(run) for _, run in runs)]

    @cached_property
    def events(self) -> list[Event]:
        """What changes the pay, the aid of the employer left out."""
        kept = []
        for event in events(self.simulation):
            sentences = tuple(
                sentence.replace("L'apprenti a eu", "Vous avez eu").replace("sa ", "votre ")
                for sentence in event.sentences
                if "L'aide" not in sentence
            )
            if sentences:
                kept.append(Event(event.day, event.rank, sentences))
        return kept

    @cached_property
    def chart(self) -> Chart:
        bars = [self._bar(rank, month) for rank, month in enumerate(self.simulation.months)]
        sentence = f"Salaire net de chaque mois. {self.sentence}"
        return month_chart(
            bars,
            [event.rank for event in self.events],
            sentence=sentence,
            formats=[replace(WIDE, before_left=""), NARROW],
        )

    @cached_property
    def years(self) -> list[TaxYear]:
        """What is paid in each calendar year, as the tax counts it."""
        years = []
        for year, run in groupby(self.simulation.months, key=lambda month: month.first_day.year):
            months = list(run)
            free, is_known = tax_free(months[0].first_day)
            gross = sum((month.account.gross for month in months), ZERO)
            net = sum((month.account.net for month in months), ZERO)
            years.append(TaxYear(year, gross, net, free, is_known))
        return years

    @property
    def is_taxed(self) -> bool:
        return any(year.taxed for year in self.years)

    @property
    def notices(self) -> list[Notice]:
        return for_apprentice(self.hire, self.first.first_day)

    @property
    def ended(self) -> list[str]:
        return ended_for_apprentice(self.first.first_day)

    @property
    def projected_from(self) -> date | None:
        return next((month.first_day for month in self.simulation.months if month.projected), None)

    @property
    def all_is_exempt(self) -> bool:
        """Whether nothing at all is taken from the first pay."""
        return self.first.account.net == self.first.account.gross

    def _is_whole(self, month: Month) -> bool:
        last = month.first_day.replace(day=days_in(month.first_day))
        return self.hire.starts_on <= month.first_day and last <= self.hire.last_day

    def _bar(self, rank: int, month: Month) -> Bar:
        first = month.first_day
        span = f"{first.year}-{first.year + 1}" if first.month > 1 else f"{first.year}"
        return Bar(
            name=short_month(first),
            aid=ZERO,
            pay=month.account.net,
            dues=month.account.gross - month.account.net,
            year=f"{span}, {short_ordinal(rank // 12 + 1)} année" if rank % 12 == 0 else "",
            edge=f"{short_month(first)} {first:%y}",
            left=whole_euros(month.account.net),
        )
