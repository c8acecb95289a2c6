import pytest
from django.core.cache import caches

from tests.accounts.register import StubRegister


@pytest.fixture(autouse=True)
def _forget_what_was_cached():
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def register(settings):
    """The national register, as a stub that the service asks over HTTP."""
    stub = StubRegister()
    settings.SIRENE_API_URL, settings.SIRENE_API_TIMEOUT = stub.url, 0.5
    yield stub
    stub.shutdown()
    stub.server_close()
