"""What of the law deserves another reading: too old, or never sure."""

from datetime import date, timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from simulators.core.law import Parameter, aid_windows, parameters

TOO_OLD = timedelta(days=183)


class Command(BaseCommand):
    help = "Liste les valeurs de la loi relues il y a plus de six mois, échues, ou de confiance C."

    def handle(self, **options):
        today = timezone.localdate()
        found = [*to_read_again(parameters().values(), today), *unsure([*parameters().values()])]
        found += [
            f"{window.code} : ligne d'aide de confiance C ({window.source})"
            for window in aid_windows()
            if window.confidence == "C"
        ]
        for sentence in found:
            self.stdout.write(sentence)
        self.stdout.write(f"{len(parameters())} valeurs suivies, {len(found)} à relire.")


def to_read_again(values, today: date) -> list[str]:
    """Those that nobody compared with the text for six months, or whose known period is over."""
    found = []
    for parameter in values:
        if today - parameter.reviewed > TOO_OLD:
            found.append(f"{parameter.name} : relu le {parameter.reviewed:%d/%m/%Y}, il y a plus de six mois")
        if parameter.known_until and today > parameter.known_until:
            found.append(f"{parameter.name} : connu jusqu'au {parameter.known_until:%d/%m/%Y} seulement")
    return found


def unsure(values: list[Parameter]) -> list[str]:
    """The values in force or to come that rest on confidence C."""
    return [
        f"{parameter.name} depuis le {value.since:%d/%m/%Y} : confiance C ({value.source})"
        for parameter in values
        for value in parameter.values
        if value.confidence == "C"
    ]
