"""What is kept of an import of the SIRENE file: its counts, and where to go on."""

from django.db import models


class RegisterImport(models.Model):
    """One reading of one file. Unfinished, it is the checkpoint: it is saved with each batch, in its transaction."""

    class Kind(models.TextChoices):
        ESTABLISHMENTS = "establishments", "StockEtablissement"
        UNITS = "units", "StockUniteLegale"

    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    file_name = models.CharField("fichier", max_length=255)
    fingerprint = models.CharField("empreinte du fichier", max_length=64)
    departments = models.CharField("départements", max_length=200, blank=True)  # empty: all of them
    read = models.PositiveBigIntegerField("lues", default=0)
    written = models.PositiveBigIntegerField("écrites", default=0)
    refused = models.PositiveBigIntegerField("refusées", default=0)
    started_at = models.DateTimeField("commencé le", auto_now_add=True)
    finished_at = models.DateTimeField("terminé le", null=True)

    class Meta:
        app_label = "accounts"
        verbose_name = "import SIRENE"
        verbose_name_plural = "imports SIRENE"
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fingerprint", "departments"],
                condition=models.Q(finished_at__isnull=True),
                name="one_unfinished_import_per_register_file",
            ),
        ]

    def __str__(self):
        return f"Import {self.pk} de {self.file_name}"
