"""The heart of a card: whether its reader keeps the offer, and the button that changes it."""

from django import template

from offers.alerts.favourites import favourites
from offers.models import Offer

register = template.Library()


@register.inclusion_tag("alerts/_heart.html", takes_context=True)
def heart(context, offer: Offer) -> dict:
    """The button for this reader; nothing where there is no reader (a letter, a component shown alone)."""
    request = getattr(context, "request", None)
    return {"offer": offer, "is_kept": request is not None and offer.pk in favourites(request), "request": request}
