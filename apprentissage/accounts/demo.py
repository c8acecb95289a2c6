"""The people of the demonstration: fictional, one for each way of using the service."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from apprentissage.accounts.competence import competence
from apprentissage.accounts.models import Establishment, Membership, Organisation
from apprentissage.territories.models import Commune

DOMAIN = "demonstration.example"  # no mail can reach it (RFC 2606)


@dataclass(frozen=True)
class Person:
    """Somebody to try the service as."""

    email: str
    label: str
    tries: str  # what to try, in one sentence


CANDIDATE = Person(f"lina@{DOMAIN}", "Lina, cherche une place", "Postuler chez un boulanger et suivre la réponse.")
BAKER = Person(
    f"boulanger@{DOMAIN}", "Paul, boulanger près de Sarlat", "Publier une offre et répondre aux candidatures."
)
JOINER = Person(
    f"menuisiere@{DOMAIN}",
    "Inès, menuisière, attend la chambre",
    "Tout préparer pendant que l'entreprise est vérifiée.",
)
CENTRE = Person(f"cfa@{DOMAIN}", "Sonia, centre de formation", "Voir l'espace d'un centre de formation.")
CMA = Person(f"metiers@{DOMAIN}", "Marc, chambre de métiers", "Vérifier l'atelier de menuiserie qui attend.")
CCI = Person(f"commerce@{DOMAIN}", "Nadia, chambre de commerce", "Voir la file d'une autre chambre : elle est vide.")
AGRICULTURE = Person(f"agriculture@{DOMAIN}", "Yann, chambre d'agriculture", "Voir la file d'une autre chambre.")
OPERATOR = Person(f"operateur@{DOMAIN}", "Camille, opératrice du service", "Modérer les offres, créer un organisme.")

PEOPLE = [CANDIDATE, BAKER, JOINER, CENTRE, CMA, CCI, AGRICULTURE, OPERATOR]

BODIES = [  # who acts for it, its nature, its name
    (CENTRE, Organisation.Kind.TRAINING_CENTRE, "CFA du Périgord (fictif)"),
    (CMA, Organisation.Kind.CMA, "Chambre de métiers et de l'artisanat de la Dordogne (fictive)"),
    (CCI, Organisation.Kind.CCI, "Chambre de commerce et d'industrie de la Dordogne (fictive)"),
    (AGRICULTURE, Organisation.Kind.AGRICULTURE, "Chambre d'agriculture de la Dordogne (fictive)"),
]
BAKERY = {
    "siret": "00000001800010",  # of the first fictional offer
    "name": "La Mie de Carsac-Aillac",
    "naf": "10.71C",
    "headcount_band": "02",
    "address": "31 zone artisanale des Prés",
    "postal_code": "24200",
    "commune_id": "24082",
    "is_craft": True,
}
WORKSHOP = {
    "siret": "00099999500012",
    "name": "L'Atelier du Chemin des Vignes",
    "naf": "43.32A",
    "headcount_band": "01",
    "address": "12 chemin des Vignes",
    "postal_code": "24200",
    "commune_id": "24520",
    "is_craft": True,
    "is_employer": False,
}


def settle(bakery: dict | None = None) -> Organisation:
    """The baker's company, once everybody of the demonstration has an account and an organisation.

    ``bakery`` replaces facts of ``BAKERY``. Run again, it only adds what is missing.
    """
    users = get_user_model().objects
    for person in PEOPLE:
        if not users.filter(email=person.email).exists():
            is_operator = person == OPERATOR
            users.create_user(person.email, is_staff=is_operator, is_superuser=is_operator)
    for person, kind, name in BODIES:
        areas = ["D24"] if kind in Organisation.BODIES else []
        organisation, _ = Organisation.objects.get_or_create(
            kind=kind,
            name=name,
            defaults={"area_codes": areas, "state": Organisation.State.VALID, "is_fictional": True},
        )
        _join(person, organisation)
    opened_on = timezone.localdate() - timedelta(days=40)  # recent: the officer is told so
    _company(JOINER, WORKSHOP | {"opened_on": opened_on}, Organisation.State.PENDING)
    return _company(BAKER, BAKERY | (bakery or {}), Organisation.State.VALID)


def _company(person: Person, facts: dict, state: str) -> Organisation:
    if not Commune.objects.filter(pk=facts["commune_id"]).exists():
        facts = facts | {"commune_id": None}
    place, _ = Establishment.objects.get_or_create(
        siret=facts["siret"], defaults=facts | {"read_on": timezone.localdate()}
    )
    organisation, is_new = Organisation.objects.get_or_create(
        establishment=place,
        defaults={
            "kind": Organisation.Kind.COMPANY,
            "name": place.name,
            "state": state,
            "is_fictional": True,
            "instructed_by": competence(place).kind,
            "department": place.commune.department if place.commune else None,
            "commune": place.commune,
            "address": place.address,
            "postal_code": place.postal_code,
        },
    )
    _join(person, organisation)
    if is_new:
        organisation.decisions.create(step="open", by=get_user_model().objects.get(email=person.email))
    return organisation


def _join(person: Person, organisation: Organisation) -> None:
    user = get_user_model().objects.get(email=person.email)
    Membership.objects.get_or_create(user=user, organisation=organisation, defaults={"role": Membership.Role.MANAGER})
