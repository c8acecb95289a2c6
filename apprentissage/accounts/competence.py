"""Which body checks a company: a rule on its NAF code, its register and its size, the same for all, and said aloud."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from apprentissage.accounts.organisations import Establishment, Organisation

RULES = Path(__file__).with_name("data") / "craft.toml"
Kind = Organisation.Kind


@dataclass(frozen=True)
class Competence:
    kind: Kind
    because: str  # one sentence, to the company and to the officer


@cache
def rules() -> dict[str, tuple[str, ...]]:
    """The lists of ``data/craft.toml``."""
    return {name: tuple(codes) for name, codes in tomllib.loads(RULES.read_text()).items()}


def competence(establishment: Establishment) -> Competence:
    """The kind of body that checks a company, and why. Where it works says which one of that kind."""
    naf, lists = establishment.naf, rules()
    if establishment.legal_form.startswith(lists["public_forms"]):
        return Competence(Kind.STATE, "C'est un employeur public : un service de l'État vérifie.")
    if naf.startswith(lists["farming"]):
        return Competence(Kind.AGRICULTURE, f"Son activité ({naf}) est agricole, forestière ou de pêche.")
    if establishment.is_craft:
        return Competence(Kind.CMA, "Le registre dit que c'est un artisan.")
    if naf.startswith(lists["craft"]) and establishment.headcount_band in lists["small_bands"]:
        return Competence(Kind.CMA, f"Son activité ({naf}) est artisanale, avec moins de onze salariés.")
    if not naf:
        return Competence(Kind.CCI, "Son activité n'est pas connue : la chambre de commerce vérifie alors.")
    return Competence(Kind.CCI, f"Son activité ({naf}) ne relève ni d'une autre chambre, ni de l'État.")
