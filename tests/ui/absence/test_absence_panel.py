"""Somebody is away: the reschedule list, by keys alone, in the real window on a real clinic."""

import logging
from datetime import timedelta

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.moving import Move, move_appointments
from clinicdesk.ui.absence.absence_panel import AbsencePanel
from clinicdesk.ui.absence.times import usual_absence
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.kit.look.theme import DARK, LIGHT, contrast
from tests.services.desk import MONDAY, busy_time, dump
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.settling import settle
from tests.ui.side_panel import mouse_watched, texts

NINE = 9 * 60
SUNDAY = MONDAY - timedelta(days=1)
CARVER = ("Dr. Carver", "Room 1")
FISK = ("Dr. Fisk", "Room 2")


def panel(main: Rig) -> AbsencePanel:
    return main.window.absence


def ask(main: Rig, qtbot: QtBot, who: str) -> None:
    """The keys for it, in the column of that name, and on to the list."""
    main.desk.catch_up()
    main.window.day_page.setFocus()
    grid = main.window.day_page.grid
    names = [column.resource.name for column in grid.plan.columns]
    grid.go_to(steering.nearest_place(grid.plan, names.index(who), NINE))
    main.press(Key.Key_R, Modifier.ControlModifier)
    found(main, qtbot)
    main.press(Key.Key_Down)


def found(main: Rig, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: panel(main).proposal is not None)
    QApplication.processEvents()


def spoken(main: Rig) -> list[str]:
    return [row.spoken for row in panel(main).list.rows]


def test_the_day_is_mended_with_four_keys_and_taken_back_with_one(
    main: Rig, qtbot: QtBot, qapp: QApplication
) -> None:
    visit = main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER).visit
    time = busy_time(main.desk.database)
    with mouse_watched(qapp) as seen:
        ask(main, qtbot, "Dr. Carver")
        assert panel(main).list.hasFocus()
        (row,) = spoken(main)
        who, change = row.split(", 9:00 am ")
        assert who == "ABLE, Ann, P-10001 04-May-1980 555-0100"
        assert change == (
            "Adjustment, Dr. Carver, Room 1, \N{RIGHTWARDS ARROW} same time, Dr. Dunne, Room 1,"
            " Call the patient."
        )
        assert panel(main).said.text() == ("1 visit changes \N{MIDDLE DOT} 0 visits are unaffected")
        main.press(Key.Key_Return)
        assert panel(main).accept_button.hasFocus()
        main.press(Key.Key_Return)
        (step,) = main.other.visit(visit).steps
        assert step.resources[0] == main.other.resource("Dr. Dunne")
        assert main.window.toast.text == "Entered the absence; 1 visit is rescheduled"
        undo = main.window.actions_table["edit.undo"]
        assert undo.text() == "Undo: Entered the absence; 1 visit is rescheduled"
        main.press(Key.Key_Z, Modifier.ControlModifier)
    assert seen.mouse == 0
    assert busy_time(main.desk.database) == time
    found(main, qtbot)
    assert "Undone: the day is as it was." in texts(panel(main))
    assert check_clinic(main.desk.database).broken == ()


def test_the_times_can_be_said_and_are_objected_to(main: Rig, qtbot: QtBot) -> None:
    main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER)
    ask(main, qtbot, "Dr. Carver")
    times = panel(main).times
    assert times.span == (8 * 60, 17 * 60)
    times.start.edit.setFocus()
    times.start.edit.selectAll()
    main.enter("noon")
    found(main, qtbot)
    assert panel(main).said.text().startswith("Nobody has to be rescheduled.")
    assert panel(main).accept_button.hasFocus()
    times.start.edit.setFocus()
    times.start.edit.selectAll()
    main.enter("soon")
    assert "is not a time" in times.start.said.text()
    assert panel(main).proposal is None
    assert not panel(main).accept_button.isEnabled()
    times.start.edit.selectAll()
    main.enter("6 pm")
    qtbot.waitUntil(panel(main).notice.isVisible)
    assert panel(main).notice.text == "The absence would end before it begins."
    assert panel(main).proposal is None


