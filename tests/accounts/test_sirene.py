"""What the national register says of a SIRET, and what happens when it says nothing."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from apprentissage.accounts import sirene
from apprentissage.accounts.models import Establishment
from tests.factories.accounts import EstablishmentFactory, a_siret

pytestmark = pytest.mark.django_db

SIRET = a_siret(4242)


def test_an_establishment_is_read_and_kept(register):
    register.knows(SIRET)

    place = sirene.establishment(f" {SIRET[:9]} {SIRET[9:]} ")

    kept = Establishment.objects.get(siret=SIRET)
    assert place == kept
    assert (kept.name, kept.sign) == ("LE FOURNIL DES CONSULS", "FOURNIL DES CONSULS")
    assert (kept.naf, kept.headcount_band, kept.legal_form, kept.idccs) == ("10.71C", "02", "5499", ["0843"])
    assert (kept.address, kept.postal_code, kept.commune_id) == ("3 RUE DES CONSULS", "24200", "24520")
    assert (kept.opened_on, kept.is_open, kept.is_employer, kept.is_craft) == (date(2011, 4, 1), True, True, None)
    assert kept.read_on == timezone.localdate()


def test_the_register_is_asked_once_a_month_at_most(register):
    register.knows(SIRET)

    for _ in range(3):
        sirene.establishment(SIRET)
    assert register.asked == [SIRET]

    Establishment.objects.update(read_on=timezone.localdate() - timedelta(days=31))
    sirene.establishment(SIRET)
    assert register.asked == [SIRET, SIRET]


def test_the_names_of_a_masked_establishment_are_not_kept(register):
    EstablishmentFactory(siret=SIRET, name="DUPONT LINA", read_on=None)
    register.knows(
        SIRET,
        company={"nom_complet": "[ND]", "nom_raison_sociale": None, "statut_diffusion": "P"},
        adresse="[NON-DIFFUSIBLE]",
        liste_enseignes=None,
        statut_diffusion_etablissement="P",
    )

    place = sirene.establishment(SIRET)

    assert (place.is_public, place.name, place.sign, place.address) == (False, "", "", "")
    assert place.commune_id == "24520"  # where it is still says which chamber checks it


def test_a_closed_establishment_is_known_as_closed(register):
    register.knows(SIRET, etat_administratif="F", date_fermeture="2020-01-01")

    assert sirene.establishment(SIRET).is_open is False


def test_an_unknown_siret_is_not_the_same_as_a_silent_register(register):
    assert sirene.look_up(SIRET) == sirene.Answer(None, was_heard=True)

    register.status = 500
    assert sirene.look_up(SIRET) == sirene.Answer(None, was_heard=False)


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 429},
        {"status": 503},
        {"body": b"<html>"},
        {"body": b"[]"},
        {"body": b'{"results": [{"matching_etablissements": [3]}]}'},
        {"body": b'{"results": "' + b"x" * 1_100_000 + b'"}'},
        {"delay": 1.0},
    ],
    ids=["over its quota", "down", "no JSON", "another shape", "odd inside", "too large", "slow"],
)
def test_no_trouble_of_the_register_is_an_error_and_it_is_left_alone_for_a_while(register, trouble):
    register.knows(SIRET)
    for name, value in trouble.items():
        setattr(register, name, value)

    assert sirene.look_up(SIRET) == sirene.Answer(None, was_heard=False)
    sirene.look_up(SIRET)

    assert len(register.asked) == 1


def test_what_is_kept_serves_while_the_register_is_silent(register):
    kept = EstablishmentFactory(siret=SIRET, read_on=timezone.localdate() - timedelta(days=90))
    register.status = 500

    assert sirene.look_up(SIRET) == sirene.Answer(kept, was_heard=True)


def test_without_the_setting_nothing_is_asked(settings):
    settings.SIRENE_API_URL = ""

    assert sirene.look_up(SIRET) == sirene.Answer(None, was_heard=False)


def test_a_siret_that_cannot_exist_is_refused_before_anybody_is_asked(register):
    with pytest.raises(ValueError, match="chiffre est faux"):
        sirene.establishment("12345678901234")

    assert register.asked == []
