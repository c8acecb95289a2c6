"""From a link to a simulation: what the pages, the PDF and the CSV share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from apprentissage.charts import WIDE, Chart
from simulators.core.hire import days_in
from simulators.core.law import LawUnknown
from simulators.core.simulation import Month, Simulation, simulate
from simulators.explained import Why, explained, received
from simulators.forms import HireForm
from simulators.other_aids import Notice, ended_for_employer, for_employer
from simulators.story import Story


@dataclass(frozen=True)
class Answer:
    """A simulation, its story, and the month explained line by line."""

    story: Story
    wanted: str  # the month to explain, as the link says it: "2026-09"

    @property
    def simulation(self) -> Simulation:
        return self.story.simulation

    @cached_property
    def month(self) -> Month:
        """The month explained: the one asked, else the first whole one."""
        months = self.simulation.months
        return self._asked or next((month for month in months if self._is_whole(month)), months[0])

    @property
    def month_parameter(self) -> str:
        """What a link must say to explain the same month; empty when nothing was asked."""
        return f"&mois={self.wanted}" if self._asked else ""

    @cached_property
    def lines(self) -> list[Why]:
        """What the employer pays in the month."""
        return explained(self.simulation, self.month)

    @cached_property
    def net_lines(self) -> list[Why]:
        """What the apprentice receives in the month."""
        return received(self.month)

    @property
    def paper_lines(self) -> list[Why]:
        """The lines of the month with the detail of the sums in its place, what is not due left out."""
        flat = [inner for line in self.lines for inner in (line.details or (line,))]
        return [line for line in flat if line.amount]

    @property
    def paper_chart(self) -> Chart:
        return self.story.chart_in([WIDE])

    @property
    def notices(self) -> list[Notice]:
        return for_employer(self.simulation.hire)

    @property
    def ended(self) -> list[str]:
        return ended_for_employer()

    @cached_property
    def _asked(self) -> Month | None:
        months = self.simulation.months
        return next((month for month in months if f"{month.first_day:%Y-%m}" == self.wanted), None)

    def _is_whole(self, month: Month) -> bool:
        hire = self.simulation.hire
        last = month.first_day.replace(day=days_in(month.first_day))
        return hire.starts_on <= month.first_day and last <= hire.last_day


@dataclass(frozen=True)
class Asked:
    """A form and, when it could be answered, its answer; otherwise the form tells why."""

    form: HireForm
    answer: Answer | None = None

    @property
    def story(self) -> Story | None:
        return self.answer.story if self.answer else None


def ask(parameters: Mapping[str, Any], *, today: date | None = None, prefix: str = "") -> Asked:
    """What a link asks."""
    form = HireForm(parameters, today=today, prefix=prefix)
    form.is_valid()
    if form.hire is None:
        return Asked(form)
    try:
        return Asked(form, Answer(Story(simulate(form.hire)), parameters.get("mois", "")))
    except LawUnknown as unknown:
        form.add_error("debut", str(unknown))
        return Asked(form)
