from django.contrib.postgres.fields import ArrayField
from django.db import models


class Domain(models.Model):
    """One of the 14 great domains of ROME (``D``: commerce, vente et grande distribution)."""

    code = models.CharField("code", primary_key=True, max_length=1)
    name = models.CharField("nom", max_length=120)

    class Meta:
        verbose_name = "grand domaine"
        ordering = ["code"]

    def __str__(self):
        return self.name


class SubDomain(models.Model):
    """One of the 110 professional domains of ROME (``D11``: commerce alimentaire et métiers de bouche)."""

    code = models.CharField("code", primary_key=True, max_length=3)
    name = models.CharField("nom", max_length=160)
    domain = models.ForeignKey(Domain, models.PROTECT, related_name="subdomains")

    class Meta:
        verbose_name = "domaine professionnel"
        ordering = ["code"]

    def __str__(self):
        return self.name


class Rome(models.Model):
    """A code of the operational register of trades (``D1102``: boulangerie)."""

    code = models.CharField("code ROME", primary_key=True, max_length=5)
    label = models.CharField("libellé", max_length=200)
    subdomain = models.ForeignKey(SubDomain, models.PROTECT, related_name="romes")
    definition = models.TextField("définition", blank=True)

    class Meta:
        verbose_name = "fiche ROME"
        ordering = ["code"]

    def __str__(self):
        return f"{self.label} ({self.code})"


class Trade(models.Model):
    """A trade that takes apprentices, as people name it; several may share a ROME code (plombier, chauffagiste)."""

    slug = models.SlugField("identifiant", primary_key=True, max_length=80)
    rome = models.ForeignKey(Rome, models.PROTECT, related_name="trades")
    feminine = models.CharField("au féminin", max_length=120)
    masculine = models.CharField("au masculin", max_length=120)
    everyday_names = ArrayField(models.CharField(max_length=80), verbose_name="noms courants", default=list)
    diplomas = ArrayField(models.CharField(max_length=120), verbose_name="diplômes usuels", default=list)
    levels = ArrayField(models.PositiveSmallIntegerField(), verbose_name="niveaux usuels", default=list)

    class Meta:
        verbose_name = "métier"
        ordering = ["slug"]

    def __str__(self):
        return f"{self.feminine} ou {self.masculine}"
