"""The legal minimum for an age, beside an offer."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apprentissage.htmx import wants_fragment
from simulators.core.minimum import first_month
from simulators.forms import HireForm
from simulators.links import pay_link


@login_not_required
@require_GET
@vary_on_headers("HX-Request")
def minimum(request: HttpRequest):
    """Gross and net of the first month for the age or birth date typed; to htmx, the sentence alone."""
    form = HireForm({name: value for name, value in request.GET.items() if name in MINIMUM_ASKS} | _age(request))
    found = first_month(form.hire) if form.is_valid() and form.hire else None
    context = {"form": form, "minimum": found, "pay_url": pay_link(form), "errors": _errors(form)}
    template = "simulators/_minimum.html" if wants_fragment(request) else "simulators/minimum.html"
    return render(request, template, context)


MINIMUM_ASKS = ("niveau", "debut", "heures", "lieu", "code")


def _age(request: HttpRequest) -> dict[str, str]:
    return {"naissance": request.GET.get("age", "")}


def _errors(form: HireForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]
