"""The signed link by which a candidate follows an application without an account.

It holds the key of the application and the version of its links, signed and dated: nothing personal, nothing to guess.
One more version voids all the links sent before. The newest secret signs, the former ones are still read.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from offers.applications.models import Application
from offers.applications.terms import LINK_LASTS

SALT = "offers.applications.follow"


class BadLinkError(ValueError):
    """A link that we never made, or that is void since then."""


class ExpiredLinkError(ValueError):
    """A link of ours that is too old; ``application`` is the one it led to."""

    def __init__(self, application: Application):
        super().__init__()
        self.application = application


@dataclass(frozen=True)
class _Said:
    key: UUID
    version: int


def follow_token(application: Application) -> str:
    """What stands in the address of the page of follow-up, valid from now on for ``LINK_LASTS``."""
    return signing.TimestampSigner(salt=SALT).sign(f"{application.key.hex}.{application.link_version}")


def follow_url(application: Application) -> str:
    """The full address of the page where a candidate follows an application, for a mail."""
    return settings.SITE_URL + reverse("applications:follow", args=[follow_token(application)])


def followed(token: str) -> Application:
    """The application that a link leads to.

    Raises ``BadLinkError``, or ``ExpiredLinkError`` when only its age is wrong.
    """
    said = _read(token)
    application = Application.objects.with_both_sides().by_key(said.key).first()
    if application is None or application.link_version != said.version:
        raise BadLinkError
    try:
        signing.TimestampSigner(salt=SALT).unsign(token, max_age=LINK_LASTS)
    except signing.SignatureExpired:
        raise ExpiredLinkError(application) from None
    return application


def _read(token: str) -> _Said:
    try:
        key, version = signing.TimestampSigner(salt=SALT).unsign(token).split(".")
        return _Said(UUID(key), int(version))
    except (signing.BadSignature, ValueError):
        raise BadLinkError from None