def test_a_list_that_comes_leaves_the_keyboard_to_who_types_a_time(main: Rig, qtbot: QtBot) -> None:
    """In the list the letters would be done to whom it is at: a of "11 am" is "has arrived"."""
    visit = main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER).visit
    ask(main, qtbot, "Dr. Carver")
    times = panel(main).times
    times.start.edit.setFocus()
    times.start.edit.selectAll()
    panel(main).look()
    found(main, qtbot)
    assert times.start.edit.hasFocus()
    main.type("8:30 am")
    assert times.start.text == "8:30 am"
    assert panel(main).said.text() == "Enter looks at these times."
    assert [step.status for step in main.other.visit(visit).steps] == ["booked"]
    main.press(Key.Key_Return)
    found(main, qtbot)
    assert panel(main).list.hasFocus()
    times.start.edit.setFocus()
    main.press(Key.Key_Return)
    assert panel(main).accept_button.hasFocus()


def test_who_cannot_stay_has_days_to_choose_from(main: Rig, qtbot: QtBot) -> None:
    one = main.other.book_at("Consult", main.other.patient().number, NINE, FISK).visit
    two = main.other.book_at("Consult", main.other.patient("Best").number, NINE + 60, FISK).visit
    ask(main, qtbot, "Dr. Fisk")
    options = panel(main).options
    assert [button.isChecked() for button in options.buttons] == [True, False, False, False]
    first = options.buttons[1].accessibleName()
    main.press(Key.Key_Right)
    assert options.buttons[1].isChecked()
    assert spoken(main)[0].endswith(f"\N{RIGHTWARDS ARROW} {first.replace(', Dr.', ' Dr.')}")
    assert "call the patient" in spoken(main)[1]
    main.press(Key.Key_Down)
    assert first not in [button.accessibleName() for button in options.buttons]
    main.press(Key.Key_Right)
    main.press(Key.Key_Left)
    assert list(panel(main).choices) == [one]
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    assert main.other.visit(one).steps[0].day > MONDAY
    left = main.other.visit(two).steps[0]
    assert (left.day, left.start, left.status) == (MONDAY, NINE + 60, "booked")
    said = panel(main).done_text.text()
    assert said.endswith("to be called (5 in the call list): BEST, Ann.")
    main.press(Key.Key_F9)
    assert panel(main).done_text.text().endswith("to be called (5 in the call list): B. A..")


def test_the_buttons_choose_too_and_tab_reaches_them(main: Rig, qtbot: QtBot) -> None:
    one = main.other.book_at("Consult", main.other.patient().number, NINE, FISK).visit
    ask(main, qtbot, "Dr. Fisk")
    main.press(Key.Key_Tab)
    assert panel(main).options.buttons[0].hasFocus()
    main.press(Key.Key_Down)
    main.press(Key.Key_Down)
    assert panel(main).options.buttons[2].isChecked()
    assert panel(main).choices[one] == panel(main).proposal.stranded[0].options[1]  # type: ignore[union-attr]
    assert panel(main).options.buttons[2].hasFocus()
    main.press(Key.Key_Tab)
    assert panel(main).accept_button.hasFocus()


def test_escape_closes_and_nothing_is_written(main: Rig, qtbot: QtBot) -> None:
    main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER)
    before = dump(main.desk.database)
    ask(main, qtbot, "Dr. Carver")
    main.press(Key.Key_Escape)
    assert not main.window.workspace.side.isVisible()
    assert main.window.day_page.grid.hasFocus()
    assert dump(main.desk.database) == before


def test_another_desks_change_makes_a_new_list_that_is_announced(main: Rig, qtbot: QtBot) -> None:
    visit = main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER).visit
    ask(main, qtbot, "Dr. Carver")
    main.other.move(Move(main.other.visit(visit).steps[0].number, start=NINE + 60))
    main.desk.catch_up()
    assert panel(main).notice.text.startswith("Somebody has changed the day since")
    found(main, qtbot)
    assert "10:00 am Adjustment" in spoken(main)[0]
    assert panel(main).list.hasFocus()


def test_a_change_that_nobody_saw_is_refused_and_the_new_list_is_shown(
    main: Rig, qtbot: QtBot
) -> None:
    visit = main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER).visit
    ask(main, qtbot, "Dr. Carver")
    main.other.move(Move(main.other.visit(visit).steps[0].number, start=NINE + 60))
    before = dump(main.desk.database)
    panel(main).accept()
    assert dump(main.desk.database) == before
    assert panel(main).notice.text == (
        "west-clerk at west changed this at 6:00 am (“Moved ABLE Ann P-10001, 9:00 am to 10:00 am,"
        " Mon Mar 1”); your change was not made. Look at it again."
    )
    found(main, qtbot)
    panel(main).accept()
    assert dump(main.desk.database) == before
    assert panel(main).notice.text == "This is the new list; Enter once more accepts it."
    panel(main).accept()
    (step,) = main.other.visit(visit).steps
    assert step.resources[0] == main.other.resource("Dr. Dunne")


