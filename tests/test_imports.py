"""Imports go one way: `ui, cli -> {wording, services} -> {scheduling, models, exchange}`.

Inside `services/`, `ui/` and `scheduling/` they go one way too, and of the engine the other rooms
see its public names only. Every file's imports are read, not run, wherever in the file they stand.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import clinicdesk.scheduling

CHECKOUT = Path(__file__).resolve().parent.parent
FRONT_DOOR = {
    "__main__", "app", "chosen_clinic", "cli", "clock", "first_run", "first_works", "loading",
    "main_job", "open_clinic", "other_clinics", "picture",
}  # fmt: skip
"""The modules that wire rooms together: they may import every room, and no room imports them."""

QT = ("PySide6", "shiboken6")
DATABASE = ("sqlalchemy", "alembic", "sqlite3")
SCHEDULING = "clinicdesk.scheduling"
ENGINE_VALUES = (
    "MIDNIGHT", "AnswerStatus", "Interval", "Plan", "Rule", "Violation", "merge_intervals",
    "subtract_intervals",
)  # fmt: skip
"""What of the engine's public names is a plain value or does nothing but turn one into another."""

_ENGINE = tuple(f"scheduling.{name}" for name in ENGINE_VALUES)

STATUSES = "models.statuses"
"""The values of the models that every room may ask: what a status is, on whatever floor."""

SETTINGS = "exchange.clinic_file.settings"
"""What can be set of a clinic: its file and its forms are made from the same table."""

WORDED = (*_ENGINE, STATUSES, "services.numbers", "services.exporting.exported")
"""The few modules of other rooms whose plain values a sentence shows."""


@dataclass(frozen=True)
class Room:
    """What a room may import: rooms or single modules of ours, and which libraries it may not."""

    ours: tuple[str, ...] = ()
    not_theirs: tuple[str, ...] = QT
    standard_library_only: bool = False


ROOMS = {
    "scheduling": Room(standard_library_only=True),
    "models": Room(),
    "exchange": Room(ours=(STATUSES, "resource_files"), not_theirs=QT + DATABASE),
    "services": Room(ours=("scheduling", "models", "exchange", "resource_files")),
    "wording": Room(ours=(*WORDED, "resource_files"), not_theirs=QT + DATABASE),
    "ui": Room(
        ours=("wording", "services", *_ENGINE, STATUSES, SETTINGS, "resource_files"),
        not_theirs=DATABASE,
    ),
}
OUTSIDE_ROOMS = {
    "__init__": Room(),
    "resource_files": Room(standard_library_only=True),
    "__main__": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files")),
    "clock": Room(ours=("services",)),
    "loading": Room(not_theirs=DATABASE),
    "cli": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files")),
    "main_job": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files")),
    "picture": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files")),
    "app": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files"), not_theirs=()),
    "first_run": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files"), not_theirs=()),
    "first_works": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files")),
    "chosen_clinic": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files")),
    "other_clinics": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files"), not_theirs=()),
    "open_clinic": Room(ours=(*ROOMS, *FRONT_DOOR, "resource_files"), not_theirs=()),
}

UI_SUBJECTS = (
    "backups",
    "booking",
    "checking",
    "clinics",
    "contacts",
    "directory",
    "day",
    "visit",
    "absence",
    "documents",
    "flow",
    "messages",
    "my_day",
    "patient",
    "setup",
    "waiting",
    "care",
)
"""What the window is composed of: `ui/composition.py` alone knows them by name."""

ORDERS = {
    "services": (
        (
            "codes",
            "context",
            "demo_place",
            "errors",
            "log_place",
            "numbers",
            "open_mark",
            "patient_info",
            "progress",
            "storage",
            "texts",
            "uncaught_errors",
        ),
        ("journal",),
        ("clinic",),
        ("backups",),
        ("exporting",),
        ("doctor",),
        ("planning",),
        ("visits",),
        ("patients",),
        ("absence",),
        ("flow",),
        ("planner",),
        ("contacts",),
        ("waiting",),
        ("care",),
        ("drafts",),
        ("setup",),
        ("directory",),
        ("documents",),
        ("messages",),
        ("demo",),
        ("undoing",),
        ("watching",),
        ("checking",),
    ),
    "ui": (
        ("kit",),
        ("desk_news",),
        ("desk",),
        ("subject",),
        ("frame", *UI_SUBJECTS),
        ("composition",),
        ("main_window",),
    ),
    "scheduling": (
        ("core",),
        ("search",),
        ("why_not",),
        ("packing",),
        ("repairing",),
        ("program",),
        ("__init__", "__main__"),
    ),
}
"""What stands inside these rooms, lowest first: each imports itself and what stands below it.

What stands on one floor knows nothing of each other, but for the lowest floor of the services.
"""

NEIGHBORS = ("services", 0)
"""The one floor whose modules may import each other: they are single files that all verbs use."""


