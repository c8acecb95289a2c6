from django.db import models


class Message(models.Model):
    """A mail to send: written in the transaction of what it tells, sent later, once."""

    key = models.CharField("clé", max_length=120, unique=True)  # what is told to whom: "application-12-received"
    template = models.CharField("modèle", max_length=80)  # "applications/received" → templates/mail/…
    recipient = models.EmailField("destinataire")
    facts = models.JSONField("faits", default=dict)  # links and dates; nothing personal
    created_at = models.DateTimeField("écrit le", auto_now_add=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)

    class Meta:
        verbose_name = "courriel"

    def __str__(self):
        return f"Courriel {self.pk}"
