"""Regions, departments, communes, and the names by which people ask for them.

``manage.py load_territories`` fills these tables from ``data/``; nobody edits them by hand.
Contours are light shapes for drawing maps: never use them to tell where a point lies.
"""

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import Distance, GeometryDistance
from django.contrib.gis.measure import D
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models.functions import Ln


class Region(models.Model):
    """One of the 18 regions, by its INSEE code (``75`` is Nouvelle-Aquitaine)."""

    code = models.CharField("code", primary_key=True, max_length=2)
    name = models.CharField("nom", max_length=60)
    contour = models.MultiPolygonField("contour simplifié", srid=4326, null=True)

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self):
        return self.name


class DepartmentQuerySet(models.QuerySet["Department"]):
    def in_region(self, code):
        return self.filter(region=code)

    def within(self, area_codes):
        """The departments that these areas are made of: ``D24`` is one, ``R75`` twelve."""
        codes = {kind: [code[1:] for code in area_codes if code[0] == kind] for kind in "DR"}
        return self.filter(models.Q(code__in=codes["D"]) | models.Q(region__in=codes["R"]))

    def extent(self):
        """West, south, east and north of their contours, in degrees; None when none has a contour."""
        return self.aggregate(extent=models.Extent("contour"))["extent"]

    def with_population(self):
        """Each department with its ``population``, that of its communes; null where none is known."""
        return self.annotate(population=models.Sum("communes__population", filter=models.Q(communes__parent=None)))


class Department(models.Model):
    """A department or a collectivity overseas, by its INSEE code (``24``, ``2A``, ``974``, ``988``)."""

    code = models.CharField("code", primary_key=True, max_length=3)
    name = models.CharField("nom", max_length=60)
    # The eight collectivities overseas (975 to 989) belong to no region.
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="departments", verbose_name="région")
    contour = models.MultiPolygonField("contour simplifié", srid=4326, null=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self):
        return f"{self.name} ({self.code})"


class CommuneQuerySet(models.QuerySet["Commune"]):
    def with_postal_code(self, postal_code):
        """Communes served by a postal code: two out of three codes serve several."""
        return self.filter(postal_codes__contains=[postal_code])

    def whole(self):
        """Communes without the arrondissements of Paris, Lyon and Marseille."""
        return self.filter(parent=None)

    def nearest_first(self, point, within_km):
        """Communes around a point, each with its ``distance``, the nearest first; the index gives them in order."""
        around = self.filter(point__dwithin=(point, D(km=within_km)))
        return around.annotate(distance=Distance("point", point)).order_by(GeometryDistance("point", point))

    def in_department(self, code):
        return self.filter(department=code)

    def biggest_first(self):
        return self.order_by(models.F("population").desc(nulls_last=True), "code")


class Commune(models.Model):
    """A commune of today, or an arrondissement of Paris, Lyon or Marseille (``parent`` is then the city)."""

    code = models.CharField("code INSEE", primary_key=True, max_length=5)
    name = models.CharField("nom", max_length=80)
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes", verbose_name="département")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="arrondissements", verbose_name="ville")
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list)
    population = models.PositiveIntegerField("population", null=True)
    # Null for some 60 small communes overseas: they are known by name but have no place on the map.
    point = models.PointField("mairie ou centre", geography=True, null=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["name", "code"]
        indexes = [GinIndex(fields=["postal_codes"], name="commune_postal_codes")]

    def __str__(self):
        return f"{self.name} ({self.department_id})"


class CommuneContour(models.Model):
    """The light contour of a commune; apart from it, so that fetching a commune stays cheap."""

    commune = models.OneToOneField(Commune, models.CASCADE, primary_key=True, related_name="outline")
    contour = models.MultiPolygonField("contour simplifié", srid=4326)

    class Meta:
        verbose_name = "contour de commune"
        verbose_name_plural = "contours de communes"

    def __str__(self):
        return f"Contour de {self.commune_id}"


class FormerCommune(models.Model):
    """A commune that joined another: people still ask for it by its name, and old files by its code."""

    class Kind(models.TextChoices):
        DELEGATED = "deleguee", "commune déléguée"
        ASSOCIATED = "associee", "commune associée"

    code = models.CharField("ancien code INSEE", primary_key=True, max_length=5)
    name = models.CharField("nom", max_length=80)
    kind = models.CharField("statut", max_length=8, choices=Kind.choices)
    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="former_communes", verbose_name="commune d'aujourd'hui"
    )

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        ordering = ["name", "code"]

    def __str__(self):
        return f"{self.name}, aujourd'hui {self.commune_id}"


