"""The questions that stand for a CV: few, the same for all, in plain French. And what was answered, told again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from apprentissage.templatetags.french import french_date
from offers.publishing.questions import questions_of

if TYPE_CHECKING:
    from offers.applications.models import Application
    from offers.models import Offer

LONGEST_ANSWER = 1500  # characters


class Travel(models.TextChoices):
    """How one would come: the names of ``territories.travel``, and those that no distance tells the time of."""

    WALK = "walk", "À pied"
    BICYCLE = "bicycle", "À vélo"
    SCOOTER = "scooter", "En scooter ou à moto"
    TRANSIT = "transit", "En bus, car ou train"
    CAR = "car", "En voiture"
    DRIVEN = "driven", "On m'emmène"


class Training(models.TextChoices):
    """Where one stands with the training centre."""

    ENROLLED = "enrolled", "J'ai une place"
    ASKED = "asked", "J'ai fait une demande"
    LOOKING = "looking", "Je cherche"
    UNKNOWN = "unknown", "Je ne sais pas encore"


@dataclass(frozen=True)
class Question:
    name: str  # in ``Application.answers``
    label: str
    hint: str


QUESTIONS = (
    Question("why", "Pourquoi ce métier ?", "Deux ou trois phrases suffisent. Écrivez comme vous parlez."),
    Question(
        "done",
        "Qu'avez-vous déjà fait ?",
        "Un stage, un petit boulot, une aide à la maison, du sport, une association : tout compte.",
    ),
)


def own_questions(offer: "Offer | None") -> Sequence[str]:
    """What the employer of an offer asks besides."""
    return questions_of(offer) if offer else ()


def told(application: "Application") -> list[tuple[str, str]]:
    """What the candidate answered to the questions, in their order: the question, the answer. Silence is left out."""
    answers = application.answers
    said = [(question.label, answers.get(question.name, "")) for question in QUESTIONS]
    said += [(own["question"], own["answer"]) for own in answers.get("own", [])]
    return [(question, answer) for question, answer in said if answer]


def facts(application: "Application") -> list[tuple[str, str]]:
    """What the candidate wishes and how it would come: label and value, the unknown left out."""
    travel = Travel(application.travel).label if application.travel in Travel else application.travel
    training = application.answers.get("training", "")
    said = [
        ("Formation visée", application.course),
        ("Niveau", application.get_course_level_display() if application.course_level else ""),
        ("Centre de formation", application.school),
        ("Place au centre de formation", Training(training).label if training in Training else ""),
        ("Disponible à partir du", french_date(application.available_from)),
        ("Pour venir", travel),
    ]
    return [(label, str(value)) for label, value in said if value]
