"""The map of the house is a test: which room may import which, one door per library, and how long a piece may be.

What is not drawn here is forbidden. A new room is a line in ``ARROWS``, a new library with a door a line in ``DOORS``.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

ARROWS = {
    "contracts": {
        "offers",
        "apprentissage.accounts",
        "apprentissage.territories",
        "apprentissage.trades",
        "contracts.rules",
        "simulators.core",
    },
    "offers": {"apprentissage.accounts", "apprentissage.territories", "apprentissage.trades", "simulators.core"},
    "simulators": {"simulators.core", "apprentissage.territories", "apprentissage.trades"},
    "contracts.rules": {"simulators.core", "apprentissage.law"},
    "simulators.core": {"apprentissage.law"},
    "apprentissage.accounts": {"apprentissage.territories", "apprentissage.trades"},
    "apprentissage.territories": set(),
    "apprentissage.trades": set(),
    "apprentissage.law": set(),
}
ROOF = "apprentissage"  # may import every room; only its tools may be imported
TOOLS = {
    "apprentissage.charts",
    "apprentissage.embedding",
    "apprentissage.htmx",
    "apprentissage.jobs",
    "apprentissage.mail",
    "apprentissage.pdf",
    "apprentissage.privacy",
    "apprentissage.templatetags",
}
PURE = ("apprentissage.law", "simulators.core", "contracts.rules")  # no Django, nothing but Python and arithmetic
PURE_MAY_USE = {"holidays"}

SIGN_IN = "apprentissage.accounts.sign_in"
DOORS = {
    "PIL": {"offers.applications.uploads"},
    "allauth": {
        f"{SIGN_IN}.{part}"
        for part in (
            "adapters",
            "codes",
            "demonstration",
            "factors",
            "forms",
            "identity",
            "linking",
            "proof",
            "urls",
            "views",
        )
    },
    "axe_playwright_python": {"tests.browsers"},
    "cryptography": {f"{SIGN_IN}.adapters"},
    "csp": {"apprentissage.settings", "apprentissage.embedding"},
    "django_htmx": {"apprentissage.htmx"},
    "django_prometheus": {"apprentissage.pages.health"},
    "django_structlog": {"apprentissage.logs"},
    "environs": {"apprentissage.settings"},
    "holidays": {"offers.answers.days"},
    "geopy": {"apprentissage.territories.geocoding"},
    "ninja": {"apprentissage.api.api"},
    "jwt": {f"{SIGN_IN}.tokens"},
    "lucide": {"apprentissage.templatetags.icons"},
    "phonenumbers": {"apprentissage.accounts.phones"},
    "pikepdf": {"offers.applications.uploads"},
    "procrastinate": {"apprentissage.jobs"},
    "segno": {"apprentissage.pdf"},
    "stdnum": {"apprentissage.accounts.siret"},
    "structlog": {"apprentissage.logs"},
    "weasyprint": {"apprentissage.pdf"},
}

LONGEST_FUNCTION, LONGEST_MODULE = 50, 400


# -- reading -----------------------------------------------------------------------------------------------------------
def sources() -> dict[str, str]:
    """The text of every module of the project, by its dotted name (``offers.__init__`` for the package itself)."""
    found = {}
    for top in ("apprentissage", "offers", "simulators", "contracts", "tests"):
        for path in sorted((ROOT / top).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if "migrations" not in path.parts:
                found[name] = path.read_text()
    return found


def imports(module: str, text: str) -> Iterator[str]:
    """Everything that a module imports, as dotted names; relative imports are made absolute."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = module.split(".")[: -node.level] if node.level else []
            origin = ".".join([*parents, *filter(None, [node.module])])
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def room_of(name: str) -> str | None:
    """The smallest room that holds a module, the roof, or nothing for a library."""
    rooms = [room for room in ARROWS if is_in(name, room)]
    return max(rooms, key=len) if rooms else ROOF if is_in(name, ROOF) else None


# -- judging -----------------------------------------------------------------------------------------------------------
def forbidden_imports(modules: dict[str, str]) -> list[str]:
    """A sentence for each import that no arrow allows."""
    broken = []
    for module, text in modules.items():
        room = room_of(module)
        if room in (None, ROOF):
            continue
        for name in imports(module, text):
            target = room_of(name)
            is_tool = room not in PURE and any(is_in(name, tool) for tool in TOOLS)
            if target not in {None, room, *ARROWS[room]} and not is_tool:
                broken.append(f"{module} may not import {name}")
    return broken


