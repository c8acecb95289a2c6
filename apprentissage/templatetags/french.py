"""French typography in templates: amounts, distances, dates, and the spaces that must not break.

Each filter is also a plain function, for the PDF, the mails and the feeds. A missing value gives "".
Never use them inside an SVG attribute: a coordinate wants a point, not a comma.
"""

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from urllib.parse import urlsplit

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData, mark_safe

register = template.Library()

NBSP = "\u00a0"  # before : » % € and inside a date or a measure
THIN = "\u202f"  # narrow, before ; ! ? and between thousands

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()  # noqa: SIM905
)


def thousands(whole: int) -> str:
    """1234567 becomes "1 234 567", with narrow no-break spaces."""
    return f"{whole:,}".replace(",", THIN)


@register.filter
def number(value) -> str:
    """A count or a decimal as the French write it: 1 234 or 1 234,5. Anything else comes back as text."""
    if value is None or value == "":
        return ""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not amount.is_finite():
        return str(value)
    sign = "-" if amount < 0 else ""
    whole, _, rest = f"{abs(amount):f}".partition(".")
    return sign + thousands(int(whole)) + (f",{rest}" if rest else "")


@register.filter
def euros(value) -> str:
    """An amount in euros: "492 €", "1 234,56 €". Cents are shown when there are some, rounded half up."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if amount == amount.to_integral_value():
        amount = amount.to_integral_value()
    return f"{number(amount)}{NBSP}€"


@register.filter
def whole_euros(value) -> str:
    """An amount to the nearest euro, for what is read at a glance: "1 235 €"."""
    if value is None or value == "":
        return ""
    return f"{number(Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP))}{NBSP}€"


@register.filter
def signed_euros(value) -> str:
    """An amount to the nearest euro, below zero with the minus sign of typography: "− 5 000 €"."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value))
    return f"{f'−{NBSP}' if amount < 0 else ''}{whole_euros(abs(amount))}"


@register.filter
def cents(value) -> str:
    """An amount to the cent, for a column of figures: "492,00 €"; a debt bears the minus sign of typography."""
    if value is None or value == "":
        return ""
    amount = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{f'−{NBSP}' if amount < 0 else ''}{number(abs(amount))}{NBSP}€"


@register.filter
def km(value) -> str:
    """A distance given in kilometres: "sur place", "850 m", "3 km". To 50 m, then to 1 km: no false precision."""
    if value is None or value == "":
        return ""
    metres = 50 * round(float(value) * 1000 / 50)
    if metres == 0:
        return "sur place"
    if metres < 1000:
        return f"{metres}{NBSP}m"
    return f"{thousands(int(float(value) + 0.5))}{NBSP}km"


@register.filter
def french_date(value) -> str:
    """A day in full: "1er septembre 2026", "3 mars 2027". A moment is read in the time of Paris."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    day = "1er" if value.day == 1 else value.day
    return f"{day}{NBSP}{MONTHS[value.month - 1]} {value.year}"


@register.filter
def month_name(value) -> str:
    """The month of a day, alone: "septembre"."""
    return MONTHS[value.month - 1] if value else ""


@register.filter
def duration_months(value) -> str:
    """A number of months as people say it: "2 ans" for 24, "18 mois" for 18."""
    if not value:
        return ""
    months = int(value)
    if months % 12:
        return f"{months}{NBSP}mois"
    years = months // 12
    return f"{years}{NBSP}an{'s' if years > 1 else ''}"


@register.filter
def phone(value) -> str:
    """A French number by pairs, 05 53 00 00 00; a foreign number or anything else as it is."""
    digits = re.sub(r"[ .\u00a0\u202f-]", "", str(value or ""))
    national = re.sub(r"^(?:\+|00)33", "0", digits)
    if not re.fullmatch(r"0\d{9}", national):
        return str(value or "")
    return NBSP.join(national[start : start + 2] for start in range(0, 10, 2))


@register.filter
def site_name(value) -> str:
    """The name of the site an address leads to: "exemple.fr" for https://www.exemple.fr/offres?n=12."""
    try:
        host = urlsplit(str(value or "")).hostname or ""
    except ValueError:  # "http://[": no browser would follow it either
        return ""
    return host.removeprefix("www.")


# What "typo" rewrites, in this order. A colon is left alone in "12:30" and "https://".
RULES = [
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(?<=\w)'(?=\s|$)"), "’"),
    (re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))"), THIN),
    (re.compile(r"[ \u00a0\u202f]+(?=[;!?])"), THIN),
    (re.compile(r"[ \u00a0\u202f]+(?=[:»%€])"), NBSP),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NBSP),
]


@register.filter
def typo(value) -> str:
    """The same sentence in French typography: no-break spaces before ; ! ? : » % €, and ’ for an apostrophe."""
    if value is None:
        return ""
    text = str(value)
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    # Only letters and spaces change: what was safe HTML stays so, what was not is escaped here.
    return mark_safe(text) if isinstance(value, SafeData) else conditional_escape(text)  # noqa: S308


register.filter("nbsp", typo)
