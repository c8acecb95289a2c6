"""From a draft to the employer: what is missing, what is too much, the one sending, the mails it brings."""

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apprentissage.mail import outbox
from apprentissage.templatetags.french import french_date
from offers.answers import letters
from offers.applications.agreement import agree as conclude_agreement
from offers.applications.drafts import Target
from offers.applications.lifecycle import Actor, ImpossibleStepError, State
from offers.applications.links import follow_url
from offers.applications.models import Application, Exchange
from offers.applications.terms import A_DAY, ANSWER_WITHIN, PER_DAY, UNCONFIRMED_PER_DAY
from offers.applications.visitors import Visitor
from offers.publishing.life import close_when_full

CLOSED = (
    "L'employeur ne prend plus de candidatures pour cette offre. La vôtre n'est pas partie ; votre texte est gardé."
)
TWICE = (
    "Vous avez déjà une candidature en cours pour cette place. Suivez-la, ou retirez-la avant d'en envoyer une autre."
)
ENOUGH = (
    f"Vous avez envoyé {PER_DAY} candidatures en 24 heures, et c'est le plus que nous permettons. "
    "Celle-ci est gardée : envoyez-la demain."
)
UNCONFIRMED = (
    f"Nous avons déjà envoyé {UNCONFIRMED_PER_DAY} courriels à cette adresse depuis hier. "
    "Ouvrez-en un pour confirmer l'adresse : votre candidature est gardée."
)
INCOMPLETE = "Il manque une réponse. Revenez aux étapes marquées « à faire »."


class NotSent(ValueError):
    """An application that may not leave now; the message is the sentence to show. Nothing of it is lost."""


def is_complete(application: Application) -> dict[str, bool]:
    """Each step of the form, with whether it holds what the employer needs."""
    answers = application.answers
    return {
        "vous": all([application.first_name, application.last_name, application.email, application.age]),
        "reponses": bool(answers.get("why") and answers.get("done")) or application.has_cv,
        "formation": "training" in answers,
    }


def left_today(application: Application) -> int:
    """How many applications the address of this one may still send today."""
    sent = Application.objects.by_address(application.email).sent_since(timezone.now() - A_DAY).count()
    return max(0, PER_DAY - sent)


def is_proven(application: Application, visitor: Visitor) -> bool:
    """Whether the address is known to be the visitor's: by the account, or by a mail that was confirmed before."""
    if visitor.account:
        return application.email == visitor.address
    return visitor.applications.sent().by_address(application.email).exists()


@transaction.atomic
def ask_to_confirm(application: Application) -> None:
    """Post the mail whose link sends the application, once an hour at most. Raises ``NotSent``."""
    _refuse_incomplete(application)
    _one_at_a_time(application.email)
    others = Application.objects.by_address(application.email).unconfirmed_since(timezone.now() - A_DAY)
    if others.others_than(application).count() >= UNCONFIRMED_PER_DAY:
        raise NotSent(UNCONFIRMED)
    application.submitted_at = timezone.now()
    application.save(update_fields=["submitted_at"])
    hour = f"{application.submitted_at:%Y%m%d%H}"
    _post(application, f"confirm-{application.link_version}-{hour}", "confirm")


@transaction.atomic
def send(application: Application) -> None:
    """Bring an application to the employer, with the candidate's receipt. Asked twice, it leaves once.

    Raises ``NotSent``, with the sentence to show; the draft then stays as it was.
    """
    if application.sent_at:
        return
    _refuse_incomplete(application)
    _refuse_closed(application)
    _one_at_a_time(application.email)
    now = timezone.now()
    try:
        if not left_today(application):
            raise NotSent(ENOUGH)
        due = timezone.localdate(now) + ANSWER_WITHIN
        application.take("send", Actor.CANDIDATE, sent_at=now, answer_due_on=due)
    except (NotSent, ImpossibleStepError):
        application.refresh_from_db(fields=["state", "sent_at"])
        if application.sent_at:  # pressed twice: the first press is the answer
            return
        raise
    except IntegrityError:
        raise NotSent(TWICE) from None
    _post(application, "sent", "sent", due=french_date(application.answer_due_on))
    if application.guardian_email and application.is_minor:
        _post(application, "guardian", "guardian", to=application.guardian_email)
    if application.offer:
        close_when_full(application.offer)


@transaction.atomic
def reply(application: Application, step: str, text: str) -> None:
    """Write to the employer, as an answer to a question or to an invitation. Raises ``ImpossibleStepError``."""
    due = {"answer_due_on": timezone.localdate() + ANSWER_WITHIN} if step == "reply" else {}
    application.take(step, Actor.CANDIDATE, **due)
    exchange = Exchange.objects.create(application=application, step=step, actor=Actor.CANDIDATE, text=text)
    letters.tell_of_message(application, exchange.pk)


def agree(application: Application) -> None:
    """Say yes to the employer's yes: the agreement is made. Raises ``ImpossibleStepError``."""
    conclude_agreement(application)


def withdraw(application: Application) -> None:
    """Take an application back. Raises ``ImpossibleStepError`` when it has ended."""
    application.take("withdraw", Actor.CANDIDATE)


def renew_link(application: Application) -> None:
    """Post a new link of follow-up to the address of the application, once an hour at most."""
    if application.email:
        _post(application, f"link-{application.link_version}-{timezone.now():%Y%m%d%H}", "link")


def void_links(application: Application) -> None:
    """Make every link of follow-up sent before lead nowhere."""
    application.link_version += 1
    application.submitted_at = None
    application.save(update_fields=["link_version", "submitted_at"])


def _refuse_incomplete(application: Application) -> None:
    if not all(is_complete(application).values()):
        raise NotSent(INCOMPLETE)


def _refuse_closed(application: Application) -> None:
    target = Target(application.organisation, application.offer)
    if application.state != State.DRAFT or not target.is_open:
        raise NotSent(CLOSED)


def _one_at_a_time(email: str) -> None:
    """Let the applications of one address wait for each other until the end of the transaction: limits are exact."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"application of {email}"])


def _post(application: Application, about: str, template: str, to: str = "", **facts) -> None:
    outbox.post(
        f"application-{application.pk}-{about}",
        f"applications/{template}",
        to or application.email,
        **facts,
        employer=application.employer_name,
        offer=application.title,
        follow_url="" if to else follow_url(application),
    )
