"""What tells that somebody really acts for a company: the domain of their mail, and what was validated before."""

import tomllib
from functools import cache
from pathlib import Path

from apprentissage.accounts.organisations import Organisation

FREE_MAIL = Path(__file__).with_name("data") / "free_mail.toml"


@cache
def free_mail_domains() -> frozenset[str]:
    """The domains of ``data/free_mail.toml``."""
    return frozenset(tomllib.loads(FREE_MAIL.read_text())["domains"])


def domain_of(email: str) -> str:
    """What stands behind the @, in lower case."""
    return email.rpartition("@")[2].lower()


def is_free_mail(email: str) -> bool:
    """Whether anybody may get an address there."""
    return domain_of(email) in free_mail_domains()


def known_domains(siren: str) -> set[str]:
    """The mail domains that somebody already vouched for, at any valid establishment of this company."""
    lists = Organisation.objects.of_company(siren).recruiting().values_list("email_domains", flat=True)
    return {domain for domains in lists for domain in domains} - free_mail_domains()


def why_vouched(user, siren: str) -> str:
    """The reason to trust this person for this company without asking anybody; empty when there is none."""
    if domain_of(user.email) in known_domains(siren):
        return f"L'adresse se termine par {domain_of(user.email)}, le domaine connu de cette entreprise."
    if Organisation.objects.of_company(siren).recruiting().managed_by(user).exists():
        return "La même personne est déjà responsable d'un établissement validé de cette entreprise."
    return ""
