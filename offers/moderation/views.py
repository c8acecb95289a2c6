"""The desk of moderation: what waits, and one offer with all that is said of it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from apprentissage.accounts.access import Role, only_for, roles_of
from offers.lifecycle import ImpossibleStepError
from offers.moderation import reading
from offers.moderation.forms import DecisionForm
from offers.moderation.models import Case
from offers.moderation.queue import AlreadyDecided, decide

PER_PAGE = 30


@only_for(Role.STAFF, Role.OFFICER)
@require_safe
def queue(request):
    """What waits, the oldest first; or what was decided, the newest first."""
    visible = Case.objects.visible_to(request.user)
    listing = reading.Listing(visible, request.GET)
    page = Paginator(listing.cases.with_reports(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"listing": listing, "page": page, "sampling": visible.sampling()}
    return render(request, "moderation/queue.html", context)


@only_for(Role.STAFF, Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def case(request, pk: int):
    """One offer, why it is here, and the decision of who may take one; the others read."""
    found = get_object_or_404(Case.objects.visible_to(request.user).select_related("offer__organisation"), pk=pk)
    may_decide = Role.STAFF in roles_of(request.user)
    if request.method == "POST" and not may_decide:
        raise PermissionDenied
    form = DecisionForm(request.POST if request.method == "POST" else None, case=found)
    if form.is_valid() and _decided(request, found, form):
        return redirect("moderation:queue")
    context = reading.of_case(found) | {"form": form if may_decide and not found.decided_at else None}
    return render(request, "moderation/case.html", context, status=422 if form.errors else 200)


def _decided(request, case: Case, form: DecisionForm) -> bool:
    """Whether the decision was taken; otherwise the form says what happened meanwhile."""
    said = form.cleaned_data
    try:
        decide(case, said["decision"], by=request.user, ground=said["ground"], words=said["words"])
    except (AlreadyDecided, ImpossibleStepError) as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, f"Décision prise pour « {case.offer.title} ».")
    return True
