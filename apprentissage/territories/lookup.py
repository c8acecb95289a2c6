"""Looks a text up, from its surest reading to the loosest."""

from difflib import get_close_matches

from apprentissage.territories.gazetteer import Found, Place, address_place, place_for_key, place_of, places_of
from apprentissage.territories.geocoding import locate_address
from apprentissage.territories.models import Commune, Department, FormerCommune, PlaceName
from apprentissage.territories.names import full_words, name_key, of, one_slip_away
from apprentissage.territories.question import DEPARTMENT_CODE, LONGEST, Question, department_code

MOST_CHOICES = 8
MOST_COMMUNES_OF_A_POSTAL_CODE = 60  # 51300 serves 46
SHORTEST_NAME = 2  # letters before a name may be completed
SHORTEST_SLIP = 4  # letters before one may be wrong
LIKELIHOOD_GAP = 0.3  # of a spelling, behind the best one: beyond, it is noise

AROUND_ME = "autour de moi"
UNREADABLE = "Ce lieu contient des caractères illisibles. Tapez le nom d'une commune ou un code postal."
TOO_LONG = "Ce lieu est trop long. Tapez le nom d'une commune ou un code postal."
NOT_A_NAME = "Tapez le nom d'une commune, d'un département ou d'une région, ou un code postal."
NO_POSITION = "Votre position n'a pas été transmise. Tapez le nom d'une commune ou un code postal."
NO_SUCH_KEY = "Ce lieu n'existe pas ou n'existe plus. Tapez le nom d'une commune ou un code postal."

Names = list[PlaceName]


def look_up(text: str, key: str = "") -> Found:
    """The place that a visitor means by a text, and perhaps by the key of a suggestion taken earlier.

    The key wins while it agrees with the text; a text changed by hand since then is looked up afresh. Without a place,
    ``problem`` is the sentence to show above the choices; it is empty only when nothing was asked.
    """
    text = text or ""
    place = place_for_key(key) if key else None
    if place and (not text.strip() or _says(text, place)):
        return Found(place, note=_note_without_point(place))
    if not text.strip():
        return Found(problem=NO_SUCH_KEY if key else "")
    found = _find_text(text)
    if place and place.key in {choice.key for choice in found.choices}:
        return Found(place, note=_note_without_point(place))
    return found


def suggest(text: str, limit: int = 8) -> list[Place]:
    """Places whose name or postal code begins, holds or nearly is what was typed so far. Three queries at most."""
    if _unreadable(text) or limit < 1:
        return []
    question = Question.read(text)
    if question.code:
        return _suggest_code(question.code, limit)
    if question.postal_code or question.department:
        found = _find_text(text)
        return [found.place] if found.place else list(found.choices[:limit])
    if len(question.words) < SHORTEST_NAME:
        return []
    places = _unfinished(question, limit) or _in_department(question) or _resembling(question.words)
    return places[:limit]


def _find_text(text: str) -> Found:
    if problem := _unreadable(text):
        return Found(problem=problem)
    question = Question.read(text)
    if question.text.startswith("@") and (place := place_for_key(question.text)):
        return Found(place)
    if question.text.startswith(AROUND_ME):
        return Found(problem=NO_POSITION)
    if question.is_empty:
        return Found(problem=NOT_A_NAME)
    if question.code:
        return _find_code(question.code)
    if question.postal_code:
        return _find_with_postal_code(question, text)
    return _find_name(question, text)


def _unreadable(text: str) -> str:
    if len(text) > LONGEST:
        return TOO_LONG
    # PostgreSQL refuses NUL; lone surrogates cannot be sent to it at all.
    return UNREADABLE if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text) else ""


# -- codes -------------------------------------------------------------------------------------------------------------


def _find_code(code: str) -> Found:
    """A department, a postal code or an INSEE code, in this order: people type postal codes."""
    if DEPARTMENT_CODE.fullmatch(code.lower()):
        return _find_department(code)
    if len(code) != 5:
        near = tuple(_suggest_code(code, MOST_CHOICES))
        return Found(choices=near, problem=f"Un code postal a cinq chiffres : « {code} » n'en est pas un.")
    names = _names().with_postal_code(code).biggest_first()[:MOST_COMMUNES_OF_A_POSTAL_CODE]
    if served := places_of(names):
        return _one_or_choice(served, f"Le code postal {code} couvre plusieurs communes. Laquelle ?")
    if place := place_for_key(f"c{code}"):
        return Found(place, note=_note_without_point(place))
    former = FormerCommune.objects.filter(pk=code).first()
    if former and (today := place_for_key(f"c{former.commune_id}")):
        return Found(today, note=_note_former(former.name, today))
    prefix = code[:3] if code.startswith(("97", "98")) else code[:2]
    choices = tuple(filter(None, [place_for_key(f"d{prefix}")]))
    return Found(
        choices=choices,
        problem=f"Aucune commune n'a le code postal {code}. Si c'est un code CEDEX, tapez le nom de la commune.",
    )


