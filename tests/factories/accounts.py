"""People and organisations for tests: ``UserFactory()`` has an account and nothing else, ``employer()`` runs a company.

Every organisation is valid unless told otherwise; SIRETs are numbered, and their Luhn keys hold.
"""

import factory
from django.utils import timezone
from stdnum import luhn

from apprentissage.accounts.models import Establishment, Membership, Organisation, User
from tests.factories.territories import CommuneFactory


def a_siret(number: int, office: int = 1) -> str:
    """The SIRET of an office, both numbered from 1, of a company: both of its keys hold."""
    siren = f"9{number:07}"
    nic = f"{siren}{luhn.calc_check_digit(siren)}{office:04}"
    return f"{nic}{luhn.calc_check_digit(nic)}"


class UserFactory(factory.django.DjangoModelFactory):
    """A person with an account: a candidate, until a membership says more. ``is_staff=True``: an operator."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        return model_class.objects.create_user(**fields)


class EstablishmentFactory(factory.django.DjangoModelFactory):
    """An open, diffusible bakery of Sarlat."""

    class Meta:
        model = Establishment
        django_get_or_create = ("siret",)

    siret = factory.Sequence(lambda n: a_siret(n + 1))
    name = factory.LazyAttribute(lambda place: f"FOURNIL {place.siret[1:9]}")
    naf = "10.71C"
    headcount_band = "02"
    address = "3 rue des Consuls"
    postal_code = "24200"
    commune = factory.SubFactory(CommuneFactory)
    read_on = factory.LazyFunction(timezone.localdate)


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A valid company at an establishment of its own. ``kind=Organisation.Kind.CCI`` and the like make a body."""

    class Meta:
        model = Organisation

    kind = Organisation.Kind.COMPANY
    name = factory.Sequence(lambda n: f"Fournil {n}")
    establishment = factory.Maybe(
        factory.LazyAttribute(lambda organisation: organisation.kind == Organisation.Kind.COMPANY),
        factory.SubFactory(EstablishmentFactory),
        None,
    )
    state = Organisation.State.VALID


class MembershipFactory(factory.django.DjangoModelFactory):
    """A person who manages a valid company."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Membership.Role.MANAGER


def employer(organisation: Organisation | None = None, **fields) -> User:
    """A person who manages a valid company, or this organisation; ``fields`` are those of the organisation."""
    return MembershipFactory(organisation=organisation or OrganisationFactory(**fields)).user


def training_centre(**fields) -> User:
    """A person who manages a valid training centre."""
    return employer(kind=Organisation.Kind.TRAINING_CENTRE, **fields)


def officer(kind: str = Organisation.Kind.CMA, area_codes: tuple[str, ...] = ("D24",), **fields) -> User:
    """An officer of a body, by default of the chamber of trades of Dordogne."""
    return employer(kind=kind, area_codes=list(area_codes), **fields)


def staff(**fields) -> User:
    """An operator of this platform."""
    return UserFactory(is_staff=True, **fields)
