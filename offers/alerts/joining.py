"""At sign-in, what one did without account joins the account."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from offers.alerts import favourites, keeping


@receiver(user_logged_in)
def join_account(sender, request, user, **_):
    """The alerts of the address, and the favourites of the browser."""
    keeping.join_account(user)
    if request is not None:
        favourites.join_account(request, user)
