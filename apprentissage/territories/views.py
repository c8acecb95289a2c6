import re

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from apprentissage.territories import places
from apprentissage.territories.situation import situation

FIELD = re.compile(r"lieu(?:-\d{1,3})?")
A_DAY = 86_400  # seconds: the list of communes changes once a year


@login_not_required
@require_safe
@cache_control(public=True, max_age=A_DAY)
@vary_on_headers("Accept")
def suggest(request):
    """Places for what is being typed: the options of a combobox, or JSON when it is preferred."""
    name, text = _typed(request)
    found = places.suggest(text)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"places": [_public(place) for place in found]})
    context = {"options": [_option(place) for place in found], "list_id": name.replace("lieu", "lieux", 1)}
    return render(request, "territories/_suggestions.html", context)


def _typed(request):
    """The field that is being typed in, "lieu" or one of several ("lieu-2"), and its text."""
    return next(((name, text) for name, text in request.GET.items() if FIELD.fullmatch(name)), ("lieu", ""))


def _option(place):
    hint = " · ".join(filter(None, [place.hint, situation(place)]))
    return {"value": place.label, "code": place.key, "hint": hint}


def _public(place):
    centre = place.centre and {"longitude": place.centre.x, "latitude": place.centre.y}
    return {"key": place.key, "label": place.label, "kind": place.kind, "hint": place.hint, "centre": centre}
