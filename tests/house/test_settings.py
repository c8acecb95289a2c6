"""A wrong setting stops the start with a sentence that names it; production is right by default."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "PATH": os.environ["PATH"],
    "SECRET_KEY": "k" * 25 + "0123456789abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgis://bourse@localhost/bourse",
    "SITE_URL": "https://bourse.example",
}
WRONG = [
    ("SECRET_KEY", None, "not set"),
    ("SECRET_KEY", "too-short", "Shorter than minimum length 50"),
    ("DATABASE_URL", None, "not set"),
    ("DATABASE_URL", "bourse", "Not a valid database URL"),
    ("DATABASE_URL", "sqlite:///bourse", "must start with postgis://"),
    ("DATABASE_POOL", "many", "Not a valid integer"),
    ("DATABASE_POOL", "0", "greater than or equal to 1"),
    ("DEBUG", "perhaps", "Not a valid boolean"),
    ("DEMONSTRATION", "perhaps", "Not a valid boolean"),
    ("SITE_URL", "http://bourse.example", "https://"),
    ("SITE_URL", "bourse.example", "https://"),
    ("ALLOWED_HOSTS", "*", "one by one"),
    ("CACHE_URL", "somewhere", "Unknown backend"),
    ("EMAIL_URL", "pigeon://localhost", "must start with smtp:"),
    ("BASE_MAP_STYLE", "http://tiles.example/style.json", "Not a valid URL"),
    ("GEOCODER_SCHEME", "ftp", "Must be one of: http, https"),
    ("GEOCODER_TIMEOUT", "0", "greater than or equal to 0.1"),
    ("LOG_LEVEL", "LOUD", "Must be one of"),
    ("METRICS_TOKEN", "short", "Shorter than minimum length 32"),
]


def manage(*command, **environment):
    environment = {name: value for name, value in (PRODUCTION | environment).items() if value is not None}
    return subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", *command], env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(("name", "value", "reason"), WRONG)
def test_a_wrong_setting_stops_the_start_with_its_name(name, value, reason):
    code = "import apprentissage.settings"
    environment = {key: text for key, text in (PRODUCTION | {name: value}).items() if text is not None}

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
    )

    sentence = done.stderr.splitlines()[-1]
    assert done.returncode != 0
    assert f'"{name}"' in sentence
    assert reason in sentence


def test_production_passes_every_check_of_deployment():
    done = manage("check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
