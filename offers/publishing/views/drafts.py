"""The form of an offer: kept at each press of a button, judged when one publishes."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from apprentissage.accounts.models import Organisation
from apprentissage.htmx import wants_fragment
from offers.lifecycle import ImpossibleStepError
from offers.publishing import drafting, publishing
from offers.publishing.answers import typed
from offers.publishing.drafting import Writer
from offers.publishing.editor import Editor, start_answers
from offers.publishing.models import Draft
from offers.views.offer import page_of

SESSION_KEY = "offer_drafts"  # begun in this browser before signing in
MOST_KEYS = 10


@login_not_required
@require_safe
def new(request: HttpRequest):
    """An empty form; nothing is written before its first button."""
    companies = _companies(request)
    draft = Draft(key=uuid.uuid4(), version=0, answers=start_answers(companies, request.GET.get("metier", "")))
    return _page(request, Editor(draft, companies, window=_window()))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def draft(request: HttpRequest, key: uuid.UUID):
    """The form of a draft. A POST keeps what was typed before it does anything else."""
    if request.method != "POST":
        found = drafting.find(key, _writer(request))
        if original := drafting.put_back(found, request.user):
            messages.success(request, "Vous revoilà. Votre texte a été gardé.")
            return redirect("employers:draft", key=original.key)
        drafting.claim(found, request.user)
        return _page(request, Editor(found, _companies(request), window=_window()))
    if _is_signed_out(request, key):
        return _rescue(request, key)
    writer = _writer(request, key)
    saved = drafting.save(key, typed(request.POST), writer, seen_version=_number(request.POST.get("version")))
    editor = Editor(saved.draft, _companies(request), window=writer.window)
    if saved.is_conflict:
        return _conflict(request, editor)
    if wants_fragment(request):
        return render(request, "employers/_aside.html", {"editor": editor})
    return _act(request, editor, request.POST.get("action", "save"))


def _is_signed_out(request: HttpRequest, key: uuid.UUID) -> bool:
    """Whether the session ended while somebody wrote in their own draft."""
    if request.user.is_authenticated or str(key) in request.session.get(SESSION_KEY, []):
        return False
    return key in Draft.objects.in_bulk([key])


def _rescue(request: HttpRequest, key: uuid.UUID):
    """Keep the text apart, and ask to sign in: it comes back to its draft afterwards."""
    if wants_fragment(request):  # kept as one writes: the next button will ask
        return HttpResponse(status=204)
    rescued = drafting.rescue(key, typed(request.POST))
    request.session[SESSION_KEY] = [*request.session.get(SESSION_KEY, []), str(rescued.key)][-MOST_KEYS:]
    messages.info(request, "Vous n'étiez plus connecté. Votre texte est gardé : connectez-vous pour continuer.")
    return redirect_to_login(reverse("employers:draft", args=[rescued.key]))


def _act(request: HttpRequest, editor: Editor, action: str):
    """What the button pressed asks, once everything is kept."""
    if action == "publish":
        return _publish(request, editor)
    if action == "preview":
        return redirect("employers:preview", key=editor.draft.key) if editor.may_preview else _refused(request, editor)
    if editor.change(action):
        drafting.save(editor.draft.key, editor.draft.answers, _writer(request, editor.draft.key), seen_version=0)
    if action == "save":
        messages.success(request, "Brouillon enregistré. Vous pouvez revenir quand vous voulez.")
        return redirect("employers:draft", key=editor.draft.key)
    return _page(request, Editor(editor.draft, editor.companies, window=editor.window))


def _publish(request: HttpRequest, editor: Editor):
    if not request.user.is_authenticated:
        messages.info(request, "Votre offre est gardée. Connectez-vous, puis publiez-la.")
        return redirect_to_login(reverse("employers:draft", args=[editor.draft.key]))
    if not editor.may_publish:
        return _refused(request, editor)
    try:
        offer = publishing.publish(editor.draft, editor.form, editor.findings, request.user)
    except ImpossibleStepError as problem:
        messages.warning(request, str(problem))
        return redirect("employers:draft", key=editor.draft.key)
    messages.success(request, editor.outcome_of(offer))
    return redirect("employers:offer", pk=offer.pk)


def _refused(request: HttpRequest, editor: Editor):
    editor.judge()
    return _page(request, editor, status=422)


def _conflict(request: HttpRequest, editor: Editor):
    """Somebody else wrote meanwhile: what was typed is shown, not kept; pressing again writes it over theirs."""
    theirs = editor.draft
    mine = Draft(key=theirs.key, version=theirs.version, answers=typed(request.POST), offer=theirs.offer)
    shown = Editor(mine, editor.companies, window=editor.window, theirs=theirs)
    template = "employers/_aside.html" if wants_fragment(request) else "employers/draft.html"
    return render(request, template, {"editor": shown}, status=200 if wants_fragment(request) else 409)


@login_not_required
@require_safe
def preview(request: HttpRequest, key: uuid.UUID):
    """The public page exactly as it will be: the offer is written, shown, and written off again."""
    found = drafting.find(key, _writer(request))
    editor = Editor(found, _companies(request), window="")
    if not editor.may_preview:
        return redirect("employers:draft", key=key)
    with transaction.atomic():
        offer = publishing.preview(found, editor.form, request.user)
        context = page_of(request, offer) | {"editor": editor}
        page = render(request, "employers/preview.html", context)
        transaction.set_rollback(True)
    return page


@require_POST
def delete(request: HttpRequest, key: uuid.UUID):
    """Erase a draft that was never published."""
    get_object_or_404(Draft.objects.visible_to(request.user).unfinished(), pk=key).delete()
    messages.success(request, "Brouillon effacé.")
    return redirect("employers:home")


def _page(request: HttpRequest, editor: Editor, status: int = 200):
    return render(request, "employers/draft.html", {"editor": editor}, status=status)


def _companies(request: HttpRequest) -> list[Organisation]:
    return list(Organisation.objects.of(request.user).companies().select_related("establishment__commune"))


def _writer(request: HttpRequest, key: uuid.UUID | None = None) -> Writer:
    """Who writes. Without an account, the session remembers which drafts are this browser's."""
    keys = request.session.get(SESSION_KEY, [])
    if key and not request.user.is_authenticated and str(key) not in keys:
        keys = request.session[SESSION_KEY] = [*keys, str(key)][-MOST_KEYS:]
    return Writer(request.user, tuple(keys), request.POST.get("fenetre", "")[:36])


def _window() -> str:
    return str(uuid.uuid4())


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
