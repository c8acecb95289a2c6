"""The drawings: heights in proportion, marks in their place, and coordinates that no language may spoil."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest

from apprentissage.charts import NARROW, SMALL, WIDE, Bar, month_chart


def bars(*costs, aid=0):
    return [
        Bar(name="sept.", aid=Decimal(aid), pay=Decimal(cost), dues=Decimal(10), left=f"{cost} €", year="")
        for cost in costs
    ]


def heights(drawing, kind):
    return [float(bar.height) for bar in drawing.bars if bar.kind == kind]


def test_a_bar_twice_as_dear_is_twice_as_high():
    drawing = month_chart(bars(500, 1000), sentence="").drawings[0]

    low, high = heights(drawing, "pay")
    assert high == pytest.approx(2 * low, abs=0.2)


def test_the_pieces_of_a_bar_stand_on_each_other_from_the_ground():
    aid, pay, dues = month_chart(bars(500, aid=400), sentence="").drawings[0].bars

    assert (aid.kind, pay.kind, dues.kind) == ("aid", "pay", "dues")
    assert float(aid.y) == pytest.approx(float(pay.y) + float(pay.height), abs=0.2)
    assert float(pay.y) == pytest.approx(float(dues.y) + float(dues.height), abs=0.2)


@pytest.mark.parametrize("form", [WIDE, NARROW, SMALL])
@pytest.mark.parametrize("count", [1, 2, 10, 24, 36, 60])
def test_everything_stays_inside_the_drawing(form, count):
    drawing = month_chart(
        bars(*range(100, 100 + 37 * count, 37)), [0.5, 1, count - 1], sentence="", formats=[form]
    ).drawings[0]

    for bar in drawing.bars:
        assert 0 <= float(bar.x) <= float(bar.x) + float(bar.width) <= form.width + 0.2
        assert 0 <= float(bar.y) <= float(bar.y) + float(bar.height) <= drawing.height
    for pin in drawing.pins:
        assert 0 <= float(pin.line_x) <= form.width


def test_numbers_of_close_marks_do_not_cover_each_other():
    pins = month_chart(bars(*[500] * 36), [11, 11.5, 12], sentence="").drawings[1].pins

    places = [float(pin.x) for pin in pins]
    assert [pin.number for pin in pins] == [1, 2, 3]
    assert all(second - first >= 22 for first, second in pairwise(places))


def test_two_charts_may_share_a_scale():
    top = Decimal(2000)
    small = month_chart(bars(500), sentence="", formats=[SMALL], top=top).drawings[0]
    large = month_chart(bars(1990), sentence="", formats=[SMALL], top=top).drawings[0]

    assert heights(large, "pay")[0] == pytest.approx(heights(small, "pay")[0] * 1990 / 500, abs=0.5)


def test_a_plateau_is_labelled_once_and_labels_do_not_collide():
    texts = month_chart(bars(*[500] * 7, *[510] * 5, *[960] * 12), sentence="").drawings[1].texts

    said = [text.words for text in texts if text.kind == "v"]
    assert said == ["500 €", "960 €"] or said == ["500 €", "510 €", "960 €"]
    assert len(said) == len(set(said))


def test_every_coordinate_is_written_with_a_point():
    chart = month_chart(bars(333, 777, aid=111), [0.4], sentence="")

    for drawing in chart.drawings:
        pieces = [*drawing.bars, *drawing.texts, *drawing.rules, *drawing.pins]
        numbers = [
            value
            for piece in pieces
            for name, value in vars(piece).items()
            if name in {"x", "y", "width", "height", "line_x", "bottom"}
        ]
        assert numbers
        assert all(re.fullmatch(r"-?\d+(\.\d)?", number) for number in numbers)


def test_a_month_that_costs_nothing_still_draws():
    drawing = month_chart([Bar("sept.", Decimal(0), Decimal(0), Decimal(0))], sentence="").drawings[0]

    assert drawing.bars == []


def test_the_bars_of_a_kind_are_one_path_that_closes_each_bar():
    drawing = month_chart(bars(500, 600, aid=100), sentence="").drawings[0]

    paths = dict(drawing.shapes)
    assert list(paths) == ["aid", "pay", "dues"]
    assert paths["pay"].count("z") == 2
    bar = next(bar for bar in drawing.bars if bar.kind == "pay")
    assert paths["pay"].startswith(f"M{bar.x} {bar.y}h{bar.width}v{bar.height}h-{bar.width}z")
