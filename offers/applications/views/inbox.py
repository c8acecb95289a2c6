"""The employer's side: what came in, one application, and the answer."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apprentissage.accounts.access import Role, only_for
from apprentissage.accounts.models import User
from apprentissage.htmx import wants_fragment
from offers.answers import digest, wording
from offers.answers.answering import (
    IN_BULK,
    MOST_AT_ONCE,
    UNSAID,
    AlreadyAnswered,
    choices,
    message,
    seen_by,
    send,
    send_all,
    state_of,
)
from offers.answers.forms import AnswerForm
from offers.answers.models import AnswerTemplate
from offers.answers.querysets import received
from offers.applications.inbox import card_of, read, who
from offers.applications.lifecycle import STEPS, Actor, ImpossibleStepError
from offers.applications.models import Application
from offers.applications.questions import facts, told

LABELS = dict(AnswerTemplate.Kind.choices)


@only_for(Role.EMPLOYER)
@require_safe
def inbox(request: HttpRequest):
    """The applications received, in order of arrival."""
    page = read(request.user, request.GET)
    return render(request, "inbox/inbox.html", {"inbox": page, "is_digest_off": digest.is_off(request.user)})


@only_for(Role.EMPLOYER)
@require_safe
def application(request: HttpRequest, key):
    """One application, whole."""
    found = _application(request, key)
    context = {
        "application": found,
        "card": card_of(found, timezone.localdate()),
        "exchanges": found.exchanges.all(),
        "told": told(found),
        "facts": facts(found),
        "who": who(found),
    }
    return render(request, "inbox/application.html", context)


@only_for(Role.EMPLOYER)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, key, step: str):
    """An answer to write, to see as it will be read, then to send; to htmx, only what it looks like."""
    found = _application(request, key)
    if step not in {one.name for one in choices(found)}:
        messages.warning(request, _not_any_more(found, step))
        return redirect("inbox:application", key=key)
    is_posted = request.method == "POST"
    text = wording.text_for(found.organisation, step)
    form = AnswerForm(step, text, _address(request), request.POST if is_posted else None)
    is_valid = form.is_valid()
    if is_valid and "send" in request.POST and not wants_fragment(request):
        return _sent(request, found, form)
    context = _answering(form, found) | {
        "application": found,
        "seen": request.POST.get("seen") or seen_by(found),
        "is_ready": is_valid and "look" in request.POST,
    }
    if wants_fragment(request):
        return render(request, "inbox/_preview.html", context)
    status = 422 if is_posted and not is_valid else 200
    return render(request, "inbox/answer.html", context, status=status)


@only_for(Role.EMPLOYER)
@require_POST
def answer_all(request: HttpRequest):
    """The same answer to several applications: to write, then what came of each."""
    step = request.POST.get("step", "")
    keys = request.POST.getlist("keys")
    found = list(received().sent_to(request.user).by_keys(keys).with_correspondents().with_messages())
    if step not in IN_BULK or not found or len(found) > MOST_AT_ONCE:
        messages.warning(request, _cannot(step, found))
        return redirect("inbox:inbox")
    is_written = "text" in request.POST
    text = wording.text_for(found[0].organisation, step)
    form = AnswerForm(step, text, _address(request), request.POST if is_written else None)
    is_valid = form.is_valid()
    if is_valid and "send" in request.POST and not wants_fragment(request):
        outcomes = send_all(request.user, keys, form.answer, _seen(request))
        sent = sum(not outcome.problem for outcome in outcomes)
        return render(request, "inbox/answered.html", {"outcomes": outcomes, "sent": sent})
    context = _answering(form, found[0]) | {
        "applications": [(one, request.POST.get(f"seen-{one.key}") or state_of(one)) for one in found],
        "is_ready": is_valid and "look" in request.POST,
    }
    if wants_fragment(request):
        return render(request, "inbox/_preview.html", context)
    status = 422 if is_written and not is_valid else 200
    return render(request, "inbox/answer_all.html", context, status=status)


def _application(request: HttpRequest, key) -> Application:
    return get_object_or_404(received().sent_to(request.user).for_cards(), key=key)


def _address(request: HttpRequest) -> str:
    return cast(User, request.user).email


def _answering(form: AnswerForm, example: Application) -> dict:
    return {
        "form": form,
        "step": form.step,
        "label": LABELS[form.step],
        "preview": message(example, form.answer, unsaid=UNSAID),
        "example": example,
        "blanks": wording.BLANKS,
    }


def _sent(request: HttpRequest, found: Application, form: AnswerForm) -> HttpResponse:
    try:
        send(found, form.answer, request.POST.get("seen", ""))
    except (AlreadyAnswered, ImpossibleStepError) as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"Votre réponse est partie. {found.first_name} est prévenu par courriel.".strip())
    return redirect("inbox:application", key=found.key)


def _seen(request: HttpRequest) -> dict[str, str]:
    """What the page showed of each application, by key."""
    return {name.removeprefix("seen-"): request.POST[name] for name in request.POST if name.startswith("seen-")}


def _not_any_more(found: Application, step: str) -> str:
    if step not in STEPS or STEPS[step].actor != Actor.EMPLOYER:
        return "Cette réponse n'existe pas."
    return f"Cette candidature est à l'état « {found.get_state_display()} » : cette réponse n'est plus possible."


def _cannot(step: str, found: list) -> str:
    if step not in IN_BULK:
        return "Cette réponse se donne à une personne à la fois."
    if not found:
        return "Cochez d'abord les candidatures auxquelles répondre."
    return f"Répondez à {MOST_AT_ONCE} candidatures au plus en une fois."
