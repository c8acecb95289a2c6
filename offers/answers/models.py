"""What is kept of answers besides the applications: an employer's own words, its score, who wants no digest."""

from dataclasses import dataclass

from django.conf import settings
from django.db import models

from apprentissage.accounts.models import Organisation

SMALLEST_SAMPLE = 5  # applications; fewer say nothing of an employer, and would point at a candidate
UNKNOWN_CHANCE = 0.5  # of who has too little past: neither above nor below the others
GOOD, POOR = 7, 5  # answers in ten: green from 7 on, honey under 5


@dataclass(frozen=True)
class Shown:
    """A score as a page tells it."""

    days: int  # the median, a day at least
    times: int  # out of ten
    tone: str  # of the badge: aid, warn or nothing

    def __str__(self):
        if not self.times:
            return "Répond rarement dans le délai"
        return f"Répond en {self.days} jour{'s' if self.days > 1 else ''}, {self.times} fois sur 10"


class AnswerTemplate(models.Model):
    """The words of an organisation for one kind of answer; without a row, those of ``wording.DEFAULTS``."""

    class Kind(models.TextChoices):  # the names of the employer's steps
        INVITE = "invite", "Entretien"
        ASK = "ask", "Question"
        REFUSE = "refuse", "Refus"
        CHOOSE = "choose", "D'accord"

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="answer_templates")
    kind = models.CharField("réponse", max_length=12, choices=Kind.choices)
    text = models.TextField("texte", max_length=2000)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "modèle de réponse"
        verbose_name_plural = "modèles de réponse"
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_template_per_kind")]

    def __str__(self):
        return f"Modèle {self.pk}"


class AnswerScore(models.Model):
    """How an organisation answered over the last twelve months; computed by ``score``, nobody edits it."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, primary_key=True, related_name="answer_score", verbose_name="organisme"
    )
    counted = models.PositiveIntegerField("candidatures comptées")
    answered_in_time = models.PositiveIntegerField("réponses dans le délai")
    median_days = models.FloatField("délai médian de réponse, en jours", null=True)
    chance = models.FloatField("part répondue dans le délai", default=UNKNOWN_CHANCE)  # what the search sorts by
    computed_at = models.DateTimeField("calculée le", auto_now=True)

    class Meta:
        verbose_name = "note de réponse"
        verbose_name_plural = "notes de réponse"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_in_time__lte=models.F("counted")), name="no_more_answers_than_applications"
            ),
            models.CheckConstraint(condition=models.Q(chance__range=(0, 1)), name="a_chance_is_a_share"),
        ]

    def __str__(self):
        return f"Note de l'organisme {self.organisation_id}"

    @property
    def shown(self) -> Shown | None:
        """What to tell of it; nothing when the sample is too small."""
        if self.counted < SMALLEST_SAMPLE:
            return None
        times = 10 * self.answered_in_time // self.counted  # never more than what was done
        tone = "aid" if times >= GOOD else "warn" if times < POOR else ""
        return Shown(max(1, round(self.median_days or 0)), times, tone)


class NoDigest(models.Model):
    """A person who wants no daily mail; the last reminder before a due date is still sent."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="no_digest")
    since = models.DateTimeField("depuis", auto_now_add=True)

    class Meta:
        verbose_name = "résumé quotidien refusé"
        verbose_name_plural = "résumés quotidiens refusés"

    def __str__(self):
        return f"Sans résumé : compte {self.user_id}"