def test_what_was_taken_back_and_done_again_is_written_and_nobody_elses_change(
    main: Rig, qtbot: QtBot
) -> None:
    main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER)
    ask(main, qtbot, "Dr. Carver")
    listed = spoken(main)
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    for _ in range(2):
        main.press(Key.Key_Z, Modifier.ControlModifier)
        found(main, qtbot)
        assert panel(main).done_text.text() == "Undone: the day is as it was."
        assert panel(main).accept_button.isEnabled()
        main.press(Key.Key_Z, Modifier.ControlModifier | Modifier.ShiftModifier)
        assert (panel(main).notice.text, spoken(main)) == ("", listed)
        assert panel(main).done_text.text().startswith("Written.")
        assert not panel(main).accept_button.isEnabled()


def test_ones_own_change_of_the_day_is_not_said_to_be_somebody_elses(
    main: Rig, qtbot: QtBot
) -> None:
    visit = main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER).visit
    step = main.other.visit(visit).steps[0].number
    main.desk.catch_up()
    main.desk.write(move_appointments, [Move(step, start=NINE + 60)])
    settle(main.desk)
    ask(main, qtbot, "Dr. Carver")
    main.press(Key.Key_Z, Modifier.ControlModifier)
    assert panel(main).notice.text.startswith("You have changed the day since")
    found(main, qtbot)
    assert "9:00 am Adjustment" in spoken(main)[0]


def test_another_patients_booking_elsewhere_leaves_the_list_alone(main: Rig, qtbot: QtBot) -> None:
    main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER)
    ask(main, qtbot, "Dr. Carver")
    kept = panel(main).proposal
    main.other.book_at("Call", main.other.patient("Best").number, 15 * 60, ("Dr. Fisk",))
    main.desk.catch_up()
    assert panel(main).proposal is kept


def test_the_day_shows_what_the_list_is_at(main: Rig, qtbot: QtBot) -> None:
    one = main.other.book_at("Consult", main.other.patient().number, NINE, FISK).visit
    two = main.other.book_at("Consult", main.other.patient("Best").number, 14 * 60, FISK).visit
    ask(main, qtbot, "Dr. Fisk")
    at_keyboard = main.window.day_page.at_keyboard
    shown = []
    for key in (Key.Key_Home, Key.Key_Down):
        main.press(key)
        assert at_keyboard.appointment is not None
        shown.append(at_keyboard.appointment.visit)
    assert shown == [one, two]
    assert panel(main).list.hasFocus()


def test_a_list_that_was_closed_leads_the_day_nowhere(main: Rig, qtbot: QtBot) -> None:
    main.other.book_at("Consult", main.other.patient().number, NINE, FISK)
    ask(main, qtbot, "Dr. Fisk")
    main.press(Key.Key_Escape)
    main.press(Key.Key_Left)
    place = main.window.day_page.grid.place
    main.press(Key.Key_F9)
    assert main.window.day_page.grid.place == place
    assert (panel(main).proposal, spoken(main)) == (None, [])


def test_another_desks_change_does_not_carry_off_who_works_in_the_day(
    main: Rig, qtbot: QtBot
) -> None:
    visit = main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER).visit
    ask(main, qtbot, "Dr. Carver")
    grid = main.window.day_page.grid
    grid.setFocus()
    main.press(Key.Key_End)
    place = grid.place
    assert place is not None
    main.other.move(Move(main.other.visit(visit).steps[0].number, start=NINE + 60))
    main.desk.catch_up()
    found(main, qtbot)
    assert grid.hasFocus()
    assert grid.place is not None
    assert (grid.place.column, grid.place.start) == (place.column, place.start)


def test_every_line_of_the_list_can_be_read_on_every_ground() -> None:
    for theme in (LIGHT, DARK):
        for ground in (theme.panel, theme.accent_tint):
            for ink in (theme.text, theme.muted, theme.accent, theme.warning):
                assert contrast(ink, ground) >= 4.5, (theme.name, ink, ground)


