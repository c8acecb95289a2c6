"""Opening the space of a company, choosing among several, correcting its facts."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apprentissage.accounts.competence import competence
from apprentissage.accounts.current import choose, current
from apprentissage.accounts.forms import FactsForm, InvitationForm, SiretForm
from apprentissage.accounts.lifecycle import Actor, ImpossibleStepError, State
from apprentissage.accounts.models import Establishment, JoinRequest, Membership, Organisation
from apprentissage.accounts.opening import Outcome, open_space

ASKED = "Quelqu'un gère déjà cet espace. Nous lui avons transmis votre demande ; vous recevrez sa réponse par courriel."
YOURS = "Vous aviez déjà accès à cet espace."
OPENED = "Votre espace est ouvert et validé. Vous pouvez publier une offre."
WAITS = "Votre espace est ouvert. Préparez tout dès maintenant : la vérification se fait pendant ce temps."


@require_http_methods(["GET", "POST"])
def open_company(request):
    """From a SIRET to a space: first which establishment, then its facts, which one may correct."""
    siret = request.POST.get("siret") or request.GET.get("siret")
    which = SiretForm({"siret": siret}) if siret is not None else SiretForm()
    facts = None
    if which.is_bound and which.is_valid():
        place = which.answer.establishment
        facts = FactsForm(request.POST if request.method == "POST" else None, place=place)
        if facts.is_bound and facts.is_valid():
            return _open(request, which.cleaned_data["siret"], facts)
    status = 422 if which.errors or (facts and facts.errors) else 200
    heard = which.answer.was_heard if facts else True
    context = {"which": which, "facts": facts, "place": facts and facts.place, "register_was_heard": heard}
    return render(request, "accounts/open_company.html", context, status=status)


def _open(request, siret: str, facts: FactsForm):
    with transaction.atomic():
        place, _ = Establishment.objects.get_or_create(siret=siret, defaults={"commune": facts.instance.commune})
        organisation, outcome = open_space(request.user, place, **facts.said)
    if outcome == Outcome.ASKED:
        messages.info(request, ASKED)
        return redirect("accounts:organisations")
    choose(request, organisation)
    if outcome == Outcome.YOURS:
        messages.info(request, YOURS)
    elif organisation.state == State.VALID:
        messages.success(request, OPENED)
    else:
        messages.info(request, WAITS)
    return redirect("accounts:organisation", pk=organisation.pk)


@require_GET
def organisations(request):
    """The organisations that one acts for, those that one asked to join, and the way to open another."""
    theirs = list(Organisation.objects.of(request.user).with_places())
    asked = JoinRequest.objects.of(request.user).waiting().select_related("organisation")
    context = {"organisations": theirs, "current": current(request, theirs), "asked": asked}
    return render(request, "accounts/organisations.html", context)


@require_POST
def choose_organisation(request, pk):
    """Work for another one of one's organisations, and go on with its offers."""
    organisation = get_object_or_404(Organisation.objects.of(request.user), pk=pk)
    choose(request, organisation)
    try:
        home = reverse("employers:home") if organisation.kind == Organisation.Kind.COMPANY else ""
    except NoReverseMatch:
        home = ""
    return redirect(home or reverse("accounts:organisation", kwargs={"pk": pk}))


@require_http_methods(["GET", "POST"])
def edit_organisation(request, pk):
    """Correct what the public and the contract read of one's organisation."""
    theirs = Organisation.objects.managed_by(request.user).with_places()
    organisation = get_object_or_404(theirs, pk=pk)
    form = FactsForm(request.POST or None, instance=organisation, place=organisation.establishment)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "C'est corrigé.")
        return redirect("accounts:organisation", pk=pk)
    context = {"organisation": organisation, "form": form}
    return render(request, "accounts/edit_organisation.html", context, status=422 if form.errors else 200)


@require_POST
def ask_again(request, pk):
    """After a refusal: what was corrected, and a new look by the chamber."""
    organisation = get_object_or_404(Organisation.objects.managed_by(request.user), pk=pk)
    try:
        organisation.take("ask_again", Actor.MANAGER, by=request.user, reason=request.POST.get("reason", "")[:1000])
    except ImpossibleStepError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Votre demande est repartie. La chambre la reprend.")
    return redirect("accounts:organisation", pk=pk)


@require_GET
def organisation(request, pk):
    """One organisation, its people, and where its validation stands."""
    theirs = Organisation.objects.of(request.user).with_places()
    organisation = get_object_or_404(theirs, pk=pk)
    return render(request, "accounts/organisation.html", organisation_context(request, organisation))


def organisation_context(request, organisation: Organisation) -> dict:
    """What the page of an organisation shows to this member."""
    members = list(organisation.memberships.with_people())
    own = next(each for each in members if each.user_id == request.user.pk)
    is_manager = own.role == Membership.Role.MANAGER
    place = organisation.establishment
    is_company = organisation.kind == Organisation.Kind.COMPANY
    return {
        "organisation": organisation,
        "members": members,
        "own": own,
        "is_manager": is_manager,
        "invitations": organisation.invitations.unanswered() if is_manager else [],
        "join_requests": organisation.join_requests.waiting().select_related("user") if is_manager else [],
        "competence": competence(place) if is_company and place else None,
        "last_decision": organisation.decisions.first(),
        "invitation_form": InvitationForm(),
    }
