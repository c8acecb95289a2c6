"""What the tools say of the whole project."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

TOOLS = Path(sys.executable).parent

COMMANDS = {
    "ruff finds no fault": ["ruff", "check", "."],
    "the code is formatted": ["ruff", "format", "--check", "."],
    "the templates are sound": ["djlint", "--lint", "templates"],
    "the types agree": ["mypy", "--no-incremental", "apprentissage", "offers", "simulators", "contracts"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_tools_are_content(command):
    done = subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=300
    )

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_nothing_is_left_to_silence_but_what_is_explained():
    assert settings.SILENCED_SYSTEM_CHECKS == ["gis.W001"]
