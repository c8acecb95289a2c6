"""What must hold for every hire, whatever its dates and sizes."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from apprentissage.law import aid_windows
from simulators.core.exchange import Refused, answer
from simulators.core.hire import Hire, add_years, days_in, spans_of
from simulators.core.simulation import simulate

SIGNATURES = st.dates(date(2022, 1, 1), date(2027, 12, 31))


@st.composite
def hires(draw, **fixed):
    signed_on = draw(SIGNATURES)
    starts_on = signed_on + timedelta(days=draw(st.integers(0, 120)))
    facts = {
        "signed_on": signed_on,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=draw(st.integers(0, 3 * 365))),
        "birth_date": starts_on - timedelta(days=draw(st.integers(15 * 366, 34 * 366))),
        "diploma_level": draw(st.integers(3, 8)),
        "headcount": Decimal(draw(st.sampled_from([0, 1, 10, 11, 19, 20, 49, 50, 249, 250, 2000, 9000]))),
        "department": draw(st.sampled_from(["75", "24", "57", "67", "971", "974", "976"])),
        "sector": draw(st.sampled_from(["private", "public"])),
        "disabled": draw(st.booleans()),
        "work_study_share": Decimal(draw(st.sampled_from(["0", "0.009", "0.02", "0.04", "0.05", "0.2"]))),
    }
    return Hire(**facts | fixed)


@given(hires())
def test_the_cost_is_the_gross_plus_what_remains_of_contributions(hire):
    for month in simulate(hire).months:
        account = month.account
        assert account.employer_contributions == account.contributions_gross - account.general_reduction >= 0
        assert month.cost_before_aid == account.gross + account.employer_contributions
        assert account.net == account.gross - account.employee_contributions - account.csg_crds


@given(hires())
def test_months_and_years_add_up_to_the_totals(hire):
    simulation = simulate(hire)

    assert simulation.total.gross == sum(month.account.gross for month in simulation.months)
    assert simulation.total.cost_after_aid == sum(y.cost_after_aid for y in simulation.years.values())
    assert simulation.total.cost_before_aid == (
        sum(month.cost_before_aid for month in simulation.months) + simulation.training.amount
    )
    assert simulation.total.aids == sum(aid.amount for aid in simulation.aids)


@given(hires())
def test_the_lines_of_a_month_add_up_to_its_figures(hire):
    for month in simulate(hire).months:
        gross, *others = month.lines()
        account = month.account
        due = account.contributions_gross - account.general_reduction
        assert gross.amount == account.gross
        assert sum(line.amount for line in others) == due + account.employee_contributions + account.csg_crds


@given(hires())
def test_no_aid_is_paid_without_a_decree_in_force_at_the_signature(hire):
    covering = [
        window
        for window in aid_windows()
        if window.signed_from <= hire.signed_on <= (window.signed_until or hire.signed_on)
        and (window.starts_before is None or hire.starts_on < window.starts_before)
    ]
    total = simulate(hire).total.aids

    most = max((max(w.adult or 0, w.disabled or 0, w.years[0]) for w in covering), default=0)
    assert total <= most + sum(max(w.years[1:], default=0) for w in covering)
    if hire.sector == "public" or hire.diploma_level == 8:
        assert total == 0


@given(hires())
def test_pay_is_never_below_the_grid(hire):
    for period in simulate(hire).periods:
        assert period.pay.gross >= period.pay.minimum > 0
        assert period.pay.rate >= Decimal("0.27")


@given(hires(), st.integers(1, 10))
def test_an_older_apprentice_is_never_paid_less(hire, years):
    assume(hire.department != "976")
    older = Hire(
        **{name: getattr(hire, name) for name in Hire.__slots__} | {"birth_date": add_years(hire.birth_date, -years)}
    )

    for younger_month, older_month in zip(simulate(hire).months, simulate(older).months, strict=True):
        assert older_month.account.gross >= younger_month.account.gross


@given(hires())
def test_each_year_done_is_never_paid_less_than_the_one_before(hire):
    further = replace(hire, years_already_done=1)

    assert simulate(further).total.gross >= simulate(hire).total.gross


@given(hires())
def test_the_days_of_a_month_are_each_paid_once(hire):
    for month in simulate(hire).months:
        spans = spans_of(hire, month.first_day)
        days = [span.first + timedelta(days=n) for span in spans for n in range(span.days)]
        first = max(month.first_day, hire.starts_on)
        last = min(month.first_day.replace(day=days_in(month.first_day)), hire.last_day)
        assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]


@given(hires())
def test_breaking_a_contract_on_its_last_day_changes_nothing(hire):
    broken = replace(hire, broken_on=hire.ends_on)

    assert simulate(broken).total == simulate(hire).total


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    [
        "signed_on",
        "starts_on",
        "ends_on",
        "birth_date",
        "diploma_level",
        "headcount",
        "department",
        "explain",
        "benefits_in_kind",
        "id",
        "x",
    ]
)


@given(st.dictionaries(FIELDS, JSON, max_size=4) | JSON)
def test_no_question_is_answered_by_anything_but_an_answer_or_a_refusal(nonsense):
    usual = {
        "signed_on": "2026-07-01",
        "starts_on": "2026-09-01",
        "ends_on": "2027-08-31",
        "birth_date": "2008-10-12",
        "diploma_level": 3,
        "headcount": 5,
    }
    question = usual | nonsense if isinstance(nonsense, dict) else nonsense
    with suppress(Refused):
        assert answer(question)["months"]
