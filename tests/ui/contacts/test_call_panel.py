"""The call list by keys alone, in the real window on a real clinic."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.contacts.noting import TOLD, confirm_visit, note_contact
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_step, cancel_visit
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.ui.contacts.call_panel import CallPanel
from clinicdesk.wording import say
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.side_panel import mouse_watched, texts

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")
CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier


def panel(main: Rig) -> CallPanel:
    return main.window.calls


def open_list(main: Rig) -> None:
    main.desk.catch_up()
    main.press(Key.Key_L, CTRL_SHIFT)


def booked(main: Rig, family: str, start: int, day: int = 1) -> int:
    patient = main.other.patient(family).number
    when = MONDAY + timedelta(days=day)
    return main.other.book_at("Adjustment", patient, start, CARVER, day=when).visit


def move(main: Rig, visit: int, by: int = 15) -> None:
    (step,) = main.other.visit(visit).steps
    main.other.move(Move(step.number, start=step.start + by))


def moved(main: Rig, family: str, start: int) -> int:
    visit = booked(main, family, start)
    move(main, visit)
    return visit


def names(main: Rig) -> list[str]:
    return [row.lines[0][0] for row in panel(main).list.rows]


def at(main: Rig) -> str:
    current = panel(main).list.current
    assert current is not None
    return current.lines[0][0]


def three_moved(main: Rig) -> list[int]:
    visits = [moved(main, f, NINE + n * 60) for n, f in enumerate(("Able", "Baker", "Castle"))]
    open_list(main)
    return visits


def test_a_list_is_called_through_and_each_tick_taken_back_by_keys_alone(
    main: Rig, qapp: QApplication
) -> None:
    with mouse_watched(qapp) as seen:
        three_moved(main)
        assert panel(main).list.hasFocus()
        assert panel(main).said.text() == "3 visits to tell of"
        assert names(main) == ["ABLE, Ann", "BAKER, Ann", "CASTLE, Ann"]
        main.press(Key.Key_Down)
        main.press(Key.Key_Space)
        assert (names(main), at(main)) == (["ABLE, Ann", "CASTLE, Ann"], "CASTLE, Ann")
        assert main.window.toast.text.startswith("Noted as told: BAKER Ann")
        main.press(Key.Key_Return)
        assert (names(main), at(main)) == (["ABLE, Ann"], "ABLE, Ann")
        main.press(Key.Key_C)
        assert names(main) == []
        for back in (["ABLE, Ann"], ["ABLE, Ann", "CASTLE, Ann"]):
            main.press(Key.Key_Z, Modifier.ControlModifier)
            assert names(main) == back
        assert at(main) == "CASTLE, Ann"
        assert panel(main).list.hasFocus()
    assert seen.mouse == 0
    assert check_clinic(main.desk.database).broken == ()


def test_a_row_says_whom_to_call_what_to_say_and_the_last_try(main: Rig) -> None:
    visit = booked(main, "Able", NINE)
    confirm_visit(main.other.context, main.other.database, visit, "daughter")
    move(main, visit, 40)
    open_list(main)
    (row,) = panel(main).list.rows
    assert [text for text, _ in row.lines] == [
        "ABLE, Ann",
        "04-May-1980   P-10001",
        "555-0100",
        "Moved: Tue Mar 2, 9:40 am instead of 9:00 am, with Dr. Carver",
        "Before it changed: Confirmed Mon Mar 1, 6:00 am (west-clerk), daughter",
    ]
    listed = QAccessible.queryAccessibleInterface(panel(main).list)
    assert listed.child(0).text(QAccessible.Text.Name) == row.spoken
    assert "9:40 am instead of 9:00 am" in row.spoken


def test_what_is_said_of_another_day_another_practitioner_and_a_cancelled_visit(
    main: Rig,
) -> None:
    day, who, off = (booked(main, f, NINE + n * 60) for n, f in enumerate(("A", "B", "C")))
    (step,) = main.other.visit(day).steps
    main.other.move(Move(step.number, day=MONDAY + timedelta(days=2)))
    (step,) = main.other.visit(who).steps
    rooms = (main.other.resource("Dr. Dunne"), main.other.resource("Room 2"))
    main.other.move(Move(step.number, resources=rooms))
    cancel_visit(main.other.context, main.other.database, off, "ill")
    open_list(main)
    assert [row.lines[3][0] for row in panel(main).list.rows] == [
        "Moved: Wed Mar 3, 9:00 am instead of Tue Mar 2, 9:00 am, with Dr. Carver",
        "Changed: Tue Mar 2, 10:00 am, with Dr. Dunne instead of Dr. Carver",
        "Cancelled: Tue Mar 2, 11:00 am, with Dr. Carver",
    ]


def test_every_step_of_a_combined_visit_is_said(main: Rig) -> None:
    visit = main.other.book_first("Day", main.other.patient().number)
    steps = main.other.visit(visit).steps
    main.other.move(*(Move(step.number, start=step.start + 30) for step in steps))
    open_list(main)
    (row,) = panel(main).list.rows
    assert [text for text, _ in row.lines[3:]] == [
        "Moved: Mon Mar 1, 8:30 am instead of 8:00 am",
        "8:30 am Adjustment instead of 8:00 am, with Dr. Carver",
        "8:50 am Exercise instead of 8:20 am, with Pia Thorn",
        "9:20 am Consult instead of 8:50 am, with Dr. Fisk",
    ]


def test_of_a_combined_visit_only_what_is_otherwise_is_said_to_be(main: Rig) -> None:
    visit = main.other.book_first("Day", main.other.patient().number)
    first, second, last = main.other.visit(visit).steps
    dunne = (main.other.resource("Dr. Dunne"), first.resources[1])
    main.other.move(Move(first.number, resources=dunne), Move(last.number, start=last.start + 15))
    cancel_step(main.other.context, main.other.database, second.number, "asked")
    open_list(main)
    (row,) = panel(main).list.rows
    assert [text for text, _ in row.lines[3:]] == [
        "Changed: Mon Mar 1, 8:00 am",
        "8:00 am Adjustment, with Dr. Dunne instead of Dr. Carver",
        "9:05 am Consult instead of 8:50 am, with Dr. Fisk",
        "8:20 am: cancelled",
    ]


def test_the_day_shows_what_the_list_is_at(main: Rig) -> None:
    visits = [booked(main, f, NINE + n * 60, day=0) for n, f in enumerate(("Able", "Baker"))]
    for visit in visits:
        move(main, visit)
    open_list(main)
    shown = []
    for key in (Key.Key_Down, Key.Key_Up):
        main.press(key)
        appointment = main.window.day_page.at_keyboard.appointment
        shown.append(appointment and appointment.visit)
    assert shown == [*reversed(visits)]
    assert panel(main).list.hasFocus()


def test_who_is_not_reached_stays_with_the_try_and_the_keyboard_goes_on(main: Rig) -> None:
    three_moved(main)
    main.press(Key.Key_N)
    main.press(Key.Key_V)
    assert (len(names(main)), at(main)) == (3, "CASTLE, Ann")
    assert [row.lines[-1][0] for row in panel(main).list.rows[:2]] == [
        "No answer Mon Mar 1, 6:00 am (east-clerk)",
        "Voicemail left Mon Mar 1, 6:00 am (east-clerk)",
    ]
    main.press(Key.Key_Home)
    main.press(Key.Key_Space)
    assert names(main) == ["BAKER, Ann", "CASTLE, Ann"]


def test_the_keys_of_the_list_do_nothing_to_the_appointment_on_the_day(main: Rig) -> None:
    visit = booked(main, "Dale", NINE, day=0)
    number = main.other.visit(visit).steps[0].number
    main.clock.advance(hours=3)
    three_moved(main)
    main.window.day_page.focus_appointment(number)
    for key in (Key.Key_A, Key.Key_F, Key.Key_C, Key.Key_N, Key.Key_Delete):
        main.press(key)
    (step,) = main.other.visit(visit).steps
    assert (step.status, step.confirmed) == ("booked", False)
    main.window.day_page.setFocus()
    main.press(Key.Key_A)
    assert main.other.visit(visit).steps[0].status == "arrived"


def test_one_patient_is_named_at_a_time(main: Rig) -> None:
    visit = booked(main, "Dale", NINE, day=0)
    moved(main, "Able", NINE)
    main.desk.catch_up()
    main.window.day_page.focus_appointment(main.other.visit(visit).steps[0].number)
    strip = main.window.day_page.strip
    named = [strip.name.text()]
    open_list(main)
    named.append(strip.name.text())
    main.window.day_page.setFocus()
    named.append(strip.name.text())
    assert named == ["DALE, Ann", say("strip.somebody-else"), "DALE, Ann"]


def test_the_figures_of_the_day_lead_to_what_is_to_be_confirmed_of_it(main: Rig) -> None:
    today, tomorrow = booked(main, "Able", NINE, day=0), booked(main, "Baker", NINE)
    main.desk.catch_up()
    main.window.day_page.show_day(MONDAY)
    figures = main.window.day_page.bar.figures
    assert figures.text().endswith("1 to confirm")
    QTest.mouseClick(figures, Qt.MouseButton.LeftButton)
    assert panel(main).said.text() == "1 visit to confirm, Mon Mar 1"
    assert [row.visit for row in panel(main).list.rows] == [today]
    assert panel(main).list.rows[0].lines[3][0] == "To confirm: Mon Mar 1, 9:00 am, with Dr. Carver"
    main.press(Key.Key_C)
    assert panel(main).said.text() == "Nothing is left to confirm, Mon Mar 1."
    assert figures.text().endswith("0 to confirm")
    main.press(Key.Key_L, CTRL_SHIFT)
    main.press(Key.Key_4)
    assert [row.visit for row in panel(main).list.rows] == [tomorrow]


def test_digits_show_parts_of_the_list_and_an_empty_one_says_so(main: Rig) -> None:
    moved(main, "Able", NINE)
    off = booked(main, "Baker", NINE + 60)
    cancel_visit(main.other.context, main.other.database, off, "ill")
    open_list(main)
    shown = {}
    for key in (Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_1):
        main.press(key)
        shown[panel(main).filter.currentText()] = names(main)
    assert shown == {
        "2  Moved": ["ABLE, Ann"],
        "3  Cancelled": ["BAKER, Ann"],
        "4  To confirm": ["ABLE, Ann"],
        "1  Changed since told": ["ABLE, Ann", "BAKER, Ann"],
    }
    main.press(Key.Key_Space)
    main.press(Key.Key_Space)
    said = "Nobody has to be told of a change: all know of their visits as they are."
    assert panel(main).said.text() == said
    assert panel(main).list.isHidden()
    assert panel(main).other_button.hasFocus()
    main.press(Key.Key_Return)
    assert panel(main).filter.currentText() == "4  To confirm"
    assert panel(main).list.hasFocus()


def test_it_is_there_again_after_the_window_was_closed(main: Rig) -> None:
    three_moved(main)
    main.press(Key.Key_Space)
    main.press(Key.Key_Escape)
    assert not main.window.workspace.side.isVisible()
    assert panel(main).list.rows == []
    main.press(Key.Key_L, CTRL_SHIFT)
    assert names(main) == ["BAKER, Ann", "CASTLE, Ann"]


def test_what_another_desk_does_is_followed_and_the_keyboard_stays_at_its_row(main: Rig) -> None:
    first, _, third = three_moved(main)
    main.press(Key.Key_Down)
    note_contact(main.other.context, main.other.database, first, TOLD)
    moved(main, "Dale", NINE + 180)
    main.desk.catch_up()
    assert (names(main), at(main)) == (["BAKER, Ann", "CASTLE, Ann", "DALE, Ann"], "BAKER, Ann")
    undo(main.other.context, main.other.database)
    main.desk.catch_up()
    assert (names(main), at(main)) == (["BAKER, Ann", "CASTLE, Ann"], "BAKER, Ann")
    assert third == panel(main).list.rows[1].visit


def test_what_another_desk_changed_unseen_is_not_noted_as_told(main: Rig) -> None:
    visit, *_ = three_moved(main)
    move(main, visit)
    main.press(Key.Key_Space)
    assert names(main)[0] == at(main) == "ABLE, Ann"
    assert panel(main).notice.text.startswith("west-clerk at west changed this at 6:00 am")
    assert "9:30 am instead of 9:00 am" in panel(main).list.rows[0].spoken
    main.press(Key.Key_Space)
    assert names(main) == ["BAKER, Ann", "CASTLE, Ann"]
    assert panel(main).notice.text == ""


def test_what_reads_the_same_but_was_changed_unseen_is_read_anew(main: Rig) -> None:
    visit = moved(main, "Able", NINE)
    open_list(main)
    move(main, visit, 15)
    move(main, visit, -15)
    main.desk.catch_up()
    main.press(Key.Key_Space)
    assert (names(main), panel(main).notice.text) == ([], "")


def test_who_was_told_of_a_move_is_called_again_when_it_is_undone(main: Rig) -> None:
    visit = moved(main, "Able", NINE)
    open_list(main)
    main.press(Key.Key_Space)
    assert names(main) == []
    undo(main.other.context, main.other.database)
    main.desk.catch_up()
    (row,) = panel(main).list.rows
    assert (row.visit, [text for text, _ in row.lines[3:]]) == (
        visit,
        [
            "Moved: Tue Mar 2, 9:00 am instead of 9:15 am, with Dr. Carver",
            "Before it changed: Told Mon Mar 1, 6:00 am (east-clerk)",
        ],
    )


def test_with_the_list_closed_undo_takes_back_what_was_told_and_whoever_was_told_is_called_again(
    main: Rig,
) -> None:
    visit = booked(main, "Able", NINE)
    main.desk.catch_up()
    (step,) = main.other.visit(visit).steps
    main.desk.write(move_appointments, [Move(step.number, start=NINE + 15)])
    open_list(main)
    main.press(Key.Key_Space)
    undo_action = main.window.actions_table["edit.undo"]
    told = undo_action.text()
    main.press(Key.Key_Escape)
    assert undo_action.text() == told  # the window says still that it was noted
    main.window.toast.hide()
    assert "told" in told and "told" not in undo_action.text()
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert main.other.visit(visit).steps[0].start == NINE
    open_list(main)
    assert names(main) == ["ABLE, Ann"]
    assert panel(main).list.rows[0].lines[-1][0].startswith("Before it changed: Told")


def test_names_are_hidden_with_the_key_for_it(main: Rig) -> None:
    visit = moved(main, "Featherstone", NINE)
    confirm_visit(main.other.context, main.other.database, visit, "Mrs. Featherstone")
    move(main, visit)
    open_list(main)
    main.press(Key.Key_F9)
    shown = " ".join([*(row.spoken for row in panel(main).list.rows), *texts(panel(main))])
    assert "F. A." in shown
    for secret in ("eatherstone", "EATHERSTONE", "1980", "555-0100"):
        assert secret not in shown


def test_the_buttons_note_it_too(main: Rig) -> None:
    three_moved(main)
    for name in ("no-answer", "told", "confirmed"):
        panel(main).buttons[name].click()
    assert names(main) == ["ABLE, Ann"]
    assert "No answer" in panel(main).list.rows[0].spoken


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_C])
def test_a_key_that_is_held_down_notes_one_row(main: Rig, key: Key) -> None:
    three_moved(main)
    for _ in range(3):
        held = QKeyEvent(QEvent.Type.KeyPress, key, Modifier.NoModifier, "", True)
        QApplication.sendEvent(panel(main).list, held)
    main.press(key)
    assert len(names(main)) == 2