def _find_department(code: str) -> Found:
    if code == "20":  # the number of Corsica until 1976, and of its postal codes still
        return Found(choices=tuple(places_of(_names().of("d2A") | _names().of("d2B"))), problem=_which("20"))
    if place := place_for_key(f"d{department_code(code)}"):
        return Found(place)
    return Found(problem=f"Aucun département ne porte le numéro {code}. Tapez le nom d'une commune ou un code postal.")


def _suggest_code(code: str, limit: int) -> list[Place]:
    places = []
    if len(code) > 1 and DEPARTMENT_CODE.fullmatch(code.lower()) and (place := place_for_key(f"d{code}")):
        places.append(place)
    if len(code) >= SHORTEST_NAME:
        names = _names().with_postal_code(code) if len(code) == 5 else _names().beginning_with(code)
        places += places_of(names.biggest_first()[: 4 * limit])
    return places[:limit]


def _find_with_postal_code(question: Question, text: str) -> Found:
    """ "Sarlat 24200", or a whole address: the communes of the postal code that the words name."""
    code, words = question.postal_code, question.words
    names = list(_names().with_postal_code(code).biggest_first()[:MOST_COMMUNES_OF_A_POSTAL_CODE])
    if not names or not words:
        return _find_name(question, text) if words else _find_code(code)
    own = {name.key: name_key(name.name) for name in names}
    for matches in (
        [name for name in names if own[name.key] == words],
        [name for name in names if own[name.key].startswith(words)],
        [name for name in names if own[name.key] in get_close_matches(words, own.values(), n=3, cutoff=0.8)],
    ):
        if matches:
            return _one_or_choice(places_of(matches), _which(text))
    city = {key: name.rstrip(" 0123456789") for key, name in own.items()}  # an address in "lyon 2" says "lyon"
    if matches := [name for name in names if f" {city[name.key]} " in f" {words} "] or _ending(words, names, city):
        return _find_address(text.partition(code)[0], places_of(matches), text)
    elsewhere = _find_name(question, text)
    if elsewhere.place and elsewhere.place.key in own:
        return elsewhere
    choices = tuple(_distinct([*filter(None, [elsewhere.place]), *places_of(names)]))
    return Found(choices=choices, problem=f"« {_short(text)} » : le code postal {code} est celui d'autres communes.")


def _find_address(street: str, communes: list[Place], text: str) -> Found:
    """The point of a street when the geocoder is sure of it, otherwise its commune, and a sentence that says so."""
    if len(communes) > 1:
        return _one_or_choice(communes, _which(text))
    located = locate_address(street, Commune.objects.get(pk=communes[0].key[1:]))
    if located.is_exact and located.point:
        return Found(address_place(located.point, _short(text)))
    note = f"Nous n'avons pas retrouvé cette adresse : nous cherchons autour {of(communes[0].label)}."
    return Found(communes[0], note=_note_without_point(communes[0]) or note)


def _ending(words: str, names: Names, city: dict[str, str]) -> Names:
    """Communes whose name begins with the last words of an address: "12 rue de la paix sarlat"."""
    last = words.split()
    while last := last[1:]:
        if begun := [name for name in names if f"{city[name.key]} ".startswith(" ".join(last) + " ")]:
            return begun
    return []


# -- names -------------------------------------------------------------------------------------------------------------


def _find_name(question: Question, text: str) -> Found:
    words = question.words
    if exact := _exact(question):
        return _among_exact(exact, question, text)
    if begun := list(_asked(question).beginning_with(f"{words} ").biggest_first()[: 3 * MOST_CHOICES]):
        return _one_or_choice_of_names(begun, _several(text))
    return _find_with_tail(question, text) or _nearest_spellings(question, text)


def _exact(question: Question) -> Names:
    """Names spelt so; a last number is the arrondissement or the department, and both are kept when both exist."""
    exact = list(_asked(question).called(question.words))
    name, department = question.name_and_number
    if department:
        exact += _called_among(name, _names().in_departments(department), may_complete=not exact)
    return exact


def _called_among(words: str, names, *, may_complete: bool = True) -> Names:
    """Those of the names that are these words, else those that begin so."""
    exact = list(names.called(words))
    if exact or not may_complete:
        return exact
    return list(names.beginning_with(words).biggest_first()[:MOST_CHOICES])


def _among_exact(exact: Names, question: Question, text: str) -> Found:
    """The only place of that name, unless a bigger one begins with it: Évry is not Évry-Courcouronnes."""
    if question.has_article:
        typed = full_words(text if not question.department else text.rpartition("(")[0])
        exact = [name for name in exact if full_words(name.name) == typed] or exact
    exact.sort(key=lambda name: -name.weight)
    is_alone = len({name.key for name in exact}) == 1
    bigger = []
    if not question.has_article:
        longer = _asked(question).beginning_with(f"{question.words} ").bigger_than(exact[0])
        bigger = list(longer.biggest_first()[: 2 if exact[1:] else MOST_CHOICES])
    if is_alone and not bigger:
        return _one_or_choice_of_names(exact, "")
    return _one_or_choice_of_names([*bigger, *exact], _several(text) if bigger else _which(text))