@models.CharField.register_lookup
class Among(models.Lookup):
    """``words__among=[...]``: like ``in``, but as one array; Django takes ten times longer to write 500 parameters."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", [*params, self.rhs]


class PlaceNameQuerySet(models.QuerySet["PlaceName"]):
    def of(self, key):
        """The name under which a place is shown."""
        return self.filter(key=key, sort__in=[PlaceName.Sort.NAME, PlaceName.Sort.DISTRICT])

    def names(self):
        return self.exclude(sort=PlaceName.Sort.POSTAL_CODE)

    def called(self, *words):
        """Names that are one of these."""
        return self.filter(words__among=list(words))

    def beginning_with(self, words):
        return self.filter(words__startswith=words)

    def holding(self, words):
        """Names that hold these words elsewhere than at the start: "caneda" in "sarlat la caneda"."""
        return self.names().filter(words__contains=f" {words}")

    def resembling(self, words):
        """Names spelt nearly so, the likeliest first: people misspell big towns more often than hamlets."""
        alike = self.names().exclude(sort=PlaceName.Sort.DISTRICT).filter(words__trigram_similar=words)
        likelihood = TrigramSimilarity("words", words) + Ln(models.F("weight") + 10.0) / 40.0
        return alike.annotate(likelihood=likelihood).order_by("-likelihood", "key")

    def with_postal_code(self, postal_code):
        """Communes served by a postal code; Paris, Lyon and Marseille give way to their arrondissement."""
        return self.filter(sort=PlaceName.Sort.POSTAL_CODE, words=postal_code)

    def in_departments(self, *codes):
        return self.filter(department__in=codes)

    def of_kind(self, letter):
        """Names of communes (``c``), departments (``d``) or regions (``r``)."""
        return self.filter(key__startswith=letter)

    def bigger_than(self, name):
        return self.filter(weight__gt=name.weight).exclude(key=name.key)

    def exact_first(self, words):
        """The very name first, then the most populated."""
        return self.order_by(models.Case(models.When(words=words, then=0), default=1), "-weight", "key")

    def biggest_first(self):
        return self.order_by("-weight", "key")


class PlaceName(models.Model):
    """One name or one postal code by which a place is asked; a place has several."""

    class Sort(models.TextChoices):
        NAME = "name", "nom"
        DISTRICT = "district", "nom d'arrondissement"
        FORMER = "former", "ancien nom"
        ALIAS = "alias", "autre nom"
        POSTAL_CODE = "postal", "code postal"

    key = models.CharField("lieu", max_length=6)  # "c24520", "d24", "r75", "fr"
    words = models.CharField("nom réduit", max_length=80)  # see names.name_key
    sort = models.CharField("nature", max_length=8, choices=Sort.choices)
    name = models.CharField("nom", max_length=80)
    label = models.CharField("libellé", max_length=100)  # of the place, unique to it
    weight = models.PositiveIntegerField("population", default=0)
    department = models.CharField("département", max_length=3, blank=True)
    # Copied from the commune: joining it would double the time of a suggestion. Never searched by distance.
    point = models.PointField("mairie ou centre", geography=True, null=True, spatial_index=False)

    objects = PlaceNameQuerySet.as_manager()

    class Meta:
        verbose_name = "nom de lieu"
        verbose_name_plural = "noms de lieux"
        indexes = [
            models.Index(fields=["key"], name="place_name_key"),
            models.Index(OpClass("words", "text_pattern_ops"), name="place_name_prefix"),
            GinIndex(OpClass("words", "gin_trgm_ops"), name="place_name_trigrams", condition=~models.Q(sort="postal")),
        ]

    def __str__(self):
        return f"{self.name} → {self.label}"


class LoadStamp(models.Model):
    """The fingerprint of the data last loaded: loading the same again is skipped."""

    name = models.CharField("données", primary_key=True, max_length=40)
    digest = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargées le", auto_now=True)

    class Meta:
        verbose_name = "chargement"

    def __str__(self):
        return f"{self.name}, {self.loaded_at:%d/%m/%Y}"
