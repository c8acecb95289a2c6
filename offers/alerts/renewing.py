"""Searches understood again, after the names of trades, of diplomas or of places changed."""

from django.db import transaction
from django.http import QueryDict

from offers.alerts.models import Alert, Anchor
from offers.alerts.waiting import waiting

BATCH = 200


def understand_again() -> int:
    """How many alerts offers now find by other lexemes. One whose place exists no more is left as it was."""
    changed, last = 0, 0
    while alerts := list(Alert.objects.after(last)[:BATCH]):
        changed += sum(_understand(alert) for alert in alerts)
        last = alerts[-1].pk
    return changed


@transaction.atomic
def _understand(alert: Alert) -> bool:
    search = waiting(QueryDict(alert.search))
    if search.problem:
        return False
    for name, value in search.columns.items():
        setattr(alert, name, value)
    alert.save(update_fields=list(search.columns))
    held = set(alert.anchors.values_list("lexeme", flat=True))
    alert.anchors.exclude(lexeme__in=search.anchors).delete()
    Anchor.objects.bulk_create(Anchor(alert=alert, lexeme=lexeme) for lexeme in sorted(search.anchors - held))
    return held != search.anchors
