"""The employer's first page: what waits for them, then their offers."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apprentissage.accounts.models import Organisation
from offers.models import Offer
from offers.publishing.audience import views_of
from offers.publishing.dashboard import Tabs, tabs_of, tasks_of
from offers.publishing.models import Draft

PER_PAGE = 20


@require_safe
def home(request: HttpRequest):
    """Offers by state with their numbers; the way to open a company's space when there is none yet."""
    offers = Offer.objects.of(request.user)
    tabs = tabs_of(offers, request.GET.get("etat", ""))
    shown = tabs.chosen(offers).with_waiting_applications().select_related("organisation").latest_first()
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    views = views_of(page)
    lines = [(offer, views.get(offer.pk, 0)) for offer in page]
    drafts = Draft.objects.visible_to(request.user).unfinished()
    context = {
        "companies": Organisation.objects.of(request.user).companies().order_by("name"),
        "drafts": drafts[:PER_PAGE],
        "tabs": tabs,
        "page": page,
        "lines": lines,
        "previous_url": _at(page.previous_page_number() if page.has_previous() else 0, tabs),
        "next_url": _at(page.next_page_number() if page.has_next() else 0, tabs),
        "tasks": tasks_of(request.user, offers),
    }
    return render(request, "employers/home.html", context)


def _at(number: int, tabs: Tabs) -> str:
    """The address of another page of the same tab; empty when there is none."""
    return f"{reverse('employers:home')}?{urlencode({'etat': tabs.open.name, 'page': number})}" if number else ""
