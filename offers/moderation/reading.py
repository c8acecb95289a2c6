"""What the desk of moderation shows, gathered for its two pages."""

from django.http import QueryDict

from offers.descriptions import plain_text
from offers.models import Offer
from offers.moderation.decisions import OUTCOMES, Decision
from offers.moderation.models import Case

DECIDED = "decides"


class Listing:
    """What one asks of the queue: a kind of case, waiting or decided; what is strange is not asked."""

    def __init__(self, visible, asked: QueryDict):
        self.is_decided = asked.get("etat") == DECIDED
        self.kind = asked.get("origine", "") if asked.get("origine") in Case.Kind.values else ""
        self.all = visible.decided() if self.is_decided else visible.waiting()
        self.cases = self.all.of_kind(self.kind) if self.kind else self.all
        self.counts = self.all.counts()

    @property
    def total(self) -> int:
        """How many cases there are whatever their kind."""
        return sum(self.counts.values())

    def kinds(self):
        """Each kind as a filter: its chip's label, count, address, whether it is on."""
        return [
            {
                "label": Case.Kind(kind).label,
                "count": self.counts.get(kind, 0),
                "is_on": kind == self.kind,
                "url": self.url("" if kind == self.kind else kind),
            }
            for kind in Case.Kind.values
        ]

    def url(self, kind: str) -> str:
        """The address of the same listing with this kind of cases, all when it is empty."""
        asked = QueryDict(mutable=True)
        if self.is_decided:
            asked["etat"] = DECIDED
        if kind:
            asked["origine"] = kind
        return f"?{asked.urlencode()}"


def of_case(case: Case) -> dict:
    """Everything that the page of a case shows, but the form."""
    offer = Offer.objects.with_details().select_related("organisation").get(pk=case.offer_id)
    case.offer = offer
    return {
        "case": case,
        "offer": offer,
        "words_of_offer": plain_text(offer.description),
        "filed": case.filed.select_related("report").order_by("-report__created_at"),
        "before": Case.objects.of_employer(offer).others_than(case).with_reports().decided()[:10],
        "outcome": OUTCOMES[Decision(case.decision)] if case.decision else None,
    }
