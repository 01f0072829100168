"""A day is painted in turns, so that no key waits for all of it; in the end it is whole."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.ui.day.grid.boxes import Turn
from clinicdesk.ui.day.grid.day_painter import DayPainter
from clinicdesk.ui.day.grid.day_surface import BLOCKS_A_TURN
from tests.services.desk import MONDAY
from tests.ui.day.paint_watch import PaintWatch
from tests.ui.day.rig import DayRig

STARTS = tuple(range(540, 735, 15))


@pytest.fixture
def full(day: DayRig) -> DayRig:
    """Thirteen adjustments in a row."""
    for start in STARTS:
        patient = day.other.patient("Smith", f"number {start}").number
        day.other.book_at("Adjustment", patient, start, ("Dr. Carver", "Room 1"))
    day.catch_up()
    return day


def painter_of(day: DayRig) -> DayPainter:
    """One that has painted nothing yet."""
    before = day.grid.day_painter
    return DayPainter(before.plan, before.theme, day.page.font(), private=False, now=0.0)


def painted(day_painter: DayPainter, turn: Turn | None = None) -> QImage:
    plan = day_painter.plan
    image = QImage(plan.width, plan.scale.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    day_painter.paint(painter, image.rect(), turn)
    painter.end()
    return image


def test_a_turn_paints_so_many_and_the_last_one_leaves_the_whole_day(full: DayRig) -> None:
    day_painter, left = painter_of(full), []
    images = []
    for _ in range(4):
        turn = Turn(5)
        images.append(painted(day_painter, turn))
        left.append(len(turn.bare))
    assert left == [8, 3, 0, 0]
    whole = painted(painter_of(full))
    assert [image == whole for image in images] == [False, False, True, True]


def test_no_line_keeps_away_from_a_text_that_is_not_there_yet(full: DayRig) -> None:
    day_painter = painter_of(full)
    everywhere = QRect(0, 0, day_painter.plan.width, day_painter.plan.scale.height)
    painted(day_painter, Turn(0))
    assert day_painter.text_boxes(everywhere) == []
    painted(day_painter)
    expected = [box for b in day_painter.plan.blocks for box in day_painter.block_text(b).boxes]
    assert day_painter.text_boxes(everywhere) == expected


def test_the_window_goes_on_by_itself_until_all_is_painted(full: DayRig, qtbot: QtBot) -> None:
    assert len(STARTS) > BLOCKS_A_TURN
    full.page._pictures.clear()
    full.grid.viewport().update()
    numbers = len(full.grid.plan.blocks)
    qtbot.waitUntil(lambda: len(full.page._pictures) == numbers, timeout=60_000)
    QApplication.processEvents()
    shown = full.grid.viewport().grab().toImage()
    assert full.grid.viewport().grab().toImage() == shown


def test_a_later_turn_paints_the_blocks_that_waited_and_no_others(
    full: DayRig, qtbot: QtBot
) -> None:
    watch = PaintWatch(full.grid)
    full.page._pictures.clear()
    full.grid.viewport().update()
    numbers = len(full.grid.plan.blocks)
    qtbot.waitUntil(lambda: sum(map(len, watch.blocks)) == 2 * numbers - BLOCKS_A_TURN)
    QApplication.processEvents()
    waited = numbers - BLOCKS_A_TURN
    turns = [min(BLOCKS_A_TURN, waited - done) for done in range(0, waited, BLOCKS_A_TURN)]
    assert [len(blocks) for blocks in watch.blocks] == [numbers, *turns]


def test_a_day_gone_back_to_is_not_laid_out_again(full: DayRig) -> None:
    plan = full.grid.plan
    full.page.show_day(MONDAY.replace(day=3))
    full.page.show_day(MONDAY)
    assert full.grid.plan is plan
    full.page.zooming.by(1)
    assert full.grid.plan.day is plan.day and full.grid.plan.scale != plan.scale
