"""What changes on the day that is shown is painted, and nothing beside it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.services.visits.changing import arrive, cancel_visit
from clinicdesk.services.visits.moving import Move
from tests.services.desk import MONDAY
from tests.ui.day.paint_watch import PaintWatch
from tests.ui.day.rig import DayRig

SUNDAY = MONDAY + timedelta(days=6)
STARTS = tuple(range(540, 660, 15))


@pytest.fixture
def visits(day: DayRig, qtbot: QtBot) -> list[int]:
    """Eight adjustments in a row, all of them painted."""
    made = []
    for start in STARTS:
        patient = day.other.patient("Smith", f"number {start}").number
        made.append(day.other.book_at("Adjustment", patient, start, ("Dr. Carver", "Room 1")).visit)
    day.catch_up()
    qtbot.waitUntil(lambda: len(day.page._pictures) == len(day.grid.plan.blocks))
    QApplication.processEvents()
    return made


def on_screen(day: DayRig) -> QImage:
    """The window as it was painted bit by bit."""
    return day.window.screen().grabWindow(day.window.winId()).toImage()


def marked(day: DayRig, visit: int) -> None:
    arrive(day.other.context, day.other.database, visit)


def cancelled(day: DayRig, visit: int) -> None:
    cancel_visit(day.other.context, day.other.database, visit, "ill")


def moved(day: DayRig, visit: int) -> None:
    last = day.other.visit(visit).steps[-1]
    day.other.move(Move(last.number, start=last.start + 15))


def booked(day: DayRig, _visit: int) -> None:
    patient = day.other.patient("Baker").number
    day.other.book_at("Adjustment", patient, 780, ("Dr. Carver", "Room 1"))


@pytest.mark.parametrize("change", [marked, cancelled, booked])
def test_of_another_desks_change_its_blocks_are_painted(
    day: DayRig, visits: list[int], qtbot: QtBot, change: Callable[[DayRig, int], None]
) -> None:
    before = set(day.grid.plan.blocks)
    watch = PaintWatch(day.grid)
    change(day, visits[3])
    day.catch_up()
    changed = {block.appointment.number for block in set(day.grid.plan.blocks) - before}
    qtbot.waitUntil(lambda: bool(watch.blocks))
    assert set().union(*watch.blocks) == changed
    assert on_screen(day) == day.window.grab().toImage()


@pytest.mark.parametrize("change", [marked, cancelled, moved])
def test_lines_and_ring_are_as_if_all_were_painted_anew(
    day: DayRig, qtbot: QtBot, change: Callable[[DayRig, int], None]
) -> None:
    combined = day.other.book_first("Day", day.other.patient("Able").number)
    day.catch_up()
    day.page.focus_visit(combined)
    QApplication.processEvents()
    watch = PaintWatch(day.grid)
    change(day, combined)
    day.catch_up()
    qtbot.waitUntil(lambda: bool(watch.blocks))
    QApplication.processEvents()
    assert on_screen(day) == day.window.grab().toImage()


def test_a_day_that_needs_a_scroll_bar_is_laid_out_once(day: DayRig) -> None:
    page, grid = day.page, day.grid
    short = grid.plan.scale.height
    page.show_day(SUNDAY)
    tall = grid.plan.scale.height
    assert short < tall
    day.window.resize(1100, day.window.height() - grid.viewport().height() + (short + tall) // 2)
    QApplication.processEvents()
    for shown in (MONDAY, SUNDAY, MONDAY):
        page.show_day(shown)
        once = grid.day_painter
        assert grid.heads._day_painter is once
        QApplication.processEvents()
        assert grid.day_painter is once


def test_a_day_that_becomes_lower_and_higher_paints_only_what_comes_into_sight(
    day: DayRig, visits: list[int]
) -> None:
    reached = day.grid.plan.box(day.block(day.other.visit(visits[-1]).steps[0].number)).bottom
    watch = PaintWatch(day.grid)
    strip = day.page.strip
    for height in (strip.height() + 20, strip.height()):
        strip.setFixedHeight(height)
        QApplication.processEvents()
    assert reached < day.grid.offset.y() + day.grid.viewport().height() - 20
    assert set().union(*watch.blocks) == set()
    assert on_screen(day) == day.window.grab().toImage()
