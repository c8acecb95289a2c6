"""State aid to private employers: which one, how much, and its payments month by month.

The date of signature chooses the decree (Code du travail, art. D. 6243-1 and following, and the decrees on the
exceptional aid). Payments follow art. D. 6243-2: twelve a year, by days since November 2025 in short contracts.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from apprentissage.law import AidWindow, Case, aid_windows, in_force, value_on
from simulators.core.hire import Hire, add_years, days_in, next_month
from simulators.core.money import ZERO, cents, euros

LABELS = {"aide_unique": "Aide unique", "aide_exceptionnelle": "Aide exceptionnelle"}
PAYMENTS_A_YEAR = 12
WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Aid:
    """An aid, granted or refused, with why; ``payments`` by first day of month. Amounts in euros over the contract."""

    code: str
    label: str
    amount: Decimal
    annual: tuple[Decimal, ...]  # by year of the contract, zero where another aid is paid
    payments: dict[date, Decimal]
    because: str
    source: str
    confidence: str = "A"

    @property
    def first_month(self) -> date | None:
        return min(self.payments) if self.payments else None

    @property
    def last_month(self) -> date | None:
        return max(self.payments) if self.payments else None


def state_aids(hire: Hire) -> list[Aid]:
    """The two devices, in order; at most one has an amount for a given month, the refused ones say why."""
    windows = [window for window in aid_windows() if _covers(window, hire)]
    by_device = {device: [w for w in windows if w.device == device] for device in LABELS}
    taken: dict[date, Decimal] = {}
    aids = []
    for device in ("aide_exceptionnelle", "aide_unique"):
        aid = (
            _granted(device, by_device[device], hire, taken)
            if by_device[device]
            else _refused(device, hire, bool(taken or windows))
        )
        taken |= aid.payments
        aids.append(aid)
    return aids[::-1]


def commits_to_quota(hire: Hire) -> bool:
    """Whether a large employer commits to the share of work-study staff; when not said, whether it has it already."""
    if hire.quota_commitment is None:
        return hire.work_study_share >= in_force("work_study_quota", _case(hire)).number
    return hire.quota_commitment


def _covers(window: AidWindow, hire: Hire) -> bool:
    """Whether a line of a decree is for this hire."""
    if hire.is_public:
        return False
    low, high = window.levels_overseas if hire.is_overseas else window.levels
    smallest, largest = window.headcounts
    large = hire.headcount >= in_force("aid_size", _case(hire)).number
    return (
        window.signed_from <= hire.signed_on <= (window.signed_until or hire.signed_on)
        and (window.starts_before is None or hire.starts_on < window.starts_before)
        and low <= hire.diploma_level <= high
        and smallest <= hire.headcount
        and (largest is None or hire.headcount < largest + 1)
        and (commits_to_quota(hire) or not (large and window.quota))
    )


def _granted(device: str, windows: list[AidWindow], hire: Hire, taken: dict[date, Decimal]) -> Aid:
    """The aid of a device; where two lines overlap, the most generous first year counts (the text of 2020 to 2022)."""
    payments: dict[date, Decimal] = {}
    annual: list[Decimal] = []
    window = max(windows, key=lambda w: w.adult or w.years[0])
    years = max((w.years for w in windows), key=len)
    for number in range(len(years)):
        amounts = _year_amounts(window, years, number, hire)
        year = {month: paid for month, paid in _payments(hire, number, amounts).items() if month not in taken}
        annual.append(max(amounts.values()) if year else ZERO)
        payments |= year
    return Aid(
        code=device,
        label=LABELS[device],
        amount=sum(payments.values(), ZERO),
        annual=tuple(annual),
        payments=payments,
        because=_why(window, annual, hire),
        source=window.source,
        confidence=window.confidence,
    )


def _year_amounts(window: AidWindow, years: tuple[Decimal, ...], number: int, hire: Hire) -> dict[date, Decimal]:
    """The annual amount that rules each of the twelve months of a year of the contract."""
    month = add_years(hire.starts_on, number).replace(day=1)
    amounts = {}
    for _ in range(PAYMENTS_A_YEAR):
        amount = window.years[0] if number == 0 else years[number]
        if number == 0 and window.adult is not None and _is_adult(hire, month):
            amount = window.adult
        if number == 0 and hire.disabled and window.disabled is not None:
            amount = window.disabled
        amounts[month] = amount
        month = next_month(month)
    return amounts


def _is_adult(hire: Hire, month: date) -> bool:
    """Adults count from the month after the 18th birthday, or from the start when already 18."""
    birthday = add_years(hire.birth_date, int(in_force("pay_ages", _case(hire)).table["from_18"]))
    return birthday <= hire.starts_on or month >= next_month(birthday.replace(day=1))


def _payments(hire: Hire, number: int, amounts: dict[date, Decimal]) -> dict[date, Decimal]:
    """Twelfths to the cent; the last of twelve equal ones makes the year exact; days count where the text says so."""
    if number and add_years(hire.starts_on, number) > hire.last_day:
        return {}  # a later year only begins if the contract reaches its anniversary
    shares = {month: _share(hire, month) for month in amounts if month <= hire.last_day}
    paid = {month: cents(cents(amounts[month] / PAYMENTS_A_YEAR) * share) for month, share in shares.items()}
    if len(paid) == PAYMENTS_A_YEAR and len(set(amounts.values())) == 1 and set(shares.values()) == {WHOLE}:
        *others, last = paid
        paid[last] = amounts[last] - sum((paid[month] for month in others), ZERO)
    return paid


def _share(hire: Hire, month: date) -> Decimal:
    """The share of a month's payment that is due (art. D. 6243-2, decree 2025-1031 from November 2025)."""
    short = add_years(hire.starts_on, 1) > hire.ends_on + timedelta(days=1)
    broken = hire.last_day < hire.ends_on
    if not (short or broken) or not value_on("aid_proration", month).number:
        return WHOLE
    first, last = month, month.replace(day=days_in(month))
    begins = max(first, hire.starts_on) if short else first
    ends = min(last, hire.last_day)
    return Decimal((ends - begins).days + 1) / days_in(month)


