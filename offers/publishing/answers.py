"""What a browser sent, kept as it is: parameter → values. The form reads it again each time."""

from collections.abc import Iterable

from django.http import QueryDict

from offers.descriptions import plain_text
from offers.models import Offer
from offers.publishing.questions import QUESTIONS

Answers = dict[str, list[str]]

LONGEST = 8000  # signs of one answer kept; the form refuses much less, with its sentence
MOST_VALUES = 60  # of one parameter: skills are ticked by dozens
MOST_SITES = 10
NOT_ANSWERS = {"csrfmiddlewaretoken", "action", "version", "fenetre"}


def typed(data: QueryDict) -> Answers:
    """What was typed, without what only serves the page."""
    names = [name for name in data if name not in NOT_ANSWERS][:100]
    return {name[:40]: [value[:LONGEST] for value in data.getlist(name)[:MOST_VALUES]] for name in names}


def as_data(answers: Answers) -> QueryDict:
    """The answers as a form reads them."""
    data = QueryDict(mutable=True)
    for name, values in answers.items():
        data.setlist(name, values)
    return data


def first(answers: Answers, name: str) -> str:
    """The value of a parameter, or nothing."""
    return next(iter(answers.get(name, [])), "")


def put(answers: Answers, **values: str) -> Answers:
    """The same answers with these ones instead."""
    return answers | {name: [value] for name, value in values.items()}


# -- sites -------------------------------------------------------------------------------------------------------------


def site_numbers(answers: Answers) -> list[int]:
    """The numbers of the sites on the page, in their order; always at least one."""
    numbers = {int(name[5:]) for name in answers if name.startswith("lieu-") and name[5:].isdecimal()}
    return sorted(numbers)[:MOST_SITES] or [1]


def with_one_more_site(answers: Answers) -> Answers:
    """The answers with an empty site at the end, unless there are enough."""
    numbers = site_numbers(answers)
    if len(numbers) >= MOST_SITES:
        return answers
    return answers | {f"lieu-{number}": answers.get(f"lieu-{number}", [""]) for number in [*numbers, numbers[-1] + 1]}


def without_site(answers: Answers, number: int) -> Answers:
    """The answers without a site."""
    return {name: values for name, values in answers.items() if name not in _site_names(number)}


def with_sites(answers: Answers, sites: Iterable[tuple[str, str, str]]) -> Answers:
    """The answers with these sites and no other: what was typed of the place, its key, the address."""
    answers = {name: values for name, values in answers.items() if not name.startswith(("lieu-", "code-", "adresse-"))}
    for number, values in enumerate(sites, start=1):
        answers |= {name: [value] for name, value in zip(_site_names(number), values, strict=True)}
    return answers


def _site_names(number: int) -> tuple[str, str, str]:
    return f"lieu-{number}", f"code-{number}", f"adresse-{number}"


# -- an offer said again -----------------------------------------------------------------------------------------------


def answers_of(offer: Offer) -> Answers:
    """What one would have typed to get this offer; to change it or to copy it."""
    posting = getattr(offer, "posting", None)
    asked = posting.questions if posting else []
    by_text = {text: name for name, text in QUESTIONS.items()}
    answers: Answers = {
        "entreprise": [str(offer.organisation_id or "")],
        "metier": [(posting.trade if posting else "") or (offer.rome.label if offer.rome else offer.title)],
        "rome": [offer.rome_id or ""],
        "titre": [offer.title],
        "description": [plain_text(offer.description)],
        "niveau": [str(offer.level or "")],
        "diplome": [offer.diploma],
        "debut_type": [offer.start_kind],
        "debut": [offer.starts_on.isoformat() if offer.starts_on else ""],
        "duree": [str(offer.months or "")],
        "rythme": [offer.rhythm],
        "places": [str(offer.openings)],
        "heures": [f"{offer.weekly_hours.normalize():f}".replace(".", ",") if offer.weekly_hours else ""],
        "age": [str(offer.minimum_age or "")],
        "permis": ["" if offer.needs_licence is None else "oui" if offer.needs_licence else "non"],
        "logement": [offer.housing],
        "transport": [offer.transport],
        "salaire": [f"{posting.gross_monthly:f}".replace(".", ",") if posting and posting.gross_monthly else ""],
        "appris": list(offer.taught_skills),
        "attendu": list(offer.desired_skills),
        "question": [by_text[text] for text in asked if text in by_text],
        "question_libre": [next((text for text in asked if text not in by_text), "")],
    }
    if offer.welcomes_disabled:
        answers["handicap"] = ["on"]
    places = [(str(site.commune), f"c{site.commune_id}", site.address) for site in offer.sites.all()]
    return with_sites(answers, places or [("", "", "")])
