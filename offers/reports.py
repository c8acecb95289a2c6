"""Reports: a reader tells that something is wrong with an offer. No name and no account; an address who wants one."""

import time
from typing import ClassVar, cast

from django import forms
from django.db import models
from django.http import HttpRequest

from offers.models import Offer

REPORTS_PER_HOUR = 5
HOUR = 3600  # seconds
SESSION_KEY = "reported_at"


class Report(models.Model):
    """What one reader said of one offer; the operator reads it in the administration."""

    class Reason(models.TextChoices):
        FILLED = "filled", "La place est déjà prise"
        WRONG = "wrong", "Une information est fausse"
        NOT_A_PLACE = "not-a-place", "Ce n'est pas une place d'apprenti chez un employeur"
        FRAUD = "fraud", "Cela ressemble à une arnaque"
        DISCRIMINATION = "discrimination", "L'annonce écarte des personnes sans en avoir le droit"
        OTHER = "other", "Autre chose"

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="reports", verbose_name="offre")
    reason = models.CharField("motif", max_length=16, choices=Reason.choices)
    detail = models.CharField("précision", max_length=500, blank=True)
    created_at = models.DateTimeField("reçu le", auto_now_add=True)

    class Meta:
        app_label = "offers"
        verbose_name = "signalement"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    reason__in=["filled", "wrong", "not-a-place", "fraud", "discrimination", "other"],
                ),
                name="reason_of_report_is_known",
            ),
        ]

    def __str__(self):
        return f"Signalement {self.pk}"


class ReportForm(forms.ModelForm):
    CONSEQUENCES: ClassVar[dict[str, str]] = {
        Report.Reason.FILLED: "L'employeur a déjà trouvé quelqu'un.",
        Report.Reason.WRONG: "L'adresse, le métier, la date, le diplôme…",
        Report.Reason.NOT_A_PLACE: "Une école à payer, un stage, un autre contrat.",
        Report.Reason.FRAUD: "On vous demande de l'argent, vos papiers ou votre carte bancaire.",
        Report.Reason.DISCRIMINATION: "À cause du sexe, de l'origine, du handicap, de l'adresse…",
        Report.Reason.OTHER: "",
    }

    email = forms.EmailField(
        label="Votre adresse e-mail",
        required=False,
        error_messages={"invalid": "Cette adresse n'est pas complète. Exemple : lina.diaz@exemple.fr"},
    )

    class Meta:
        model = Report
        fields = ["reason", "detail"]
        widgets = {"reason": forms.RadioSelect, "detail": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "reason": {"required": "Choisissez ce qui ne va pas.", "invalid_choice": "Choisissez une des six lignes."},
            "detail": {"max_length": "Restez sous 500 signes : il y en a %(show_value)d."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reason = cast(forms.ChoiceField, self.fields["reason"])
        reason.choices = Report.Reason.choices  # without the blank choice: none is chosen for you

    def reasons(self):
        """Each reason with the line that explains it: value, label, explanation, whether it is chosen."""
        chosen = self["reason"].value()
        return [(value, label, self.CONSEQUENCES[value], value == chosen) for value, label in Report.Reason.choices]


def has_reported_enough(request: HttpRequest) -> bool:
    """Whether this visitor sent as many reports as one may in an hour."""
    return len(_recent(request)) >= REPORTS_PER_HOUR


def remember_report(request: HttpRequest) -> None:
    """Count one more report for this visitor. Only moments are kept, not which offer."""
    request.session[SESSION_KEY] = [*_recent(request), int(time.time())]


def _recent(request: HttpRequest) -> list[int]:
    since = time.time() - HOUR
    return [moment for moment in request.session.get(SESSION_KEY, []) if moment > since]
