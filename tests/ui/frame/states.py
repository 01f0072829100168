"""The states and layers of the window that tests try keys in, and what is looked at in them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from clinicdesk.services.journal.entries import entries_after, last_number
from clinicdesk.services.undoing.undo import undo
from clinicdesk.ui.kit.actions.action_spec import ActionSpec
from clinicdesk.ui.kit.overlay import Overlay
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.selection import SelectedAppointment
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
    main.window.requests.book_visit.emit(people.new)
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


def call_list(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.window.requests.confirm_visits.emit(MONDAY)
    main.press(Key.Key_End)
    main.window.day_page.focus_appointment(people.anns)


STATES: Mapping[str, Callable[[Rig, People], None]] = {
    state.__name__: state
    for state in (
        at_anns, at_nobody, my_day, visit_open, visit_open_on_my_day, searching, booking,
        booking_closed, booking_closed_on_my_day, visit_over_booking, grid_beside_booking, absence,
        call_list,
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
        for bar in window.findChildren(IdentityBar)
        if bar.isVisible() and bar.patient is not None
    }
    # Of a practitioner's own day the card that the keyboard is at, or whom they have now.
    own = window.my_day_page
    at = own.selection() if own.isVisible() else None
    if isinstance(at, SelectedAppointment) and at.step.patient is not None:
        found |= {at.step.patient.number} if not found else set()
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
    for layer in (*window.findChildren(Overlay), window.day_page.views.chooser):
        layer.close_layer()
    window.day_page.moving.put_back()
    if window.booking.hold_bar.visit is not None:
        window.booking.release()
    if window.visit.isVisible():
        window.visit.closed.emit()
    if window.booking.isVisible():
        window.booking.close_booking()
    for panel in (window.absence, window.calls):
        if panel.isVisible():
            panel.closed.emit()
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


def status(main: Rig, number: int) -> str:
    return next(item.status for item in main.other.day(MONDAY) if item.number == number)


def visit_of(main: Rig, number: int) -> int:
    return next(item.visit for item in main.other.day(MONDAY) if item.number == number)


def at(main: Rig, number: int) -> None:
    """Put the keyboard on an appointment of the day."""
    main.window.day_page.focus_appointment(number)
    main.window.day_page.setFocus()


def strip(main: Rig) -> list[str]:
    shown = main.window.day_page.strip
    return [text for text in (shown.name.text(), shown.warning.text()) if text]
