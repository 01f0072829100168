"""What a write is about is marked on the day while it takes long, whichever verb it is."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.ui.day.grid.boxes import rect
from tests.ui.main_rig import Key, Modifier
from tests.ui.meanwhile import Meanwhile, meanwhile

ALT, CTRL = Modifier.AltModifier, Modifier.ControlModifier


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, make_clinic().path) as made:
        yield made


def marked(live: Meanwhile) -> list[int]:
    """The appointments whose blocks are marked, each once."""
    grid = live.window.day_page.grid
    return sorted({block.appointment.number for block in grid.written_blocks})


def spoken(live: Meanwhile) -> list[int]:
    """Those of which a screen reader hears that they are being written."""
    grid = live.window.day_page.grid
    names = ((b.appointment.number, grid.exposed_name(n)) for n, b in enumerate(grid.plan.blocks))
    return sorted({number for number, name in names if name.endswith(", being written")})


def arrive(live: Meanwhile) -> None:
    live.tap(Key.Key_A)


def cancel(live: Meanwhile) -> None:
    live.tap(Key.Key_Delete, CTRL)
    live.type("ill")
    live.tap(Key.Key_Return)


def move(live: Meanwhile) -> None:
    moving = live.window.day_page.moving
    assert moving.drag is not None
    moving._move(moving.drag, None)


def take_back(live: Meanwhile) -> None:
    live.tap(Key.Key_Z, CTRL)


def picked_up(live: Meanwhile) -> None:
    # Before her time, it would be past.
    live.clock.advance(hours=-2)
    live.tap(Key.Key_Down, ALT)


VERBS: dict[str, tuple[Callable[[Meanwhile], object], Callable[[Meanwhile], object]]] = {
    "arrive": (lambda _live: None, arrive),
    "cancel": (lambda _live: None, cancel),
    "move": (picked_up, move),
    "undo": (arrive, take_back),
}
"""What is done before, and what is asked for while the file is held."""


@pytest.mark.parametrize("verb", VERBS)
def test_the_block_is_marked_after_a_glance_and_as_long_as_it_is_written(
    live: Meanwhile, qtbot: QtBot, verb: str
) -> None:
    before, ask = VERBS[verb]
    before(live)
    live.until_settled()
    with live.held():
        ask(live)
        assert (marked(live), spoken(live)) == ([], [])
        qtbot.waitUntil(lambda: marked(live) == [live.ann], timeout=60_000)
        assert spoken(live) == [live.ann]
    live.until_settled()
    assert (marked(live), spoken(live)) == ([], [])


def test_what_waits_for_its_turn_is_marked_too(live: Meanwhile, qtbot: QtBot) -> None:
    with live.held():
        live.tap(Key.Key_A)
        qtbot.waitUntil(lambda: marked(live) == [live.ann], timeout=60_000)
        live.at(live.bo)
        live.tap(Key.Key_A)
        assert (marked(live), spoken(live)) == ([live.ann, live.bo], [live.ann, live.bo])
    live.until_settled()
    assert (marked(live), live.shown()) == ([], ("arrived", "arrived"))


def test_a_hold_that_is_given_back_is_marked(live: Meanwhile, qtbot: QtBot) -> None:
    live.tap(Key.Key_N, CTRL)
    live.type("able")
    live.until_settled()
    live.tap(Key.Key_Return)
    live.until_settled()
    live.type("consult")
    live.until_settled()
    live.tap(Key.Key_Return)
    qtbot.waitUntil(lambda: live.window.booking.form.option is not None, timeout=60_000)
    live.tap(Key.Key_H, CTRL)
    qtbot.waitUntil(lambda: live.window.booking.hold_bar.visit is not None, timeout=60_000)
    live.until_settled()
    items = live.window.day_page.appointments()
    held = [item.number for item in items if item.status is Status.PENDING]
    assert len(held) == 1
    with live.held():
        live.window.booking.hold_bar.release.click()
        qtbot.waitUntil(lambda: marked(live) == held, timeout=60_000)
    live.until_settled()
    assert marked(live) == []


def test_all_that_a_list_moves_is_marked(live: Meanwhile, qtbot: QtBot) -> None:
    live.clock.advance(hours=-3)
    live.tap(Key.Key_R, CTRL)
    panel = live.window.absence
    qtbot.waitUntil(lambda: panel.proposal is not None, timeout=60_000)
    assert panel.proposal is not None
    assert [moved.visit for moved in panel.proposal.moved] == [1001, 1002]
    with live.held():
        panel.accept()
        qtbot.waitUntil(lambda: marked(live) == [live.ann, live.bo], timeout=60_000)
    live.until_settled()
    assert (marked(live), panel.done.isVisible()) == ([], True)


def test_the_mark_is_seen_and_covers_no_word(live: Meanwhile, qtbot: QtBot) -> None:
    grid = live.window.day_page.grid
    block = grid.plan.of_appointment(live.ann)
    assert block is not None
    area = grid.on_screen(grid.plan.box(block)).translated(-grid.viewport().pos())

    def picture() -> QImage:
        QApplication.processEvents()
        return grid.viewport().grab(area).toImage()

    texts = [rect(box).translated(-grid.offset - area.topLeft())
             for box in grid.day_painter.block_text(block).boxes]  # fmt: skip
    with live.held():
        before = picture()
        live.tap(Key.Key_A)
        qtbot.waitUntil(lambda: marked(live) == [live.ann], timeout=60_000)
        after = picture()
    assert after != before
    assert [after.copy(text) == before.copy(text) for text in texts] == [True] * len(texts)
