"""Sign-in: how a person proves who they are, once, twice, and again before a sensitive change.

Start with ``urls``: every door and its guard. ``codes`` holds the ordinary way in, a code sent by e-mail, which opens
the account of a known address and creates that of a new one; ``identity`` the State's identity providers; ``factors``
the second factor that officers and operators cannot do without. django-allauth does the work behind.
"""

from apprentissage.accounts.sign_in.proof import reauthentication_required

__all__ = ["reauthentication_required"]
