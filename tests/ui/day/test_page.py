"""The day's page: what it shows, where it opens, how it goes from day to day."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinicdesk.services.visits.changing import cancel_visit
from clinicdesk.ui.day.layout.geometry import ROWS
from tests.services.desk import MONDAY, Clock
from tests.ui.day.rig import CTRL, ZONE, DayRig, Key

MakeDay = Callable[..., DayRig]


def test_a_column_for_each_practitioner_who_is_in(day: DayRig) -> None:
    assert day.columns() == ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]
    assert day.page.bar.figures.text() == "4 practitioners in, 0 booked, 0 to confirm"
    assert not day.page.bar.away.isVisible()


def test_another_desks_booking_appears(day: DayRig) -> None:
    patient = day.other.patient("Able", "Ann")
    visit = day.other.book_first("Day", patient.number, days=1)
    assert day.page.appointments() == ()
    day.catch_up()
    assert {item.visit for item in day.page.appointments()} == {visit}
    assert len(day.grid.plan.blocks) == 3


def test_a_change_of_another_day_reads_nothing_anew(day: DayRig) -> None:
    patient = day.other.patient("Able", "Ann")
    day.catch_up()
    before = day.grid.day_painter
    day.other.book_first("Day", patient.number, MONDAY + timedelta(days=1), 1)
    day.catch_up()
    assert day.grid.day_painter is before


def test_today_opens_an_hour_before_now(make_day: MakeDay, clock: Clock) -> None:
    clock.set_wall(ZONE, MONDAY, 11, 20)
    day = make_day(size=(900, 420))
    first = day.grid.plan.scale.minute(day.grid.offset.y())
    assert abs(first - (10 * 60 + 20)) < 1


def test_the_now_line_is_on_today_only_and_goes_on_each_minute(
    make_day: MakeDay, clock: Clock
) -> None:
    clock.set_wall(ZONE, MONDAY, 9)
    day = make_day()
    color = day.keeper.theme.now

    def line_at(hour: int, minute: int = 0) -> bool:
        y = day.grid.plan.scale.y(hour * 60 + minute) - day.grid.offset.y()
        picture = day.grid.viewport().grab().toImage()
        return picture.pixelColor(day.grid.plan.edges[2] + 60, y).name() == color

    assert line_at(9)
    clock.set_wall(ZONE, MONDAY, 10, 30)
    day.page._tick()
    assert line_at(10, 30) and not line_at(9)
    day.actions["go.next-day"].trigger()
    assert not line_at(10, 30)


def test_days_are_gone_through_one_by_one_and_back_to_today(day: DayRig) -> None:
    seen: list[object] = []
    day.page.day_changed.connect(seen.append)
    for action in ("go.next-day", "go.next-day", "go.previous-day", "go.today"):
        day.actions[action].trigger()
    assert seen == [MONDAY + timedelta(days=n) for n in (1, 2, 1, 0)]
    assert day.page.day == MONDAY


def test_a_date_in_words_leads_there_and_gives_the_keyboard_back(day: DayRig) -> None:
    day.actions["go.date"].trigger()
    field = day.page.bar.field
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "+2w")
    assert day.page.bar.title.text() == "Monday Mar 15 2027"
    QTest.keyClick(field, Key.Key_Return)
    assert day.page.day == MONDAY + timedelta(weeks=2)
    assert day.grid.hasFocus() and field.text() == ""


def test_a_day_that_is_typed_is_not_named_as_the_one_that_is_shown(day: DayRig) -> None:
    bar = day.page.bar
    shown = (bar.title.text(), bar.figures.text())
    day.actions["go.date"].trigger()
    QTest.keyClicks(bar.field, "+2w")
    assert (bar.title.text(), bar.figures.text()) == (
        "Monday Mar 15 2027",
        "Enter goes to this day.",
    )
    QTest.keyClick(bar.field, Key.Key_Tab)
    assert (bar.title.text(), bar.figures.text(), bar.field.text()) == (*shown, "")
    day.actions["go.next-day"].trigger()
    assert bar.title.text() == "Tuesday Mar 2 2027"


def test_what_is_typed_stays_while_another_window_is_in_front(day: DayRig) -> None:
    day.actions["go.date"].trigger()
    QTest.keyClicks(day.page.bar.field, "+2w")
    day.page.bar.field.clearFocus()
    assert day.page.bar.field.text() == ""
    day.actions["go.date"].trigger()
    QTest.keyClicks(day.page.bar.field, "+2w")
    away = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(day.page.bar.field, away)
    assert day.page.bar.field.text() == "+2w"


def test_words_that_are_no_date_change_nothing_and_say_so(day: DayRig) -> None:
    day.actions["go.date"].trigger()
    QTest.keyClicks(day.page.bar.field, "someday")
    QTest.keyClick(day.page.bar.field, Key.Key_Return)
    assert (day.page.day, day.page.bar.trouble.text()) == (MONDAY, "Which day is that?")
    QTest.keyClick(day.page.bar.field, Key.Key_Escape)
    assert day.grid.hasFocus() and not day.page.bar.trouble.isVisible()


def test_a_day_on_which_nobody_is_in_says_so_and_offers_the_next(day: DayRig) -> None:
    day.page.show_day(MONDAY - timedelta(days=1))
    assert day.page.empty.isVisible()
    assert day.page.empty.words.text() == "Nobody is in on this day."
    assert day.page.bar.figures.text() == "Past day · Closed"
    assert day.page.bar.away.text() == "4 away"
    day.page.empty.button.click()
    assert day.page.day == MONDAY and not day.page.empty.isVisible()


def test_those_who_are_away_are_shown_on_demand(day: DayRig) -> None:
    day.page.show_day(MONDAY - timedelta(days=1))
    day.page.bar.away.click()
    assert day.columns() == ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]
    day.page.bar.away.click()
    assert day.columns() == []


def test_heads_and_times_stay_while_the_day_scrolls(make_day: MakeDay) -> None:
    day = make_day(size=(360, 360))
    heads, axis = day.grid.heads.geometry(), day.grid.axis.geometry()
    day.grid.horizontalScrollBar().setValue(40)
    day.grid.verticalScrollBar().setValue(140)
    assert day.grid.offset == QPoint(40, 140)
    assert (day.grid.heads.geometry(), day.grid.axis.geometry()) == (heads, axis)


def test_what_is_scrolled_into_sight_is_what_would_be_painted_anew(make_day: MakeDay) -> None:
    day = make_day(size=(420, 360))
    day.other.book_first("Day", day.other.patient().number, days=1)
    day.catch_up()
    day.grid.verticalScrollBar().setValue(30)
    QApplication.processEvents()
    scrolled = day.grid.grab().toImage()
    for part in (day.grid.viewport(), day.grid.heads, day.grid.axis):
        part.repaint()
    assert day.grid.grab().toImage() == scrolled


@pytest.mark.parametrize("keys", [True, False], ids=["keys", "wheel"])
def test_zooming_keeps_a_time_where_it_is_and_is_remembered(make_day: MakeDay, keys: bool) -> None:
    day = make_day(size=(900, 500))
    day.page.zooming.by(1)
    day.grid.verticalScrollBar().setValue(200)
    y = day.grid.viewport().height() // 2
    day.grid.go_to(None)
    before = day.grid.plan.scale.minute(day.grid.offset.y() + y)
    if keys:
        day.actions["view.zoom-in"].trigger()
    else:
        view = day.grid.viewport()
        at = QPointF(50, y)
        none = Qt.MouseButton.NoButton
        wheel = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, 120), none, CTRL,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(view, wheel)
    assert abs(day.grid.plan.scale.minute(day.grid.offset.y() + y) - before) < 1
    assert day.grid.plan.scale.row == 5
    assert day.settings.value("day/zoom") == 3


def test_zoom_stops_at_its_ends_and_goes_back_to_the_usual(day: DayRig) -> None:
    rows = []
    for action in ["view.zoom-out"] * 3 + ["view.zoom-in"] * 4 + ["view.zoom-reset"]:
        day.actions[action].trigger()
        rows.append(day.grid.plan.scale.row)
    assert rows == [60, 60, 60, 30, 15, 5, 5, 30]


@pytest.mark.parametrize("damaged", ["x", "-1", "99", "1.5", "@Invalid()", "\x00"])
def test_damaged_settings_mean_the_usual_day(make_day: MakeDay, damaged: str) -> None:
    day = make_day(settings=f"[day]\nzoom={damaged}\ncolumns=1,,{damaged}\nview-1={damaged}\n")
    assert day.grid.plan.scale.row == ROWS[1]
    assert len(day.columns()) == 4


def test_private_mode_shows_initials_everywhere(day: DayRig) -> None:
    day.other.book_first("Adjustment", day.other.patient("Quillfeather", "Ann").number, days=1)
    day.catch_up()
    day.page._desk.privacy.use(True)
    block = day.grid.plan.blocks[0]
    day.page._show_card(block)
    texts = [line.text.text() for line in day.grid.day_painter.block_text(block).lines]
    assert texts[0] == "Q. A."
    spoken = [day.grid.exposed_name(0), day.page.card.accessibleName()]
    assert not any("uillfeather" in text.casefold() for text in (*texts, *spoken))


def test_a_surname_is_whole_in_a_quarter_of_an_hour_in_six_columns_of_a_small_screen(
    make_day: MakeDay,
) -> None:
    day = make_day(size=(1366 - 84 - 360, 700))
    day.other.book_at(
        "Adjustment", day.other.patient("Featherstone").number, 600, ("Dr. Carver", "Room 1")
    )
    day.catch_up()
    setup = day.desk.setup
    numbers = [n for n, info in setup.resources.items() if info.kind != "assistant"][:6]
    day.page.views._choose(numbers)
    assert len(day.columns()) == 6 and day.grid.horizontalScrollBar().maximum() == 0
    text = day.grid.day_painter.block_text(
        next(b for b in day.grid.plan.blocks if b.end - b.start >= 10)
    )
    assert text.lines[0].text.text().startswith("FEATHERSTONE")


def test_a_cancelled_appointment_is_struck_and_leaves_its_time_free(day: DayRig) -> None:
    visit = day.other.book_first("Adjustment", day.other.patient().number, days=1)
    cancel_visit(day.other.context, day.other.database, visit, "ill")
    day.catch_up()
    (block,) = day.grid.plan.blocks
    assert block.idle and block.buffers == ()
    assert (480, 1020) in day.grid.plan.free[block.column]
    assert day.page.bar.figures.text() == "4 practitioners in, 0 booked, 0 to confirm"


def test_a_hold_counts_down_and_leaves_by_itself(day: DayRig) -> None:
    day.other.hold_first("Adjustment", day.other.patient().number, days=1)
    day.catch_up()
    (block,) = day.grid.plan.blocks
    assert "east" not in day.grid.day_painter.block_text(block).lines[0].text.text()
    left = day.grid.plan.day.holds[block.appointment.visit].expires_at - day.clock.now
    day.clock.advance(seconds=left.total_seconds() - 1)
    day.page._tick()
    assert len(day.grid.plan.blocks) == 1
    day.clock.advance(seconds=2)
    day.catch_up()
    assert not day.grid.plan.blocks


def test_a_class_is_one_block_with_all_its_members(day: DayRig) -> None:
    for family in ("Able", "Baker"):
        day.other.book_first("Back class", day.other.patient(family).number, days=1)
    day.catch_up()
    (block,) = day.grid.plan.blocks
    assert len(block.members) == 2
    assert day.grid.exposed_name(0).split(", ", 1)[1] == (
        "Back class, 2 patients, Back class with Pia Thorn, booked"
    )


def test_a_second_place_stands_in_its_resources_column(day: DayRig) -> None:
    lane = next(r for r in day.desk.setup.resources.values() if r.lane_of)
    assert lane.name not in day.columns()
    day.page.views._choose([lane.id])
    assert day.columns() == [lane.name]
