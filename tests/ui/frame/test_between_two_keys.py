"""What another desk does between two keys: nobody is acted on who was not meant."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.statuses import Status
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_visit, change_status
from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.patient.patient_panel import PatientPanel
from tests.services.desk import MONDAY, dump
from tests.services.desk import desk as desk_of
from tests.ui.frame.states import (
    ALT,
    CTRL,
    ZONE,
    People,
    at,
    at_anns,
    booking_closed,
    journal_number,
    people,
    status,
    strip,
    visit_open,
)
from tests.ui.main_rig import Key, Rig
from tests.ui.settling import settle

__all__ = ["people"]


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


def test_an_option_that_came_by_itself_asks_before_enter_books_it(
    main: Rig, people: People
) -> None:
    main.window.requests.book_visit.emit(people.new)
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


def test_choosing_a_patient_who_is_gone_leaves_no_other_ones_booking_in_front(
    main: Rig, people: People
) -> None:
    gone = main.other.patient("Quick", "Quinn").number
    booking_closed(main, people)
    undo(main.other.context, main.other.database)
    said: list[str] = []
    main.desk.refused.connect(said.append)
    main.window.requests.book_visit.emit(gone)
    assert [str(gone) in sentence for sentence in said] == [True]
    panel = main.window.booking
    assert (panel.isVisible(), panel.patient, panel.search.isVisible()) == (True, None, True)
    number = journal_number(main)
    for key in (Key.Key_Return, Key.Key_H):
        main.press(key, CTRL)
    assert journal_number(main) == number


def test_the_page_of_a_patient_who_is_gone_names_nobody_and_asks_again(
    main: Rig, people: People
) -> None:
    gone = main.other.patient("Quick", "Quinn").number
    booking_closed(main, people)
    undo(main.other.context, main.other.database)
    main.window.palette_layer.patient_chosen.emit(gone)
    settle(main.desk)
    page = main.window.findChild(PatientPanel)
    assert isinstance(page, PatientPanel)
    assert (page.isVisible(), page.patient, page.finder.hasFocus()) == (True, None, True)
    assert str(gone) in page.notice.text
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
    change_status(second.context, second.database, [people.bos], Status.ARRIVED)
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
    # It is picked up from there: the same key does it all the same.
    moving = main.window.day_page.moving
    assert (moved.start, moving.dragging) == (660, True)
    assert moving.callout.hint.text() == (
        "Another desk has changed it meanwhile. Enter moves it all the same, Esc leaves it"
    )


def test_the_palette_names_what_undo_takes_back_before_it_does(main: Rig, people: People) -> None:
    at_anns(main, people)
    main.press(Key.Key_A)
    main.press(Key.Key_K, CTRL)
    main.type("undo")
    rows = main.window.palette_layer.list
    second = desk_of(main.desk.database, main.clock, "east")
    change_status(second.context, second.database, [people.bos], Status.ARRIVED)
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
