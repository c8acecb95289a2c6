"""What every test of the simulators gets: an autumn day when asked, and properties that are not timed."""

from hypothesis import settings

from tests.simulators.reading_pages import autumn  # noqa: F401 -- a fixture

settings.register_profile("untimed", deadline=None)  # a busy machine is not a fault of the code
settings.load_profile("untimed")
