"""What we hold of the person who asks: seen, carried away, erased."""

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from apprentissage.accounts.sign_in.proof import reauthentication_required
from apprentissage.privacy import registry


@require_safe
@never_cache
def mine(request):
    """Each kind of data held of this person, with its end."""
    return render(
        request,
        "privacy/mine.html",
        {"holdings": registry.holdings(request.user), "stays": [kept for kept in registry.all_kept() if kept.law]},
    )


@require_safe
@never_cache
@reauthentication_required
def export(request):
    """All of it as one JSON file."""
    found = {"exporté le": timezone.now(), "données": registry.export_all(request.user)}
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    return answer


@require_POST
@reauthentication_required
def erase(request):
    """Erase all that the law lets us erase, and leave."""
    registry.erase_all(request.user)
    logout(request)
    return redirect("privacy:erased")


@login_not_required
@require_safe
def erased(request):
    """What was done, and what remains."""
    return render(request, "privacy/erased.html", {"stays": [kept for kept in registry.all_kept() if kept.law]})
