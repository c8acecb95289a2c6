"""Answers for the operator's probes: is the process alive, is the service ready, how does it fare."""

import secrets

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.utils import OperationalError
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_prometheus.exports import ExportToDjangoView


@login_not_required
@require_safe
@never_cache
def alive(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("vivant\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def ready(request):
    """The database answers too; 503 with the word to look for when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("base injoignable\n", content_type="text/plain", status=503)
    return HttpResponse("pret\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def metrics(request):
    """Figures in Prometheus' format, for who carries ``METRICS_TOKEN``; for anybody else this page does not exist."""
    asked = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(asked.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    return ExportToDjangoView(request)
