"""Statuses: each is asked what it is, by its traits; no room spells one out by itself."""

import ast
from pathlib import Path

import pytest

from clinicdesk.models.statuses import Noted, Stage, Status

PACKAGE = Path(__file__).resolve().parents[2] / "clinicdesk"
ROOMS = ("cli", "exchange", "models", "services", "ui")
SPELLED_OUT = ("models/statuses.py", "models/migrations/")


def spelled_out(source: str) -> list[str]:
    """Every text of a module that is a status; the keys of a dict are names of other things."""
    tree = ast.parse(source)
    keys = {
        id(key) for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys if key
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value in tuple(Status)
        and id(node) not in keys
    ]


def test_no_room_spells_a_status_out() -> None:
    modules = {
        path.relative_to(PACKAGE).as_posix(): path
        for room in ROOMS
        for path in (PACKAGE / room).rglob("*.py")
    }
    found = {
        name: spelled_out(path.read_text("utf-8"))
        for name, path in modules.items()
        if not name.startswith(SPELLED_OUT)
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_a_status_that_is_spelled_out_is_found() -> None:
    source = 'if row.status in ("booked", "arrived"): say({"booked": 3})'
    assert spelled_out(source) == ["booked", "arrived"]


@pytest.mark.parametrize("status", Status)
def test_the_traits_of_a_status_fit_each_other(status: Status) -> None:
    """What it is next after it may follow; who is here was told a time, and not before the day."""
    traits = status.traits
    assert traits.next_after <= traits.follows
    if status.stage in (Stage.HERE, Stage.COMPLETED):
        assert (traits.calendar, traits.noted) == ("CONFIRMED", Noted.ON_ITS_DAY)
    # None but the verbs of holds make and end a hold.
    assert Stage.HELD not in traits.follows
    assert not (status.stage is Stage.HELD and traits.follows)


def test_the_course_of_a_visit_and_back() -> None:
    course, status = [], Status.BOOKED
    while status.usual_next is not None:
        course.append(status)
        assert status.usual_next.step_back is status
        status = status.usual_next
    assert [*course, status] == [
        Status.BOOKED, Status.ARRIVED, Status.CHECKED_IN, Status.FULFILLED,
    ]  # fmt: skip
    assert Status.NOSHOW.step_back is Status.BOOKED
    assert Status.BOOKED.step_back is Status.CANCELLED.step_back is None
