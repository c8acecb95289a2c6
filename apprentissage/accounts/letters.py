"""What this room writes by mail: to the managers of an organisation, and to those they invite."""

from django.conf import settings

from apprentissage.accounts.models import User
from apprentissage.accounts.organisations import Organisation
from apprentissage.mail import outbox


def tell_managers(organisation: Organisation, key: str, template: str, *, path: str, **facts) -> None:
    """One letter to each manager, about this organisation by its name; ``path`` is the page it leads to."""
    for manager in User.objects.managing(organisation):
        tell(manager, organisation, key, template, path=path, **facts)


def tell(user, organisation: Organisation, key: str, template: str, *, path: str, **facts) -> None:
    """One letter to somebody about an organisation, sent once for that key."""
    outbox.post(
        f"{key}-{user.pk}", template, user.email, organisation=organisation.name, url=settings.SITE_URL + path, **facts
    )
