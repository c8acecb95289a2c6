"""The door of the demonstration: one press, only there, and never for the operator."""

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.urls import reverse

from apprentissage.accounts.demo import CMA, OPERATOR, settle
from apprentissage.accounts.sign_in.demonstration import FICTIONAL
from apprentissage.management.commands import prepare_service
from tests.accounts.signing_in import is_in
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

DOOR = reverse("account_demonstration")
ACCOUNT = reverse("accounts:account")


@pytest.fixture
def people():
    settle()


@pytest.mark.parametrize("email", FICTIONAL)
def test_each_fictional_person_enters_by_one_press(client, people, email):
    assert email in client.get(DOOR).content.decode()

    client.post(DOOR, {"email": email})

    assert client.get(ACCOUNT).status_code == 200


def test_it_counts_as_two_factors_and_says_so(client, people):
    assert "compte pour les deux preuves" in client.get(DOOR).content.decode()

    client.post(DOOR, {"email": CMA.email})

    assert client.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize("email", [OPERATOR.email, "lina@exemple.fr", ""])
def test_nobody_else_enters_by_it(client, people, email):
    UserFactory(email="lina@exemple.fr")

    assert client.post(DOOR, {"email": email}).status_code == 404
    assert not is_in(client)


def test_it_opens_by_post_and_never_by_a_link(client, people):
    client.get(DOOR, {"email": CMA.email})

    assert not is_in(client)


def test_it_does_not_exist_outside_of_a_demonstration(client, people, settings):
    settings.DEMONSTRATION = False

    assert client.get(DOOR).status_code == 404
    assert client.post(DOOR, {"email": CMA.email}).status_code == 404


def test_a_session_of_a_demonstration_opens_no_role_elsewhere(client, people, settings):
    client.post(DOOR, {"email": CMA.email})

    settings.DEMONSTRATION = False

    assert client.get(ACCOUNT)["Location"] == reverse("mfa_index")


def test_the_deployment_check_refuses_a_demonstration(settings):
    settings.DEMONSTRATION = True
    assert "accounts.E001" in {problem.id for problem in run_checks(tags=["security"], include_deployment_checks=True)}

    settings.DEMONSTRATION = False
    problems = run_checks(tags=["security"], include_deployment_checks=True)
    assert "accounts.E001" not in {problem.id for problem in problems}


def test_the_operator_enters_the_administration_with_the_password_of_the_console(client, settings, tmp_path):
    settings.DEMONSTRATION_PASSWORD, settings.STATIC_ROOT = "four words of one's own", tmp_path
    prepare_service.Command().open_operator_account()
    asked = client.get(reverse("admin:index"), follow=True).redirect_chain[-1][0]

    page = reverse("account_login_by_password")
    answer = client.post(
        page, {"login": OPERATOR.email, "password": "four words of one's own", "next": reverse("admin:index")}
    )

    assert asked.startswith(reverse("account_login"))
    assert answer["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_table_of_shared_counts_is_made_by_the_command_that_prepares_the_service(monkeypatch):
    called = []
    monkeypatch.setattr(prepare_service, "call_command", lambda name, **options: called.append(name))

    prepare_service.Command().migrate()

    assert "createcachetable" in called
    call_command("createcachetable", verbosity=0)  # made already: nothing to do
