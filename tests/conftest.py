"""What every test may ask for: the ground loaded, a real browser, a page whose security policy is never broken."""

import tempfile

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command, get_commands
from django.core.management.commands import flush
from django.db import connection

pytest_plugins = ["tests.browsers", "tests.mailbox", "tests.workers"]

GROUND = ("territories_", "trades_")  # loaded once, kept between tests
EMPTY = tempfile.TemporaryDirectory()  # whitenoise wants a folder, although the finders serve the files of tests
LEFT_OPEN = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""
KEPT_TABLES = (*GROUND, "django_content_type", "auth_permission", "django_migrations")


def pytest_configure():
    """Settings of tests: static files as they are written, quick passwords, a connection per thread without a pool."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STATIC_ROOT = EMPTY.name
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)  # an open pool forbids to drop the test database


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with the real ground: every commune of France, the trades and their words."""
    with django_db_blocker.unblock():
        for command in ("load_territories", "load_trades"):
            if command in get_commands():
                call_command(command)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # The browser's event loop gives this very thread a second connection: the first one, left open, would forbid
        # to drop the database.
        cursor.execute(LEFT_OPEN)


@pytest.fixture(autouse=True)
def _forget_what_was_computed():
    """The next test has other offers and other trades."""
    yield
    caches["near"].clear()


@pytest.fixture(scope="session", autouse=True)
def _keep_the_ground():
    """A test with real transactions (a browser, a command that commits) empties every table but those of the ground."""

    def all_but_the_ground(style, connection, reset_sequences=True, allow_cascade=False):
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        tables = [table for table in tables if not table.startswith(KEPT_TABLES)]
        return connection.ops.sql_flush(style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", all_but_the_ground)
        yield
