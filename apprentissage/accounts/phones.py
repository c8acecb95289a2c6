"""The one place that reads a telephone number. The door to phonenumbers."""

import phonenumbers

OVERSEAS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "987": "PF", "988": "NC"}


def clean_phone(text: str, postal_code: str = "") -> str:
    """A telephone number as ``+33199001234``, empty when absent; the postal code tells an overseas number's region.

    Raises ``ValueError`` with the French sentence to show when no such number can exist.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, OVERSEAS.get(postal_code[:3], "FR"))
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise ValueError("Ce numéro de téléphone n'existe pas. Exemple : 05 53 00 00 00.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
