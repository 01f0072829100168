"""Panels and layers that nobody has opened yet: their actions say and do what they always do."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.ui.absence.absence_panel import AbsencePanel
from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.booking.booking_panel import BookingPanel
from clinicdesk.ui.contacts.call_panel import CallPanel
from clinicdesk.ui.day.appointment_card import DayCard
from clinicdesk.ui.day.drag.drag_controller import DragController
from clinicdesk.ui.frame.layers.palette import Palette
from clinicdesk.ui.frame.layers.shortcut_sheet import ShortcutSheet
from clinicdesk.ui.my_day.my_day_page import MyDayPage
from clinicdesk.ui.visit.visit_panel import VisitPanel
from tests.services.desk import MONDAY, Clock
from tests.ui.frame.states import CTRL, ZONE, journal_number, status
from tests.ui.main_rig import Key, Modifier, Rig, main_window

CTRL_SHIFT = CTRL | Modifier.ShiftModifier

PARTS: tuple[type[QWidget], ...] = (
    AbsencePanel, BackupsPanel, BookingPanel, CallPanel, MyDayPage, Palette, ShortcutSheet,
    VisitPanel,
)  # fmt: skip

KEYS: dict[type[QWidget], tuple[Key, Modifier]] = {
    AbsencePanel: (Key.Key_R, CTRL),
    BackupsPanel: (Key.Key_B, CTRL_SHIFT),
    BookingPanel: (Key.Key_N, CTRL),
    CallPanel: (Key.Key_L, CTRL_SHIFT),
    MyDayPage: (Key.Key_2, CTRL),
    Palette: (Key.Key_K, CTRL),
    ShortcutSheet: (Key.Key_F1, Modifier.NoModifier),
    VisitPanel: (Key.Key_O, Modifier.NoModifier),
}
"""What a person presses to see it the first time."""


@pytest.fixture
def fresh(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """A window that was just opened, before anything else is made in it."""
    with main_window(qtbot, tmp_path, make_clinic(), Clock(), whole=False) as rig:
        yield rig


def go_to_ann(main: Rig) -> int:
    """The number of Ann's appointment at eight, where the keyboard is now, at half past nine."""
    ann = main.other.patient()
    booked = main.other.book_at("Adjustment", ann.number, 480, ("Dr. Carver", "Room 1"))
    number = main.other.visit(booked.visit).steps[0].number
    main.clock.set_wall(ZONE, MONDAY, 9, 30)
    main.desk.catch_up()
    main.window.day_page.focus_appointment(number)
    main.window.day_page.setFocus()
    return number


def made(main: Rig) -> set[type[QWidget]]:
    return {kind for kind in PARTS if main.window.findChild(kind) is not None}


def why_not(main: Rig) -> dict[str, tuple[bool, str | None]]:
    """Of every action whether it is on, and why it cannot be done."""
    table = main.window.actions_table
    names = [action.objectName() for action in table]
    return {name: (table[name].isEnabled(), table.why_not(name)) for name in names}


@pytest.mark.parametrize("at_somebody", [False, True])
def test_every_action_is_on_or_off_for_the_reason_that_it_has_once_all_is_made(
    fresh: Rig, at_somebody: bool
) -> None:
    if at_somebody:
        go_to_ann(fresh)
    before = why_not(fresh)
    assert made(fresh) == set()
    fresh.window.make_all()
    assert made(fresh) == set(PARTS)
    fresh.window.day_page.setFocus()
    assert why_not(fresh) == before


@pytest.mark.parametrize("kind", PARTS)
def test_its_key_makes_it_and_shows_it_and_nothing_else_is_made(
    fresh: Rig, kind: type[QWidget]
) -> None:
    go_to_ann(fresh)
    fresh.press(*KEYS[kind])
    part = fresh.window.findChild(kind)
    assert part is not None
    assert part.isVisible()
    assert made(fresh) == {kind}


def test_what_a_key_does_to_an_appointment_before_the_panel_is_made_is_done_once(
    fresh: Rig,
) -> None:
    number = go_to_ann(fresh)
    before = journal_number(fresh)
    fresh.press(Key.Key_A)
    assert status(fresh, number) == "arrived"
    assert journal_number(fresh) == before + 1
    fresh.press(Key.Key_C)
    assert status(fresh, number) == "checked-in"
    assert journal_number(fresh) == before + 2


def test_somebody_new_is_added_before_the_panel_is_made(fresh: Rig) -> None:
    fresh.press(Key.Key_N, CTRL_SHIFT)
    assert fresh.window.booking.stage is fresh.window.booking.new_patient
    assert fresh.window.workspace.in_front(fresh.window.booking)


def test_names_that_were_hidden_before_are_hidden_in_what_is_made_later(fresh: Rig) -> None:
    go_to_ann(fresh)
    fresh.press(Key.Key_F9)
    fresh.press(Key.Key_O)
    assert fresh.window.visit.identity.hides


def test_the_page_that_is_made_late_is_the_one_that_is_marked(fresh: Rig) -> None:
    table = fresh.window.actions_table
    fresh.press(Key.Key_2, CTRL)
    assert (table["go.day"].isChecked(), table["go.my-day"].isChecked()) == (False, True)
    fresh.press(Key.Key_1, CTRL)
    assert (table["go.day"].isChecked(), table["go.my-day"].isChecked()) == (True, False)


def test_the_first_key_that_picks_an_appointment_up_makes_what_drags_it(fresh: Rig) -> None:
    go_to_ann(fresh)
    page = fresh.window.day_page
    assert page.findChild(DragController) is None
    fresh.press(Key.Key_Down, Modifier.AltModifier)
    assert page.moving.dragging
    fresh.press(Key.Key_Escape)
    assert not page.moving.dragging


def test_the_first_card_that_is_asked_for_is_made_and_shown(fresh: Rig) -> None:
    go_to_ann(fresh)
    page = fresh.window.day_page
    assert page.findChild(DayCard) is None
    fresh.press(Key.Key_Space)
    assert page.card.isVisible()
    fresh.press(Key.Key_Space)
    assert not page.card.isVisible()
