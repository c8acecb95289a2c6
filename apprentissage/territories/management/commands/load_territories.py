from django.core.management.base import BaseCommand

from apprentissage.territories.loading import load_territories
from apprentissage.territories.models import Commune


class Command(BaseCommand):
    help = "Charge les régions, départements, communes, codes postaux et contours. Sans effet s'ils y sont déjà."

    def handle(self, **options):
        if load_territories():
            self.stdout.write(f"Territoires chargés : {Commune.objects.count()} communes.")
        else:
            self.stdout.write("Territoires déjà à jour.")
