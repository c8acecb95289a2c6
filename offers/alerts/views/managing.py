"""One's alerts: with an account, or by the signed link that each mail carries."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from offers.alerts import ending, links
from offers.alerts.models import MOST_ALERTS, Alert, Subscriber
from offers.alerts.views.asking import PAGES

FREQUENCIES = {
    Alert.Frequency.DAILY: "chaque matin",
    Alert.Frequency.WEEKLY: "chaque lundi matin",
    Alert.Frequency.NEVER: "jamais",
}


@require_http_methods(PAGES)
def mine(request: HttpRequest):
    """The searches that an account keeps."""
    subscriber = Subscriber.objects.of(request.user).first()
    if request.method == "POST":
        if subscriber:
            messages.success(request, _change(request, subscriber))
        return redirect("alerts:mine")
    return _page(request, subscriber)


@login_not_required
@require_http_methods(PAGES)
def manage(request: HttpRequest, token: str):
    """The same without account. The address itself is not shown: a link may be forwarded."""
    key = links.manager_key(token)
    subscriber = Subscriber.objects.keyed(key).first() if key else None
    if subscriber is None:
        return render(request, "alerts/gone.html", {"is_known": key is not None}, status=410)
    if request.method == "POST":
        messages.success(request, _change(request, subscriber))
        return redirect("alerts:manage", token)
    return _page(request, subscriber)


def _page(request: HttpRequest, subscriber: Subscriber | None):
    alerts = list(subscriber.alerts.confirmed()) if subscriber else []
    until = timezone.localdate(subscriber.seen_at + ending.SIGN_OF_LIFE) if subscriber else None
    context = {
        "alerts": alerts,
        "most": MOST_ALERTS,
        "until": until,
        "has_account": request.resolver_match.url_name == "mine" if request.resolver_match else False,
        "stop_url": links.stop_path(subscriber) if subscriber else "",
        "frequencies": Alert.Frequency.choices,
    }
    return render(request, "alerts/mine.html", context)


def _change(request: HttpRequest, subscriber: Subscriber) -> str:
    """Do what a button asks; the sentence that says so."""
    subscriber.give_a_sign()
    alert = subscriber.alerts.keyed(_key(request.POST.get("alert", ""))).first()
    match request.POST.get("action", ""):
        case "delete" if alert:
            title = alert.title
            alert.delete()
            return f"Alerte retirée : {title}."
        case "pause" | "resume" as action if alert:
            alert.is_paused = action == "pause"
            alert.save(update_fields=["is_paused"])
            return (
                "Alerte en pause : plus de courriel jusqu'à ce que vous la repreniez." if alert.is_paused else RESUMED
            )
        case "frequency" if alert and request.POST.get("frequency") in FREQUENCIES:
            return _change_frequency(alert, request.POST["frequency"])
        case _:
            return "C'est noté : nous continuons six mois."


RESUMED = "Alerte reprise."


def _change_frequency(alert: Alert, frequency: str) -> str:
    if frequency == Alert.Frequency.NEVER and alert.subscriber.user_id is None:
        frequency = Alert.Frequency.WEEKLY  # without account nothing is kept that writes to nobody
    alert.frequency = frequency
    alert.save(update_fields=["frequency"])
    return f"C'est noté : un courriel {FREQUENCIES[Alert.Frequency(frequency)]}."


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
