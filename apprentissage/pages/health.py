"""Two answers for the operator's probes: is the process alive, is the service ready."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.views.decorators.cache import never_cache


@login_not_required
@never_cache
def alive(request):
    """The process answers; nothing else is asked."""
    return HttpResponse("vivant\n", content_type="text/plain")


@login_not_required
@never_cache
def ready(request):
    """The database answers too; 503 with the word to look for when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except OperationalError:
        return HttpResponse("base injoignable\n", content_type="text/plain", status=503)
    return HttpResponse("pret\n", content_type="text/plain")
