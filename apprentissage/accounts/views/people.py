"""Who acts for an organisation: invited, asking, promoted, removed, leaving."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from apprentissage.accounts import inviting, members
from apprentissage.accounts.current import choose
from apprentissage.accounts.forms import InvitationForm
from apprentissage.accounts.inviting import CannotInviteError
from apprentissage.accounts.letters import tell
from apprentissage.accounts.members import LastManagerError
from apprentissage.accounts.models import Invitation, JoinRequest, Membership, Organisation
from apprentissage.accounts.sign_in import reauthentication_required
from apprentissage.accounts.views.company import organisation_context


@require_POST
@reauthentication_required
def invite(request, pk):
    """Invite an address to one's organisation."""
    organisation = get_object_or_404(Organisation.objects.managed_by(request.user).with_places(), pk=pk)
    form = InvitationForm(request.POST)
    if form.is_valid():
        try:
            inviting.invite(organisation, form.cleaned_data["email"], form.cleaned_data["role"], by=request.user)
        except CannotInviteError as problem:
            form.add_error("email", str(problem))
    if form.errors:
        context = organisation_context(request, organisation) | {"invitation_form": form}
        return render(request, "accounts/organisation.html", context, status=422)
    messages.success(request, "L'invitation est partie. Elle vaut deux semaines.")
    return redirect("accounts:organisation", pk=pk)


@require_POST
def change_invitation(request, pk):
    """Send an invitation again, or take it back."""
    theirs = Invitation.objects.of_organisations_managed_by(request.user).unanswered()
    invitation = get_object_or_404(theirs, pk=pk)
    if request.POST.get("action") == "revoke":
        inviting.revoke(invitation)
        messages.success(request, "L'invitation est annulée : son lien ne marche plus.")
    else:
        try:
            inviting.send_again(invitation)
            messages.success(request, "L'invitation est repartie. Seul le dernier lien marche.")
        except CannotInviteError as problem:
            messages.error(request, str(problem))
    return redirect("accounts:organisation", pk=invitation.organisation_id)


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request, token):
    """What a link of invitation opens; joining is a POST, since the scanners of mail follow links."""
    held = inviting.read(token)
    is_right = bool(held.invitation and request.user.is_authenticated and request.user.email == held.invitation.email)
    if request.method == "POST" and held.invitation and is_right:
        organisation = held.invitation.organisation
        if inviting.accept(held.invitation, request.user):
            choose(request, organisation)
            messages.success(request, "Bienvenue : vous avez accès à cet espace.")
            return redirect("accounts:organisation", pk=organisation.pk)
    context = {"held": held, "is_right_person": is_right, "here": request.path}
    return render(request, "accounts/invitation.html", context, status=410 if held.problem else 200)


@require_POST
def answer_join_request(request, pk):
    """Say yes or no to somebody who asked to join."""
    theirs = JoinRequest.objects.of_organisations_managed_by(request.user).waiting().select_related("user")
    asked = get_object_or_404(theirs, pk=pk)
    accepted = request.POST.get("answer") == "yes"
    if asked.answer(accepted):
        path = reverse("accounts:organisations")
        tell(
            asked.user, asked.organisation, f"joined-{asked.pk}", "accounts/join_answered", path=path, accepted=accepted
        )
        messages.success(request, "La personne a maintenant accès." if accepted else "La demande est refusée.")
    return redirect("accounts:organisation", pk=asked.organisation_id)


@require_POST
@reauthentication_required
def change_member(request, pk):
    """Change the role of a member, or end their access."""
    theirs = Organisation.objects.managed_by(request.user)
    membership = get_object_or_404(Membership.objects.in_organisations(theirs), pk=pk)
    action = request.POST.get("action")
    try:
        if action == "remove":
            members.remove(membership)
            messages.success(request, "Cette personne n'a plus accès.")
        elif action in Membership.Role.values:
            members.change_role(membership, action)
            messages.success(request, "Le rôle est changé.")
    except LastManagerError as problem:
        messages.error(request, str(problem))
    if membership.user_id == request.user.pk and action == "remove":
        return redirect("accounts:organisations")
    return redirect("accounts:organisation", pk=membership.organisation_id)


@require_POST
def leave(request, pk):
    """Leave an organisation oneself."""
    membership = get_object_or_404(Membership.objects.of(request.user), organisation=pk)
    try:
        members.remove(membership)
    except LastManagerError as problem:
        messages.error(request, str(problem))
        return redirect("accounts:organisation", pk=pk)
    messages.success(request, "Vous avez quitté cet espace.")
    return redirect("accounts:organisations")
