"""An officer decides about a company: the step, what is learnt from it, and the letter."""

from django.db import transaction
from django.urls import reverse

from apprentissage.accounts.letters import tell_managers
from apprentissage.accounts.lifecycle import Actor
from apprentissage.accounts.models import User
from apprentissage.accounts.organisations import Decision, Organisation
from apprentissage.accounts.vouching import domain_of, is_free_mail


@transaction.atomic
def decide(organisation: Organisation, step: str, *, by, reason: str = "") -> Decision:
    """The decision, written in the history and told to the managers. Raises as ``Organisation.take``."""
    decision = organisation.take(step, Actor.OFFICER, by=by, reason=reason)
    if step == "validate":
        _remember_domains(organisation)
    address = reverse("accounts:organisation", kwargs={"pk": organisation.pk})
    # The reason stays on that page: an officer may write a name or a telephone number in it.
    tell_managers(organisation, f"decision-{decision.pk}", "accounts/decided", path=address, step=step)
    return decision


def _remember_domains(organisation: Organisation) -> None:
    """The domains of its managers are the company's from now on: colleagues need not wait again."""
    addresses = [manager.email for manager in User.objects.managing(organisation)]
    domains = {domain_of(address) for address in addresses if not is_free_mail(address)}
    organisation.email_domains = sorted(domains | set(organisation.email_domains))
    organisation.save(update_fields=["email_domains"])