def imported_names(module: str, source: str) -> Iterator[tuple[int, str]]:
    """Each import of `module` as its line and the full dotted name of what is imported."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            package = module.split(".")[: -node.level] if node.level else []
            origin = ".".join([*package, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{origin}.{alias.name}"
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
            name = called.id if isinstance(called, ast.Name) else called
            if name in ("import_module", "__import__"):
                yield node.lineno, str(node.args[0].value)


def within(name: str, places: tuple[str, ...]) -> bool:
    """Whether the dotted `name` is one of `places` or inside one."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def floor_of(room: str, part: str) -> int | None:
    """How high `part` stands in a room that has floors, 0 the lowest; None if it has no place."""
    floors = ORDERS[room]
    return next((level for level, parts in enumerate(floors) if part in parts), None)


def objection_inside(module: str, name: str) -> str | None:
    """Why `module` may not import `name` of its own room; None where it may."""
    _, room, *rest = module.split(".")
    there = name.removeprefix(f"clinicdesk.{room}").removeprefix(".").split(".")[0]
    here = rest[0] if rest else "__init__"
    outside = not within(name, (f"clinicdesk.{room}",))
    if room not in ORDERS or outside or here == there or not there:
        return None
    if room == "ui" and here == "main_window" and there in UI_SUBJECTS:
        return f"ui/main_window may not name the subject {there}: ui/composition does"
    mine, its = floor_of(room, here), floor_of(room, there)
    if mine is None or its is None:
        # A name of the room's own face is no floor either: what it gives out stands above.
        return f"{room}/{here if mine is None else there} has no place in the order of {room}/"
    if its < mine or (its == mine and (room, mine) == NEIGHBORS):
        return None
    return f"{room}/{here} may not import {room}/{there}, which does not stand below it"


def objection_to_engine(module: str, name: str) -> str | None:
    """Why `name` is none of the engine's public names; None if it is one, or the engine asks."""
    inside = module.startswith(f"{SCHEDULING}.")
    if inside or not within(name, (SCHEDULING,)):
        return None
    if name.removeprefix(SCHEDULING).removeprefix(".") in clinicdesk.scheduling.__all__:
        return None
    return f"{module} may import public names of {SCHEDULING}, so not {name}"


def objection(module: str, name: str) -> str | None:
    """Why `module` may not import `name`; None where it may."""
    return (
        objection_between(module, name)
        or objection_inside(module, name)
        or objection_to_engine(module, name)
    )


def objection_between(module: str, name: str) -> str | None:
    """Why the room of `module` may not import `name`, whatever the order inside; None if it may."""
    here = module.removeprefix("clinicdesk.").split(".")[0] if "." in module else "__init__"
    room = ROOMS.get(here) or OUTSIDE_ROOMS.get(here)
    if room is None:
        return f"{here} is neither a room nor the front door"
    if within(name, ("clinicdesk",)):
        ours = name.removeprefix("clinicdesk").removeprefix(".")
        if within(ours, (here, *room.ours)) or ours == "__version__":
            return None
        return f"{here} may not import {name}"
    if room.standard_library_only and name.split(".")[0] not in sys.stdlib_module_names:
        return f"{here} may import nothing but the standard library, so not {name}"
    return f"{here} may not import {name}" if within(name, room.not_theirs) else None


def faults(module: str, source: str) -> list[str]:
    """One sentence for each import of a module's source that the house does not allow."""
    found = ((line, objection(module, name)) for line, name in imported_names(module, source))
    return [f"{module}:{line}: {why}" for line, why in found if why]


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted((CHECKOUT / "clinicdesk").rglob("*.py")):
        parts = path.relative_to(CHECKOUT).with_suffix("").parts
        # a package keeps its __init__, so that relative imports resolve like any module's
        yield ".".join(parts[:1] if parts[1:] == ("__init__",) else parts), path


def test_no_file_imports_what_its_room_may_not() -> None:
    found = [fault for name, path in modules() for fault in faults(name, path.read_text("utf-8"))]
    assert found == []


def test_what_every_room_may_ask_imports_nothing_of_ours() -> None:
    source = (CHECKOUT / "clinicdesk" / STATUSES.replace(".", "/")).with_suffix(".py")
    imported = imported_names(f"clinicdesk.{STATUSES}", source.read_text("utf-8"))
    assert {name.split(".")[0] for _, name in imported} <= sys.stdlib_module_names


def test_every_room_and_the_front_door_is_read() -> None:
    read = {name for name, _ in modules()}
    assert {f"clinicdesk.{room}.__init__" for room in ROOMS} | {"clinicdesk.__main__"} <= read


