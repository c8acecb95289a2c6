"""What goes in the outbox, and the letter that is made of it: once, with its transaction, nothing personal inside."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apprentissage.mail import letters, outbox
from apprentissage.mail.guard import PersonalFactError
from apprentissage.mail.models import Message, State
from tests.mailbox import TO, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial_letter")]


# -- posting -----------------------------------------------------------------------------------------------------------


def test_a_key_is_posted_once():
    assert outbox.post("a-1", "trial/note", TO)
    assert not outbox.post("a-1", "trial/note", "autre@exemple.fr")
    assert Message.objects.get().recipient == TO
    assert outbox.posted_at("a-1") is not None
    assert outbox.posted_at("a-2") is None


def test_a_mail_goes_with_the_transaction_that_wanted_it():
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        ("Écrivez à lina.diaz@exemple.fr", "an e-mail address"),
        ("https://exemple.fr/?a=lina%40exemple.fr", "an e-mail address"),
        ("06 12 34 56 78", "a telephone number"),
        ("appelez le 0612345678.", "a telephone number"),
        ("+33 6 12 34 56 78", "a telephone number"),
        ("+262692123456", "a telephone number"),
        ("05\u00a053\u00a000\u00a000\u00a000", "a telephone number"),
        ("2 99 07 24 520 012 34", "a social security number"),
        ("299072452001234", "a social security number"),
        ({"who": ["x", {"mail": "a@b.fr"}]}, "an e-mail address"),
        ({"a@b.fr": 1}, "an e-mail address"),
        (299072452001234, "a social security number"),
    ],
)
def test_a_fact_that_holds_personal_data_is_refused(fact, kind):
    if kind == "a social security number":
        fact = with_its_key(fact)
    with pytest.raises(PersonalFactError, match=kind) as refused:
        post(fact=fact)

    assert "lina" not in str(refused.value)
    assert not Message.objects.exists()


def with_its_key(fact):
    """The same number with the right key, whatever was typed in its place."""
    figures = "".join(character for character in str(fact) if character.isdigit())[:13]
    key = f"{97 - int(figures) % 97:02}"
    return int(figures + key) if isinstance(fact, int) else str(fact)[:-2] + key


@pytest.mark.parametrize(
    "fact",
    [
        "https://bourse.exemple.fr/candidatures/suivi/eyJrIjoiMDYxMjM0NTY3OCJ9:1tQx0a:0612345678-x/",
        "https://bourse.exemple.fr/offres/?lieu=Sarlat&depuis=@44.889,1.217",
        "55203253400646",  # a SIRET
        "c56a4180-65aa-42ec-a945-5fd21dec0538",
        "1 234,56 € avant le 3 mars 2027 à 14:30",
        1234567,
        True,
        None,
        ["CAP Boulanger", {"n": 12}],
    ],
)
def test_links_dates_and_numbers_of_things_are_no_personal_data(fact):
    assert post(fact=fact).facts["fact"] == fact


def test_the_database_keeps_what_the_outbox_promises():
    message = post()

    for broken in ({"state": "lost"}, {"state": State.SENT}, {"recipient": ""}, {"sent_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=message.pk).update(**broken)


# -- the letter --------------------------------------------------------------------------------------------------------


def test_a_letter_is_set_in_french_and_wrapped_without_cutting_an_address():
    url = "https://bourse.exemple.fr/" + "x" * 90 + "?a='b c"

    letter = letters.compose("trial/note", {"due": "3 mars", "url": url, "nasty": "<b>"})

    assert letter.subject == "C’est à vous\u00a0: répondez\u202f!"
    assert letter.text.startswith("L’employeur attend")
    assert url.split()[0] in letter.text
    assert all(len(line) <= letters.WIDTH or "https://" in line for line in letter.text.splitlines())
    assert "\n-- \nLa bourse de l’apprentissage\nhttps://bourse.exemple.fr\nVous avez postulé.\n" in letter.text
    assert "3 mars\u202f!" in letter.html
    assert "<h1>C’est à vous\u00a0: répondez\u202f!</h1>" in letter.html


def test_a_day_among_the_facts_is_a_day_in_the_letter(settings, tmp_path):
    for kind in ("txt", "html"):
        (tmp_path / "mail" / "trial" / f"day.{kind}").write_text(
            "Avant\nle {{ day|french_date }}, {{ all.0.at|date:'H:i' }}"
        )
    moment = datetime(2027, 3, 3, 14, 30, tzinfo=UTC)
    outbox.post("k", "trial/day", TO, day=date(2027, 3, 1), all=[{"at": moment}])

    facts = Message.objects.get().facts

    assert facts == {"day": "2027-03-01", "all": [{"at": moment.isoformat()}]}
    assert letters.compose("trial/day", facts).text == "le 1er\u00a0mars 2027, 15:30\n"


def test_what_a_fact_holds_is_no_markup():
    letter = letters.compose("trial/note", {"due": "<script>alert(1)</script>", "url": "https://a.fr/?a=1&b='"})

    assert "<script>" not in letter.html
    assert "<script>alert(1)</script>" in letter.text
    assert "https://a.fr/?a=1&b='" in letter.text
