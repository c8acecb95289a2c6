"""Batches: one line in, one line out, in order, whatever a line holds, in constant memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QUESTION = {
    "signed_on": "2026-07-01",
    "starts_on": "2026-09-01",
    "ends_on": "2027-08-31",
    "birth_date": "2009-03-12",
    "diploma_level": 3,
    "headcount": 5,
}
MEASURE = """
import resource, sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "simulate_hiring"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def run(text, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", "simulate_hiring", *arguments],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )


def line(number, **facts):
    return json.dumps(QUESTION | {"id": number} | facts)


def test_a_broken_line_is_answered_in_its_place_and_the_batch_goes_on():
    lines = [line(1), "{broken", line(3, diploma_level=9), "[]", "", line(6), '"\\u0000"', line(8)]

    done = run("\n".join(lines))

    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    assert [answer.get("id") for answer in answers] == [1, None, 3, None, 6, None, 8]
    assert ["errors" in answer for answer in answers] == [False, True, True, True, False, True, False]
    assert answers[2]["errors"][0]["field"] == "diploma_level"
    assert "4 question(s) refusée(s)" in done.stderr


def test_answers_keep_the_order_of_questions_across_chunks():
    done = run("\n".join(line(number) for number in range(1500)))

    assert [json.loads(answer)["id"] for answer in done.stdout.splitlines()] == list(range(1500))


def test_a_line_without_end_is_one_refusal():
    done = run("x" * 350_000 + "\n" + line(2) + "\n")

    answers = [json.loads(answer) for answer in done.stdout.splitlines()]
    assert ["errors" in answer for answer in answers] == [True, False]


@pytest.mark.parametrize("how_many", [0, 1])
def test_small_batches_are_batches(how_many):
    assert len(run("".join(line(number) + "\n" for number in range(how_many))).stdout.splitlines()) == how_many


def test_memory_does_not_grow_with_the_batch():
    def peak(how_many):
        text = "".join(line(number, headcount=number % 400 + 1) + "\n" for number in range(how_many))
        done = subprocess.run(
            [sys.executable, "-c", MEASURE],
            input=text,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=True,
        )
        return int(done.stderr.split()[-1])

    assert peak(6000) < peak(1500) * 1.3
