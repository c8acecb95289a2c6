"""Who lists companies: their own people, and the officers of their chamber."""

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from apprentissage.accounts.access import Role, only_for
from apprentissage.accounts.current import current
from apprentissage.accounts.models import Organisation
from apprentissage.trades.models import Rome
from offers.spontaneous import listing
from offers.spontaneous.directory import because
from offers.spontaneous.forms import ChamberForm, OwnForm
from offers.spontaneous.listing import NotListedError
from offers.spontaneous.models import MOST_TRADES, Listing

PAGES = ["GET", "HEAD", "POST"]


@require_http_methods(PAGES)
@only_for(Role.EMPLOYER)
def mine(request: HttpRequest):
    """The listing of the company one works for: put it on, change it, take it off."""
    companies = list(Organisation.objects.of(request.user).companies().order_by("name", "pk"))
    organisation = current(request, companies)
    if organisation is None:
        raise Http404
    listed = Listing.objects.of(organisation).select_related("listed_by").first()
    if request.method == "POST" and "retirer" in request.POST:
        listing.take_off(organisation)
        messages.success(request, "C'est fait : votre entreprise n'est plus sur la liste.")
        return redirect("spontaneous:mine")
    form = _own_form(request, listed)
    if request.method == "POST" and form.is_valid():
        listing.list_itself(organisation, form.rome_codes, form.cleaned_data["message"])
        messages.success(request, "C'est noté : les jeunes peuvent vous proposer leur candidature.")
        return redirect("spontaneous:mine")
    is_listed = listed is not None and listed.refused_at is None
    context = {
        "organisation": organisation,
        "form": form,
        "is_listed": is_listed,
        "because": because(listed) if is_listed and listed else "",
        "is_waiting": organisation.state != Organisation.State.VALID,
    }
    return render(request, "spontaneous/mine.html", context, status=422 if form.errors else 200)


def _own_form(request: HttpRequest, listed: Listing | None) -> OwnForm:
    sent = request.POST if request.method == "POST" else None
    if listed is None:
        return OwnForm(sent)
    labels = Rome.objects.in_bulk(listed.rome_codes)
    trades = [labels[code].label for code in listed.rome_codes if code in labels][:MOST_TRADES]
    return OwnForm(sent, trades=trades, initial={"message": listed.message})


@require_http_methods(PAGES)
@only_for(Role.OFFICER)
def chamber(request: HttpRequest):
    """The companies that one's chamber lists: add one of its territories, take one off."""
    bodies = list(Organisation.objects.of(request.user).bodies())
    theirs = Listing.objects.made_by(bodies)
    if request.method == "POST" and "retirer" in request.POST:
        number = request.POST["retirer"]
        get_object_or_404(theirs, pk=int(number) if number.isdecimal() and len(number) < 18 else 0).delete()
        messages.success(request, "L'entreprise n'est plus sur la liste.")
        return redirect("spontaneous:chamber")
    form = ChamberForm(
        request.POST if request.method == "POST" else None,
        companies=Organisation.objects.checked_by(request.user).recruiting(),
    )
    if request.method == "POST" and form.is_valid() and _list(request, form, bodies):
        return redirect("spontaneous:chamber")
    context = {"form": form, "listings": theirs.with_details().newest_first()}
    return render(request, "spontaneous/chamber.html", context, status=422 if form.errors else 200)


def _list(request: HttpRequest, form: ChamberForm, bodies: list[Organisation]) -> bool:
    """Whether the company was listed; otherwise the form says why."""
    body = current(request, bodies)
    company = form.cleaned_data["siret"]
    try:
        listing.list_for(body, company, form.rome_codes)  # type: ignore[arg-type]  # an officer has a body
    except NotListedError as refusal:
        form.add_error("siret", str(refusal))
        return False
    messages.success(request, f"{company.name} est sur la liste. Nous lui avons écrit, avec un lien pour se retirer.")
    return True
