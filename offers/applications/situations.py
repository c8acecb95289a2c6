"""Where an application stands, in words for its candidate: a badge, who must act, what follows."""

from dataclasses import dataclass, replace

from apprentissage.templatetags.french import french_date
from offers.applications.lifecycle import State
from offers.applications.models import Application
from offers.applications.terms import ANSWER_WITHIN


@dataclass(frozen=True)
class Situation:
    """``badge`` is five words at most; ``now`` says who must act, ``then`` what follows."""

    badge: str
    tone: str
    icon: str
    now: str
    then: str = ""
    is_yours: bool = False  # the candidate must act


UNCONFIRMED = Situation(
    "Adresse à confirmer", "warn", "mail",
    "C'est à vous d'agir : ouvrir le courriel que nous vous avons envoyé, et confirmer.",
    "Ensuite, votre candidature part chez l'employeur.", is_yours=True,
)  # fmt: skip
SITUATIONS = {
    State.DRAFT: Situation(
        "À finir", "warn", "pencil", "C'est à vous d'agir : finir et envoyer votre candidature.", is_yours=True
    ),
    State.SENT: Situation(
        "Réponse avant le {due}", "info", "clock", "C'est à {employer} d'agir : vous répondre avant le {due}.",
        "Vous n'avez rien à faire. Passé cette date, nous vous le dirons.",
    ),
    State.ASKED: Situation(
        "Une question pour vous", "warn", "message-circle",
        "C'est à vous d'agir : répondre à la question de {employer}.",
        "Lisez son message plus bas.", is_yours=True,
    ),
    State.INTERVIEW: Situation(
        "Entretien proposé", "aid", "calendar", "C'est à vous d'agir : dire à {employer} quand vous venez.",
        "Lisez son message plus bas.", is_yours=True,
    ),
    State.CHOSEN: Situation(
        "L'employeur dit oui", "aid", "circle-check", "C'est à vous d'agir : dire si vous êtes d'accord.",
        "{employer} veut vous prendre en apprentissage.", is_yours=True,
    ),
    State.AGREED: Situation(
        "D'accord !", "aid", "circle-check", "Vous êtes d'accord tous les deux.",
        "Ensuite : {employer} prépare le contrat.",
    ),
    State.REFUSED: Situation(
        "Non retenue", "", "circle-x", "{employer} n'a pas retenu votre candidature.",
        "Son message est plus bas. D'autres places vous attendent.",
    ),
    State.WITHDRAWN: Situation(
        "Retirée", "", "undo-2", "Vous avez retiré cette candidature.",
        "Rien ne vous empêche d'en envoyer une autre.",
    ),
    State.SILENT: Situation(
        "Sans réponse", "warn", "clock", "{employer} n'a pas répondu en {days} jours.",
        "Une réponse reste possible, mais n'attendez pas : voyez les places voisines.",
    ),
    State.OVER: Situation(
        "Place prise ou fermée", "", "circle-x", "{employer} a pourvu la place, ou a fermé l'offre.",
        "Ce n'est pas un refus de votre candidature. Voyez les places voisines.",
    ),
}  # fmt: skip


def situation(application: Application) -> Situation:
    """Where an application stands today."""
    if application.state == State.DRAFT and application.submitted_at:
        return UNCONFIRMED
    known = SITUATIONS[State(application.state)]
    said = {
        "employer": application.employer_name,
        "due": french_date(application.answer_due_on),
        "days": ANSWER_WITHIN.days,
    }
    badge, now, then = (text.format(**said) for text in (known.badge, known.now, known.then))
    return replace(known, badge=badge, now=now, then=then)
