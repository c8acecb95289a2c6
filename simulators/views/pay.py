"""What the apprentice receives: the page, and the minimum for an age, a fragment for the pages of offers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apprentissage.htmx import at_address, wants_fragment
from simulators.asking import ask
from simulators.links import links_of
from simulators.pay_story import PayStory


@login_not_required
@require_GET
@vary_on_headers("HX-Request")
def pay(request: HttpRequest):
    """Net pay first, then the months, the years, and the aids; to htmx, the answer alone."""
    asked = ask(request.GET)
    links = links_of(asked)
    story = PayStory(asked.answer.simulation) if asked.answer else None
    context = {"form": asked.form, "answer": asked.answer, "story": story, "links": links}
    if not wants_fragment(request):
        return render(request, "simulators/pay.html", context)
    return at_address(render(request, "simulators/_pay.html", context), links.pay)
