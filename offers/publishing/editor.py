"""What the page of a draft shows: the form, what the rules say of it, the pay, and what each button does."""

from collections.abc import Sequence
from functools import cached_property

from django.utils import timezone

from apprentissage.accounts.models import Organisation
from offers.lifecycle import State
from offers.models import Offer
from offers.pay import LegalPay
from offers.publishing.answers import (
    MOST_SITES,
    Answers,
    first,
    put,
    with_one_more_site,
    with_sites,
    without_site,
)
from offers.publishing.checks import Finding, Severity, check
from offers.publishing.form import RHYTHMS, OfferForm
from offers.publishing.models import Draft
from offers.publishing.proposals import TradeFound, trade_meant, with_proposals
from offers.publishing.reading import facts_of, pay_of


def start_answers(companies: Sequence[Organisation], trade: str) -> Answers:
    """The answers before the first key: the place of work is that of the company, when there is only one."""
    answers: Answers = {"metier": [trade]}
    if len(companies) == 1:
        answers = _with_company(answers, companies[0])
    return answers


class Editor:
    """One draft on the screen. ``theirs`` is what somebody else wrote meanwhile, in case of conflict."""

    def __init__(
        self,
        draft: Draft,
        companies: Sequence[Organisation],
        *,
        window: str,
        theirs: Draft | None = None,
    ):
        self.draft, self.companies, self.window, self.theirs = draft, companies, window, theirs
        self.is_judged = False  # whether sentences stand beside fields left empty

    @cached_property
    def form(self) -> OfferForm:
        """The form bound to the draft."""
        return OfferForm(self.draft.answers, self.companies)

    @cached_property
    def page(self) -> OfferForm:
        """The same form as it is shown: what is missing is only said once one wanted to publish."""
        if self.is_judged:
            return self.form
        shown = OfferForm(self.draft.answers, self.companies)
        shown.forget_missing()
        return shown

    @cached_property
    def trade(self) -> TradeFound:
        """The trade typed, or the ones to choose from."""
        return trade_meant(first(self.draft.answers, "metier"))

    @property
    def has_trade(self) -> bool:
        """Whether the first question was answered: the rest of the form then opens, filled."""
        return "titre" in self.draft.answers

    @property
    def is_edit(self) -> bool:
        """Whether the offer exists already."""
        return self.draft.offer_id is not None

    @cached_property
    def pay(self) -> LegalPay:
        """The minimum of the law for what is typed."""
        return pay_of(self.form, timezone.localdate())

    @cached_property
    def findings(self) -> list[Finding]:
        """What the rules say."""
        return check(facts_of(self.form, self.pay, timezone.localdate()))

    @property
    def numbered_findings(self) -> list[tuple[str, Finding]]:
        """Each finding with the name of the button that corrects it."""
        return [(f"fix:{number}", finding) for number, finding in enumerate(self.findings)]

    @property
    def blocking(self) -> list[Finding]:
        """What must be corrected before the offer is published."""
        return [finding for finding in self.findings if finding.severity == Severity.BLOCKS]

    @property
    def doubts(self) -> list[Finding]:
        """What somebody will read before the offer is published."""
        return [finding for finding in self.findings if finding.severity == Severity.REVIEW]

    @property
    def may_preview(self) -> bool:
        """Whether the offer can be written, be there words to correct or not."""
        return self.has_trade and self.form.is_complete

    @property
    def may_publish(self) -> bool:
        """Whether nothing is missing and nothing blocks."""
        company = self.form.organisation
        refused = (Organisation.State.REFUSED, Organisation.State.SUSPENDED)
        return self.may_preview and not self.blocking and company is not None and company.state not in refused

    @property
    def is_one_site(self) -> bool:
        """Whether there is one place of work only."""
        return len(self.form.sites) == 1

    @property
    def trade_errors(self) -> list[str]:
        """What is missing before anything can be proposed, once a button was pressed."""
        is_missing = self.draft.version and not self.has_trade and not self.trade_words.strip()
        return ["Écrivez le métier : un mot suffit, comme « boulanger »."] if is_missing else []

    @property
    def trade_words(self) -> str:
        """What was typed in the field of the trade."""
        return first(self.draft.answers, "metier")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every answer, for a page that carries them without showing the fields."""
        return [(name, value) for name, values in self.draft.answers.items() for value in values]

    @property
    def kept_apart(self) -> list[tuple[str, str]]:
        """Answers already there while only the first question shows."""
        return [(name, value) for name, value in self.pairs if name not in ("metier", "rome", "entreprise")]

    @property
    def differences(self) -> list[tuple[str, str]]:
        """What the other person wrote otherwise: label of the field, their words."""
        theirs = self.theirs.answers if self.theirs else {}
        return [
            (str(field.label), ", ".join(theirs.get(name, [])))
            for name, field in self.form.fields.items()
            if theirs.get(name, [""]) != self.draft.answers.get(name, [""])
        ]

    @property
    def may_add_site(self) -> bool:
        """Whether one more site fits."""
        return len(self.form.sites) < MOST_SITES

    @property
    def rhythms(self) -> Sequence[str]:
        """Usual rhythms, proposed while one types."""
        return RHYTHMS

    @cached_property
    def diplomas(self) -> list[str]:
        """The usual diplomas of the trade."""
        return self.trade.trade.diplomas if self.trade.trade else []

    def judge(self) -> None:
        """From now on, fields left empty are said to be missing."""
        self.is_judged = True
        self.form.is_valid()

    def change(self, action: str) -> bool:
        """Do what a button of the form asks to the answers; whether they changed."""
        name, _, detail = action.partition(":")
        changes = {"trade": self._choose_trade, "add-site": self._add_site, "remove-site": self._remove_site,
                   "site": self._choose_site, "company": self._choose_company, "fix": self._fix}  # fmt: skip
        before = self.draft.answers
        if name in changes:
            self.draft.answers = changes[name](before, detail)
        return self.draft.answers != before

    def outcome_of(self, offer: Offer) -> str:
        """What became of the offer, as a sentence."""
        return {
            State.OPEN: "Votre offre est en ligne.",
            State.PAUSED: "C'est enregistré. Votre offre est toujours en pause.",
            State.HELD: "Votre offre est enregistrée. Quelqu'un la relit avant qu'elle paraisse.",
            State.WAITING: "Votre offre est prête. Elle paraîtra dès que votre entreprise sera validée.",
        }.get(State(offer.state), "C'est enregistré.")

    # -- buttons -------------------------------------------------------------------------------------------------------

    def _choose_trade(self, answers: Answers, slug: str) -> Answers:
        words = first(answers, "metier").strip()
        found = trade_meant(words, slug)
        if found.trade:
            return with_proposals(answers, found.trade)
        if words and not found.choices:  # a trade we do not know: the employer's own words
            return {
                "titre": [words],
                "duree": ["24"],
                "heures": ["35"],
                "places": ["1"],
                "debut_type": ["soon"],
            } | answers
        return answers

    def _choose_company(self, answers: Answers, _detail: str) -> Answers:
        company = OfferForm(answers, self.companies).organisation
        return _with_company(answers, company) if company else answers

    def _add_site(self, answers: Answers, _detail: str) -> Answers:
        return with_one_more_site(answers)

    def _remove_site(self, answers: Answers, number: str) -> Answers:
        return without_site(answers, int(number)) if number.isdecimal() and len(number) < 4 else answers

    def _choose_site(self, answers: Answers, detail: str) -> Answers:
        """One of the places proposed under a site: "2:c24520"."""
        number, _, key = detail.partition(":")
        site = next((site for site in self.form.sites if str(site.number) == number), None)
        place = next((choice for choice in site.choices if choice.key == key), None) if site else None
        return put(answers, **{f"lieu-{number}": place.label, f"code-{number}": key}) if place else answers

    def _fix(self, answers: Answers, number: str) -> Answers:
        found = dict(self.numbered_findings).get(f"fix:{number}")
        if found is None or found.fix is None:
            return answers
        return put(answers, **{found.field: found.fix})


def _with_company(answers: Answers, company: Organisation) -> Answers:
    """The answers with a company and its address as the only place of work."""
    answers = put(answers, entreprise=str(company.pk))
    place = company.establishment
    commune = company.commune or (place.commune if place else None)
    if commune is None:
        return answers
    address = company.address or (place.address if place and place.is_public else "")
    return with_sites(answers, [(str(commune), f"c{commune.pk}", address)])
