"""What the apprentice of an agreement costs and which aids come: asked of ``simulators.core`` on the day of the yes.

What nobody said is supposed, and each supposition is a sentence kept beside the figures.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from simulators.core.exchange import Refused, answer
from simulators.core.hire import add_months, birth_date_of
from simulators.core.minimum import USUAL_MONTHS, usual_start

VERSION = 1  # of the exchange format of simulations
SUPPOSED_AGE = 18
SUPPOSED_LEVEL = 3
SUPPOSED_HEADCOUNT = 5
# The least of each band of SIRENE (``trancheEffectifsEtablissement``); "NN" and blank: not known.
BANDS = {
    "00": 1, "01": 1, "02": 3, "03": 6, "11": 10, "12": 20, "21": 50, "22": 100, "31": 200, "32": 250, "41": 500,
    "42": 1000, "51": 2000, "52": 5000, "53": 10000,
}  # fmt: skip


def simulate_agreement(facts: dict[str, Any], today: date) -> dict[str, Any]:
    """Two things for the facts of an agreement: the ``dates`` of the contract, and the ``simulation`` to keep.

    The simulation holds its day, the question and the whole answer of the exchange format, and what was supposed. When
    the question cannot be answered, ``problems`` says why and ``answer`` is null: the agreement stands all the same.
    """
    supposed: list[str] = []
    dates = _dates(facts, today, supposed)
    question = _question(facts, dates, today, supposed)
    kept = {"version": VERSION, "computed_on": today.isoformat(), "question": question, "supposed": supposed}
    try:
        return {"dates": dates, "simulation": kept | {"answer": answer(question), "problems": []}}
    except Refused as refused:
        problems = [problem.message for problem in refused.problems]
        return {"dates": dates, "simulation": kept | {"answer": None, "problems": problems}}


def _dates(facts: dict[str, Any], today: date, supposed: list[str]) -> dict[str, Any]:
    """The first day, the length and the last day of the contract."""
    offer = facts["offer"] or {}
    said = [day for day in (offer.get("starts_on"), facts["available_from"]) if day and day >= today.isoformat()]
    if not said:
        supposed.append("Personne n'a dit le jour du début : nous avons compté le premier jour du mois prochain.")
    starts_on = date.fromisoformat(said[0]) if said else usual_start(today)
    months = offer.get("months")
    if not months:
        supposed.append(f"Personne n'a dit la durée : nous avons compté {USUAL_MONTHS} mois.")
        months = USUAL_MONTHS
    return {
        "starts_on": starts_on.isoformat(),
        "months": months,
        "ends_on": add_months(starts_on, months).isoformat(),
    }


def _question(facts: dict[str, Any], dates: dict[str, Any], today: date, supposed: list[str]) -> dict[str, Any]:
    starts_on = date.fromisoformat(dates["starts_on"])
    commune = facts["site"]["commune"]
    question = {
        "signed_on": min(today, starts_on).isoformat(),
        "starts_on": dates["starts_on"],
        "ends_on": dates["ends_on"],
        "birth_date": birth_date_of(_age(facts, supposed), starts_on).isoformat(),
        "diploma_level": str(_level(facts, supposed)),
        "headcount": str(_headcount(facts, supposed)),
    }
    if commune:
        question["department"] = commune["department"]
    hours = (facts["offer"] or {}).get("weekly_hours")
    if hours and Decimal(hours) > 0:
        question["weekly_hours"] = hours
    supposed.append("Le salaire est le minimum de la loi ; une convention collective peut demander plus.")
    return question


def _age(facts: dict[str, Any], supposed: list[str]) -> int:
    age = facts["apprentice"]["age"]
    if age is None:
        supposed.append(f"L'âge n'est pas connu : nous avons compté {SUPPOSED_AGE} ans.")
        return SUPPOSED_AGE
    supposed.append(f"L'apprenti a {age} ans au début du contrat ; sa date de naissance changera le mois des hausses.")
    return age


def _level(facts: dict[str, Any], supposed: list[str]) -> int:
    level = facts["training"]["level"]
    if level is None:
        supposed.append("Le niveau du diplôme n'est pas connu : nous avons compté un CAP.")
    return level or SUPPOSED_LEVEL


def _headcount(facts: dict[str, Any], supposed: list[str]) -> int:
    """People in the company, as far as the band of the establishment tells."""
    band = facts["employer"].get("headcount_band", "")
    if band in BANDS:
        least = BANDS[band]
        supposed.append(f"L'effectif est celui du répertoire Sirene pour cet établissement, au plus bas : {least}.")
        return least
    supposed.append(f"L'effectif n'est pas connu : nous avons compté {SUPPOSED_HEADCOUNT} salariés.")
    return SUPPOSED_HEADCOUNT
