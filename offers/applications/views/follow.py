"""What became of an application: the page behind its signed link, and all of those of a person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from offers.applications import applying, privacy
from offers.applications.documents import file_name, whole_file
from offers.applications.forms import MessageForm
from offers.applications.lifecycle import Actor, ImpossibleStepError, State, steps_for
from offers.applications.links import BadLinkError, ExpiredLinkError, follow_token, followed
from offers.applications.models import Application
from offers.applications.questions import facts, told
from offers.applications.situations import situation
from offers.applications.visitors import forget, visitor_of
from offers.similar import similar_offers

ENDED_BADLY = (State.SILENT, State.REFUSED, State.OVER)
WRITTEN = ("reply", "confirm")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """One application, for whoever holds its link; the step that its owner takes by POST."""
    try:
        application = followed(token)
    except BadLinkError:
        raise Http404 from None
    except ExpiredLinkError as expired:
        return render(
            request, "applications/expired.html", {"token": token, "application": expired.application}, status=410
        )
    return _take(request, application, token) if request.method == "POST" else _page(request, application, token)


@login_not_required
@require_POST
def renew(request: HttpRequest, token: str) -> HttpResponse:
    """A new link by mail, to the address of the application; the same answer whether there is one or not."""
    try:
        application = followed(token)
    except ExpiredLinkError as expired:
        application = expired.application
    except BadLinkError:
        raise Http404 from None
    applying.renew_link(application)
    return render(request, "applications/renewed.html")


@login_not_required
@never_cache
@require_safe
def own_file(request: HttpRequest, token: str) -> FileResponse:
    """What the employer receives, as its candidate sees it."""
    try:
        return _file(followed(token))
    except (BadLinkError, ExpiredLinkError):
        raise Http404 from None


@never_cache
@require_safe
def file(request: HttpRequest, key) -> FileResponse:
    """The PDF of an application, for its candidate and for those who received it."""
    return _file(get_object_or_404(Application.objects.visible_to(request.user).with_what_is_shown(), key=key))


@login_not_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The applications of an account, or those that this browser keeps the trace of."""
    visitor = visitor_of(request)
    if visitor.account:
        Application.objects.claim(visitor.account)
    applications = visitor.applications.not_erased().with_what_is_shown().newest_first()
    cards = [
        {
            "application": one,
            "situation": situation(one),
            "token": None if one.state == State.DRAFT else follow_token(one),
        }
        for one in applications
    ]
    return render(request, "applications/mine.html", {"cards": cards, "visitor": visitor})


@login_not_required
@require_POST
def forget_browser(request: HttpRequest) -> HttpResponse:
    """This browser forgets: its drafts are erased, what was sent is followed by the links received by mail."""
    privacy.forget_browser(visitor_of(request).browser)
    messages.success(
        request, "C'est effacé. Vos candidatures envoyées restent suivies par les liens reçus par courriel."
    )
    return forget(redirect("applications:mine"))


def _take(request: HttpRequest, application: Application, token: str) -> HttpResponse:
    """Take the step that the form names; a sentence when it may not be taken, and what was typed is kept."""
    step, form = request.POST.get("step", ""), None
    try:
        if step in WRITTEN:
            form = MessageForm(request.POST)
            if not form.is_valid():
                return _page(request, application, token, form=form)
            applying.reply(application, step, form.cleaned_data["text"])
        elif step in ("send", "agree", "withdraw"):
            getattr(applying, step)(application)
        elif step == "erase":
            privacy.erase(application)
            return render(request, "applications/erased.html")
        elif step == "revoke":
            applying.void_links(application)
            applying.renew_link(application)
            return render(request, "applications/renewed.html")
        else:
            raise Http404
    except (applying.NotSent, ImpossibleStepError) as refusal:
        application.refresh_from_db()
        return _page(request, application, token, form=form, problem=str(refusal))
    messages.success(request, DONE[step])
    return redirect("applications:follow", token=token)


DONE = {
    "send": "Votre candidature est partie.",
    "reply": "Votre réponse est partie.",
    "confirm": "Votre réponse est partie.",
    "agree": "D'accord des deux côtés. Bravo !",
    "withdraw": "Votre candidature est retirée.",
}


def _page(request: HttpRequest, application: Application, token: str, *, form=None, problem: str = "") -> HttpResponse:
    steps = [step.name for step in steps_for(Actor.CANDIDATE, application.state)]
    offer = application.offer
    written = next((step for step in WRITTEN if step in steps), "")
    context = {
        "application": application,
        "token": token,
        "situation": situation(application),
        "steps": steps,
        "written": written,
        "form": form or (MessageForm() if written else None),
        "problem": problem,
        "facts": facts(application),
        "told": told(application),
        "exchanges": application.exchanges.all(),
        "similar": similar_offers(offer) if offer and application.state in ENDED_BADLY else [],
    }
    return render(
        request, "applications/follow.html", context, status=422 if problem or (form and form.errors) else 200
    )


def _file(application: Application) -> FileResponse:
    return FileResponse(whole_file(application), filename=file_name(application), content_type="application/pdf")
