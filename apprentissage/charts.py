"""Charts drawn by the server: SVG whose coordinates are written here as text, so that no language adds a comma.

A chart is a figure with two drawings, a wide one and a narrow one, chosen by CSS; the sentence that it proves names
both. ``month_chart`` draws months as stacked bars; ``templates/simulators/_month_chart.html`` writes it. Pure Python.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

MOST_STEPS = 5  # lines of the axis above zero
STEPS = (50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000)
ROOM_ABOVE = 1.06  # what the tallest bar leaves free, as a share of its height
LETTER = 8.2  # width of a letter of a label, in units of the drawing
LINE = 17  # height of a label


@dataclass(frozen=True)
class Bar:
    """A month: what the aid pays, what is left of the pay, what is left of the contributions, in euros."""

    name: str  # "sept."
    aid: Decimal
    pay: Decimal
    dues: Decimal
    year: str = ""  # said under the first bar of each year: "2026-2027, 1re année"
    edge: str = ""  # said under the narrow drawing: "sept. 26"
    left: str = ""  # written above the first of equal neighbours: "92 €"

    @property
    def height(self) -> Decimal:
        return self.aid + self.pay + self.dues


@dataclass(frozen=True)
class Format:
    """The sizes of a drawing."""

    name: str
    width: int
    height: int  # of the bars, above the axis
    left: int  # room for the axis
    top: int  # room for the marks
    bottom: int
    gap: float  # between two bars, as a share of a bar
    has_axis: bool = True
    has_words: bool = True
    before_left: str = ""  # said before what is left, where there is room


WIDE = Format("lrg", 720, 235, 54, 65, 72, 0.3, before_left="Reste ")
NARROW = Format("sml", 350, 210, 0, 60, 52, 0.26)
SMALL = Format("one", 350, 114, 0, 6, 6, 0.26, has_axis=False, has_words=False)


@dataclass(frozen=True)
class Rectangle:
    kind: str  # "aid", "pay", "dues"
    x: str
    y: str
    width: str
    height: str

    @property
    def path(self) -> str:
        return f"M{self.x} {self.y}h{self.width}v{self.height}h-{self.width}z"


@dataclass(frozen=True)
class Text:
    kind: str  # class of the text: "", "b" (year), "v" (what is left)
    x: str
    y: str
    anchor: str
    words: str


@dataclass(frozen=True)
class Rule:
    """A line of the axis, or a mark's."""

    kind: str  # "ax", "g"
    x: str
    y: str


@dataclass(frozen=True)
class Pin:
    number: int
    x: str
    line_x: str
    bottom: str


@dataclass(frozen=True)
class Drawing:
    """Everything a template writes, all coordinates as text with a decimal point."""

    name: str  # class by which CSS chooses
    width: int
    height: int
    end: str
    rules: list[Rule]
    bars: list[Rectangle]
    texts: list[Text]
    pins: list[Pin]

    @property
    def shapes(self) -> list[tuple[str, str]]:
        """The bars of each kind as one path: pairs kind, path. A page writes three elements instead of a hundred."""
        return [
            (kind, "".join(bar.path for bar in self.bars if bar.kind == kind))
            for kind in dict.fromkeys(bar.kind for bar in self.bars)
        ]


@dataclass(frozen=True)
class Chart:
    """A figure: the sentence that it proves, and its drawings."""

    sentence: str
    drawings: list[Drawing]


def month_chart(
    bars: Sequence[Bar],
    marks: Sequence[float] = (),
    *,
    sentence: str,
    formats: Sequence[Format] = (WIDE, NARROW),
    top: Decimal | None = None,
) -> Chart:
    """Months as stacked bars. ``marks`` are the ranks of the bars before which a numbered line stands.

    ``top`` is the height of the scale when several charts must share one.
    """
    highest = max([bar.height for bar in bars] + [Decimal(1)]) if top is None else top
    return Chart(sentence, [_drawn(bars, marks, highest, form) for form in formats])


def _drawn(bars: Sequence[Bar], marks: Sequence[float], highest: Decimal, form: Format) -> Drawing:
    pitch = (form.width - form.left) / max(len(bars), 1)
    scale = form.height / (float(highest) * ROOM_ABOVE)
    floor = form.top + form.height
    rules, texts = _axis(float(highest), scale, floor, form) if form.has_axis else ([Rule("ax", "0", _n(floor))], [])
    if form.has_words:
        texts += [*_names(bars, pitch, floor, form), *_left(bars, pitch, scale, floor, form)]
    return Drawing(
        name=form.name,
        width=form.width,
        height=floor + form.bottom,
        end=_n(form.width),
        rules=rules,
        bars=[piece for rank, bar in enumerate(bars) for piece in _stack(bar, rank, pitch, scale, floor, form)],
        texts=texts,
        pins=list(_pins(marks, pitch, floor, form)) if form.has_words else [],
    )


