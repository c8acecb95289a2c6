"""Where the chances are: open offers by department or commune, beside the number of inhabitants."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apprentissage.territories.models import Commune, Department
from apprentissage.territories.names import name_key
from apprentissage.territories.shapes import Drawing, Shape
from offers.tiles.kept import kept
from offers.tiles.sought import Sought

STEPS = 5
PER = 100_000  # inhabitants
ORDERS = ("rate", "offers", "population", "name")  # what a table may be sorted by
BEST_TOLD = 3


@dataclass(frozen=True)
class Territory:
    """A department or a commune, how many offers are open there, and how many people live there."""

    code: str
    name: str
    offers: int
    population: int | None

    @property
    def rate(self) -> float | None:
        """Offers for 100,000 inhabitants; nothing where the population is not known."""
        return self.offers * PER / self.population if self.population else None


@dataclass(frozen=True)
class Density:
    """A table of territories, and how a map shades them in five steps of one measure."""

    rows: Sequence[Territory]
    bounds: tuple[float, ...]  # where a step ends and the next begins
    measure: str  # "rate" or "offers"

    @property
    def total(self) -> int:
        return sum(row.offers for row in self.rows)

    @property
    def legend(self) -> list[tuple[int, float | None, float | None]]:
        """Each step with the least and the most it stands for; nothing at the open ends."""
        edges = [None, *self.bounds, None]
        last = 1 if self.measure == "offers" else 0  # a count stops before the next step, a rate at it
        ends = [None if edge is None else edge - last for edge in edges]
        return [(step, edges[step], ends[step + 1]) for step in range(len(self.bounds) + 1)]

    def shaded(self, drawing: Drawing) -> list[tuple[Shape, Territory | None, int]]:
        """Each shape of a drawing with its row and its step."""
        by_code = {row.code: row for row in self.rows}
        return [(shape, by_code.get(shape.code), self.step(by_code.get(shape.code))) for shape in drawing.shapes]

    @property
    def best(self) -> list[Territory]:
        """Where there is the most, by the measure of the map."""
        return [row for row in self.sorted_by(self.measure)[:BEST_TOLD] if row.offers]

    def sorted_by(self, order: str) -> list[Territory]:
        """The rows, the greatest first; by name, in the order of the alphabet."""
        if order == "name":
            return sorted(self.rows, key=lambda row: name_key(row.name))
        return sorted(self.rows, key=lambda row: (-(getattr(row, order) or 0), name_key(row.name)))

    def step(self, row: Territory | None) -> int:
        """From 0, the fewest, to 4."""
        return bisect_right(self.bounds, getattr(row, self.measure) or 0) if row else 0


def by_department(sought: Sought) -> Density:
    """Every department with its open offers; shaded by offers for 100,000 inhabitants."""
    counts = kept("departments", sought, lambda: sought.pins.count_by_department())
    rows = _rows(Department.objects.with_population().values_list("code", "name", "population"), counts)
    return Density(rows, class_bounds(row.rate for row in rows), "rate")


def by_commune(sought: Sought, department: Department) -> Density:
    """Every commune of a department; shaded by offers, since a rate means nothing in a village of 80 people."""
    counts = kept(
        f"communes:{department.pk}", sought, lambda: sought.pins.in_department(department.pk).count_by_commune()
    )
    communes = list(
        Commune.objects.in_department(department.pk).values_list("code", "name", "population", "parent", named=True)
    )
    divided = {commune.parent for commune in communes}  # Paris, Lyon, Marseille: their arrondissements stand for them
    rows = _rows((commune[:3] for commune in communes if commune.code not in divided or commune.code in counts), counts)
    return Density(rows, count_bounds(row.offers for row in rows), "offers")


def class_bounds(values: Iterable[float | None]) -> tuple[float, ...]:
    """Up to four bounds that part the values above zero into five classes of about the same size.

    Rounded to two figures so that a legend reads well; fewer bounds when the values differ little.
    """
    known = sorted(value for value in values if value)
    cuts = {_two_figures(known[len(known) * step // STEPS]) for step in range(1, STEPS)} if known else set()
    return tuple(sorted(cuts))


def count_bounds(counts: Iterable[int]) -> tuple[int, ...]:
    """The same for counts of which many are zero or one: no offer is a class of its own, then the others share."""
    several = sorted({count for count in counts if count > 1})
    cuts = {several[len(several) * step // (STEPS - 1)] for step in range(STEPS - 2)} if several else set()
    return (1, *sorted(cuts))


def _two_figures(value: float) -> float:
    rounded = float(f"{value:.2g}")
    return int(rounded) if rounded >= 1 and rounded.is_integer() else rounded


def _rows(territories: Iterable[tuple], counts: dict[str, int]) -> list[Territory]:
    return [Territory(code, name, counts.get(code, 0), population) for code, name, population in territories]
