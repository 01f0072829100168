"""Nothing is declared that nothing uses, and nothing is used that is not declared."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent

USED_WITHOUT_AN_IMPORT = {
    "tatsu": "held back for ics, which parses with it",
    "tzdata": "read by zoneinfo where the system has no time zones",
}
"""What the program needs although no module of it says so."""

TOOLS = {"mypy", "pytest-cov", "pytest-xdist", "ruff", "types-psutil", "types-python-dateutil"}
"""What a developer runs, or what another tool takes up by itself."""


def declared() -> dict[str, list[str]]:
    """The names of the distributions that the program, and its development, ask for."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    kinds = {"program": project["dependencies"], **project["optional-dependencies"]}
    return {
        kind: [re.split(r"[\[<>=!~ ]", line)[0] for line in lines] for kind, lines in kinds.items()
    }


def imported(*folders: str) -> set[str]:
    """The distributions that the modules below these folders import."""
    known = packages_distributions()
    names = {name for folder in folders for name in _imports(CHECKOUT / folder)}
    return {_plain(owner) for name in names for owner in known.get(name, ())}


def _imports(folder: Path) -> Iterator[str]:
    files = [folder] if folder.is_file() else folder.rglob("*.py")
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.split(".")[0]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_all_that_the_program_declares_is_imported_by_it() -> None:
    asked = {_plain(name) for name in declared()["program"]}
    assert asked - imported("clinicdesk") == set(USED_WITHOUT_AN_IMPORT)


def test_the_program_imports_nothing_undeclared() -> None:
    asked = {_plain(name) for name in declared()["program"]}
    ours_or_part_of_qt = {"clinicdesk", "shiboken6", "pyside6"}
    assert imported("clinicdesk") - asked - ours_or_part_of_qt == set()


def test_all_that_development_declares_is_used() -> None:
    asked = {_plain(name) for name in declared()["dev"]}
    assert asked - imported("tests", "benchmarks", "setup.py") - TOOLS == set()


def test_no_extra_is_declared_before_something_imports_it() -> None:
    extras = {
        _plain(name) for kind, names in declared().items() if kind not in ("program", "dev")
        for name in names
    }  # fmt: skip
    assert extras - imported("clinicdesk") == set()
