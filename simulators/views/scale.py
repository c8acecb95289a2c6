"""The values of the law, open to check."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from simulators.scale import themes, windows


@login_not_required
@require_GET
def scale(request: HttpRequest):
    """Every value in force, its history and its source."""
    today = timezone.localdate()
    return render(
        request, "simulators/scale.html", {"themes": themes(today), "windows": windows(today), "today": today}
    )