def test_a_screen_reader_is_told_every_row_and_choice(main: Rig, qtbot: QtBot) -> None:
    main.other.book_at("Consult", main.other.patient().number, NINE, FISK)
    ask(main, qtbot, "Dr. Fisk")
    listed = QAccessible.queryAccessibleInterface(panel(main).list)
    assert listed.text(QAccessible.Text.Name) == "Reschedule list"
    assert listed.child(0).text(QAccessible.Text.Name) == spoken(main)[0]
    button = QAccessible.queryAccessibleInterface(panel(main).options.buttons[1])
    assert button.role() == QAccessible.Role.RadioButton
    assert "Dr. Fisk" in button.text(QAccessible.Text.Name)


def test_names_are_hidden_with_the_key_for_it(main: Rig, qtbot: QtBot) -> None:
    patient = main.other.patient("Featherstone", "Quirin").number
    main.other.book_at("Consult", patient, NINE, FISK)
    ask(main, qtbot, "Dr. Fisk")
    main.press(Key.Key_F9)
    shown = " ".join([*spoken(main), *texts(panel(main))])
    assert "F. Q." in shown
    for secret in ("eatherstone", "EATHERSTONE", "uirin", "1980", "555-0100"):
        assert secret not in shown


def test_the_row_that_the_keyboard_is_at_is_named_with_the_key_for_it(
    main: Rig, qtbot: QtBot
) -> None:
    for family, start in (("Featherstone", NINE), ("Best", 14 * 60)):
        main.other.book_at("Consult", main.other.patient(family, "Quirin").number, start, FISK)
    ask(main, qtbot, "Dr. Fisk")
    main.press(Key.Key_F9)
    hidden = spoken(main)
    main.press(Key.Key_Home)
    main.press(Key.Key_F9, Modifier.ShiftModifier)
    first, second = spoken(main)
    assert first.startswith("FEATHERSTONE, Quirin, P-10001 04-May-1980 555-0100, ")
    assert second == hidden[1]
    main.press(Key.Key_Down)
    current = panel(main).list.current
    assert current is not None
    assert (current.spoken, spoken(main)) == (hidden[1], hidden)


def test_no_name_stands_in_the_log(
    main: Rig, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    main.other.book_at("Consult", main.other.patient("Featherstone").number, NINE, FISK)
    ask(main, qtbot, "Dr. Fisk")
    panel(main).accept()
    assert "eatherstone" not in caplog.text.casefold()


def test_without_a_column_it_says_what_to_do(main: Rig) -> None:
    main.window.day_page.show_day(SUNDAY)
    main.press(Key.Key_R, Modifier.ControlModifier)
    assert main.window.toast.text.startswith("Go to the column of whoever is away")
    assert not main.window.workspace.side.isVisible()


def test_usually_it_is_from_now_until_the_last_hours_or_appointment(
    main: Rig, qtbot: QtBot
) -> None:
    main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER)
    ask(main, qtbot, "Dr. Carver")
    found_column = main.window.day_page.current_column()
    assert found_column is not None
    assert usual_absence(*found_column, None) == (480, 1020)
    assert usual_absence(*found_column, 400) == (480, 1020)
    assert usual_absence(*found_column, 617) == (617, 1020)
    assert usual_absence(*found_column, 1100) == (1100, 1440)


@pytest.mark.parametrize("seen", [False, True], ids=["before the next look", "after it"])
def test_another_absence_makes_a_new_list_that_is_accepted_only_when_it_was_seen(
    main: Rig, qtbot: QtBot, seen: bool
) -> None:
    other = main.other
    visit = other.book_at("Adjustment", other.patient().number, NINE, CARVER).visit
    ask(main, qtbot, "Dr. Carver")
    (before,) = spoken(main)
    assert "Dr. Dunne" in before
    take_time_off(other.context, other.database, other.resource("Dr. Dunne"), MONDAY, MONDAY)
    if seen:
        main.desk.catch_up()
    else:
        panel(main).accept_button.click()
    qtbot.waitUntil(lambda: "Dr. Dunne" not in " ".join(spoken(main)) and spoken(main) != [])
    panel(main).accept_button.click()
    assert panel(main).notice.text == "This is the new list; Enter once more accepts it."
    assert not panel(main).done.isVisible()
    panel(main).accept_button.click()
    assert panel(main).done.isVisible()
    assert [step.resources for step in other.visit(visit).steps] == [
        (other.resource("Dr. Carver"), other.resource("Room 1"))
    ]