def impure_imports(modules: dict[str, str]) -> list[str]:
    """A sentence for each library that a pure room leans on."""
    return [
        f"{module} is pure: it may not import {name}"
        for module, text in modules.items()
        if room_of(module) in PURE
        for name in imports(module, text)
        if room_of(name) is None and name.split(".")[0] not in sys.stdlib_module_names | PURE_MAY_USE
    ]


def back_doors(modules: dict[str, str]) -> list[str]:
    """A sentence for each import of a library elsewhere than at its door; tests may look behind it."""
    return [
        f"{module} may not import {name}: its door is {', '.join(sorted(DOORS[library]))}"
        for module, text in modules.items()
        for name in imports(module, text)
        if (library := name.split(".")[0]) in DOORS and module not in DOORS[library] and not is_in(module, "tests")
    ]


def conditions_in_views(modules: dict[str, str]) -> list[str]:
    """A sentence for each condition written in a view instead of being a word of a queryset."""
    return [
        f"{module}, line {node.lineno}: .{node.func.attr}() belongs to a queryset"
        for module, text in modules.items()
        if {"views", "tile_views"} & set(module.split("."))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"filter", "exclude", "raw", "extra"}
    ]


def too_long(modules: dict[str, str]) -> list[str]:
    """A sentence for each function or module that does not fit."""
    broken = []
    for module, text in modules.items():
        if (lines := text.count("\n")) > LONGEST_MODULE:
            broken.append(f"{module} has {lines} lines, {LONGEST_MODULE} at most")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = node.end_lineno - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    broken.append(f"{module}.{node.name} has {lines} lines, {LONGEST_FUNCTION} at most")
    return broken


# -- the facts ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("law", [forbidden_imports, impure_imports, back_doors, conditions_in_views, too_long])
def test_the_house_keeps_its_laws(law):
    assert law(sources()) == []


def test_every_room_opens_with_its_charter():
    modules = sources()

    silent = [room for room in ARROWS if not ast.get_docstring(ast.parse(modules[f"{room}.__init__"]))]

    assert silent == []


def test_the_top_level_is_the_one_agreed():
    agreed = {"apprentissage", "offers", "simulators", "contracts", "templates", "tests"}
    agreed |= {"manage.py", "pyproject.toml", "README.md", "bourse", "uv.lock", "LICENSE"}

    strangers = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - agreed

    assert strangers <= {"test-results", "__pycache__"}


@pytest.mark.parametrize(
    ("law", "module", "text", "sentence"),
    [
        (
            forbidden_imports,
            "offers.views",
            "from contracts.models import Contract",
            "offers.views may not import contracts.models.Contract",
        ),
        (
            forbidden_imports,
            "apprentissage.trades.words",
            "from ...offers import models",
            "apprentissage.trades.words may not import offers.models",
        ),
        (
            forbidden_imports,
            "offers.models",
            "from apprentissage.pages import views",
            "offers.models may not import apprentissage.pages.views",
        ),
        (
            forbidden_imports,
            "simulators.core.pay",
            "import apprentissage.htmx",
            "simulators.core.pay may not import apprentissage.htmx",
        ),
        (
            impure_imports,
            "contracts.rules.ages",
            "from django.db import models",
            "contracts.rules.ages is pure: it may not import django.db.models",
        ),
        (
            back_doors,
            "offers.views.offer",
            "def page():\n    import weasyprint",
            "offers.views.offer may not import weasyprint: its door is apprentissage.pdf",
        ),
        (
            conditions_in_views,
            "offers.views.search",
            "offers = Offer.objects.filter(level=3)",
            "offers.views.search, line 1: .filter() belongs to a queryset",
        ),
        (
            too_long,
            "offers.long",
            "def endless():\n" + "    pass\n" * 50,
            "offers.long.endless has 51 lines, 50 at most",
        ),
        (too_long, "offers.long", "pass\n" * 401, "offers.long has 401 lines, 400 at most"),
    ],
)
def test_each_law_can_be_broken_and_says_so_in_one_sentence(law, module, text, sentence):
    assert law({module: text}) == [sentence]


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("offers.views", "from apprentissage.htmx import wants_fragment"),
        ("offers.models", "from apprentissage.trades.models import Rome\nfrom offers.lifecycle import State"),
        ("contracts.rules.pay", "from simulators.core.pay import minimum"),
        ("apprentissage.pages.views", "from offers.models import Offer"),
    ],
)
def test_an_arrow_that_is_drawn_may_be_followed(module, text):
    assert forbidden_imports({module: text}) == []
