"""Where the chances are: by department, then by commune."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from apprentissage.territories.models import Department
from apprentissage.territories.shapes import communes_of, france
from offers.tiles.density import ORDERS, by_commune, by_department
from offers.tiles.sought import Sought


@login_not_required
@require_GET
def density(request: HttpRequest):
    """Open offers of a search by department: a map, and the table that says the same."""
    sought = Sought.by(request.GET)
    return _render(request, sought, by_department(sought), france())


@login_not_required
@require_GET
def commune_density(request: HttpRequest, code: str):
    """Open offers of a search by commune of a department."""
    department = get_object_or_404(Department, pk=code)
    sought = Sought.by(request.GET)
    return _render(request, sought, by_commune(sought, department), communes_of(code), department)


def _render(request, sought, density, drawing, department=None):
    order = request.GET.get("ordre", "")
    order = order if order in ORDERS else density.measure
    context = {
        "sought": sought,
        "density": density,
        "drawing": drawing,
        "shaded": density.shaded(drawing),
        "rows": density.sorted_by(order),
        "order": order,
        "department": department,
    }
    return render(request, "offers/density.html", context)
