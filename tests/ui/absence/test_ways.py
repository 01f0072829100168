"""Ways to mend the day in the reschedule list, by keys, in the real window on a real clinic."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.visits.moving import Move
from clinicdesk.ui.absence.absence_panel import AbsencePanel
from clinicdesk.ui.day.layout import steering
from tests.services.desk import MONDAY, busy_time, dump
from tests.ui.main_rig import Key, Modifier, Rig
from tests.ui.side_panel import texts

NINE = 9 * 60
CARVER, DUNNE = ("Dr. Carver", "Room 1"), ("Dr. Dunne", "Room 2")
FISK = ("Dr. Fisk", "Room 2")
WAYS = ("clinic.way-1", "clinic.way-2", "clinic.way-3")


def panel(main: Rig) -> AbsencePanel:
    return main.window.absence


def ask(main: Rig, qtbot: QtBot, who: str = "Dr. Carver") -> None:
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


def buttons(main: Rig) -> list[QRadioButton]:
    return panel(main).ways.buttons


def checked(main: Rig) -> list[bool]:
    return [button.isChecked() for button in buttons(main)]


@pytest.fixture
def taken(main: Rig) -> int:
    """Dr. Carver's patient of nine; Dr. Dunne has somebody then, so one of two moves or goes."""
    visit = main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER).visit
    main.other.book_at("Adjustment", main.other.patient("Best").number, NINE, DUNNE)
    return visit


@pytest.mark.usefixtures("taken")
def test_each_way_says_what_it_costs_and_a_digit_shows_its_list(main: Rig, qtbot: QtBot) -> None:
    before = dump(main.desk.database)
    ask(main, qtbot)
    home, moved = (button.text().replace("\n", " ") for button in buttons(main))
    assert home.startswith("1. Fewest sent home and fewest calls 0 go home \N{MIDDLE DOT} 1 call")
    assert (
        moved
        == "2. Least moved 1 goes home \N{MIDDLE DOT} 1 call \N{MIDDLE DOT} nobody at another time"
    )
    assert checked(main) == [True, False]
    assert "Moved by " in spoken(main)[0]
    main.press(Key.Key_2)
    assert checked(main) == [False, True]
    assert "No place on this day" in spoken(main)[0]
    assert panel(main).list.hasFocus()
    main.press(Key.Key_1)
    assert checked(main) == [True, False]
    assert "Moved by " in spoken(main)[0]
    main.press(Key.Key_3)
    assert checked(main) == [True, False]
    assert main.window.toast.text == "There are only 2 ways to choose from."
    assert dump(main.desk.database) == before


@pytest.mark.usefixtures("taken")
def test_the_chosen_way_is_what_is_written_and_taken_back(main: Rig, qtbot: QtBot) -> None:
    time = busy_time(main.desk.database)
    ask(main, qtbot)
    main.press(Key.Key_2)
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    assert panel(main).done_text.text().endswith("to be called (5 in the call list): ABLE, Ann.")
    assert busy_time(main.desk.database) == time
    assert not panel(main).ways.isVisible()
    assert not main.window.actions_table["clinic.way-2"].isEnabled()
    main.press(Key.Key_Z, Modifier.ControlModifier)
    found(main, qtbot)
    assert panel(main).ways.isVisible()


@pytest.mark.usefixtures("taken")
def test_the_ways_are_reached_by_tab_arrows_and_menu(main: Rig, qtbot: QtBot) -> None:
    ask(main, qtbot)
    panel(main).times.limit.setFocus()
    main.press(Key.Key_Tab)
    assert buttons(main)[0].hasFocus()
    main.press(Key.Key_Down)
    assert checked(main) == [False, True]
    assert buttons(main)[1].hasFocus()
    assert "No place on this day" in spoken(main)[0]
    main.press(Key.Key_Tab)
    assert panel(main).list.hasFocus() or panel(main).better.button.hasFocus()
    main.press(Key.Key_Tab, Modifier.ShiftModifier)
    while not isinstance(QApplication.focusWidget(), QRadioButton):
        main.press(Key.Key_Tab, Modifier.ShiftModifier)
    assert buttons(main)[1].hasFocus()
    menu = main.window.actions_table
    assert [menu[way].isEnabled() for way in WAYS] == [True, True, False]
    menu["clinic.way-1"].trigger()
    assert checked(main) == [True, False]


