"""The desk of an officer: the companies that wait for a yes or a no."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apprentissage.accounts.access import Role, only_for
from apprentissage.accounts.competence import competence
from apprentissage.accounts.deciding import decide
from apprentissage.accounts.evidence import evidence
from apprentissage.accounts.forms import DecisionForm
from apprentissage.accounts.lifecycle import STEPS, Actor, ImpossibleStepError, steps_for
from apprentissage.accounts.models import Organisation, User

PER_PAGE = 25


@require_GET
@only_for(Role.OFFICER, Role.STAFF)
def queue(request):
    """The companies of one's territories that wait, the longest first; or those that were decided."""
    theirs = Organisation.objects.checked_by(request.user).with_places()
    is_past = request.GET.get("liste") == "decidees"
    page = Paginator(theirs.decided() if is_past else theirs.waiting(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/queue.html", {"page": page, "is_past": is_past})


@require_http_methods(["GET", "POST"])
@only_for(Role.OFFICER, Role.STAFF)
def company(request, pk):
    """One company: what speaks for and against it, its history, and the decision."""
    organisation = get_object_or_404(Organisation.objects.checked_by(request.user).with_places(), pk=pk)
    form = DecisionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            decision = decide(
                organisation, form.cleaned_data["step"], by=request.user, reason=form.cleaned_data["reason"]
            )
        except ImpossibleStepError as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, f"{STEPS[decision.step].past}. L'entreprise le lira dans son courriel.")
            return redirect("accounts:queue")
    context = {
        "organisation": organisation,
        "competence": competence(organisation.establishment),
        "evidence": evidence(organisation),
        "managers": User.objects.managing(organisation),
        "decisions": organisation.decisions.select_related("by"),
        "steps": steps_for(Actor.OFFICER, organisation.state),
        "form": form,
    }
    return render(request, "accounts/company.html", context, status=422 if form.errors else 200)
