"""No key acts on somebody who is not named on screen: all actions, in every state of the window."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from clinicdesk.services.journal.entries import entries_after, last_number
from clinicdesk.services.journal.undo import undo
from clinicdesk.ui.action_table import ACTIONS, About, ActionSpec
from clinicdesk.ui.actions import THROUGH_ANY_LAYER
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig

ALT, CTRL = Modifier.AltModifier, Modifier.ControlModifier
ZONE = "America/Chicago"


@dataclass(frozen=True)
class People:
    """Two patients of this morning, each with one appointment, and one of nobody yet."""

    ann: int
    bo: int
    new: int
    anns: int
    bos: int


@pytest.fixture
def people(main: Rig) -> People:
    """Ann at eight and Bo at nine with Dr. Carver; it is half past nine."""
    ann, bo = main.other.patient(), main.other.patient("Baker", "Bo")
    new = main.other.patient("Castle", "Cy")
    numbers = []
    for patient, start in ((ann, 480), (bo, 540)):
        booked = main.other.book_at("Adjustment", patient.number, start, ("Dr. Carver", "Room 1"))
        numbers.append(main.other.visit(booked.visit).steps[0].number)
    main.clock.set_wall(ZONE, MONDAY, 9, 30)
    main.desk.catch_up()
    return People(ann.number, bo.number, new.number, *numbers)


# ---------------------------------------------------------------------- the states of the window


def at_anns(main: Rig, people: People) -> None:
    main.window.show_page("go.day")
    main.window.day_page.show_day(MONDAY)
    main.window.day_page.focus_appointment(people.anns)
    main.window.day_page.setFocus()


def at_nobody(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.window.day_page.grid.go_to(None)


def my_day(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.window.show_page("go.my-day")


def visit_open(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.press(Key.Key_O)


def visit_open_on_my_day(main: Rig, people: People) -> None:
    visit_open(main, people)
    main.window.show_page("go.my-day")


def searching(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.press(Key.Key_N, CTRL)


def booking(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.window._begin_booking(people.new)
    main.enter("consult")


def booking_closed(main: Rig, people: People) -> None:
    booking(main, people)
    main.press(Key.Key_Escape)


def booking_closed_on_my_day(main: Rig, people: People) -> None:
    booking_closed(main, people)
    main.window.show_page("go.my-day")


def visit_over_booking(main: Rig, people: People) -> None:
    booking(main, people)
    main.window.day_page.focus_appointment(people.bos)
    main.window.day_page.setFocus()
    main.press(Key.Key_O)


def grid_beside_booking(main: Rig, people: People) -> None:
    booking(main, people)
    main.window.day_page.focus_appointment(people.bos)
    main.window.day_page.setFocus()


def absence(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.press(Key.Key_R, CTRL)


STATES: Mapping[str, Callable[[Rig, People], None]] = {
    state.__name__: state
    for state in (
        at_anns, at_nobody, my_day, visit_open, visit_open_on_my_day, searching, booking,
        booking_closed, booking_closed_on_my_day, visit_over_booking, grid_beside_booking, absence,
    )
}  # fmt: skip


def palette(main: Rig, people: People) -> None:
    visit_open(main, people)
    main.press(Key.Key_K, CTRL)


def palette_over_booking(main: Rig, people: People) -> None:
    booking(main, people)
    main.press(Key.Key_K, CTRL)


def sheet(main: Rig, people: People) -> None:
    visit_open(main, people)
    main.press(Key.Key_F1)


def sheet_over_booking(main: Rig, people: People) -> None:
    booking(main, people)
    main.press(Key.Key_F1)


def chooser(main: Rig, people: People) -> None:
    visit_open(main, people)
    main.press(Key.Key_L, CTRL)


def reason_asked(main: Rig, people: People) -> None:
    visit_open(main, people)
    main.press(Key.Key_Delete)
    main.window.day_page.setFocus()


def in_the_hand(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.press(Key.Key_Down, ALT)


def refused_in_the_hand(main: Rig, people: People) -> None:
    at_anns(main, people)
    for _ in range(12):
        main.press(Key.Key_Down, ALT)
    main.press(Key.Key_Return)


_COLUMNS = frozenset({"view.columns", "view.save", *(f"view.saved-{n}" for n in range(1, 7))})
_ZOOM = frozenset({"view.zoom-in", "view.zoom-out", "view.zoom-reset"})

LAYERS: Mapping[str, tuple[Callable[[Rig, People], None], frozenset[str]]] = {
    layer.__name__: (layer, keeps)
    for layer, keeps in (
        (palette, frozenset({"help.palette"})),
        (palette_over_booking, frozenset({"help.palette"})),
        (sheet, frozenset({"help.shortcuts"})),
        (sheet_over_booking, frozenset({"help.shortcuts"})),
        (chooser, _COLUMNS),
        (reason_asked, frozenset()),
        (in_the_hand, _ZOOM),
        (refused_in_the_hand, _ZOOM),
    )
}  # fmt: skip


# ---------------------------------------------------------------------- what is looked at


def identified(main: Rig) -> set[int]:
    """The patients that stand on screen by name and number."""
    window = main.window
    found = {
        bar.patient.number
        for bar in (window.booking.identity, window.visit.identity)
        if bar.isVisible() and bar.patient is not None
    }
    strip = window.day_page.strip
    number = re.search(r"P-(\d+)", strip.particulars.text())
    if strip.isVisible() and strip.name.text() and number is not None:
        found.add(int(number.group(1)))
    return found


def journal_number(main: Rig) -> int:
    with main.desk.database.reading() as session:
        return last_number(session)


def patients_since(main: Rig, number: int) -> set[int]:
    """Whose time or record was changed since that entry."""
    with main.desk.database.reading() as session:
        news = entries_after(session, number)
    return {patient for change in news for patient in change.patients}


def close_all(main: Rig, number: int) -> None:
    """Back to a plain window and to what was written before."""
    window = main.window
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    window.activateWindow()
    QApplication.processEvents()
    for layer in (window.palette_layer, window.sheet, window.day_page.views.chooser):
        layer.close_layer()
    window.day_page.moving.put_back()
    if window.booking.hold_bar.visit is not None:
        window.booking.release()
    if window.visit.isVisible():
        window._close_visit()
    if window.booking.isVisible():
        window.booking.close_booking()
    if window.absence.isVisible():
        window.absence.closed.emit()
    while journal_number(main) > number and main.window.actions_table["edit.undo"].isEnabled():
        undo(main.desk.context, main.desk.database)
        main.desk.catch_up()


def keys_of(spec: ActionSpec) -> Iterator[QKeySequence]:
    yield from (QKeySequence(text) for text in spec.shortcuts[:1])


def press_action(main: Rig, spec: ActionSpec) -> None:
    """By its first key where it has one, as a person would; else from its menu."""
    if not spec.shortcuts:
        main.window.actions_table[spec.id].trigger()
    for keys in keys_of(spec):
        QTest.keySequence(main.focus, keys)
    QApplication.processEvents()


# Undo and redo have tests of their own below: what they are about is named in the menu bar.
TRIED = [spec for spec in ACTIONS if spec.about is not About.CHANGE and spec.id != "clinic.quit"]
HARMFUL = [spec for spec in TRIED if spec.about in (About.APPOINTMENT, About.OPTION)]


@pytest.mark.parametrize("state", STATES)
def test_no_action_changes_anything_of_somebody_who_is_not_named_on_screen(
    main: Rig, people: People, state: str, scaled: Callable[[int, int], int]
) -> None:
    number = journal_number(main)
    for spec in HARMFUL if scaled(0, 1) == 0 else TRIED:
        STATES[state](main, people)
        shown, before = identified(main), journal_number(main)
        assert len(shown) <= 1, (state, spec.id)
        press_action(main, spec)
        assert patients_since(main, before) <= shown, (state, spec.id)
        close_all(main, number)


@pytest.mark.parametrize("layer", LAYERS)
def test_one_layer_takes_all_keys(
    main: Rig, people: People, layer: str, scaled: Callable[[int, int], int]
) -> None:
    number = journal_number(main)
    open_layer, keeps = LAYERS[layer]
    open_layer(main, people)
    on = {action.objectName() for action in main.window.actions_table if action.isEnabled()}
    assert on <= keeps | THROUGH_ANY_LAYER
    page, panel = main.window.pages.currentWidget(), main.window.side_pages.currentWidget()
    for spec in HARMFUL if scaled(0, 1) == 0 else TRIED:
        if spec.id not in keeps | THROUGH_ANY_LAYER:
            main.window.actions_table[spec.id].trigger()
            press_action(main, spec)
    assert journal_number(main) == number
    assert (main.window.pages.currentWidget(), main.window.side_pages.currentWidget()) == (
        page, panel,
    )  # fmt: skip
    close_all(main, number)


@pytest.mark.parametrize("state", STATES)
def test_an_action_that_is_off_says_why(main: Rig, people: People, state: str) -> None:
    STATES[state](main, people)
    table = main.window.actions_table
    off = [action.objectName() for action in table if not action.isEnabled()]
    assert [action_id for action_id in off if not table.why_not(action_id)] == []


def test_a_key_whose_action_is_off_says_why(main: Rig, people: People) -> None:
    at_nobody(main, people)
    main.press(Key.Key_A)
    assert main.window.toast.text == (
        "No appointment is chosen; go to one with the arrows or the mouse."
    )


@pytest.mark.parametrize("state", STATES)
def test_what_undo_would_take_back_is_named_on_screen(
    main: Rig, people: People, state: str
) -> None:
    at_anns(main, people)
    main.press(Key.Key_A)
    STATES[state](main, people)
    label, undo_action = main.window.undo_actions.label, main.window.actions_table["edit.undo"]
    assert (label.isVisible(), label.forms[0]) == (
        True, f"Ctrl+Z: Marked as arrived: ABLE Ann P-{people.ann}, 8:00 am, Mon Mar 1",
    )  # fmt: skip
    before = journal_number(main)
    undo_action.trigger()
    assert patients_since(main, before) == {people.ann}
