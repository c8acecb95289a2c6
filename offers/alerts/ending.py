"""What ends by itself: alerts nobody confirmed, or whose owner gave no sign of life; what was told long ago."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from apprentissage.mail.outbox import post
from offers.alerts import keeping, links
from offers.alerts.models import Alert, Match, Subscriber

SIGN_OF_LIFE = timedelta(days=182)  # six months
NOTICE = timedelta(days=14)  # the end is told so long before
UNCONFIRMED = timedelta(days=links.CONFIRM_DAYS)
REMEMBERED = timedelta(days=60)  # an offer that opens again after that is news


def notice_silent_subscribers() -> int:
    """How many were told that their alerts end in ``NOTICE``."""
    silent = Subscriber.objects.silent_since(timezone.now() - SIGN_OF_LIFE + NOTICE).not_noticed().with_mails()
    return sum(_notice(pk) for pk in list(silent.values_list("pk", flat=True)))


@transaction.atomic
def _notice(pk: int) -> bool:
    subscriber = Subscriber.objects.select_for_update(of=("self",)).select_related("user").get(pk=pk)
    subscriber.noticed_at = timezone.now()
    subscriber.save(update_fields=["noticed_at"])
    return post(
        f"alerts-ending-{subscriber.key}-{timezone.localdate()}",
        "alerts/ending",
        subscriber.address,
        days=NOTICE.days,
        titles=list(subscriber.alerts.confirmed().values_list("title", flat=True)),
        manage_url=links.manage_url(subscriber),
        unsubscribe_url=links.stop_url(subscriber),
    )


def end_silent_alerts(now) -> int:
    """How many subscribers stopped being written to: six months without a sign of life, told two weeks before."""
    silent = Subscriber.objects.silent_since(now - SIGN_OF_LIFE).noticed_before(now - NOTICE).with_mails()
    ended = list(silent)
    for subscriber in ended:
        keeping.stop(subscriber)
    return len(ended)


def forget_unconfirmed(now) -> int:
    """How many alerts that nobody confirmed were erased, with the addresses that had no other."""
    erased, _ = Alert.objects.unconfirmed_since(now - UNCONFIRMED).delete()
    Subscriber.objects.useless().filter(created_at__lt=now - UNCONFIRMED).delete()
    return erased


def forget_told(now) -> int:
    """How many offers found were forgotten, long after they were told."""
    erased, _ = Match.objects.told_before(now - REMEMBERED).delete()
    return erased + Match.objects.found_before(now - 2 * REMEMBERED).delete()[0]