def test_without_ways_to_choose_from_the_keys_say_so(main: Rig, qtbot: QtBot) -> None:
    menu = main.window.actions_table
    main.press(Key.Key_1)
    assert main.window.toast.text == (
        "There are no ways to choose from: ask for a reschedule list first."
    )
    main.other.book_at("Adjustment", main.other.patient().number, NINE, CARVER)
    ask(main, qtbot)
    assert [menu[way].isEnabled() for way in WAYS] == [False] * 3
    assert buttons(main) == []
    assert any(
        text.startswith("Fewest sent home, fewest calls and least moved\n0 go home")
        for text in texts(panel(main))
    )
    main.press(Key.Key_Escape)
    assert [menu[way].isEnabled() for way in WAYS] == [False] * 3


@pytest.mark.usefixtures("taken")
def test_digits_in_a_time_are_typed_and_choose_no_way(main: Rig, qtbot: QtBot) -> None:
    ask(main, qtbot)
    start = panel(main).times.start
    start.edit.setFocus()
    start.edit.selectAll()
    main.type("13")
    assert start.text == "13"
    assert panel(main).known.aim is Aim.FEWEST_HOME


@pytest.mark.usefixtures("taken")
def test_a_screen_reader_hears_the_figures_of_each_way_and_the_limits_name(
    main: Rig, qtbot: QtBot
) -> None:
    ask(main, qtbot)
    names = []
    for button in buttons(main):
        interface = QAccessible.queryAccessibleInterface(button)
        assert interface.role() == QAccessible.Role.RadioButton
        names.append(interface.text(QAccessible.Text.Name))
    assert names[1] == (
        "2. Least moved, 1 goes home \N{MIDDLE DOT} 1 call \N{MIDDLE DOT} nobody at another time"
    )
    assert names[0].startswith("1. Fewest sent home and fewest calls, 0 go home")
    assert len(set(names)) == len(names)
    whole = QAccessible.queryAccessibleInterface(panel(main).ways)
    assert whole.text(QAccessible.Text.Name) == "2 ways to mend the day"
    # What a box of choices is called is asked elsewhere on each system.
    assert panel(main).times.limit.accessibleName() == "Nobody moves by more than"


def test_nobody_moves_by_more_than_the_desks_limit_which_stands(main: Rig, qtbot: QtBot) -> None:
    """Dr. Dunne is away for some time around nine, too."""
    other = main.other
    dunne = other.resource("Dr. Dunne")
    take_time_off(
        other.context, other.database, dunne, MONDAY, MONDAY, start=NINE - 45, end=NINE + 45
    )
    other.book_at("Adjustment", other.patient().number, NINE, CARVER)
    ask(main, qtbot)
    limit = panel(main).times.limit
    assert (limit.currentText(), [limit.itemText(n) for n in range(limit.count())]) == (
        "120 min", ["30 min", "60 min", "120 min", "240 min", "any"],
    )  # fmt: skip
    assert "Moved by 45 min." in spoken(main)[0]
    limit.setFocus()
    main.press(Key.Key_Up)
    main.press(Key.Key_Up)
    found(main, qtbot)
    assert limit.hasFocus()
    assert "No place on this day" in spoken(main)[0]
    main.press(Key.Key_Escape)
    ask(main, qtbot)
    assert limit.currentText() == "30 min"
    assert "No place on this day" in spoken(main)[0]


