"""The step of ``./bourse up`` between an empty database and a service: done once, gone on with when it was cut."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from apprentissage.management.commands import prepare_service
from apprentissage.management.commands.prepare_service import OPERATOR
from offers.demo.seeding import seed
from offers.models import Offer


@pytest.fixture
def calls(monkeypatch):
    """The commands that the step calls, by name; none of them runs."""
    called = []
    monkeypatch.setattr(prepare_service, "call_command", lambda name, **options: called.append(name))
    return called


@pytest.mark.django_db
def test_a_demonstration_gets_its_offers_and_its_operator(calls, settings, tmp_path):
    settings.DEMONSTRATION, settings.DEMONSTRATION_PASSWORD, settings.STATIC_ROOT = (
        True,
        "four words of one's own",
        tmp_path,
    )

    call_command("prepare_service", offers=10)

    assert calls == ["createcachetable", "load_territories", "load_trades", "seed_demo", "collectstatic"]
    operator = get_user_model().objects.get(email=OPERATOR)
    assert operator.is_superuser
    assert operator.check_password("four words of one's own")


@pytest.mark.django_db
def test_production_gets_neither_fictional_offers_nor_an_operator(calls, settings, tmp_path):
    settings.DEMONSTRATION, settings.DEMONSTRATION_PASSWORD, settings.STATIC_ROOT = False, "four words", tmp_path

    call_command("prepare_service", offers=10)

    assert "seed_demo" not in calls
    assert not get_user_model().objects.exists()


@pytest.mark.django_db
def test_static_files_are_compressed_again_only_when_one_changed(calls, settings, tmp_path):
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "out", [tmp_path / "in"]
    settings.STATIC_ROOT.mkdir()
    (tmp_path / "in").mkdir()

    def collections():
        calls.clear()
        call_command("prepare_service")
        return calls.count("collectstatic")

    assert collections() == 1
    assert collections() == 0
    (tmp_path / "in" / "new.css").write_text("a { color: red }")
    assert collections() == 1


@pytest.mark.django_db(transaction=True)
def test_a_seeding_that_was_cut_goes_on_where_it_stopped():
    def cut(written):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seed(2500, 2027, cut)
    before = Offer.objects.count()

    written = seed(2500, 2027, lambda count: None)

    assert 0 < before < 2500
    assert written == 2500 - before
    assert Offer.objects.count() == 2500
