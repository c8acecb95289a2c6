"""What is kept of an import: its counts, where to go on, and what was said of each line."""

from django.db import models
from django.db.models import Q


class ImportRun(models.Model):
    """One reading of one file. Unfinished, it is the checkpoint: it is saved with each batch, in its transaction."""

    source = models.SlugField("source imposée", max_length=40, blank=True)
    file_name = models.CharField("fichier", max_length=255)
    fingerprint = models.CharField("empreinte du fichier", max_length=64, blank=True)
    read = models.PositiveBigIntegerField("lues", default=0)
    created = models.PositiveBigIntegerField("créées", default=0)
    updated = models.PositiveBigIntegerField("mises à jour", default=0)
    unchanged = models.PositiveBigIntegerField("inchangées", default=0)
    withheld = models.PositiveBigIntegerField("retenues", default=0)
    refused = models.PositiveBigIntegerField("refusées", default=0)
    is_cut_short = models.BooleanField("fichier illisible jusqu'au bout", default=False)
    started_at = models.DateTimeField("commencé le", auto_now_add=True)
    updated_at = models.DateTimeField("dernier lot le", auto_now=True)
    finished_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        app_label = "offers"
        verbose_name = "import"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint"],
                condition=Q(finished_at__isnull=True) & ~Q(fingerprint=""),
                name="one_unfinished_import_per_file",
            ),
        ]

    def __str__(self):
        return f"Import {self.pk} de {self.file_name}"


class ImportRemark(models.Model):
    """What the sender is told of one line: why it was refused, or what was noticed about an offer taken."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="remarks")
    line = models.PositiveBigIntegerField("ligne")
    identifier = models.CharField("identifiant", max_length=120, blank=True)
    code = models.CharField("code", max_length=40)
    is_refusal = models.BooleanField("refus")
    sentence = models.CharField("explication", max_length=600)

    class Meta:
        app_label = "offers"
        verbose_name = "remarque d'import"
        verbose_name_plural = "remarques d'import"
        ordering = ["run", "pk"]

    def __str__(self):
        return f"Ligne {self.line} : {self.code}"


class SeenIdentifier(models.Model):
    """An identifier met by a running import, to tell a second one; forgotten when the import ends."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="seen", db_index=False)
    source = models.CharField(max_length=40)
    identifier = models.CharField(max_length=120)
    line = models.PositiveBigIntegerField()

    class Meta:
        app_label = "offers"
        verbose_name = "identifiant déjà lu"
        verbose_name_plural = "identifiants déjà lus"
        constraints = [
            models.UniqueConstraint(fields=["run", "source", "identifier"], name="identifier_seen_once_per_import")
        ]

    def __str__(self):
        return f"{self.identifier}, ligne {self.line}"