def test_a_key_that_chooses_the_limit_that_stands_looks_for_nothing_anew(
    main: Rig, qtbot: QtBot, taken: int
) -> None:
    ask(main, qtbot)
    main.press(Key.Key_2)
    kept, limit = panel(main).proposal, panel(main).times.limit
    limit.setFocus()
    for key in (Key.Key_1, Key.Key_X):
        main.press(key)
        assert (limit.currentText(), panel(main).proposal is kept) == ("120 min", True)
    assert checked(main) == [False, True]
    main.press(Key.Key_Up)
    found(main, qtbot)
    assert limit.currentText() == "60 min"
    assert checked(main) == [False, True]
    assert panel(main).list.rows[0].visit == taken


def test_the_days_chosen_in_one_way_are_kept_while_another_is_looked_at(
    main: Rig, qtbot: QtBot, taken: int
) -> None:
    main.other.book_at("Consult", main.other.patient("Cole").number, 11 * 60, FISK)
    ask(main, qtbot)
    main.press(Key.Key_2)
    main.press(Key.Key_Right)
    (chosen,) = panel(main).choices.values()
    main.press(Key.Key_1)
    assert panel(main).choices == {}
    main.press(Key.Key_2)
    assert panel(main).choices == {taken: chosen}
    main.press(Key.Key_Return)
    main.press(Key.Key_Return)
    assert main.other.visit(taken).steps[0].day == chosen.day > MONDAY


def test_who_was_not_told_of_the_present_time_is_said_to_be_called_anyway(
    main: Rig, qtbot: QtBot
) -> None:
    other = main.other
    visit = other.book_at("Adjustment", other.patient().number, NINE + 30, CARVER).visit
    confirm_visit(other.context, other.database, visit, "patient")
    other.move(Move(other.visit(visit).steps[0].number, start=NINE))
    ask(main, qtbot)
    (row,) = spoken(main)
    assert row.endswith(
        "same time, Dr. Dunne, Room 1, To be called anyway: not told of what is booked now."
    )
    assert any("0 go home \N{MIDDLE DOT} 0 calls" in text for text in texts(panel(main)))


def test_the_keyboard_stays_at_the_same_visit_in_another_way(main: Rig, qtbot: QtBot) -> None:
    other = main.other
    one = other.book_at("Adjustment", other.patient().number, NINE, CARVER).visit
    other.book_at("Adjustment", other.patient("Best").number, NINE, DUNNE)
    two = other.book_at("Adjustment", other.patient("Cole").number, 14 * 60, CARVER).visit
    ask(main, qtbot)
    main.press(Key.Key_End)
    for key in (Key.Key_2, Key.Key_1, Key.Key_2):
        at = panel(main).list.current
        assert at is not None
        visit = at.visit
        main.press(key)
        now = panel(main).list.current
        assert now is not None
        assert now.visit == visit
    assert {one, two} == {row.visit for row in panel(main).list.rows}


@pytest.mark.usefixtures("taken")
def test_what_is_proven_is_said_once_the_search_is_over(main: Rig, qtbot: QtBot) -> None:
    ask(main, qtbot)
    assert not panel(main).search.running
    assert "Proven: each is the best in what it is named for." in texts(panel(main))


def test_what_is_not_proven_is_said_too(main: Rig, qtbot: QtBot) -> None:
    """Of a room, whether everybody could be kept from noticing is not proven."""
    other = main.other
    other.book_at("Adjustment", other.patient().number, NINE, CARVER)
    other.book_at("Consult", other.patient("Best").number, NINE, FISK)
    main.desk.catch_up()
    room = other.setup.resource_named("Room 1")
    main.window.workspace.show_panel(panel(main))
    panel(main).ask(room, MONDAY, (0, 1440))
    found(main, qtbot)
    qtbot.waitUntil(lambda: not panel(main).search.running)
    assert "The best ways found so far; that none is better is not proven." in texts(panel(main))
    looks = main.window.actions_table["clinic.look-longer"]
    assert looks.isEnabled()
    main.press(Key.Key_R, Modifier.ControlModifier | Modifier.ShiftModifier)
    qtbot.waitUntil(lambda: not panel(main).search.running)
    assert "The best ways found so far; that none is better is not proven." in texts(panel(main))
    assert panel(main).search._look == 2
    main.press(Key.Key_Escape)
    assert not looks.isEnabled()
