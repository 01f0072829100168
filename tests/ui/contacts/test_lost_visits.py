"""Visits that cannot take place, by keys alone: on the call list until somebody moves them."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.contacts.noting import NO_ANSWER, note_contact
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.ui.contacts.call_panel import CallPanel
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.side_panel import mouse_watched

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")
FISK = ("Dr. Fisk", "Room 2")
TUESDAY = MONDAY + timedelta(days=1)
CTRL_SHIFT = Modifier.ControlModifier | Modifier.ShiftModifier


def panel(main: Rig) -> CallPanel:
    return main.window.calls


def book(main: Rig, family: str, start: int, who: tuple[str, str] = CARVER, day: int = 1) -> int:
    kind = "Adjustment" if who is CARVER else "Consult"
    when = MONDAY + timedelta(days=day)
    return main.other.book_at(kind, main.other.patient(family).number, start, who, day=when).visit


def away(main: Rig, *names: str, day: int = 1) -> None:
    when = MONDAY + timedelta(days=day)
    for name in names:
        at = main.other
        take_time_off(at.context, at.database, at.resource(name), when, when)


def open_lost(main: Rig) -> None:
    main.desk.catch_up()
    main.press(Key.Key_L, CTRL_SHIFT)
    main.press(Key.Key_5)


def lines(main: Rig) -> list[list[str]]:
    return [[text for text, _ in row.lines] for row in panel(main).list.rows]


def test_a_row_says_what_cannot_take_place_why_and_the_last_try(main: Rig) -> None:
    visit = book(main, "Able", NINE)
    away(main, "Dr. Carver", "Room 1")
    note_contact(main.other.context, main.other.database, visit, NO_ANSWER)
    open_lost(main)
    assert panel(main).said.text() == "1 visit cannot take place as booked"
    assert lines(main) == [
        [
            "ABLE, Ann",
            "04-May-1980   P-10001",
            "555-0100",
            "Cannot take place: Tue Mar 2, 9:00 am, with Dr. Carver",
            "Not there then: Dr. Carver, Room 1",
            "No answer Mon Mar 1, 6:00 am (west-clerk)",
        ]
    ]
    main.press(Key.Key_Space)
    assert lines(main)[0][-1] == "Told Mon Mar 1, 6:00 am (east-clerk)"


def test_it_is_moved_from_the_list_by_keys_alone_and_is_off_it(
    main: Rig, qtbot: QtBot, qapp: QApplication
) -> None:
    visit, other = book(main, "Able", NINE), book(main, "Baker", NINE + 60)
    dunne = main.other.resource("Dr. Dunne")
    away(main, "Dr. Carver")
    with mouse_watched(qapp) as seen:
        open_lost(main)
        main.press(Key.Key_M)
        booking = main.window.booking
        qtbot.waitUntil(lambda: bool(booking.form.options.cards))
        booking.form.options.take_focus()
        main.press(Key.Key_Return)
        (step,) = main.other.visit(visit).steps
        assert (step.day, step.start) != (TUESDAY, NINE) or step.resources[0] == dunne
        open_lost(main)
    assert seen.mouse == 0
    assert [row.visit for row in panel(main).list.rows] == [other]


def test_enter_and_o_open_the_visit_on_its_day(main: Rig) -> None:
    visits = [book(main, "Able", NINE), book(main, "Baker", NINE + 60)]
    away(main, "Dr. Carver")
    for visit, key in zip(visits, (Key.Key_Return, Key.Key_O), strict=True):
        open_lost(main)
        if visit == visits[1]:
            main.press(Key.Key_Down)
        main.press(key)
        assert main.window.day_page.day == TUESDAY
        opened = main.window.visit.visit
        assert opened is not None
        assert opened.number == visit


def test_the_menu_and_the_days_figures_lead_to_it(main: Rig) -> None:
    visit = book(main, "Able", NINE, day=0)
    away(main, "Dr. Carver", day=0)
    main.desk.catch_up()
    figures = main.window.day_page.bar.figures
    main.window.day_page.show_day(MONDAY)
    assert figures.text().startswith("1 cannot take place, ")
    QTest.mouseClick(figures, Qt.MouseButton.LeftButton)
    assert [row.visit for row in panel(main).list.rows] == [visit]
    main.press(Key.Key_Escape)
    main.window.actions_table["go.cannot-take-place"].trigger()
    assert panel(main).filter.currentText() == "5  Cannot take place"


def test_nobody_is_asked_to_confirm_it(main: Rig) -> None:
    book(main, "Able", NINE)
    book(main, "Baker", NINE, FISK)
    away(main, "Dr. Carver")
    main.desk.catch_up()
    main.press(Key.Key_L, CTRL_SHIFT)
    main.press(Key.Key_4)
    assert [said[3] for said in lines(main)] == [
        "Cannot take place: Tue Mar 2, 9:00 am, with Dr. Carver",
        "To confirm: Tue Mar 2, 9:00 am, with Dr. Fisk",
    ]


def test_where_all_can_take_place_it_says_so_and_leads_to_what_has_changed(main: Rig) -> None:
    book(main, "Able", NINE)
    open_lost(main)
    assert panel(main).said.text() == "Every visit can take place as it is booked."
    assert panel(main).other_button.hasFocus()
    main.press(Key.Key_Return)
    assert panel(main).filter.currentText() == "1  Changed since told"
