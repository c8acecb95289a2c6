"""Why an offer is among the results: the word, the trade, the distance, the level. Facts read on the offer itself."""

from collections.abc import Iterable

from apprentissage.territories.places import Place
from apprentissage.trades.levels import SHORT_LABELS, Level
from apprentissage.trades.words import fold, word_key
from offers.models import Offer
from offers.search.candidates import Asked
from offers.search.words import Unit


def reasons(offer: Offer, km: float | None, asked: Asked, place: Place | None) -> list[str]:
    """Sentences for "Pourquoi cette offre ?", the words first."""
    return [*_words(offer, asked), *_distance(km, place), *_level(offer, asked)]


def _words(offer: Offer, asked: Asked) -> Iterable[str]:
    """Each term and where it stands; what stands nowhere to be seen comes from the names of the trade."""
    title = set(word_key(offer.title).split())
    employer = set(fold(offer.employer_name).split())
    skills = set(word_key(" ".join([offer.diploma, *offer.desired_skills, *offer.taught_skills])).split())
    for unit in asked.words.units:
        said = asked.words.said(unit)
        if _stands(unit, title):
            yield f"« {said} » est dans l'intitulé."
        elif set(unit.romes) & set(offer.rome_codes) or (unit.is_known and _is_covered(offer, asked)):
            yield (
                f"« {said} » est un nom de ce métier : {offer.rome.label}."
                if offer.rome
                else f"« {said} » est un nom de ce métier."
            )
        elif employer.issuperset(unit.words):
            yield f"« {said} » est dans le nom de l'employeur."
        elif _stands(unit, skills):
            yield f"« {said} » est dans le diplôme ou les compétences."


def _stands(unit: Unit, words: set[str]) -> bool:
    return any(words.issuperset(reading) for reading in unit.readings)


def _is_covered(offer: Offer, asked: Asked) -> bool:
    codes = {*asked.words.named, *asked.words.trained, *asked.words.covering}
    return bool(codes.intersection(offer.rome_codes))


def _distance(km: float | None, place: Place | None) -> Iterable[str]:
    if km is None or place is None:
        return
    far = "moins d'un kilomètre" if km < 1 else f"{km:.0f} km"
    yield f"C'est à {far} de {'vous' if place.key.startswith('@') else place.label}, à vol d'oiseau."


def _level(offer: Offer, asked: Asked) -> Iterable[str]:
    if "niveau" in asked.criteria:
        if offer.level:
            yield f"Elle prépare le niveau demandé : {SHORT_LABELS[Level(offer.level)]}."
        else:
            yield "Elle ne dit pas le niveau préparé : demandez-le à l'employeur."
