"""The months as CSV, for a French spreadsheet: semicolons, decimal commas, a byte order mark."""

import csv
from decimal import Decimal
from io import StringIO

from simulators.core.simulation import Month, Simulation

BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads accents wrong
COLUMNS = (
    "Mois",
    "Salaire brut",
    "Cotisations de l'apprenti",
    "CSG et CRDS",
    "Salaire net",
    "Cotisations avant réduction",
    "Réduction générale",
    "Cotisations de l'employeur",
    "Coût avant aide",
    "Aide",
    "Reste à payer",
    "Loi projetée",
)


def months_csv(simulation: Simulation) -> bytes:
    """One row a month, in euros, then the total; the contribution to the training has a row of its own when due."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for month in simulation.months:
        writer.writerow([f"{month.first_day:%Y-%m}", *_amounts(month), "oui" if month.projected else "non"])
    blank = [""] * 7
    training, total = simulation.training.amount, simulation.total
    if training:
        writer.writerow(["Participation à la formation", *blank, _n(training), _n(Decimal(0)), _n(training), ""])
    sums = [total.gross, None, None, total.net, None, None, total.employer_contributions]
    sums += [total.cost_before_aid, total.aids, total.cost_after_aid]
    writer.writerow(["Total", *("" if amount is None else _n(amount) for amount in sums), ""])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _amounts(month: Month) -> list[str]:
    account = month.account
    amounts = [
        account.gross,
        account.employee_contributions,
        account.csg_crds,
        account.net,
        account.contributions_gross,
        account.general_reduction,
        account.employer_contributions,
        month.cost_before_aid,
        month.aid,
        month.cost_after_aid,
    ]
    return [_n(amount) for amount in amounts]


def _n(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")
