"""Regions, departments and communes for tests; a code asked twice gives the same row."""

import factory
from django.contrib.gis.geos import Point

from apprentissage.territories.models import Commune, Department, Region


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "75"
    name = "Nouvelle-Aquitaine"


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department
        django_get_or_create = ("code",)

    code = "24"
    name = "Dordogne"
    region = factory.SubFactory(RegionFactory)


class CommuneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Commune
        django_get_or_create = ("code",)

    code = "24520"
    name = "Sarlat-la-Canéda"
    department = factory.SubFactory(DepartmentFactory)
    postal_codes = factory.LazyFunction(lambda: ["24200"])
    population = 8816
    point = factory.LazyFunction(lambda: Point(1.2166, 44.889, srid=4326))
