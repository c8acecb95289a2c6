"""Two hypotheses side by side: the gap in one sentence, and where it comes from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from apprentissage.charts import Chart
from simulators.asking import Asked, ask
from simulators.core.hire import age_on
from simulators.core.money import ZERO, percent, whole_euros
from simulators.core.simulation import Month
from simulators.story import Story
from simulators.words import french_month, of_month, short_ordinal

ASKED = ("naissance", "niveau", "debut", "duree", "effectif", "signature", "heures")
SMALLEST = Decimal("0.5")  # euros: below, two amounts are the same to a reader


@dataclass(frozen=True)
class Gap:
    """A row of the table: an amount in both cases."""

    label: str
    a: Decimal | None
    b: Decimal | None
    is_monthly: bool = False
    is_sum: bool = False

    @property
    def difference(self) -> Decimal:
        return (self.b or ZERO) - (self.a or ZERO)

    @property
    def is_nothing(self) -> bool:
        return abs(self.difference) < SMALLEST


@dataclass(frozen=True)
class Difference:
    """What separates two simulations."""

    a: Story
    b: Story

    @cached_property
    def amount(self) -> Decimal:
        """How much more B costs than A over the contract; below zero, how much less."""
        return self.b.total.cost_after_aid - self.a.total.cost_after_aid

    @property
    def is_nothing(self) -> bool:
        return abs(self.amount) < SMALLEST

    @property
    def figure(self) -> str:
        """ "2 109 € de plus"."""
        return f"{whole_euros(abs(self.amount))} de {'plus' if self.amount > 0 else 'moins'}"

    @property
    def length(self) -> str:
        return f"Sur {self.a.length}" if self.a.length == self.b.length else "Sur tout le contrat"

    @cached_property
    def rows(self) -> list[Gap]:
        """The table of the differences: years by month, aid, then the sums."""
        a, b = self.a, self.b
        years = [
            Gap(f"{short_ordinal(year)} année, par mois", a.monthly.get(year), b.monthly.get(year), is_monthly=True)
            for year in sorted(a.monthly | b.monthly)
        ]
        return [
            *years,
            Gap("Salaires bruts", a.total.gross, b.total.gross),
            Gap("Cotisations", a.total.employer_contributions, b.total.employer_contributions),
            Gap("Participation à la formation", a.simulation.training.amount, b.simulation.training.amount),
            Gap("Aide, déduite", -a.total.aids, -b.total.aids),
            Gap("Total, aide déduite", a.total.cost_after_aid, b.total.cost_after_aid, is_sum=True),
        ]

    @cached_property
    def reasons(self) -> list[str]:
        """Where the gap comes from: what weighs, then the months in which the pay differs."""
        parts = [row for row in self.rows if not (row.is_monthly or row.is_sum or row.is_nothing)]
        parts.sort(key=lambda row: -abs(row.difference))
        weights = [f"{row.label.lower()} : {_signed(row.difference)}" for row in parts]
        return ["De A à B, " + ", ".join(weights) + "."] * bool(weights) + list(self._stretches())

    def _stretches(self) -> Iterator[str]:
        """Runs of months where the two pays are not the same."""
        pairs = zip(self.a.simulation.months, self.b.simulation.months, strict=False)
        for rates, run in groupby(pairs, key=lambda pair: _rates(*pair)):
            months = [month for month, _ in run]
            if rates is None:
                continue
            first, last = months[0].first_day, months[-1].first_day
            begin = of_month(first).capitalize()
            when = f"{begin} à {french_month(last)}" if first != last else f"En {french_month(first)}"
            yield f"{when}, le cas A est payé {rates[0]}, le cas B {rates[1]}."


@dataclass(frozen=True)
class Comparison:
    """Two cases, and, when both could be answered, what separates them."""

    a: Asked
    b: Asked

    @property
    def cases(self) -> list[tuple[str, Asked, list]]:
        """Letter, case, fields in which they may differ."""
        return [(letter, case, [case.form[name] for name in ASKED]) for letter, case in (("A", self.a), ("B", self.b))]

    @cached_property
    def difference(self) -> Difference | None:
        return Difference(self.a.story, self.b.story) if self.a.story and self.b.story else None

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The answers common to both, which the form sends again."""
        return [(name, value) for name, value in self.a.form.said.items() if name not in ASKED]

    @cached_property
    def changes(self) -> list[str]:
        """The questions whose answers differ."""
        a, b = self.a.form, self.b.form
        return [str(a[name].label) for name in ASKED if a[name].value() != b[name].value()]

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The charts of the cases that could be answered, at one scale."""
        stories = {letter: case.story for letter, case, _ in self.cases if case.story}
        top = max((bar.height for story in stories.values() for bar in story.bars), default=Decimal(1))
        return {letter: story.small_chart(top) for letter, story in stories.items()}


def compare(parameters: Mapping[str, Any]) -> Comparison:
    """The two cases of a link: « a_debut » and « b_debut » count before « debut ». B said alone is A a year older."""
    a = ask(parameters, prefix="a")
    second = {name: parameters.get(f"b_{name}", a.form.data[f"a_{name}"]) for name in ASKED}
    if not any(f"b_{name}" in parameters for name in ASKED) and a.form.hire:
        second["naissance"] = str(age_on(a.form.hire.starts_on, a.form.hire.birth_date) + 1)
    own = {f"b_{name}": value for name, value in second.items()}
    return Comparison(a, ask(dict(parameters.items()) | own, prefix="b"))


def _rates(a: Month, b: Month) -> tuple[str, str] | None:
    """How each is paid; nothing when they are paid the same."""
    return None if a.account.gross == b.account.gross else (_rate(a), _rate(b))


def _rate(month: Month) -> str:
    line = month.gross_line
    whole = f"{whole_euros(month.account.gross)} brut par mois"
    return f"{percent(line.rate)} du Smic ({whole})" if line.rate and "Smic" in line.because else whole


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else '−'} {whole_euros(abs(amount))}"
