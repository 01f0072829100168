"""The day by keyboard: from place to place, opening, the card; and for a screen reader."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.services.planning.options import plan_visit
from tests.services.desk import MONDAY
from tests.ui.day.rig import CTRL, SHIFT, DayRig, Key


@pytest.fixture
def visit(day: DayRig) -> tuple[int, ...]:
    """The appointments of a visit of three steps: adjustment, exercise, consult."""
    number = day.other.book_first("Day", day.other.patient("Smith", "John").number, days=1)
    day.catch_up()
    return tuple(step.number for step in day.other.visit(number).steps)


def here(day: DayRig) -> tuple[str, int, int | None]:
    """Column, minute, and the number of the appointment there."""
    place = day.grid.place
    assert place is not None
    number = place.block.appointment.number if place.block else None
    return day.columns()[place.column], place.start, number


def test_arrows_go_over_appointments_and_free_places(day: DayRig, visit: tuple[int, ...]) -> None:
    day.page.focus_appointment(visit[0])
    first = here(day)
    assert first == ("Dr. Carver", 480, visit[0])
    day.press(Key.Key_Down)
    assert here(day) == ("Dr. Carver", 490, None)
    day.press(Key.Key_Down)
    assert here(day) == ("Dr. Carver", 510, None)
    day.press(Key.Key_Right)
    assert here(day)[:2] == ("Dr. Dunne", 510)
    for key in (Key.Key_Home, Key.Key_Up, Key.Key_Left, Key.Key_Home):
        day.press(key)
    assert here(day) == first
    day.press(Key.Key_End)
    assert here(day) == ("Dr. Carver", 990, None)


def test_enter_opens_the_appointment_or_the_free_place(day: DayRig, visit: tuple[int, ...]) -> None:
    free: list[tuple[int, int]] = []
    day.page.free_chosen.connect(lambda resource, minute: free.append((resource, minute)))
    day.page.focus_appointment(visit[1])
    day.press(Key.Key_Return)
    day.actions["visit.open"].trigger()
    assert day.opened == [visit[1], visit[1]]
    day.page.focus_appointment(visit[0])
    day.press(Key.Key_Down)
    day.press(Key.Key_Return)
    assert free == [(day.other.resource("Dr. Carver"), 490)]
    assert not day.actions["visit.open"].isEnabled()


def test_an_appointment_in_no_shown_column_brings_its_own(
    day: DayRig, visit: tuple[int, ...]
) -> None:
    day.page.views._choose([day.other.resource("Dr. Carver")])
    day.page.focus_appointment(visit[1])
    assert day.columns() == ["Dr. Carver", "Pia Thorn"]
    assert here(day)[2] == visit[1]
    day.actions["go.next-day"].trigger()
    assert day.columns() == ["Dr. Carver"]


def test_a_double_click_opens(day: DayRig, visit: tuple[int, ...]) -> None:

    at = day.middle(day.block(visit[2]))
    QTest.mouseDClick(day.grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert day.opened == [visit[2]]


def test_space_shows_the_card_that_the_mouse_shows_after_a_moment(
    day: DayRig, visit: tuple[int, ...], qtbot: QtBot
) -> None:
    day.page.focus_appointment(visit[0])
    day.press(Key.Key_Space)
    card = day.page.card
    assert card.isVisible()
    said = card.accessibleName()
    assert said.startswith("SMITH, John. Born 04-May-1980 (46 y)   P-10001   555-0100")
    assert all(step in said for step in ("Adjustment", "Exercise", "Consult"))
    day.press(Key.Key_Escape)
    assert not card.isVisible()
    day.press(Key.Key_Space)
    day.press(Key.Key_Space)
    assert not card.isVisible()
    QTest.mouseMove(day.grid.viewport(), day.middle(day.block(visit[0])))
    qtbot.waitUntil(card.isVisible, timeout=20_000)
    assert card.accessibleName() == said
    QTest.mouseMove(day.grid.viewport(), QPoint(5, 400))
    assert not card.isVisible()


def test_the_place_stays_at_its_appointment_when_others_change_the_day(
    day: DayRig, visit: tuple[int, ...]
) -> None:
    day.page.focus_appointment(visit[1])
    day.other.book_first("Consult", day.other.patient("Baker").number, days=1)
    day.catch_up()
    assert here(day)[2] == visit[1]
    current = day.page.at_keyboard.appointment
    assert current is not None and current.number == visit[1]


def test_appointments_are_children_for_a_screen_reader(day: DayRig, visit: tuple[int, ...]) -> None:
    day.page.focus_appointment(visit[2])
    outside = QAccessible.queryAccessibleInterface(day.grid)
    assert outside.childCount() == len(day.grid.plan.blocks) == 3
    names = [outside.child(n).text(QAccessible.Text.Name) for n in range(3)]
    assert names[0] == (
        "8:00 am to 8:15 am, SMITH John, Adjustment with Dr. Carver, booked, new patient"
    )
    focused = [n for n in range(3) if outside.child(n).state().focused]
    child = outside.child(focused[0])
    assert focused == [2] and outside.focusChild() is child
    box = day.grid.on_screen(day.grid.plan.box(day.block(visit[2])))
    assert child.rect().topLeft() == day.grid.mapToGlobal(box.topLeft())
    assert child.rect().size() == box.size()
    assert outside.indexOfChild(child) == 2
    at = child.rect().center()
    assert outside.childAt(at.x(), at.y()) is child


def test_the_steps_of_one_visit_are_joined(day: DayRig, visit: tuple[int, ...]) -> None:
    day.grid.go_to(None)
    plain = day.grid.viewport().grab().toImage()
    day.page.focus_appointment(visit[1])
    joined = day.grid.viewport().grab().toImage()
    accent = day.keeper.theme.accent
    for number in visit:
        box = day.grid.plan.box(day.block(number))
        edge = QPoint(box.x + box.width // 2, box.bottom) - day.grid.offset
        assert plain.pixelColor(edge).name() != accent
        if number != visit[1]:
            assert joined.pixelColor(edge).name() == accent


def test_columns_are_chosen_by_keyboard_and_kept(day: DayRig) -> None:
    day.actions["view.columns"].trigger()
    chooser = day.page.views.chooser
    assert chooser.field.hasFocus()
    QTest.keyClicks(chooser.field, "room 2")
    QTest.keyClick(chooser.field, Key.Key_Return)
    assert day.columns() == ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk", "Room 2"]
    QTest.keyClick(chooser.field, Key.Key_Escape)
    assert not chooser.isVisible() and day.grid.hasFocus()
    numbers = [column.resource.id for column in day.grid.plan.columns]
    assert day.settings.value("day/columns") == ",".join(map(str, numbers))


def test_a_view_is_saved_on_a_key_and_brought_back(day: DayRig) -> None:
    day.actions["view.saved-2"].trigger()
    assert day.page.bar.figures.text().startswith("No columns are saved on F3 yet.")
    day.page.views._choose([day.other.resource("Pia Thorn")])
    day.actions["view.save"].trigger()
    QTest.keyClick(day.page.views.chooser.slots[1], Key.Key_Tab)
    QTest.keyClick(day.page.views.chooser.slots[2], Key.Key_Space)
    QTest.keyClick(day.page.views.chooser, Key.Key_Escape)
    day.page.views._choose(None)
    assert len(day.columns()) == 4
    day.actions["view.saved-2"].trigger()
    assert day.columns() == ["Pia Thorn"]
    assert day.page.views.chooser.slots[2].accessibleName() == "F3: Pia Thorn"


def test_an_option_stands_in_the_day_as_numbered_ghosts(day: DayRig, qtbot: QtBot) -> None:
    visit_request = day.other.visit_request("Day", day.other.patient().number, MONDAY, 3)
    options = plan_visit(day.other.context, day.other.availability, visit_request, top=3).options
    day.page.show_option(options[0])
    assert [(g.number, g.title) for g in day.grid._option_ghosts] == [
        (1, "Adjustment"), (2, "Exercise"), (3, "Consult"),
    ]  # fmt: skip
    day.page.show_option(options[1])
    assert (day.page.day, day.grid._option_ghosts) == (MONDAY, ())
    qtbot.waitUntil(lambda: day.page.day == options[1].day)
    assert len(day.grid._option_ghosts) == 3
    day.page.show_option(None)
    assert not day.grid._option_ghosts


def test_an_option_on_a_day_never_seen_is_in_sight_there(
    make_day: Callable[..., DayRig], qtbot: QtBot
) -> None:
    day = make_day(size=(1100, 340))
    visit_request = day.other.visit_request("Adjustment", day.other.patient().number, MONDAY, 3)
    options = plan_visit(day.other.context, day.other.availability, visit_request, top=3).options
    first = next(option for option in options if option.day != MONDAY)
    in_the_afternoon = tuple(
        replace(step, start=step.start + 420, end=step.end + 420) for step in first.steps
    )
    option = replace(first, steps=in_the_afternoon)
    day.page.show_option(option)
    qtbot.waitUntil(lambda: day.page.day == option.day and bool(day.grid._option_ghosts))
    (ghost,) = day.grid._option_ghosts
    top = ghost.box.y - day.grid.offset.y()
    assert 0 <= top <= day.grid.viewport().height() - ghost.box.height


def test_every_control_of_the_page_has_a_name_of_its_own(day: DayRig) -> None:

    reached = [
        widget
        for widget in day.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    names = [widget.accessibleName() for widget in reached]
    assert all(names) and len(set(names)) == len(names)


def test_plain_arrows_with_other_modifiers_are_left_to_others(day: DayRig) -> None:
    day.press(Key.Key_Down)
    before = here(day)
    day.press(Key.Key_Down, CTRL | SHIFT)
    assert here(day) == before
