from django.core.management.base import BaseCommand

from apprentissage.trades.loading import load_trades
from apprentissage.trades.models import Trade


class Command(BaseCommand):
    help = "Charge les domaines, les codes ROME et les métiers de l'apprentissage. Sans effet s'ils y sont déjà."

    def handle(self, **options):
        if load_trades():
            self.stdout.write(f"Métiers chargés : {Trade.objects.count()}.")
        else:
            self.stdout.write("Métiers déjà à jour.")
