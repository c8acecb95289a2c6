"""What an apprentice costs: the page, its PDF, its CSV, and the version that other sites integrate."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apprentissage.embedding import embeddable
from apprentissage.htmx import at_address, wants_fragment
from apprentissage.pdf import pdf
from simulators.asking import Asked, ask
from simulators.export import months_csv
from simulators.links import Links, links_of


@login_not_required
@require_GET
def index(request: HttpRequest):
    """The four tools of the room."""
    return render(request, "simulators/index.html")


@login_not_required
@require_GET
@vary_on_headers("HX-Request")
def cost(request: HttpRequest):
    """The questions and their answer; to htmx, the answer alone, and its address."""
    asked = ask(request.GET)
    links = links_of(asked)
    if not wants_fragment(request):
        return render(request, "simulators/cost.html", _context(asked, links))
    return at_address(render(request, "simulators/_cost.html", _context(asked, links)), links.page)


@login_not_required
@require_GET
def cost_pdf(request: HttpRequest):
    """The same on paper, with sources and date; the form again when a question is not understood."""
    asked = ask(request.GET)
    if asked.answer is None:
        return _refused(request, asked)
    links = links_of(asked)
    paper = _context(asked, links) | {"page_url": settings.SITE_URL + links.lasting, "today": timezone.localdate()}
    return _file(pdf("simulators/cost_pdf.html", paper), "application/pdf", "cout-apprenti.pdf")


@login_not_required
@require_GET
def cost_csv(request: HttpRequest):
    """The months as a table for a spreadsheet."""
    asked = ask(request.GET)
    if asked.answer is None:
        return _refused(request, asked)
    return _file(months_csv(asked.answer.simulation), "text/csv; charset=utf-8", "cout-apprenti.csv")


@login_not_required
@require_GET
@embeddable
def embedded(request: HttpRequest):
    """The five questions and their answer, alone, for a page of another site."""
    asked = ask(request.GET)
    return render(request, "simulators/embedded.html", _context(asked, links_of(asked)))


@login_not_required
@require_GET
def snippet(request: HttpRequest):
    """How to put the simulator in another site: the lines to copy, and what they do."""
    address = settings.SITE_URL + reverse("simulators:embedded")
    return render(request, "simulators/snippet.html", {"address": address})


def _context(asked: Asked, links: Links) -> dict[str, Any]:
    return {"form": asked.form, "answer": asked.answer, "story": asked.story, "links": links}


def _refused(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The page with its sentences beside the fields, since no file can be made."""
    return render(request, "simulators/cost.html", _context(asked, links_of(asked)), status=422)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'inline; filename="{name}"'})
