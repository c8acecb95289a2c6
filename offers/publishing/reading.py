"""From the form to the rules: the facts that they read, and the pay that goes with them."""

from datetime import date

from django.utils import timezone

from apprentissage.trades.models import Trade
from offers.pay import LegalPay, pay_on
from offers.publishing.answers import first
from offers.publishing.checks import Finding, OfferFacts, check
from offers.publishing.form import OfferForm

WRITTEN_FREELY = (
    "titre", "description", "appris_autres", "attendu_autres", "diplome", "rythme", "transport", "logement",
    "question_libre",
)  # fmt: skip


def pay_of(form: OfferForm, today: date) -> LegalPay:
    """The minimum of the law for what is typed so far; usual answers stand in for those that are missing."""
    form.is_valid()
    commune = next((site.commune for site in form.sites if site.commune), None)
    department = commune.department_id if commune else None
    return pay_on(form.starts_on, today, form.cleaned_data.get("heures"), department)


def facts_of(form: OfferForm, pay: LegalPay, today: date) -> OfferFacts:
    """The offer as rules read it; a field in error is not read."""
    form.is_valid()
    said = form.cleaned_data
    company = form.organisation
    trade = _trade_of(form)
    return OfferFacts(
        today=today,
        texts={name: said[name] for name in WRITTEN_FREELY if said.get(name)},
        employer_name=company.name if company else "",
        naf=company.establishment.naf if company and company.establishment else "",
        rome_code=form.rome_code,
        feminine=trade.feminine if trade else "",
        masculine=trade.masculine if trade else "",
        minimum_age=said.get("age"),
        starts_on=form.starts_on,
        months=said.get("duree"),
        weekly_hours=said.get("heures"),
        gross_monthly=said.get("salaire"),
        minimums=tuple((minimum.who, minimum.gross) for minimum in pay.minimums),
    )


def findings_of(form: OfferForm, today: date | None = None) -> list[Finding]:
    """What the rules say of the form as it stands."""
    today = today or timezone.localdate()
    return check(facts_of(form, pay_of(form, today), today))


def _trade_of(form: OfferForm) -> Trade | None:
    """The trade chosen: several may share a ROME code."""
    trades = Trade.objects.of_romes([form.rome_code]) if form.rome_code else ()
    return next((trade for trade in trades if str(trade) == first(form.answers, "metier")), None)
