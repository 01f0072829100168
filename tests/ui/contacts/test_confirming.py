"""Whoever calls to say that they come: one key beside their visit, wherever it is chosen."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.visits.changing import cancel_visit
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

CARVER = ("Dr. Carver", "Room 1")
TUESDAY = MONDAY + timedelta(days=1)
CTRL = Modifier.ControlModifier


@pytest.fixture
def visit(main: Rig) -> int:
    """Somebody's visit of tomorrow."""
    patient = main.other.patient("Able").number
    booked = main.other.book_at("Adjustment", patient, 600, CARVER, day=TUESDAY).visit
    main.desk.catch_up()
    return booked


def on_page(main: Rig) -> None:
    main.press(Key.Key_K, CTRL)
    main.enter("able")


def on_day(main: Rig) -> None:
    on_page(main)
    main.press(Key.Key_Return)


def confirmed(main: Rig, visit: int) -> bool:
    (step,) = main.other.visit(visit).steps
    return step.confirmed


def to_confirm(main: Rig) -> list[int]:
    at = main.other
    rows = read_call_list(at.context, at.database, CallFilter.TO_CONFIRM, TUESDAY).rows
    return [row.visit for row in rows]


@pytest.mark.parametrize("go", [on_page, on_day])
def test_one_key_confirms_and_one_takes_it_back(
    main: Rig, visit: int, go: Callable[[Rig], None]
) -> None:
    go(main)
    assert (confirmed(main, visit), to_confirm(main)) == (False, [visit])
    main.press(Key.Key_Y)
    assert (confirmed(main, visit), to_confirm(main)) == (True, [])
    assert main.window.toast.text.startswith("Confirmed ABLE Ann")
    main.press(Key.Key_Z, CTRL)
    assert (confirmed(main, visit), to_confirm(main)) == (False, [visit])


def test_what_is_not_to_come_is_not_confirmed(main: Rig, visit: int) -> None:
    cancel_visit(main.other.context, main.other.database, visit, "asked")
    main.desk.catch_up()
    on_page(main)
    main.press(Key.Key_Y)
    assert main.window.toast.text == "Only a visit that is still to come is confirmed."
    assert not confirmed(main, visit)
