from django.core.management import BaseCommand

from offers.closing import close_past_offers


class Command(BaseCommand):
    help = "Close the open offers whose last day to apply is past. Also done every night by the worker."

    def handle(self, **options):
        self.stdout.write(f"Offres échues : {close_past_offers()}.")
