"""A real browser for tests: Debian's chromium, at two sizes, with or without JavaScript.

Each page watches itself: a violation of the security policy, an error of a script or a request to a third party fails
the test that opened it.
"""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

PHONE, DESKTOP = {"width": 320, "height": 640}, {"width": 1280, "height": 800}
ARGUMENTS = [
    "--no-sandbox",  # the suite may run as root, and only ever visits our own pages
    "--use-gl=angle",  # WebGL in software, for the map
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # /dev/shm is small in containers
    "--no-first-run",
]
WATCH = """addEventListener("securitypolicyviolation", event =>
    reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`))"""


def browser_path() -> str | None:
    """The chromium of this machine, or ``None``."""
    return os.environ.get("BROWSER_PATH") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if browser_path() is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    # Playwright's synchronous interface runs an event loop until the end of the session; without this word Django would
    # refuse to query beside it, even to create the database or to empty it after a test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return browser_type_launch_args | {"executable_path": browser_path(), "args": ARGUMENTS}


@pytest.fixture
def open_context(browser, live_server):
    """A function that opens a browser window's context; what it saw go wrong fails the test at its end."""
    opened, problems = [], []

    def open_one(*, size=DESKTOP, javascript=True, **options):
        context = browser.new_context(
            viewport=size, java_script_enabled=javascript, base_url=live_server.url, locale="fr-FR", **options
        )
        context.set_default_timeout(15_000)
        context.expose_binding("reportViolation", lambda source, text: problems.append(f"policy: {text}"))
        context.add_init_script(WATCH)
        context.on("weberror", lambda error: problems.append(f"script: {error.error}"))
        context.on("request", lambda asked: _note_third_party(asked.url, live_server.url, problems))
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert problems == []


def _note_third_party(url: str, home: str, problems: list[str]) -> None:
    if not url.startswith((home, "data:", "blob:", "about:")):
        problems.append(f"third party: {url}")


@pytest.fixture
def sign_in_as(client, live_server):
    """A function that makes a browser window's context that of a person, without the doors of sign-in."""

    def sign_in(context, person):
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return sign_in


@pytest.fixture
def page(open_context):
    """A page on a large screen."""
    return open_context().new_page()


@pytest.fixture
def phone(open_context):
    """A page 320 px wide, touched with a finger."""
    return open_context(size=PHONE, has_touch=True).new_page()


@pytest.fixture(params=["phone", "desktop"])
def any_page(open_context, request):
    """The test runs twice: at 320 px and on a large screen."""
    return open_context(size=PHONE if request.param == "phone" else DESKTOP).new_page()


@pytest.fixture
def plain_page(open_context):
    """A page 320 px wide in a browser without JavaScript."""
    return open_context(size=PHONE, javascript=False).new_page()


@pytest.fixture
def assert_accessible():
    """A function that fails with each rule of axe that the page breaks, in the light then in the dark."""

    def check(page, context=None):
        broken = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for rule in Axe().run(page, context=context).response["violations"]:
                where = ", ".join(str(node["target"]) for node in rule["nodes"][:3])
                broken.append(f"{scheme}: {rule['id']} ({rule['help']}): {where}")
        assert broken == []

    return check


@pytest.fixture
def assert_fits():
    """A function that fails when the page must be scrolled sideways."""

    def check(page):
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert excess <= 0, f"{page.url} is {excess} px too wide"

    return check
