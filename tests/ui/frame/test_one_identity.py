"""One patient is named on screen, and keys act on just that one."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from clinicdesk.services.errors import NotFound
from clinicdesk.services.journal.undo import undo
from clinicdesk.services.visits.changing import Move, cancel_visit, change_status
from tests.services.desk import MONDAY, dump
from tests.services.desk import desk as desk_of
from tests.ui.frame.test_wrong_act import (
    ALT,
    CTRL,
    ZONE,
    People,
    at_anns,
    booking,
    booking_closed,
    journal_number,
    people,
    visit_open,
)
from tests.ui.main_rig import Key, Modifier, Rig

__all__ = ["people"]


def status(main: Rig, number: int) -> str:
    return next(item.status for item in main.other.day(MONDAY) if item.number == number)


def visit_of(main: Rig, number: int) -> int:
    return next(item.visit for item in main.other.day(MONDAY) if item.number == number)


def at(main: Rig, number: int) -> None:
    main.window.day_page.focus_appointment(number)
    main.window.day_page.setFocus()


def strip(main: Rig) -> list[str]:
    shown = main.window.day_page.strip
    return [text for text in (shown.name.text(), shown.warning.text()) if text]


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


def test_who_is_under_the_keyboard_by_another_desks_doing_is_not_acted_on(
    main: Rig, people: People
) -> None:
    booked = main.other.book_at("Adjustment", people.new, 585, ("Dr. Carver", "Room 1"))
    main.desk.catch_up()
    at(main, main.other.visit(booked.visit).steps[0].number)
    # A booking that is taken back leaves the day, and somebody else is given the time.
    undo(main.other.context, main.desk.database)
    another = main.other.patient("Dorn", "Di").number
    main.other.book_at("Adjustment", another, 585, ("Dr. Carver", "Room 1"))
    main.desk.catch_up()
    fallen_to = main.window.day_page.at_keyboard.appointment
    assert fallen_to is not None and fallen_to.patient is not None
    assert fallen_to.patient.number == another
    before = dump(main.desk.database)
    main.press(Key.Key_A)
    assert dump(main.desk.database) == before
    assert main.window.day_page.strip.warning.text() == (
        "This changed by itself: go to the appointment that you mean."
    )
    at(main, fallen_to.number)
    main.press(Key.Key_A)
    assert status(main, fallen_to.number) == "arrived"


def test_an_appointment_that_another_desk_moves_stays_at_the_keyboard(
    main: Rig, people: People
) -> None:
    at(main, people.anns)
    main.other.move(Move(people.anns, start=615))
    main.desk.catch_up()
    main.press(Key.Key_A)
    assert (status(main, people.anns), status(main, people.bos)) == ("arrived", "booked")


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
    main: Rig, people: People
) -> None:
    at(main, people.bos)
    main.window._begin_booking(people.new)
    main.enter("consult")
    form = main.window.booking.form
    main.press(Key.Key_Down)
    assert form.option is not None and form.option.day != MONDAY
    assert main.window.day_page.day == form.option.day
    main.press(Key.Key_Return)
    current = main.window.day_page.at_keyboard.appointment
    assert main.window.day_page.day == MONDAY
    assert current is not None and current.number == people.bos


def test_what_was_booked_for_this_day_is_at_the_keyboard(main: Rig, people: People) -> None:
    at(main, people.bos)
    main.window._begin_booking(people.new)
    main.enter("consult")
    option = main.window.booking.form.option
    assert option is not None and option.day == MONDAY
    main.press(Key.Key_Return)
    current = main.window.day_page.at_keyboard.appointment
    assert current is not None and current.patient is not None
    assert current.patient.number == people.new


def test_an_option_that_came_by_itself_asks_before_enter_books_it(
    main: Rig, people: People
) -> None:
    main.window._begin_booking(people.new)
    main.enter("consult")
    first = main.window.booking.form.option
    assert first is not None
    main.other.book_at("Consult", people.bo, first.start, ("Dr. Fisk", "Room 2"), day=first.day)
    main.desk.catch_up()
    QApplication.processEvents()
    before = dump(main.desk.database)
    second = main.window.booking.form.option
    assert second is not None and second.plan != first.plan
    for keys in (Key.Key_Return, Key.Key_Return):
        assert dump(main.desk.database) == before
        main.press(keys)
    booked = {item.patient.number for item in main.other.day(second.day) if item.patient}
    assert people.new in booked


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
    assert (moving.callout.isVisible(), moving.holding) == (True, True)
    main.press(Key.Key_Escape)
    assert (moving.callout.isVisible(), moving.holding) == (False, False)
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
    assert main.window.day_page.grid._offered == ()


def test_a_letter_in_the_reschedule_list_marks_nobody_but_whom_the_list_is_at(
    main: Rig, people: People, qtbot: QtBot
) -> None:
    tuesday = MONDAY + timedelta(days=1)
    main.other.book_at("Adjustment", people.ann, 540, ("Dr. Carver", "Room 1"), day=tuesday)
    main.desk.catch_up()
    main.window.day_page.show_day(tuesday)
    at(main, main.other.day(tuesday)[0].number)
    main.press(Key.Key_R, CTRL)
    qtbot.waitUntil(lambda: main.window.absence.list.count() == 1)
    main.window.absence.list.setFocus()
    main.press(Key.Key_T)
    main.window.day_page.focus_appointment(people.bos)
    assert strip(main) == ["BAKER, Bo"]
    main.press(Key.Key_A)
    assert (status(main, people.bos), main.window.toast.text) == (
        "booked",
        "The keyboard is at another patient of the list. Go to this one's appointment first.",
    )
    main.window.day_page.setFocus()
    main.press(Key.Key_A)
    assert status(main, people.bos) == "arrived"


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


def test_choosing_a_patient_who_is_gone_leaves_no_other_ones_booking_in_front(
    main: Rig, people: People
) -> None:
    gone = main.other.patient("Quick", "Quinn").number
    booking_closed(main, people)
    undo(main.other.context, main.other.database)
    with capture_exceptions() as escaped:
        main.window.palette_layer.patient_chosen.emit(gone)
    assert [kind for kind, *_ in escaped] == [NotFound]
    panel = main.window.booking
    assert (panel.isVisible(), panel.patient, panel.search.isVisible()) == (True, None, True)
    number = journal_number(main)
    for key in (Key.Key_Return, Key.Key_H):
        main.press(key, CTRL)
    assert journal_number(main) == number


@pytest.mark.parametrize("seen", [False, True], ids=["before the next look", "after it"])
@pytest.mark.parametrize("way", ["key", "toast"])
def test_undo_takes_back_what_it_names_though_another_window_of_this_desk_did_more(
    main: Rig, people: People, way: str, seen: bool
) -> None:
    at_anns(main, people)
    main.press(Key.Key_A)
    second = desk_of(main.desk.database, main.clock, "east")
    change_status(second.context, second.database, [people.bos], "arrived")
    if seen:
        main.desk.catch_up()
    statuses = ("arrived", "arrived")
    if way == "key" and seen:
        assert "BAKER" in main.window.actions_table["edit.undo"].text()
        statuses = ("arrived", "booked")
    if way == "key":
        main.press(Key.Key_Z, CTRL)
    elif seen:
        assert main.window.toast._undo.isHidden()
    else:
        main.window.toast._undo.click()
    assert (status(main, people.anns), status(main, people.bos)) == statuses


def test_what_another_desk_moved_since_the_last_look_is_not_moved_over(
    main: Rig, people: People
) -> None:
    main.clock.set_wall(ZONE, MONDAY, 7)
    at_anns(main, people)
    main.press(Key.Key_Down, ALT)
    main.other.move(Move(people.anns, start=660))
    main.press(Key.Key_Return)
    moved = next(item for item in main.other.day(MONDAY) if item.number == people.anns)
    assert (moved.start, main.window.day_page.moving.holding) == (660, False)
    assert main.window.day_page.moving.callout.words.text() == (
        "Let go, not moved: the day has changed meanwhile."
    )


def test_the_palette_names_what_undo_takes_back_before_it_does(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.press(Key.Key_A)
    main.press(Key.Key_K, CTRL)
    main.type("undo")
    rows = main.window.palette_layer.list
    second = desk_of(main.desk.database, main.clock, "east")
    change_status(second.context, second.database, [people.bos], "arrived")
    main.desk.catch_up()
    assert "ABLE Ann" in rows.currentItem().text()
    main.press(Key.Key_Return)
    assert (status(main, people.bos), rows.isVisible()) == ("arrived", True)
    assert "BAKER Bo" in rows.currentItem().text()
    main.press(Key.Key_Return)
    assert (status(main, people.anns), status(main, people.bos)) == ("arrived", "booked")


def test_where_a_patient_is_goes_to_nobody_else_and_to_nobody_who_is_cancelled(
    main: Rig, people: People
) -> None:
    for number in (people.bos, people.anns):
        at(main, number)
        main.press(Key.Key_A)
    visit_open(main, people)
    where = main.window.visit.step_actions.where
    where.setFocus()
    main.type("Room 9")
    main.window.day_page.focus_appointment(people.bos)
    assert where.text() == ""
    main.window.day_page.focus_appointment(people.anns)
    where.setFocus()
    main.type("Room 9")
    anns = next(item.visit for item in main.other.day(MONDAY) if item.number == people.anns)
    cancel_visit(main.other.context, main.other.database, anns, "left")
    main.press(Key.Key_Return)
    assert [(item.status, item.whereabouts) for item in main.other.day(MONDAY)] == [
        ("cancelled", ""),
        ("arrived", ""),
    ]


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
    assert main.window.day_page.moving.holding


def test_what_is_held_is_shown_before_another_booking_gives_it_back(
    main: Rig, people: People
) -> None:
    booking(main, people)
    main.press(Key.Key_H, CTRL)
    main.press(Key.Key_Escape)
    assert not main.window.booking.isVisible()
    main.press(Key.Key_N, CTRL)
    assert main.window.booking.form.notice.text.startswith("This time is still held for them.")
    main.press(Key.Key_Return)
    assert main.window.booking.done.isVisible()
