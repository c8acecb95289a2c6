"""Where an application stands, in words for its candidate: a badge, who must act, what follows."""

from dataclasses import dataclass

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


def situation(application: Application) -> Situation:
    """Where an application stands today."""
    employer, due = application.employer_name, french_date(application.answer_due_on)
    match application.state:
        case State.DRAFT if application.submitted_at:
            return Situation(
                "Adresse à confirmer",
                "warn",
                "mail",
                "C'est à vous d'agir : ouvrir le courriel que nous vous avons envoyé, et confirmer.",
                "Ensuite, votre candidature part chez l'employeur.",
                is_yours=True,
            )
        case State.DRAFT:
            return Situation(
                "À finir", "warn", "pencil", "C'est à vous d'agir : finir et envoyer votre candidature.", is_yours=True
            )
        case State.SENT:
            return Situation(
                f"Réponse avant le {due}",
                "info",
                "clock",
                f"C'est à {employer} d'agir : vous répondre avant le {due}.",
                "Vous n'avez rien à faire. Passé cette date, nous vous le dirons.",
            )
        case State.ASKED:
            return Situation(
                "Une question pour vous",
                "warn",
                "message-circle",
                f"C'est à vous d'agir : répondre à la question de {employer}.",
                "Lisez son message plus bas.",
                is_yours=True,
            )
        case State.INTERVIEW:
            return Situation(
                "Entretien proposé",
                "aid",
                "calendar",
                f"C'est à vous d'agir : dire à {employer} quand vous venez.",
                "Lisez son message plus bas.",
                is_yours=True,
            )
        case State.CHOSEN:
            return Situation(
                "L'employeur dit oui",
                "aid",
                "circle-check",
                "C'est à vous d'agir : dire si vous êtes d'accord.",
                f"{employer} veut vous prendre en apprentissage.",
                is_yours=True,
            )
        case State.AGREED:
            return Situation(
                "D'accord !",
                "aid",
                "circle-check",
                "Vous êtes d'accord tous les deux.",
                f"Ensuite : {employer} prépare le contrat.",
            )
        case State.REFUSED:
            return Situation(
                "Non retenue",
                "",
                "circle-x",
                f"{employer} n'a pas retenu votre candidature.",
                "Son message est plus bas. D'autres places vous attendent.",
            )
        case State.WITHDRAWN:
            return Situation(
                "Retirée",
                "",
                "undo-2",
                "Vous avez retiré cette candidature.",
                "Rien ne vous empêche d'en envoyer une autre.",
            )
        case State.SILENT:
            return Situation(
                "Sans réponse",
                "warn",
                "clock",
                f"{employer} n'a pas répondu en {ANSWER_WITHIN.days} jours.",
                "Une réponse reste possible, mais n'attendez pas : voyez les places voisines.",
            )
        case _:
            return Situation(
                "Place prise ou fermée",
                "",
                "circle-x",
                f"{employer} a pourvu la place, ou a fermé l'offre.",
                "Ce n'est pas un refus de votre candidature. Voyez les places voisines.",
            )
