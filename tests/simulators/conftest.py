from tests.simulators.reading_pages import autumn  # noqa: F401 -- a fixture of every test here
