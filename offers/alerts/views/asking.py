"""Asking for an alert, confirming it, ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from apprentissage.htmx import wants_fragment
from offers.alerts import keeping, links
from offers.alerts.forms import AlertForm
from offers.alerts.keeping import TooManyAlertsError
from offers.alerts.models import MOST_ALERTS, Subscriber
from offers.alerts.waiting import Waiting, waiting

PAGES = ["GET", "HEAD", "POST"]


@login_not_required
@require_http_methods(PAGES)
def new(request: HttpRequest):
    """The form that has a search wait for new offers; to htmx, the form alone."""
    search = waiting(_wanted(request))
    has_account = request.user.is_authenticated
    sent = request.POST if request.method == "POST" else None
    form = AlertForm(sent, has_account=has_account, radius_km=search.columns.get("radius_km"))
    if sent is not None and not search.problem and form.is_valid():
        return _asked(request, form, search)
    context = {"search": search, "form": form, "most": MOST_ALERTS, "has_account": has_account}
    if wants_fragment(request):
        return render(request, "alerts/_new.html", context)  # htmx shows nothing of an answer 422
    return render(request, "alerts/new.html", context, status=422 if sent is not None or search.problem else 200)


def _wanted(request: HttpRequest) -> QueryDict:
    """The search of the address, with the radius chosen in the form."""
    params = request.GET.copy()
    if request.POST.get("radius", "").isdecimal():
        params["rayon"] = request.POST["radius"]
    return params


def _asked(request: HttpRequest, form: AlertForm, search: Waiting):
    frequency = form.cleaned_data["frequency"]
    if not request.user.is_authenticated:
        keeping.ask_by_mail(form.cleaned_data["email"], search, frequency)
        return redirect("alerts:asked")
    try:
        keeping.keep_for_account(request.user, search, frequency)
    except TooManyAlertsError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"C'est noté : {search.title}.")
    return redirect("alerts:mine")


@login_not_required
@require_safe
def asked(request: HttpRequest):
    """What to do now: the same page whatever the address."""
    template = "alerts/_asked.html" if wants_fragment(request) else "alerts/asked.html"
    return render(request, template, {"days": links.CONFIRM_DAYS, "most": MOST_ALERTS})


@login_not_required
@require_http_methods(PAGES)
def confirm(request: HttpRequest, token: str):
    """The page of the link of a mail: a button confirms, since programs open links before their reader does."""
    key = links.confirmed_key(token)
    if request.method != "POST" or key is None:
        return render(request, "alerts/confirm.html", {"is_valid": key is not None}, status=200 if key else 410)
    try:
        alert = keeping.confirm(key)
    except TooManyAlertsError as refusal:
        return render(request, "alerts/confirm.html", {"refusal": str(refusal)}, status=409)
    if alert is None:
        return render(request, "alerts/confirm.html", {}, status=410)
    messages.success(request, f"C'est confirmé : {alert.title}. Premier courriel dès qu'une place s'ouvre.")
    return redirect(links.manage_path(alert.subscriber))


@csrf_exempt  # RFC 8058: the mail program itself sends the POST, and the signed link is the proof
@login_not_required
@require_http_methods(PAGES)
def stop(request: HttpRequest, token: str):
    """No more mails of alerts, in one click from the mail program, or by a button of this page."""
    key = links.stopped_key(token)
    subscriber = Subscriber.objects.keyed(key).first() if key else None
    if request.method == "POST" and subscriber:
        keeping.stop(subscriber)
    context = {"is_known": key is not None, "is_done": request.method == "POST" or subscriber is None}
    return render(request, "alerts/stop.html", context, status=200 if key else 410)


@csrf_exempt  # the same
@login_not_required
@require_http_methods(PAGES)
def no_reminders(request: HttpRequest, token: str):
    """No more reminders of favourites."""
    key = links.no_reminders_key(token)
    subscriber = Subscriber.objects.keyed(key).first() if key else None
    if request.method == "POST" and subscriber:
        subscriber.wants_reminders = False
        subscriber.save(update_fields=["wants_reminders"])
    is_done = request.method == "POST" or subscriber is None
    context = {"is_known": key is not None, "is_done": is_done, "of_favourites": True}
    return render(request, "alerts/stop.html", context, status=200 if key else 410)
