from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from apprentissage.trades.suggestions import suggest_trades

A_DAY = 86_400  # seconds: the list of trades changes with a release


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
@vary_on_headers("Accept")
def suggest(request):
    """Trades for what is being typed: the options of a combobox, or JSON when it is preferred."""
    suggestions = suggest_trades(request.GET.get("metier", ""))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"trades": [_public(suggestion.trade) for suggestion in suggestions]})
    options = [{"value": str(suggestion.trade), "hint": suggestion.hint} for suggestion in suggestions]
    return render(request, "trades/_suggestions.html", {"options": options})


def _public(trade):
    return {"slug": trade.slug, "label": str(trade), "rome_code": trade.rome_id, "levels": trade.levels}
