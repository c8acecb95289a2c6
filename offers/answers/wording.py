"""The words of an answer: those of the house, those that an organisation wrote instead, and what fills their blanks."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from apprentissage.accounts.models import Organisation
from apprentissage.templatetags.french import NBSP, french_date
from offers.answers.models import AnswerTemplate

DEFAULTS = {
    "invite": """Bonjour {prenom},

Votre candidature nous intéresse. Nous aimerions vous rencontrer. Voici nos propositions :
{dates}

Dites-nous ce qui vous convient : {contact}.

À bientôt,
{entreprise}""",
    "ask": """Bonjour {prenom},

Merci pour votre candidature. Avant d'aller plus loin, nous avons une question :

Quand pouvez-vous commencer, et avez-vous déjà un centre de formation ?

{entreprise}""",
    "refuse": """Bonjour {prenom},

Merci pour votre candidature. Nous l'avons lue, et nous ne pouvons pas la retenir. {motif}

Bonne chance pour la suite,
{entreprise}""",
    "choose": """Bonjour {prenom},

Nous sommes d'accord pour vous prendre comme apprentie ou apprenti. Si vous le voulez toujours, dites oui sur votre page de suivi : nous préparerons alors le contrat.

À très vite,
{entreprise}""",  # noqa: E501
}
BLANKS = {
    "prenom": "le prénom du candidat",
    "offre": "le titre de l'offre",
    "entreprise": "le nom de votre entreprise",
    "contact": "votre adresse e-mail",
    "dates": "les dates d'entretien proposées",
    "motif": "la phrase du motif de refus",
}
NEEDED = {"invite": ("dates",), "refuse": ("motif",)}  # without them the answer would not say what matters
BLANK = re.compile(r"\{([^{}\n]*)\}")


class Reason(models.TextChoices):
    """Why an application is refused. Each is lawful: where one lives, one's age or health may not be a reason
    (Code du travail, art. L. 1132-1)."""

    TAKEN = "taken", "La place est prise"
    COURSE = "course", "La formation ne correspond pas"
    DATES = "dates", "Les dates ne vont pas ensemble"
    RHYTHM = "rhythm", "Le rythme entreprise et école ne convient pas"
    SKILLS = "skills", "D'autres candidatures étaient plus proches du métier"
    NO_HIRING = "no_hiring", "Nous ne recrutons plus"


SENTENCES: dict[str, str] = {
    Reason.TAKEN: "Nous avons choisi quelqu'un d'autre.",
    Reason.COURSE: "La formation que vous visez ne correspond pas à celle de cette place.",
    Reason.DATES: "Vos dates et les nôtres ne vont pas ensemble.",
    Reason.RHYTHM: "Le rythme entre l'entreprise et l'école ne convient pas à notre organisation.",
    Reason.SKILLS: "D'autres candidatures étaient plus proches du métier.",
    Reason.NO_HIRING: "Nous ne recrutons plus d'apprenti pour le moment.",
}


def text_for(organisation: Organisation, kind: str) -> str:
    """The text to start an answer from: the organisation's own, else the one of the house."""
    own = AnswerTemplate.objects.filter(organisation=organisation, kind=kind).first()
    return own.text if own else DEFAULTS[kind]


def texts_for(organisation: Organisation) -> dict[str, str]:
    """The four texts of an organisation by kind, its own before those of the house."""
    own = AnswerTemplate.objects.filter(organisation=organisation).values_list("kind", "text")
    return DEFAULTS | dict(own)


def filled(text: str, blanks: Mapping[str, str]) -> str:
    """The text as it is sent. Only the known blanks are filled; other braces stay as they were typed."""
    return BLANK.sub(lambda found: blanks.get(found[1], found[0]), text.replace("\r\n", "\n")).strip()


def check(kind: str, text: str) -> None:
    """Raise ``ValidationError``, with the sentence to show, when a text has a blank we cannot fill or lacks one."""
    asked = BLANK.findall(text)
    if unknown := [name for name in asked if name not in BLANKS]:
        known = ", ".join(f"{{{name}}}" for name in BLANKS)
        raise ValidationError(f"Nous ne savons pas remplacer {{{unknown[0]}}}. Les mots possibles : {known}.")
    if missing := [name for name in NEEDED.get(kind, ()) if name not in asked]:
        raise ValidationError(f"Gardez {{{missing[0]}}} dans le texte : nous y mettons {BLANKS[missing[0]]}.")


def listed(times: Sequence[datetime]) -> str:
    """Moments proposed, one a line: "- lundi 30 novembre 2026 à 14 h 30"."""
    return "\n".join(f"- {moment(time)}" for time in times)


def moment(time: datetime) -> str:
    """A day and an hour as one says them in Paris: "lundi 30 novembre 2026 à 9 h"."""
    here = timezone.localtime(time)
    day = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")[here.weekday()]
    minutes = f"{NBSP}{here.minute:02}" if here.minute else ""
    return f"{day} {french_date(here.date())} à {here.hour}{NBSP}h{minutes}"