def _axis(highest: float, scale: float, floor: int, form: Format) -> tuple[list[Rule], list[Text]]:
    """Five lines at most, in round numbers; the narrow drawing only names the highest."""
    step = next((step for step in STEPS if highest * ROOM_ABOVE / step <= MOST_STEPS), STEPS[-1])
    values = range(0, int(highest * ROOM_ABOVE) + 1, step)
    rules = [Rule("g" if value else "ax", _n(form.left), _n(floor - value * scale)) for value in values]
    texts = []
    for value in values:
        y = floor - value * scale
        words = f"{value:,}".replace(",", "\u202f") + ("\u00a0€" if value == values[-1] and value else "")
        if form.left:
            texts.append(Text("", _n(form.left - 6), _n(y + 4), "end", words))
        elif value == values[-1] and value:
            texts.append(Text("", "0", _n(y - 5), "start", words))
    return rules, texts


def _stack(bar: Bar, rank: int, pitch: float, scale: float, floor: int, form: Format) -> Iterator[Rectangle]:
    """The pieces of a bar, from the ground up."""
    width = pitch * (1 - form.gap)
    x, y = form.left + rank * pitch + (pitch - width) / 2, float(floor)
    for kind, amount in (("aid", bar.aid), ("pay", bar.pay), ("dues", bar.dues)):
        height = float(amount) * scale
        if height > 0:
            y -= height
            yield Rectangle(kind, _n(x), _n(y), _n(width), _n(height))


def _names(bars: Sequence[Bar], pitch: float, floor: int, form: Format) -> list[Text]:
    """Under the axis: months where there is room, and years; on the narrow drawing its ends and its years."""
    texts = []
    if not form.left:
        return _edges(bars, pitch, floor)
    every = next(every for every in (1, 2, 3, 4, 6, 12, 24, 60) if every * pitch >= 5 * LETTER)
    texts += [
        Text("", _n(form.left + (rank + 0.5) * pitch), _n(floor + 20), "middle", bars[rank].name)
        for rank in range(0, len(bars), every)
    ]
    free = 0.0
    for rank, bar in enumerate(bars):
        x = form.left + rank * pitch
        if bar.year and x >= free and x + LETTER * len(bar.year) * 0.85 <= form.width + 8:
            texts.append(Text("b", _n(x + pitch * form.gap / 2), _n(floor + 44), "start", bar.year))
            free = x + LETTER * len(bar.year)
    return texts


def _edges(bars: Sequence[Bar], pitch: float, floor: int) -> list[Text]:
    wide = LETTER * 8
    end = len(bars) * pitch
    texts, free = [], 0.0
    for rank, bar in enumerate(bars):
        x = rank * pitch
        if bar.year and x >= free and (x + wide <= end - wide or not rank):
            texts.append(Text("", _n(x + 2), _n(floor + 20), "start", bar.edge))
            free = x + wide
    if len(bars) > 1 and end - wide >= free:
        texts.append(Text("", _n(end - 2), _n(floor + 20), "end", bars[-1].edge))
    return texts


def _left(bars: Sequence[Bar], pitch: float, scale: float, floor: int, form: Format) -> list[Text]:
    """What is left to pay, above each plateau, where it does not run into its neighbours."""
    texts: list[Text] = []
    rank, free, last_y = 0, -1.0, 0.0
    for words, run in groupby(bars, key=lambda bar: bar.left):
        plateau = list(run)
        first, rank = rank, rank + len(plateau)
        x = form.left + first * pitch + 2
        y = floor - float(max(bar.height for bar in plateau)) * scale - 9
        hides = x < free and abs(y - last_y) < LINE
        if not words or len(plateau) == 1 or hides:
            continue
        for said in (form.before_left + words, words):
            room = len(said) * LETTER
            over = bars[first : first + int(room / pitch) + 1]
            if x + room <= form.width + 6 and all(floor - float(bar.height) * scale >= y + 4 for bar in over):
                texts.append(Text("v", _n(x), _n(y), "start", said))
                free, last_y = x + room, y
                break
    return texts


def _pins(marks: Sequence[float], pitch: float, floor: int, form: Format) -> Iterator[Pin]:
    """Numbered lines; a number that would touch the one before is moved aside, its line is not."""
    last = -100.0
    for number, rank in enumerate(marks, start=1):
        line_x = form.left + rank * pitch
        x = max(line_x, last + 25)
        last = x
        yield Pin(number, _n(min(x, form.width - 11)), _n(line_x), _n(floor))


def _n(value: float) -> str:
    """A coordinate with a point, whatever the language of the page."""
    return f"{value:.1f}".removesuffix(".0")
