"""The mails of a demonstration, where none leaves: a visitor reads them here and follows their links."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template import TemplateDoesNotExist
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from apprentissage.mail.letters import compose
from apprentissage.mail.models import Message

SHOWN = 50  # the newest
ITS_STYLE = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"


@login_not_required
@require_safe
@never_cache
def letters(request):
    """The newest mails, composed anew; whom they are for is half hidden, since a visitor may type a true address."""
    return render(
        request, "demonstration/letters.html", {"letters": list(_composed(Message.objects.readable()[:SHOWN]))}
    )


def _composed(messages):
    """Each message with its letter; one whose template was renamed since is left out."""
    for message in messages:
        with suppress(TemplateDoesNotExist):
            yield message, compose(message.template, message.facts)


@login_not_required
@require_safe
@never_cache
def laid_out(request, reference):
    """One mail as a mail program shows it. Its style stands in the page, and nothing else may."""
    message = get_object_or_404(Message.objects.readable(), reference=reference)
    answer = HttpResponse(compose(message.template, message.facts).html)
    answer.headers["Content-Security-Policy"] = ITS_STYLE
    return answer