def _why(window: AidWindow, annual: list[Decimal], hire: Hire) -> str:
    size = (
        "moins de 250 salariés"
        if window.headcounts[1] is not None
        else "250 salariés et plus, engagement sur le quota d'alternants"
    )
    amounts = " puis ".join(euros(amount) for amount in annual if amount) or euros(ZERO)
    disabled = ", apprenti reconnu travailleur handicapé" if hire.disabled and window.disabled else ""
    return (
        f"contrat signé le {hire.signed_on:%d/%m/%Y}, niveau {hire.diploma_level}, {size}{disabled} : {amounts} par an"
    )


def _refused(device: str, hire: Hire, other: bool) -> Aid:
    because, source = _why_refused(device, hire, other)
    return Aid(device, LABELS[device], ZERO, (), {}, because, source)


def _why_refused(device: str, hire: Hire, other: bool) -> tuple[str, str]:
    """The first reason that is enough, in the words of the text."""
    code = "Code du travail, art. L. 6243-1 et D. 6243-1"
    size = in_force("aid_size", _case(hire))
    if hire.is_public:
        return "les employeurs publics n'ont pas d'aide de l'État à l'embauche", code
    if hire.diploma_level > max(window.levels[1] for window in aid_windows()):
        return "aucune aide pour un doctorat", code
    if other:
        return "une seule des deux aides est versée pour un même contrat", code
    if device == "aide_unique":
        return f"réservée aux entreprises de moins de {size.number:f} salariés, jusqu'au bac (bac + 2 outre-mer)", code
    late = [
        w
        for w in aid_windows()
        if w.starts_before and w.signed_from <= hire.signed_on and hire.starts_on >= w.starts_before
    ]
    if late:
        return (
            f"le décret demande un début avant le {late[0].starts_before:%d/%m/%Y} ; la suite n'est pas connue",
            late[0].source,
        )
    if hire.headcount >= size.number and not commits_to_quota(hire):
        return f"à partir de {size.number:f} salariés, il faut s'engager sur un quota d'alternants", code
    return "aucun décret n'était en vigueur le jour de la signature pour ce niveau et cet effectif", code


def _case(hire: Hire) -> Case:
    return hire.moment(hire.starts_on.replace(day=1))
