from django.core.management import BaseCommand
from tqdm import tqdm

from offers.demo.people import settle_people
from offers.demo.seeding import seed as seed_offers


class Command(BaseCommand):
    help = "Fill the demonstration with fictional offers and people, marked as such. Run again: adds what is missing."

    def add_arguments(self, parser):
        parser.add_argument("--offers", type=int, default=10_000, help="how many offers (default: 10000)")
        parser.add_argument("--seed", type=int, default=2027, help="another number gives other offers")

    def handle(self, *, offers: int, seed: int, **options):
        with tqdm(total=offers, unit=" offres", disable=None) as bar:
            written = seed_offers(offers, seed, bar.update)
        settle_people()
        self.stdout.write(f"Offres fictives écrites : {written}.")
