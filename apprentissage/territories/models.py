from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField


class Region(models.Model):
    """A region of France, by its INSEE code (``75`` is Nouvelle-Aquitaine)."""

    code = models.CharField("code", primary_key=True, max_length=2)
    name = models.CharField("nom", max_length=60)
    contour = models.MultiPolygonField("contour simplifié", srid=4326, null=True)

    class Meta:
        verbose_name = "région"
        ordering = ["name"]

    def __str__(self):
        return self.name


class Department(models.Model):
    """A department or an overseas collectivity, by its INSEE code (``24``, ``2A``, ``974``, ``988``)."""

    code = models.CharField("code", primary_key=True, max_length=3)
    name = models.CharField("nom", max_length=60)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="departments")
    contour = models.MultiPolygonField("contour simplifié", srid=4326, null=True)

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self):
        return f"{self.name} ({self.code})"


class Commune(models.Model):
    """A commune of today, or one of the 45 arrondissements of Paris, Lyon and Marseille (``parent`` is then the city)."""

    code = models.CharField("code INSEE", primary_key=True, max_length=5)
    name = models.CharField("nom", max_length=80)
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="arrondissements")
    postal_codes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list)
    population = models.PositiveIntegerField("population", null=True)
    point = models.PointField("mairie ou centre", geography=True, null=True)

    class Meta:
        verbose_name = "commune"
        ordering = ["name", "code"]

    def __str__(self):
        return f"{self.name} ({self.department_id})"
