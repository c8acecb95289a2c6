"""What an identity provider signs, and whether it may be believed."""

import jwt
from django.core.cache import cache
from requests import Session

ALGORITHMS = ("RS256", "PS256", "ES256")  # never "none", nor a key that both sides share
CLOCK_DRIFT = 30  # seconds between their clock and ours
KEYS_KEPT_FOR = 600  # seconds


class NotBelieved(Exception):
    """A signed statement that cannot be believed; the message says which check failed, and nothing of the person."""


def read(token: str, *, issuer: str, audience: str, keys_url: str, session: Session, needs: tuple[str, ...]) -> dict:
    """The claims of a signed statement made by ``issuer`` for ``audience``.

    Raises ``NotBelieved`` when the key is not theirs, the statement is for somebody else, too old, or lacks one of the
    claims it ``needs``.
    """
    try:
        key_id = jwt.get_unverified_header(token).get("kid", "")
        return jwt.decode(
            token,
            _key(key_id, keys_url, session),
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=audience,
            leeway=CLOCK_DRIFT,
            options={"require": ["iss", "aud", *needs]},
        )
    except jwt.PyJWTError as error:
        raise NotBelieved(type(error).__name__) from error


def _key(key_id: str, url: str, session: Session) -> jwt.PyJWK:
    """The public key of that name. A name we never saw makes us ask again: providers change keys."""
    for fresh in (False, True):
        published = _published(url, session, fresh=fresh)
        for key in jwt.PyJWKSet.from_dict(published).keys:
            if key.key_id == key_id and key.public_key_use in (None, "sig"):
                return key
    raise NotBelieved("UnknownKey")


def _published(url: str, session: Session, *, fresh: bool) -> dict:
    name = f"identity:keys:{url}"
    published = None if fresh else cache.get(name)
    if published is None:
        answer = session.get(url)
        answer.raise_for_status()
        published = answer.json()
        cache.set(name, published, KEYS_KEPT_FOR)
    return published
