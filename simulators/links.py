"""Where one may go from a simulation, with the same answers."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from simulators.asking import Asked
from simulators.forms import HireForm


@dataclass(frozen=True)
class Links:
    """Addresses that carry the answers on."""

    page: str
    lasting: str  # says the date of signature, so that it asks the same on any day
    pdf: str
    csv: str
    comparison: str
    pay: str
    explain: str  # to which a month is added: "2026-09"
    offers: str
    places: list[tuple[str, str]]  # when several bear the name typed: their labels and the page for each


def links_of(asked: Asked) -> Links:
    """The links of a page of simulation."""
    form = asked.form
    said, lasting = form.link, form.lasting_link
    month = asked.answer.month_parameter if asked.answer else ""
    found = form.work_place
    choices = found.choices if found else ()
    place = {name: form.said[name] for name in ("lieu", "code") if name in form.said}
    return Links(
        page=f"{reverse('simulators:cost')}?{said}{month}",
        lasting=f"{reverse('simulators:cost')}?{lasting}",
        pdf=f"{reverse('simulators:cost_pdf')}?{lasting}{month}",
        csv=f"{reverse('simulators:cost_csv')}?{lasting}",
        comparison=f"{reverse('simulators:comparison')}?{said}",
        pay=f"{reverse('simulators:pay')}?{said}",
        explain=f"{reverse('simulators:cost')}?{said}&mois=",
        offers=f"{reverse('offers:search')}?{urlencode(place | {'niveau': form.said.get('niveau', '3')})}",
        places=[
            (place.label, f"?{urlencode(form.said | {'lieu': place.label, 'code': place.key})}") for place in choices
        ],
    )


def pay_link(form: HireForm) -> str:
    """The page of the pay with the answers of a form."""
    return f"{reverse('simulators:pay')}?{form.link}"
