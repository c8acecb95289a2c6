"""Trades, and the part of ROME they hang on."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, F, Max, Min, Q, Value, When
from django.db.models.functions import Coalesce, Length

LONG_ENOUGH = 5  # letters: shorter words are never read as the misspelling of another


class Domain(models.Model):
    """One of the 14 great domains of ROME (``D``: commerce, vente et grande distribution)."""

    code = models.CharField("code", primary_key=True, max_length=1)
    name = models.CharField("nom", max_length=120)

    class Meta:
        verbose_name = "grand domaine"
        verbose_name_plural = "grands domaines"
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
        verbose_name_plural = "domaines professionnels"
        ordering = ["code"]

    def __str__(self):
        return self.name


class RomeQuerySet(models.QuerySet["Rome"]):
    def current(self):
        """Codes of the register in force. A retired code stays for the offers that bear it."""
        return self.filter(is_retired=False)

    def heads(self):
        """The 532 codes that versions 3 and 4 share; the others refine one of them."""
        return self.filter(parent=None)

    def of_codes(self, codes):
        """These very codes."""
        return self.filter(code__in=codes)

    def family_of(self, code: str):
        """The code, the head it refines, and all that refine the same head."""
        head = self.filter(code=code).values(found=Coalesce("parent", "code"))[:1]
        return self.filter(Q(code__in=head) | Q(parent__in=head))

    def neighbours_of(self, codes):
        """Where somebody of these trades can move to, nearest first (ROME's mobilities)."""
        moves = Q(mobilities_to__origin__in=codes)
        return self.filter(moves).annotate(rank=Min("mobilities_to__rank")).order_by("rank", "code")


class Rome(models.Model):
    """A code of the operational register of trades (``D1102``: boulangerie)."""

    code = models.CharField("code ROME", primary_key=True, max_length=5)
    label = models.CharField("libellé", max_length=200)
    subdomain = models.ForeignKey(SubDomain, models.PROTECT, related_name="romes")
    parent = models.ForeignKey(
        "self", models.PROTECT, related_name="children", null=True, blank=True, verbose_name="précise le code"
    )
    definition = models.TextField("définition", blank=True)
    access = models.TextField("accès au métier", blank=True)
    is_retired = models.BooleanField("retiré du répertoire", default=False)

    objects = RomeQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche ROME"
        verbose_name_plural = "fiches ROME"
        ordering = ["code"]

    def __str__(self):
        return f"{self.label} ({self.code})"


class TradeQuerySet(models.QuerySet["Trade"]):
    def of_romes(self, codes):
        """Trades that bear one of these ROME codes."""
        return self.filter(rome__in=codes)

    def akin_to(self, diplomas, names, subdomains):
        """Trades of today in these professional domains, or that share one of these diplomas or everyday names."""
        shared = Q(diplomas__overlap=list(diplomas)) | Q(everyday_names__overlap=list(names))
        return self.filter(shared | Q(rome__subdomain__in=subdomains), rome__is_retired=False)

    def named(self, key: str):
        """Trades one of whose names is this word key, begins with it, or has a word that does; best first."""
        fit = Case(
            When(names__key=key, then=Value(3)),
            When(names__key__startswith=key, then=Value(2)),
            default=Value(1),
        )
        return self._best_first(Q(names__key__startswith=key) | Q(names__key__contains=f" {key}"), fit)

    def resembling(self, key: str):
        """Trades one of whose names looks like this word key, misspelt; the most alike first, none for short words."""
        if all(len(word) < LONG_ENOUGH for word in key.split()):
            return self.none()
        return self._best_first(Q(names__key__trigram_word_similar=key), TrigramWordSimilarity(key, "names__key"))

    def _best_first(self, condition, fit):
        """By how well a name fits; among equals the labels before the everyday names, then the shortest label."""
        spoken = Q(names__weight__gte=TradeName.Weight.EVERYDAY)
        return (
            self.filter(condition & spoken)
            .annotate(fit=Max(fit), sureness=Max("names__weight"))
            .order_by("-fit", "-sureness", Length("masculine"), "slug")
        )


class Trade(models.Model):
    """A trade that takes apprentices, as people name it; several may share a ROME code (plombier, chauffagiste)."""

    slug = models.SlugField("identifiant", primary_key=True, max_length=80)
    rome = models.ForeignKey(Rome, models.PROTECT, related_name="trades")
    feminine = models.CharField("au féminin", max_length=120)
    masculine = models.CharField("au masculin", max_length=120)
    everyday_names = ArrayField(models.CharField(max_length=80), verbose_name="noms courants", default=list)
    diplomas = ArrayField(models.CharField(max_length=120), verbose_name="diplômes usuels", default=list)
    levels = ArrayField(models.PositiveSmallIntegerField(), verbose_name="niveaux usuels", default=list)

    objects = TradeQuerySet.as_manager()

    class Meta:
        verbose_name = "métier"
        ordering = ["slug"]

    def __str__(self):
        """Both labels, the feminine first; once when they are the same word."""
        both = self.feminine if self.feminine == self.masculine else f"{self.feminine} ou {self.masculine}"
        return both[0].upper() + both[1:]


class AppellationQuerySet(models.QuerySet["Appellation"]):
    def usual(self):
        """Those people really say."""
        return self.filter(is_rarely_used=False)


class Appellation(models.Model):
    """A name of a job in ROME, under one code (``Boulanger-pâtissier / Boulangère-pâtissière``)."""

    code = models.PositiveIntegerField("code OGR", primary_key=True)
    rome = models.ForeignKey(Rome, models.PROTECT, related_name="appellations")
    label = models.CharField("libellé", max_length=300)
    masculine = models.CharField("au masculin", max_length=300)
    feminine = models.CharField("au féminin", max_length=300)
    is_main = models.BooleanField("nom principal de la fiche", default=False)
    is_rarely_used = models.BooleanField("peu usité", default=False)

    objects = AppellationQuerySet.as_manager()

    class Meta:
        verbose_name = "appellation"
        ordering = ["label"]

    def __str__(self):
        return self.label


class Skill(models.Model):
    """What somebody can do, knows, or how they behave at work, in the words of ROME."""

    class Kind(models.TextChoices):
        KNOW_HOW = "know_how", "savoir-faire"
        KNOWLEDGE = "knowledge", "savoir"
        SOFT = "soft", "savoir-être professionnel"

    code = models.PositiveIntegerField("code OGR", primary_key=True)
    label = models.CharField("libellé", max_length=400)
    kind = models.CharField("nature", max_length=9, choices=Kind.choices)

    class Meta:
        verbose_name = "compétence"
        ordering = ["label"]

    def __str__(self):
        return self.label


class RomeSkill(models.Model):
    """A skill asked by a trade of ROME."""

    rome = models.ForeignKey(Rome, models.CASCADE, related_name="rome_skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="rome_skills")
    is_core = models.BooleanField("de base", default=False)

    class Meta:
        verbose_name = "compétence d'une fiche"
        verbose_name_plural = "compétences des fiches"
        constraints = [models.UniqueConstraint(fields=["rome", "skill"], name="one_link_per_rome_and_skill")]

    def __str__(self):
        return f"{self.rome_id} : {self.skill_id}"


class Mobility(models.Model):
    """A move that ROME finds natural, from one trade to another; the order is ROME's, the nearest first."""

    class Kind(models.TextChoices):
        NEAR = "near", "métier proche"
        EVOLUTION = "evolution", "évolution"

    origin = models.ForeignKey(Rome, models.CASCADE, related_name="mobilities")
    target = models.ForeignKey(Rome, models.CASCADE, related_name="mobilities_to")
    kind = models.CharField("nature", max_length=9, choices=Kind.choices, default=Kind.NEAR)
    rank = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "mobilité"
        verbose_name_plural = "mobilités"
        ordering = ["origin", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["origin", "target"], name="one_mobility_per_pair"),
            models.CheckConstraint(condition=~Q(origin=F("target")), name="mobility_goes_elsewhere"),
        ]

    def __str__(self):
        return f"{self.origin_id} vers {self.target_id}"


class TradeName(models.Model):
    """A name somebody may type or print, under its word key: what deduces a ROME code and suggests trades.

    Written by the loaders from the labels, the everyday names and the appellations; never by hand.
    """

    class Weight(models.IntegerChoices):
        """How sure the name is, when two trades answer to it."""

        LABEL = 6, "libellé du métier"
        EVERYDAY = 4, "nom courant"
        APPELLATION = 2, "appellation du ROME"
        DIPLOMA = 1, "diplôme qui y mène"

    key = models.CharField("clé", max_length=300)
    rome = models.ForeignKey(Rome, models.CASCADE, related_name="names")
    trade = models.ForeignKey(Trade, models.CASCADE, related_name="names", null=True)
    weight = models.PositiveSmallIntegerField("poids", choices=Weight.choices)

    class Meta:
        verbose_name = "nom de métier"
        verbose_name_plural = "noms de métiers"
        indexes = [
            models.Index(OpClass(F("key"), name="varchar_pattern_ops"), name="trade_name_key"),
            # Partial, or the planner takes it for equality too, a hundred times slower than the one above.
            GinIndex(
                OpClass(F("key"), name="gin_trgm_ops"),
                condition=Q(trade__isnull=False),
                name="trade_name_trigrams",
            ),
        ]

    def __str__(self):
        return self.key


class LoadStamp(models.Model):
    """Fingerprint of what a loader last put in the database, so that running it again costs nothing."""

    name = models.SlugField("chargement", primary_key=True, max_length=40)
    digest = models.CharField("empreinte", max_length=64)
    loaded_at = models.DateTimeField("chargé le", auto_now=True)

    class Meta:
        verbose_name = "chargement"

    def __str__(self):
        return self.name
