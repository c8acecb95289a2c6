"""From a link to a simulation: what the pages, the PDF and the CSV share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from apprentissage.charts import WIDE, Chart
from apprentissage.law import LawUnknown
from simulators.core.hire import Hire, days_in
from simulators.core.simulation import Month, Simulation, simulate
from simulators.explained import Why, explained, received
from simulators.forms import HireForm
from simulators.other_aids import Notice, ended_for_employer, for_employer
from simulators.story import Story


@dataclass(frozen=True)
class Asked:
    """A form and, when it could be answered, its simulation and its story."""

    form: HireForm
    story: Story | None
    wanted: str = ""  # the month to explain, as the link says it: "2026-09"

    @property
    def simulation(self) -> Simulation | None:
        return self.story.simulation if self.story else None

    @cached_property
    def month(self) -> Month | None:
        """The month explained: the one asked, else the first whole one."""
        if not self.simulation:
            return None
        months = self.simulation.months
        asked = next((month for month in months if f"{month.first_day:%Y-%m}" == self.wanted), None)
        return asked or next((month for month in months if _is_whole(month, self.simulation.hire)), months[0])

    @cached_property
    def lines(self) -> list[Why]:
        return explained(self.simulation, self.month) if self.simulation and self.month else []

    @cached_property
    def net_lines(self) -> list[Why]:
        return received(self.month) if self.month else []

    @property
    def paper_lines(self) -> list[Why]:
        """The lines of the month with the detail of the sums in its place, what is not due left out."""
        flat = [inner for line in self.lines for inner in (line.details or (line,))]
        return [line for line in flat if line.amount]

    @property
    def paper_chart(self) -> Chart | None:
        return self.story.chart_in([WIDE]) if self.story else None

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was answered, said in words: pairs question, answer."""
        return self.form.answers

    @property
    def notices(self) -> list[Notice]:
        return for_employer(self.simulation.hire) if self.simulation else []

    @property
    def ended(self) -> list[str]:
        return ended_for_employer()


def _is_whole(month: Month, hire: Hire) -> bool:
    last = month.first_day.replace(day=days_in(month.first_day))
    return hire.starts_on <= month.first_day and last <= hire.last_day


def ask(parameters: Mapping[str, Any], *, today: date | None = None, prefix: str = "") -> Asked:
    """What a link asks. Without a story, the form tells why."""
    form = HireForm(parameters, today=today, prefix=prefix)
    form.is_valid()
    wanted = parameters.get("mois", "")
    if form.hire is None:
        return Asked(form, None, wanted)
    try:
        return Asked(form, Story(simulate(form.hire)), wanted)
    except LawUnknown as unknown:
        form.add_error("debut", str(unknown))
        return Asked(form, None, wanted)
