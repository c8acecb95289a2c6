"""What an officer should know before saying yes or no to a company: facts, each in one sentence, none is a proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from apprentissage.accounts.models import User
from apprentissage.accounts.organisations import Establishment, Organisation
from apprentissage.accounts.vouching import domain_of, is_free_mail, known_domains

YOUNG = timedelta(days=180)
MANY = 3  # companies with one contact, from which it looks like somebody else's business


@dataclass(frozen=True)
class Evidence:
    tone: str  # of the notes: "aid" speaks for, "warn" against, "info" neither
    sentence: str


def evidence(organisation: Organisation) -> list[Evidence]:
    """All that speaks for or against a company, what is against it first."""
    place = organisation.establishment
    assert place is not None  # noqa: S101 -- a constraint says so of companies
    managers = list(User.objects.managing(organisation))
    found = [
        *_of_the_register(place),
        *(each for manager in managers for each in _of_an_address(manager, place)),
        *(each for manager in managers for each in _of_other_companies(manager, organisation)),
        *_of_the_phone(organisation),
    ]
    return sorted(found, key=lambda each: ["warn", "info", "aid"].index(each.tone))


def _of_the_register(place: Establishment) -> Iterator[Evidence]:
    if place.read_on is None:
        yield Evidence("warn", "Le registre n'a pas répondu : le nom et l'adresse sont ceux que la personne a écrits.")
    if place.naf.startswith("85"):
        yield Evidence("warn", f"Son activité ({place.naf}) est l'enseignement : est-ce une école, pas un employeur ?")
    if place.is_employer is False:
        yield Evidence("info", "Le registre dit que l'établissement n'emploie encore personne.")
    if not place.is_public:
        yield Evidence("info", "L'établissement est non diffusible : le registre ne donne ni son nom ni son adresse.")
    if place.opened_on:
        is_young = timezone.localdate() - place.opened_on < YOUNG
        since = f"{place.opened_on:%d/%m/%Y}"
        if is_young:
            yield Evidence("warn", f"L'établissement est récent : il existe depuis le {since}.")
        else:
            yield Evidence("aid", f"L'établissement existe depuis le {since}.")


def _of_an_address(manager: User, place: Establishment) -> Iterator[Evidence]:
    domain, known = domain_of(manager.email), known_domains(place.siren)
    if is_free_mail(manager.email):
        yield Evidence("warn", f"L'adresse du responsable est chez {domain} : tout le monde peut en avoir une.")
    elif known and domain not in known:
        yield Evidence("warn", f"L'adresse est en {domain} ; l'entreprise est connue en {', '.join(sorted(known))}.")
    if centre := Organisation.objects.training_centres().with_domain(domain).first():
        yield Evidence("warn", f"L'adresse est en {domain}, comme celles du centre de formation « {centre} ».")


def _of_other_companies(manager: User, organisation: Organisation) -> Iterator[Evidence]:
    others = list(Organisation.objects.managed_by(manager).companies().except_for(organisation)[: MANY + 1])
    if others:
        names = ", ".join(other.name for other in others[:MANY]) + ("…" if len(others) > MANY else "")
        yield Evidence("warn" if len(others) >= MANY else "info", f"Le responsable gère aussi : {names}.")


def _of_the_phone(organisation: Organisation) -> Iterator[Evidence]:
    others = Organisation.objects.with_phone(organisation.phone).except_for(organisation)
    if (count := others.count()) == 1:
        yield Evidence("warn", f"Le même téléphone est celui de « {others[0]} ».")
    elif count:
        yield Evidence("warn", f"Le même téléphone est celui de {count} autres organismes, dont « {others[0]} ».")
