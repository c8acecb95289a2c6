from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from apprentissage.territories import places
from apprentissage.territories.situation import situation

A_DAY = 86_400  # seconds: the list of communes changes once a year


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
@vary_on_headers("Accept")
def suggest(request):
    """Places for what is being typed: the options of a combobox, or JSON when it is preferred."""
    found = places.suggest(request.GET.get("lieu", ""))
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"places": [_public(place) for place in found]})
    return render(request, "territories/_suggestions.html", {"options": [_option(place) for place in found]})


def _option(place):
    hint = " · ".join(filter(None, [place.hint, situation(place)]))
    return {"value": place.label, "code": place.key, "hint": hint}


def _public(place):
    centre = place.centre and {"longitude": place.centre.x, "latitude": place.centre.y}
    return {"key": place.key, "label": place.label, "kind": place.kind, "hint": place.hint, "centre": centre}
