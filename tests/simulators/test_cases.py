"""Fifty-nine months worked out by two public engines, each field compared where the engine follows the law.

``data/cases.jsonl`` gives for each case the month, the values expected and which engine supports each value: to the
cent where one is said exact, to three cents otherwise (the engines round sums, a pay slip rounds lines).
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from simulators.core.hire import Hire
from simulators.core.simulation import simulate

CASES = [
    json.loads(line, parse_float=Decimal)
    for line in (Path(__file__).parent / "data" / "cases.jsonl").read_text().splitlines()
]
THREE_CENTS = Decimal("0.03")


def hire_of(given):
    days = {
        name: date.fromisoformat(given[key])
        for name, key in {
            "signed_on": "contract_signed",
            "starts_on": "contract_start",
            "ends_on": "contract_end",
            "birth_date": "birth_date",
        }.items()
    }
    return Hire(
        **days,
        diploma_level=given["level"],
        headcount=Decimal(given["headcount"]),
        department=given["department"],
        sector=given["sector"],
        gross_monthly=Decimal(given["gross"]),
        atmp_rate=None if given["at_rate"] is None else Decimal(given["at_rate"]),
        mobility_rate=Decimal(given["vm_rate"]),
        work_study_share=Decimal(given["ratio_alternants"]),
        disabled=bool(given["disabled"]),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_month_agrees_with_the_public_engines(case):
    simulation = simulate(hire_of(case["inputs"]))
    month = simulation.month(date.fromisoformat(f"{case['inputs']['eval_month']}-01"))

    account = month.account
    found = {
        "employee_contrib": account.employee_contributions,
        "csg_crds": account.csg_crds,
        "net": account.net,
        "employer_contrib_gross": account.contributions_gross,
        "general_reduction": account.general_reduction,
        "employer_contrib_net": account.employer_contributions,
        "cost_before_aid": month.cost_before_aid,
        "aid_this_year": annual_aid(simulation, month),
        "min_pay": period_of(simulation, month).pay.minimum,
        "min_pay_pct": period_of(simulation, month).pay.rate * 100,
    }
    wrong = {
        name: (found[name], expected)
        for name, expected in case["expected"].items()
        if expected is not None and abs(found[name] - Decimal(expected)) > THREE_CENTS
    }
    assert not wrong


def annual_aid(simulation, month):
    starts = simulation.hire.starts_on
    year = month.first_day.year - starts.year - (month.first_day.month < starts.month)
    return sum((aid.annual[year] for aid in simulation.aids if year < len(aid.annual)), Decimal(0))


def period_of(simulation, month):
    return next(p for p in simulation.periods if p.first.replace(day=1) <= month.first_day <= p.last)
