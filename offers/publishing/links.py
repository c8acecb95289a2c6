"""Links of mails to employers: they open one page about one offer, without signing in, and nothing else.

Mail scanners follow links: the page only shows buttons, and acting is a POST. The link bears a signed number; who holds
it may prolong, fill, close or copy that offer, as somebody who was given the mail may.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from offers.models import Offer

SALT = "offers.publishing.links"
LASTS = 90 * 24 * 3600  # seconds


def link_to(offer: Offer) -> str:
    """The full address of the page where an employer says what becomes of an offer."""
    return settings.SITE_URL + reverse("employers:link", args=[token_of(offer)])


def token_of(offer: Offer) -> str:
    """What the address bears."""
    return signing.dumps(offer.pk, salt=SALT)


def offer_of(token: str) -> int | None:
    """The number of the offer that a link is about; nothing when it was forged or is too old."""
    try:
        return int(signing.loads(token, salt=SALT, max_age=LASTS))
    except (signing.BadSignature, ValueError, TypeError):
        return None
