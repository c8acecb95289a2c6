"""The one place that checks a SIRET, so that the pages, the imports and the contract agree."""

from stdnum.exceptions import ValidationError
from stdnum.fr import siret as register


def clean_siret(text: str) -> str:
    """The fourteen digits of a SIRET, without spaces.

    Raises ``ValueError`` with the French sentence to show when the number cannot exist
    (length, digits, Luhn key, or the rule proper to La Poste).
    """
    digits = "".join(text.split())
    if not digits.isdecimal() or len(digits) != 14:
        raise ValueError("Un SIRET compte 14 chiffres. Il figure sur vos bulletins de paie.")
    try:
        return register.validate(digits)
    except ValidationError:
        raise ValueError("Ce SIRET n'existe pas : un chiffre est faux ou deux sont inversés.") from None
