"""A simulation as the employer reads it: the answer in one sentence, then the months, then what to know.

Nothing is computed here that ``simulators.core`` has not computed: it is summed, ordered and said.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from apprentissage.charts import NARROW, SMALL, WIDE, Bar, Chart, Format, month_chart
from simulators.core.aids import Aid
from simulators.core.hire import days_in
from simulators.core.law import parameters
from simulators.core.money import ZERO, whole_euros
from simulators.core.simulation import Month, Simulation, Totals
from simulators.events import Event, events
from simulators.words import french_month, of_month, ordinal, short_month, short_ordinal


@dataclass(frozen=True)
class Row:
    """A line of the table of months, or the sum of a year."""

    label: str
    gross: Decimal
    dues: Decimal
    aid: Decimal
    left: Decimal
    month: date | None = None
    is_sum: bool = False
    is_change: bool = False
    projected: bool = False


@dataclass(frozen=True)
class Sum:
    label: str
    amount: Decimal
    is_monthly: bool = False
    is_aid: bool = False


class Story:
    """What the page, the PDF and the integrated version say of one simulation."""

    def __init__(self, simulation: Simulation):
        self.simulation = simulation
        self.hire = simulation.hire
        self.total = simulation.total

    @cached_property
    def monthly(self) -> dict[int, Decimal]:
        """What remains to pay, by month in the mean, for each year of the contract; parts of months count as such."""
        return {year: self._mean(year, totals) for year, totals in self.simulation.years.items()}

    @property
    def first_year(self) -> Decimal:
        return self.monthly[1]

    @property
    def has_several_years(self) -> bool:
        return len(self.monthly) > 1

    @property
    def length(self) -> str:
        """ "24 mois", "10 mois", "20 jours"."""
        months = round(sum((self._presence(month) for month in self.simulation.months), ZERO))
        days = (self.hire.last_day - self.hire.starts_on).days + 1
        return f"{months} mois" if months else f"{days} jour{'s' if days > 1 else ''}"

    @property
    def figure(self) -> str:
        """The amount of the first sentence: "217 € par mois"."""
        return f"{whole_euros(abs(self.first_year))} par mois"

    @property
    def sentence(self) -> str:
        """The answer in one sentence, for whoever cannot see the page."""
        return f"{self.before_figure} {self.figure}{self.after_figure}"

    @property
    def before_figure(self) -> str:
        return "Vous payez" if self.first_year >= 0 else "L'aide dépasse le coût : il vous reste"

    @property
    def after_figure(self) -> str:
        when = " la première année" if self.has_several_years else ""
        if not self.simulation.years[1].aids:
            return f"{when}. Aucune aide ne s'y ajoute." if self.first_year < 0 else f"{when}, sans aide."
        return f"{when}, aide déduite."

    @cached_property
    def sums(self) -> list[Sum]:
        """The few figures under the sentence."""
        sums = [
            Sum(f"{short_ordinal(year)} année", amount, is_monthly=True)
            for year, amount in self.monthly.items()
            if year > 1
        ]
        if self.total.aids:
            when = ", 1re année" if self.has_several_years and self._is_aid_of_first_year else " en tout"
            sums.append(Sum(f"Aide{when}", self.total.aids, is_aid=True))
        return [*sums, Sum(f"Total sur {self.length}", self.total.cost_after_aid)]

    @property
    def _is_aid_of_first_year(self) -> bool:
        return self.simulation.years[1].aids == self.total.aids

    # -- months --------------------------------------------------------------------------------------------------------
    @cached_property
    def events(self) -> list[Event]:
        return events(self.simulation)

    @cached_property
    def chart(self) -> Chart:
        return self.chart_in([WIDE, NARROW])

    def chart_in(self, formats: list[Format]) -> Chart:
        """The chart in the drawings wanted."""
        marks = [event.rank for event in self.events]
        return month_chart(self.bars, marks, sentence=self.chart_sentence, formats=formats)

    def small_chart(self, top: Decimal) -> Chart:
        """A chart without words, on a scale shared with another one."""
        return month_chart(self.bars, sentence=self.chart_sentence, formats=[SMALL], top=top)

    @cached_property
    def bars(self) -> list[Bar]:
        return [self._bar(rank, month) for rank, month in enumerate(self.simulation.months)]

    @cached_property
    def chart_sentence(self) -> str:
        """What the chart proves: how much is left to pay, stretch by stretch."""
        return f"Coût de chaque mois. {', '.join(self._stretches())}."

    @cached_property
    def rows(self) -> list[Row]:
        """The months and the sum of each year, for the table that says the same as the chart."""
        changes = {event.day.replace(day=1) for event in self.events}
        rows = []
        for year, months in self._by_year():
            rows += [self._row(month, month.first_day in changes) for month in months]
            totals = self.simulation.years[year]
            if self.has_several_years:
                rows.append(self._sum_row(f"{short_ordinal(year)} année", totals))
        return [*rows, self._sum_row("Tout le contrat", self.total)]

    def _by_year(self):
        months = iter(self.simulation.months)
        for year, totals in self.simulation.years.items():
            yield year, [next(months) for _ in range(totals.months)]

    # -- what to know --------------------------------------------------------------------------------------------------
    @property
    def training_due(self) -> bool:
        return bool(self.simulation.training.amount)

    @property
    def granted(self) -> list[Aid]:
        return [aid for aid in self.simulation.aids if aid.amount]

    @property
    def refused(self) -> list[Aid]:
        return [aid for aid in self.simulation.aids if not aid.amount]

    @property
    def projected_from(self) -> date | None:
        """The first month whose law is not known yet."""
        return next((month.first_day for month in self.simulation.months if month.projected), None)

    @property
    def reviewed(self) -> date:
        """The day before which every value of the law was read again."""
        return min(parameter.reviewed for parameter in parameters().values())

    # -- small things --------------------------------------------------------------------------------------------------
    def _presence(self, month: Month) -> Decimal:
        """The share of a month that the contract covers."""
        whole = days_in(month.first_day)
        first = max(month.first_day, self.hire.starts_on)
        last = min(month.first_day.replace(day=whole), self.hire.last_day)
        return Decimal((last - first).days + 1) / whole

    def _mean(self, year: int, totals: Totals) -> Decimal:
        months = dict(self._by_year())[year]
        present = sum((self._presence(month) for month in months), ZERO)
        return totals.cost_after_aid / max(present, Decimal(1))

    def _bar(self, rank: int, month: Month) -> Bar:
        gross, cost = month.account.gross, month.cost_before_aid
        aid = min(max(month.aid, ZERO), cost)
        begins = rank % 12 == 0
        year = rank // 12 + 1
        first = month.first_day
        span = f"{first.year}-{first.year + 1}" if first.month > 1 else f"{first.year}"
        return Bar(
            name=short_month(first),
            aid=aid,
            pay=max(gross - aid, ZERO),
            dues=cost - max(gross, aid),
            year=f"{span}, {short_ordinal(year)} année" if begins else "",
            edge=f"{short_month(first)} {first:%y}",
            left=whole_euros(month.cost_after_aid),
        )

    def _stretches(self) -> list[str]:
        months = self.simulation.months
        stretches, start = [], 0
        for rank in range(1, len(months) + 1):
            before = months[rank - 1]
            if rank == len(months) or self.bars[rank].left != self.bars[rank - 1].left:
                first = months[start].first_day
                begin = of_month(first) if start else of_month(first).capitalize()
                when = (
                    f"{begin} à {french_month(before.first_day)}" if rank - start > 1 else f"en {french_month(first)}"
                )
                stretches.append(f"{when} il vous reste {whole_euros(before.cost_after_aid)}")
                start = rank
        return stretches

    def _row(self, month: Month, is_change: bool) -> Row:
        account = month.account
        return Row(
            label=french_month(month.first_day),
            gross=account.gross,
            dues=account.employer_contributions,
            aid=month.aid,
            left=month.cost_after_aid,
            month=month.first_day,
            is_change=is_change,
            projected=month.projected,
        )

    def _sum_row(self, label: str, totals: Totals) -> Row:
        dues = totals.cost_before_aid - totals.gross
        return Row(label, totals.gross, dues, totals.aids, totals.cost_after_aid, is_sum=True)


def year_name(year: int) -> str:
    """ "première année"."""
    return f"{ordinal(year)} année"