def _find_with_tail(question: Question, text: str) -> Found | None:
    """ "Sarlat en Dordogne", "Saint-Denis Réunion": the last words name a department, a region or France."""
    areas = [name for name in _names().called(*question.tails) if name.key[0] in "drf"] if question.tails else []
    for area in areas:
        names = _names()
        if area.key[0] == "d":
            names = names.in_departments(area.department)
        elif area.key[0] == "r":
            names = names.in_departments(*Department.objects.in_region(area.key[1:]).values_list("pk", flat=True))
        if exact := _called_among(question.tails[area.words], names):
            return _one_or_choice_of_names(sorted(exact, key=lambda name: -name.weight), _which(text))
    return None


def _nearest_spellings(question: Question, text: str) -> Found:
    """Nobody bears that name: propose, never pick, be there only one proposal."""
    name, _ = question.name_and_number
    choices = _unfinished(question, MOST_CHOICES)
    if len(choices) < MOST_CHOICES:
        choices = _distinct([*choices, *_resembling(name)])[:MOST_CHOICES]
    if choices:
        return Found(choices=tuple(choices), problem=f"Nous ne connaissons pas « {_short(text)} ». Vouliez-vous dire :")
    return Found(
        problem=f"Nous ne connaissons pas « {_short(text)} ». Vérifiez l'orthographe, ou tapez un code postal."
    )


def _unfinished(question: Question, limit: int) -> list[Place]:
    """Places whose name begins so, or is one slip away, the most populated first; then those that hold the words."""
    words, asked = question.words, _asked(question)
    if len(words) < SHORTEST_NAME:
        return []
    begun = list(asked.beginning_with(words).exact_first(words)[: 2 * limit])
    may_slip = len(words) >= SHORTEST_SLIP and not words[-1].isdigit()  # a number is not misspelt
    slips = list(asked.called(*one_slip_away(words)).biggest_first()[:limit]) if may_slip else []
    places = places_of(sorted(begun + slips, key=lambda name: (name.words != words, -name.weight)))
    if len(places) < limit:
        places += places_of(asked.holding(words).biggest_first()[:limit])
    return _distinct(places)[:limit]


def _resembling(words: str) -> list[Place]:
    """Places spelt nearly so; the far ones go when a near one was found."""
    near = list(_names().resembling(words)[: 2 * MOST_CHOICES])
    return places_of(name for name in near if name.likelihood > near[0].likelihood - LIKELIHOOD_GAP)


def _in_department(question: Question) -> list[Place]:
    name, department = question.name_and_number
    return places_of(_called_among(name, _names().in_departments(department))) if department else []


def _names():
    return PlaceName.objects.all()


def _asked(question: Question):
    """The names among which to look: those of the department or of the kind that was said."""
    names = _names()
    if question.department:
        names = names.in_departments(question.department)
    return names.of_kind(question.kind) if question.kind else names


# -- answers -----------------------------------------------------------------------------------------------------------


def _one_or_choice(places: list[Place], problem: str) -> Found:
    if len(places) == 1:
        return Found(places[0], note=_note_without_point(places[0]))
    return Found(choices=tuple(places), problem=problem)


def _one_or_choice_of_names(names: Names, problem: str) -> Found:
    if len({name.key for name in names}) == 1:
        return _picked(next((name for name in names if name.sort == PlaceName.Sort.NAME), names[0]))
    return Found(choices=tuple(places_of(names)[:MOST_CHOICES]), problem=problem)


def _picked(name: PlaceName) -> Found:
    place = place_of(name)
    if name.sort == PlaceName.Sort.FORMER:
        return Found(place, note=_note_former(name.name, place))
    if name.sort == PlaceName.Sort.ALIAS and place.key != "fr":
        return Found(place, note=f"Pour « {name.name} », nous cherchons dans ce lieu : {place.label}.")
    return Found(place, note=_note_without_point(place))


def _note_former(name: str, place: Place) -> str:
    return f"{name} fait aujourd'hui partie {of(place.label)}."


def _note_without_point(place: Place) -> str:
    if place.key[0] == "c" and place.centre is None:
        return f"La position {of(place.label)} nous est inconnue : seules les offres de cette commune sont montrées."
    return ""


def _distinct(places: list[Place]) -> list[Place]:
    by_key: dict[str, Place] = {}
    for place in places:
        by_key.setdefault(place.key, place)
    return list(by_key.values())


def _says(text: str, place: Place) -> bool:
    """Whether the text still is the label of the place."""
    typed = name_key(text)
    return typed == name_key(place.label) or (place.key[0] == "@" and typed == AROUND_ME)


def _which(text: str) -> str:
    return f"Plusieurs lieux s'appellent « {_short(text)} ». Lequel ?"


def _several(text: str) -> str:
    return f"Plusieurs lieux commencent par « {_short(text)} ». Lequel ?"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