@pytest.mark.parametrize(
    ("module", "source", "complaint"),
    [
        ("ui.day.grid", "import clinicdesk.models.visits", "ui may not import clinicdesk.models"),
        ("ui.window", "from clinicdesk import models", "ui may not import clinicdesk.models"),
        ("ui.window", "from clinicdesk.scheduling import find_plans", "ui may not import"),
        ("ui.window", "from clinicdesk.scheduling.search import x", "ui may not import"),
        (
            "services.visits.booking",
            "from clinicdesk.scheduling.core.rules import x",
            "public names",
        ),
        ("cli.lines", "from clinicdesk.scheduling.search import x", "public names"),
        ("services.journal.changes", "import clinicdesk.services.clinic.hours", "not stand below"),
        ("services.recalls.listing", "import clinicdesk.services.errors", "has no place"),
        ("services.checking.x", "import clinicdesk.services.recalls.listing", "has no place"),
        ("scheduling.search.plans", "from clinicdesk.scheduling import repair", "has no place"),
        ("services.errors", "import clinicdesk.services.journal.changes", "not stand below"),
        ("ui.kit.labels", "from clinicdesk.ui.desk import Desk", "not stand below"),
        ("ui.day.day_page", "from clinicdesk.ui.visit import visit_panel", "not stand below"),
        ("ui.frame.rail", "from clinicdesk.ui.main_window import x", "not stand below"),
        ("ui.kit.requests", "from clinicdesk.ui.subject import Subject", "not stand below"),
        ("ui.main_window", "from clinicdesk.ui.day.day_page import DayPage", "may not name"),
        ("scheduling.search.plans", "import clinicdesk.scheduling.why_not.reasons", "not stand"),
        ("scheduling.core.rules", "from clinicdesk.scheduling import program", "not stand below"),
        ("ui.window", "from clinicdesk.exchange import ics", "ui may not import"),
        ("ui.window", "import sqlalchemy.orm", "ui may not import sqlalchemy.orm"),
        ("ui.window", "from clinicdesk import app", "ui may not import clinicdesk.app"),
        ("services.booking", "import PySide6.QtCore", "services may not import PySide6.QtCore"),
        ("services.booking", "from clinicdesk.wording import say", "services may not import"),
        ("services.booking", "from ..ui import window", "services may not import clinicdesk.ui"),
        ("services.booking", "from clinicdesk.cli import main", "services may not import"),
        ("scheduling.search", "import numpy", "nothing but the standard library"),
        ("scheduling.search", "from clinicdesk.models import visits", "scheduling may not import"),
        ("scheduling.search", "def f():\n    import ortools", "nothing but the standard library"),
        ("models.visits", "from clinicdesk.scheduling import holds", "models may not import"),
        ("models.visits", "from clinicdesk.exchange.ics import x", "models may not import"),
        ("exchange.ics", "from clinicdesk.models.visits import Visit", "exchange may not import"),
        ("exchange.ics", "from sqlalchemy import select", "exchange may not import sqlalchemy"),
        (
            "wording.refusals",
            "from clinicdesk.services.visits.booking import x",
            "wording may not import",
        ),
        ("cli", "from PySide6 import QtWidgets", "cli may not import PySide6.QtWidgets"),
        ("cli", "importlib.import_module('PySide6.QtCore')", "cli may not import PySide6.QtCore"),
        ("utils", "import clinicdesk.models", "neither a room nor the front door"),
    ],
)
def test_a_forbidden_import_is_found(module: str, source: str, complaint: str) -> None:
    (fault,) = faults(f"clinicdesk.{module}", source)
    assert complaint in fault


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("ui.desk", "from PySide6 import QtWidgets\nfrom clinicdesk.wording import say"),
        ("ui.desk", "from clinicdesk.scheduling import Plan"),
        ("ui.day.day_page", "from . import grid"),
        ("ui.day.day_page", "import clinicdesk.ui.kit.labels"),
        ("ui.composition", "from clinicdesk.ui.day.subject import SUBJECT"),
        ("services.context", "import clinicdesk.services.errors"),
        ("services.visits.booking", "from clinicdesk.models import visits\nimport sqlalchemy"),
        ("services.planning.options", "from clinicdesk.scheduling import find_plans"),
        ("scheduling.search", "from clinicdesk.scheduling.core.problem import Plan\nimport heapq"),
        ("cli", "from clinicdesk import __version__, services, wording"),
        ("app", "from PySide6 import QtWidgets\nfrom clinicdesk.ui import main_window"),
    ],
)
def test_an_allowed_import_is_not_complained_of(module: str, source: str) -> None:
    assert faults(f"clinicdesk.{module}", source) == []


SUBJECTS = {
    "ui.day": (("layout",), ("text",), ("grid", "columns"), ("drag",)),
    "ui.booking": (("keys", "request"), ("shelf",), ("options", "month", "patient"), ("form",)),
}
"""The rooms inside a large subject, lowest first; what stands in none of them stands above all."""


def place_in(subject: str, name: str) -> tuple[int, str] | None:
    """The floor and the room of a module or a name inside a subject; None if it is outside."""
    inside = name.removeprefix(f"clinicdesk.{subject}.")
    if inside == name:
        return None
    room, floors = inside.split(".")[0], SUBJECTS[subject]
    for floor, rooms in enumerate(floors):
        if room in rooms:
            return floor, room
    return len(floors), "top"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_imports_inside_a_subject_go_one_way(subject: str) -> None:
    found = []
    for module, path in modules():
        here = place_in(subject, module)
        if here is None:
            continue
        for line, name in imported_names(module, path.read_text("utf-8")):
            there = place_in(subject, name)
            if there is not None and there != here and there[0] >= here[0]:
                found.append(f"{module}:{line} may not import {name}")
    assert found == []
