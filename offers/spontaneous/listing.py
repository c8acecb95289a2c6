"""Putting a company on the list of those open to apprentices, and taking it off."""

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from apprentissage.accounts.models import Organisation, User
from apprentissage.mail.outbox import post
from offers.spontaneous.models import Listing

SALT = "spontaneous.opt_out"
REFUSED = "Cette entreprise a demandé à ne pas figurer sur la liste. Elle seule peut s'inscrire de nouveau."
ALREADY = "Cette entreprise est déjà sur la liste."


class NotListedError(ValueError):
    """A company that may not be listed; the message is the sentence to show."""


@transaction.atomic
def list_itself(organisation: Organisation, rome_codes: list[str], message: str) -> Listing:
    """The company on the list by its own word: what its chamber said before is replaced."""
    listing, _ = Listing.objects.update_or_create(
        organisation=organisation,
        defaults={"rome_codes": rome_codes, "message": message, "listed_by": organisation, "refused_at": None},
    )
    return listing


@transaction.atomic
def list_for(body: Organisation, organisation: Organisation, rome_codes: list[str]) -> Listing:
    """The company on the list by the word of its chamber; its people are told, and how to be taken off.

    Raises ``NotListedError`` when it is there already, or asked not to be.
    """
    known = Listing.objects.of(organisation).select_for_update().first()
    if known:
        raise NotListedError(REFUSED if known.refused_at else ALREADY)
    listing = Listing.objects.create(organisation=organisation, rome_codes=rome_codes, listed_by=body)
    for user in User.objects.managing(organisation):
        post(
            f"listing-{listing.pk}-told-{user.pk}",
            "spontaneous/listed",
            user.email,
            company=organisation.name,
            body=body.name,
            opt_out_url=opt_out_url(organisation),
            own_url=settings.SITE_URL + reverse("spontaneous:mine"),
        )
    return listing


@transaction.atomic
def take_off(organisation: Organisation) -> None:
    """The company off the list at its own wish, until it comes back by itself."""
    Listing.objects.of(organisation).filter(refused_at=None).update(refused_at=timezone.now())


def opt_out_url(organisation: Organisation) -> str:
    """The page by which whoever reads the mail of a company takes it off the list."""
    token = signing.dumps(organisation.pk, salt=SALT)
    return settings.SITE_URL + reverse("spontaneous:opt_out", args=[token])


def opted_out(token: str) -> Organisation | None:
    """The company of such a link; None when it is not ours."""
    try:
        return Organisation.objects.companies().filter(pk=signing.loads(token, salt=SALT)).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
