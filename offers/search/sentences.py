"""What the page says of a search, in plain French."""

from apprentissage.territories.names import of
from apprentissage.territories.places import Kind, Place
from offers.search.candidates import Asked, Found
from offers.search.results import Count

NO_SUCH_PAGE = "Cette page n'existe pas : les résultats tiennent en {last} pages. Voici la première."
NO_MORE = "Il n'y a pas autant de pages de résultats. Voici la première."
ORDER_OF_THE_NEAREST = "Les places sont nombreuses ici : cet ordre range les 1 000 plus proches."
ORDER_OF_ANSWERS = (
    "Les employeurs qui ont répondu le plus souvent dans le délai viennent d'abord, sur douze mois. "
    "Ceux qui ont trop peu de candidatures pour une note sont au milieu."
)
WHERE = "Où cherchez-vous ?"
LONGEST_QUOTE = 60  # characters of what was typed, said back


def headline(total: Count, asked: Asked, found: Found, place: Place | None) -> str:
    """What was found, for what and where: "14 places de boulanger près de Sarlat-la-Canéda (24)"."""
    what = f" {of(spoken(asked))}" if asked.words else ""
    if total:
        many = "places" if total.is_many or total.is_capped else "place"
        count = f"Plus de {total.value}" if total.is_capped else str(total)
        return f"{count} {many}{what}{where(place)}"
    within = f" à moins de {found.radius_km} km" if asked.point and found.radius_km else where(place)
    return f"Pas de place{what}{within}"


def spoken(asked: Asked) -> str:
    """The words of the search, cut when they are long."""
    text = asked.words.spoken
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"


def where(place: Place | None) -> str:
    """ " près de Sarlat-la-Canéda (24)", " en France"; empty when no place was asked."""
    if place is None:
        return ""
    match place.kind:
        case Kind.FRANCE:
            return " en France"
        case Kind.DEPARTMENT | Kind.REGION:
            return f" : {place.label}"
        case Kind.POSITION:
            return " autour de vous"
        case _:
            return f" près {of(place.label)}"


def widening(wanted_km: int, count: int, km: int) -> str:
    """Why we looked further than asked."""
    had = "il n'y en avait pas" if count == 0 else f"il n'y en avait {'qu’une' if count == 1 else f'que {count}'}"
    return f"À moins de {wanted_km} km, {had} : nous avons cherché jusqu'à {km} km."


FILTERS_OFF = {"niveau": "Un autre niveau", "debut": "Un autre début", "domaine": "Un autre domaine"}
