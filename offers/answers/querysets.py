"""The vocabulary of applications that were received: who must answer what, and when."""

from datetime import date, timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate

from apprentissage.accounts.models import Organisation
from offers.applications.lifecycle import WAITING, State
from offers.applications.models import Application, ApplicationQuerySet
from offers.applications.terms import ANSWER_WITHIN
from offers.lifecycle import State as OfferState
from offers.querysets import MetresFrom

TO_ANSWER = (State.SENT, State.SILENT)
UNDER_WAY = (State.ASKED, State.INTERVIEW, State.CHOSEN)
ENDED = (State.AGREED, State.REFUSED, State.WITHDRAWN, State.OVER)
OVER_FOR_ALL = (OfferState.FILLED, OfferState.CLOSED, OfferState.WITHDRAWN)


WIDE = ("description", "employer_description", "document", "places")  # of an offer: never shown beside a candidate


class Median(models.Aggregate):
    """The middle value; null of nothing."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.FloatField()


class DaysToAnswer(models.Func):
    """Days from the sending to the first answer, null before it."""

    template = "EXTRACT(EPOCH FROM (%(expressions)s)) / 86400.0"
    arg_joiner = " - "
    output_field = models.FloatField()

    def __init__(self, **extra):
        super().__init__(F("answered_at"), F("sent_at"), **extra)


class FirstDueDate(models.Func):
    """The last day for a first answer, whatever date the exchanges that followed have set since."""

    template = f"(%(expressions)s + {ANSWER_WITHIN.days})"
    output_field = models.DateField()

    def __init__(self, **extra):
        super().__init__(TruncDate("sent_at"), **extra)


class ReceivedApplications(ApplicationQuerySet):
    """Applications as those who must answer them speak of them."""

    def received_by(self, organisations):
        """What these companies received, drafts aside."""
        return self.filter(organisation__in=organisations).exclude(state=State.DRAFT)

    def in_states(self, states):
        return self.filter(state__in=states)

    def for_offer(self, offer_id):
        """Those of one offer; those that asked for no offer in particular when ``offer_id`` is 0."""
        return self.filter(offer=offer_id) if offer_id else self.filter(offer=None)

    def for_offers(self, numbers):
        return self.filter(offer__in=numbers)

    def for_trades(self, romes, departments):
        """Those for offers of these trades whose first place of work is in these departments."""
        return self.filter(
            offer__rome__in=romes, offer__sites__position=0, offer__sites__commune__department__in=departments
        )

    def of_others_than(self, organisations):
        """Those that other companies received."""
        return self.exclude(organisation__in=organisations)

    def sent_since_day(self, day: date):
        """Those sent on this day or after."""
        return self.filter(sent_at__date__gte=day)

    def at(self, organisation_id):
        """Those of one establishment."""
        return self.filter(organisation=organisation_id)

    def by_keys(self, keys):
        """Those that bear these opaque keys; what is no key is nobody's."""
        return self.filter(key__in=[key for key in keys if _is_key(key)])

    def numbered(self, numbers):
        return self.filter(pk__in=numbers)

    def with_correspondents(self):
        """Each with both sides, and of the offer only what a letter says."""
        related = self.select_related("offer", "organisation")
        return related.defer(*(f"offer__{name}" for name in WIDE))

    def with_messages(self):
        """Each with the number of its ``messages``, the oldest application first."""
        return self.annotate(messages=models.Count("exchanges")).by_arrival()

    def for_cards(self):
        """Each with what its card tells, and ``metres`` from the candidate's commune to the nearest place of work."""
        related = self.select_related("offer", "organisation__establishment", "commune")
        to_a_site = MetresFrom("offer__places", "commune__point")
        to_the_company = MetresFrom("organisation__establishment__commune__point", "commune__point")
        narrow = related.defer(*(f"offer__{name}" for name in WIDE))
        return narrow.annotate(metres=Coalesce(to_a_site, to_the_company))

    def counted_by(self, *fields):
        """How many, a row for each value of these fields."""
        return self.values(*fields).annotate(count=models.Count("pk")).order_by()

    def waiting_by_person(self, today: date, soon: date):
        """A row for each person and company with something to answer: its numbers, those due after today until
        ``soon``, and the first due date. In order of persons."""
        waiting = self.filter(
            state=State.SENT,
            organisation__state=Organisation.State.VALID,
            organisation__memberships__user__is_active=True,
        )
        return (
            waiting.values(
                "organisation__name",
                user=F("organisation__memberships__user"),
                address=F("organisation__memberships__user__email"),
                is_off=models.ExpressionWrapper(
                    Q(organisation__memberships__user__no_digest__isnull=False), models.BooleanField()
                ),
            )
            .annotate(
                waiting=models.Count("pk"),
                due_next=models.Count("pk", filter=Q(answer_due_on__gt=today, answer_due_on__lte=soon)),
                first_due=models.Min("answer_due_on"),
            )
            .order_by("user", "organisation__name")
        )

    def by_arrival(self):
        """The oldest first: nobody overtakes."""
        return self.order_by("sent_at", "pk")

    def latest_first(self):
        return self.order_by("-sent_at", "-pk")

    def due_by(self, day: date):
        """Those that wait for a first answer until this day at the latest."""
        return self.filter(state=State.SENT, answer_due_on__lte=day)

    def past_due(self, today: date):
        """Those whose delay is over and that nobody answered."""
        return self.filter(state=State.SENT, answer_due_on__lt=today)

    def of_ended_offers(self):
        """Those that wait although their offer was filled, closed or withdrawn.

        Who was told yes still may say yes to an offer that is filled: it may well be with that very person.
        """
        ended = self.filter(state__in=WAITING, offer__state__in=OVER_FOR_ALL)
        return ended.exclude(state=State.CHOSEN, offer__state=OfferState.FILLED)

    def countable(self, today: date, since: date):
        """Those that tell whether an employer answers: sent since a day, then answered, or left past their due date.

        Who withdrew, or was told that the place was taken, before the due date and without an answer does not count.
        """
        sent = self.annotate(first_due=FirstDueDate()).sent_since_day(since).exclude(state=State.DRAFT)
        left = Q(first_due__lt=today) & (Q(ended_at=None) | Q(ended_at__date__gt=F("first_due")))
        return sent.filter(Q(answered_at__isnull=False) | left)

    def measured(self):
        """Of ``countable`` ones: how many, how many answered in time, and the median of the days it took."""
        in_time = Q(answered_on__lte=F("first_due"))
        return self.annotate(answered_on=TruncDate("answered_at"), days=DaysToAnswer()).aggregate(
            counted=models.Count("pk"),
            answered_in_time=models.Count("pk", filter=in_time),
            median_days=Median("days"),
        )

    def with_breadth(self):
        """The same rows with the number of ``offers`` and of ``companies`` that they come from."""
        return self.annotate(
            offers=models.Count("offer", distinct=True), companies=models.Count("organisation", distinct=True)
        )

    def measured_by(self, *fields):
        """The same three figures, a row for each value of these fields."""
        in_time = Q(answered_on__lte=F("first_due"))
        rows = self.annotate(answered_on=TruncDate("answered_at"), days=DaysToAnswer()).values(*fields)
        return rows.annotate(
            counted=models.Count("pk"),
            answered_in_time=models.Count("pk", filter=in_time),
            median_days=Median("days"),
        ).order_by()


def _is_key(text) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def received() -> ReceivedApplications:
    """All applications, to be asked in the vocabulary of who received them."""
    return ReceivedApplications(Application)


def a_year_before(today: date) -> date:
    """The first day of what a score counts."""
    return today - timedelta(days=365)
