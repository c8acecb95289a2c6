"""ROME codes for tests; a code asked twice gives the same row."""

import factory

from apprentissage.trades.models import Domain, Rome, SubDomain


class DomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Domain
        django_get_or_create = ("code",)

    code = "D"
    name = "Commerce, vente et grande distribution"


class SubDomainFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SubDomain
        django_get_or_create = ("code",)

    code = "D11"
    name = factory.LazyAttribute(lambda subdomain: f"Domaine professionnel {subdomain.code}")
    domain = factory.SubFactory(DomainFactory, code=factory.LazyAttribute(lambda domain: domain.factory_parent.code[0]))


class RomeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Rome
        django_get_or_create = ("code",)

    code = "D1102"
    label = "Boulangerie, viennoiserie"
    subdomain = factory.SubFactory(
        SubDomainFactory, code=factory.LazyAttribute(lambda subdomain: subdomain.factory_parent.code[:3])
    )
