"""One patient is named on screen, and keys act on just that one."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.visits.changing import cancel_visit
from tests.services.desk import MONDAY, dump
from tests.ui.frame.states import (
    ALT,
    CTRL,
    ZONE,
    People,
    at,
    at_anns,
    booking,
    booking_closed,
    people,
    status,
    strip,
    visit_of,
    visit_open,
)
from tests.ui.main_rig import Key, Modifier, Rig

__all__ = ["people"]


def test_the_day_says_whose_appointment_the_keyboard_is_at(main: Rig, people: People) -> None:
    at_anns(main, people)
    shown = main.window.day_page.strip
    assert (shown.name.text(), shown.particulars.text(), shown.what.text()) == (
        "ABLE, Ann",
        f"Born 04-May-1980 (46 y)   P-{people.ann}   555-0100",
        "8:00 am \N{EN DASH} 8:15 am, Adjustment, booked",
    )


def test_an_open_visit_follows_the_keyboard_and_a_letter_acts_on_whom_it_shows(
    main: Rig, people: People
) -> None:
    visit_open(main, people)
    assert strip(main) == ["This patient is named at the side."]
    main.window.day_page.setFocus()
    for _ in range(20):
        current = main.window.day_page.at_keyboard.appointment
        if current is not None and current.number == people.bos:
            break
        main.press(Key.Key_Down)
    patient = main.window.visit.identity.patient
    assert patient is not None and patient.number == people.bo
    main.press(Key.Key_A)
    assert (status(main, people.anns), status(main, people.bos)) == ("booked", "arrived")


def test_a_closed_booking_books_and_holds_nothing(main: Rig, people: People) -> None:
    booking_closed(main, people)
    before = dump(main.desk.database)
    for place in ("go.day", "go.my-day"):
        main.window.show_page(place)
        for keys in ("Ctrl+Return", "Ctrl+H"):
            QTest.keySequence(main.focus, QKeySequence(keys))
            assert main.window.toast.text == "No booking is on screen; begin one first."
        for action_id in ("visit.book", "visit.hold"):
            main.window.actions_table[action_id].trigger()
    visit_open(main, people)
    QTest.keySequence(main.focus, QKeySequence("Ctrl+Return"))
    assert dump(main.desk.database) == before


def test_letters_rest_while_a_booking_for_somebody_else_is_open(main: Rig, people: People) -> None:
    booking(main, people)
    main.window.day_page.focus_appointment(people.bos)
    main.window.day_page.setFocus()
    main.press(Key.Key_A)
    assert main.window.toast.text == (
        "A booking for another patient is open. Close it, or open this appointment, first."
    )
    assert status(main, people.bos) == "booked"


def test_under_a_visit_opened_while_booking_lies_the_booking(main: Rig, people: People) -> None:
    booking(main, people)
    option = main.window.booking.form.option
    main.window.day_page.focus_appointment(people.bos)
    main.window.day_page.setFocus()
    main.press(Key.Key_O)
    main.press(Key.Key_A)
    assert status(main, people.bos) == "arrived"
    main.press(Key.Key_Escape)
    assert main.window.booking.isVisible()
    kept = main.window.booking.form.option
    assert option is not None and kept is not None
    assert (kept.day, kept.plan.steps) == (option.day, option.plan.steps)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        (Key.Key_A, "This appointment is on Mon Mar 1 2027; arrived is noted on its day."),
        (
            Key.Key_N,
            "This visit begins at 8:00 am on Mon Mar 1 2027; that nobody came is noted after",
        ),
        (Key.Key_C, "An appointment that is booked does not become checked in at once."),
        (Key.Key_F, "An appointment that is booked does not become completed at once."),
    ],
)
def test_a_letter_does_only_what_the_appointments_day_allows(
    main: Rig, people: People, key: Key, why: str
) -> None:
    main.clock.set_wall(ZONE, MONDAY - timedelta(days=1), 15)
    at(main, people.anns)
    before = dump(main.desk.database)
    main.press(key)
    assert main.window.toast.text.startswith(why)
    assert dump(main.desk.database) == before


def test_nobody_is_marked_as_not_having_come_before_the_visit_begins(
    main: Rig, people: People
) -> None:
    main.clock.set_wall(ZONE, MONDAY, 7, 59)
    at(main, people.anns)
    main.press(Key.Key_N)
    assert status(main, people.anns) == "booked"
    main.clock.advance(minutes=1)
    main.press(Key.Key_N)
    assert status(main, people.anns) == "noshow"


def test_the_keyboard_goes_through_the_patients_of_a_class(main: Rig) -> None:
    patients = [main.other.patient(name) for name in ("Able", "Baker")]
    visits = [main.other.book_first("Back class", patient.number) for patient in patients]
    steps = [main.other.visit(visit).steps[0] for visit in visits]
    assert len({step.group for step in steps}) == 1
    main.clock.set_wall(ZONE, steps[0].day, 7)
    main.desk.catch_up()
    main.window.day_page.show_day(steps[0].day)
    at(main, steps[0].number)
    assert main.window.day_page.strip.name.text() == "ABLE, Ann"
    main.press(Key.Key_Down)
    assert main.window.day_page.strip.name.text() == "BAKER, Ann"
    assert main.window.day_page.strip.what.text().endswith("2 of 2 in the class")
    main.press(Key.Key_A)
    found = [main.other.visit(visit).steps[0].status for visit in visits]
    assert found == ["booked", "arrived"]


def test_after_booking_for_another_day_the_day_is_back_where_it_was(
    main: Rig, people: People, qtbot: QtBot
) -> None:
    at(main, people.bos)
    main.window.requests.book_visit.emit(people.new)
    main.enter("consult")
    form = main.window.booking.form
    main.press(Key.Key_Down)
    assert form.option is not None and form.option.day != MONDAY
    shown = form.option.day
    qtbot.waitUntil(lambda: main.window.day_page.day == shown, timeout=60_000)
    main.press(Key.Key_Return)
    current = main.window.day_page.at_keyboard.appointment
    assert main.window.day_page.day == MONDAY
    assert current is not None and current.number == people.bos


def test_what_was_booked_for_this_day_is_at_the_keyboard(main: Rig, people: People) -> None:
    at(main, people.bos)
    main.window.requests.book_visit.emit(people.new)
    main.enter("consult")
    option = main.window.booking.form.option
    assert option is not None and option.day == MONDAY
    main.press(Key.Key_Return)
    current = main.window.day_page.at_keyboard.appointment
    assert current is not None and current.patient is not None
    assert current.patient.number == people.new


def test_a_refused_place_is_told_until_it_is_answered_and_letters_do_nothing(
    main: Rig, people: People
) -> None:
    main.clock.set_wall(ZONE, MONDAY, 7)
    at(main, people.anns)
    for _ in range(12):
        main.press(Key.Key_Down, ALT)
    before = dump(main.desk.database)
    main.press(Key.Key_Return)
    moving = main.window.day_page.moving
    assert [moving.callout.words.text(), moving.callout.hint.text()] == [
        "Dr. Carver is taken then", "Not moved. Arrows go on, Esc puts it back",
    ]  # fmt: skip
    main.type("doctor asked for it")
    assert dump(main.desk.database) == before
    assert (moving.callout.isVisible(), moving.dragging) == (True, True)
    main.press(Key.Key_Escape)
    assert (moving.callout.isVisible(), moving.dragging) == (False, False)
    main.press(Key.Key_A)
    assert status(main, people.anns) == "arrived"


def test_a_closed_booking_leads_the_day_nowhere(main: Rig, people: People) -> None:
    booking_closed(main, people)
    option = main.window.booking.form.option
    assert option is not None
    main.other.book_at("Consult", people.bo, option.start, ("Dr. Fisk", "Room 2"), day=option.day)
    main.clock.advance(hours=8)
    main.desk.catch_up()
    QApplication.processEvents()
    assert main.window.day_page.day == MONDAY
    assert main.window.day_page.grid._option_ghosts == ()


def test_enter_held_down_on_a_usual_reason_cancels_nothing(main: Rig, people: People) -> None:
    visit_open(main, people)
    main.press(Key.Key_Delete)
    main.press(Key.Key_Tab)
    asked = main.window.visit.cancelling
    assert main.focus is asked.usual[0]
    main.press(Key.Key_Return)
    assert main.focus is asked.reason.edit
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Modifier.NoModifier, "\r", autorep=True)
    for _ in range(3):
        QApplication.sendEvent(main.focus, held)
    assert status(main, people.anns) == "booked"
    main.press(Key.Key_Return)
    assert status(main, people.anns) == "cancelled"


def test_a_letter_rests_where_the_keyboard_is_at_free_time_beside_an_open_visit(
    main: Rig, people: People
) -> None:
    visit_open(main, people)
    main.window.day_page.setFocus()
    while main.window.day_page.at_keyboard.appointment is not None:
        main.press(Key.Key_Down)
    main.press(Key.Key_N)
    assert main.window.toast.text.startswith("No appointment is chosen")
    assert status(main, people.anns) == "booked"


def test_who_did_not_come_and_then_does_arrives_for_the_whole_visit(
    main: Rig, people: People
) -> None:
    visit = main.other.book_first("Day", people.new)
    steps = [step.number for step in main.other.visit(visit).steps]
    main.clock.set_wall(ZONE, MONDAY, 18)
    main.desk.catch_up()
    at(main, steps[1])
    for key, wanted in ((Key.Key_N, "noshow"), (Key.Key_A, "arrived"), (Key.Key_B, "booked")):
        main.press(key)
        assert [status(main, number) for number in steps] == [wanted] * 3


def test_one_key_makes_neither_a_completed_nor_a_cancelled_appointment_something_else(
    main: Rig, people: People
) -> None:
    at(main, people.anns)
    for key in (Key.Key_A, Key.Key_F):
        main.press(key)
    cancel_visit(main.other.context, main.desk.database, visit_of(main, people.bos), "Ill")
    main.desk.catch_up()
    before = dump(main.desk.database)
    for number, why in (
        (people.anns, "This appointment is completed; open it (O) to correct that by its buttons."),
        (people.bos, "This was cancelled (Ill); restore it first."),
    ):
        at(main, number)
        for key in (Key.Key_N, Key.Key_A):
            main.press(key)
            assert main.window.toast.text == why
    assert dump(main.desk.database) == before


def test_ctrl_enter_is_about_the_booking_and_not_about_what_is_in_the_hand(
    main: Rig, people: People
) -> None:
    main.clock.set_wall(ZONE, MONDAY, 7)
    booking(main, people)
    at(main, people.bos)
    main.press(Key.Key_Down, ALT)
    before = dump(main.desk.database)
    assert main.window.day_page.strip.name.text() == "BAKER, Bo"
    main.press(Key.Key_Return, CTRL)
    assert dump(main.desk.database) == before
    assert main.window.day_page.moving.dragging


def test_what_is_held_waits_on_the_shelf_while_another_booking_is_begun(
    main: Rig, people: People
) -> None:
    booking(main, people)
    main.press(Key.Key_H, CTRL)
    main.press(Key.Key_Escape)
    assert not main.window.booking.isVisible()
    main.press(Key.Key_N, CTRL)
    assert main.window.booking.patient is None
    main.press(Key.Key_J, CTRL)
    assert main.window.booking.hold_bar.visit is not None
    main.press(Key.Key_Return)
    assert main.window.booking.done.isVisible()
