"""The line that says what is being done: shown, announced, and cancelled by key and mouse."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.ui.kit import announcing
from clinicdesk.ui.kit.labels import column
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_line import WorkLine
from clinicdesk.ui.kit.work_process import (
    Failure,
    WorkAnswer,
    WorkDone,
    WorkFailed,
    WorkRefused,
    WorkStopped,
)

LONG = 60_000
"""Milliseconds that a process of its own may take on a busy computer."""

WHAT = "A draft is being kept…"


def keep_a_draft(path: Path, told: Callable[[int, int], None]) -> None:
    """Has a file as long as it works."""
    path.touch()
    try:
        told(1, 4)
        time.sleep(3600)
    finally:
        path.unlink()


def add(one: int, other: int, _told: Callable[[int, int], None]) -> int:
    return one + other


class Shown:
    """A window with a field, and the line under it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window, self.field, self.line = QMainWindow(), QLineEdit(), WorkLine()
        middle = QWidget()
        middle.setLayout(column(self.field, self.line))
        self.window.setCentralWidget(middle)
        self.work = WindowWork(self.window)
        self.line.follow(self.work)
        self.answers: list[WorkAnswer] = []
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.field.setFocus()

    def begin(self, qtbot: QtBot, draft: Path) -> None:
        """Work that goes on until it is cancelled, and has said how far it is."""
        with qtbot.waitSignal(self.work.progressed, timeout=LONG):
            assert self.work.start(WHAT, self.answers.append, keep_a_draft, draft)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Shown]:
    made = Shown(qtbot)
    yield made
    made.work.cancel()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is given to say."""
    said: list[str] = []

    class Reader:
        @staticmethod
        def isActive() -> bool:
            return True

        @staticmethod
        def updateAccessibility(event: QAccessibleEvent) -> None:
            if isinstance(event, QAccessibleAnnouncementEvent):
                said.append(event.message())
            QAccessible.updateAccessibility(event)

    monkeypatch.setattr(announcing, "QAccessible", Reader)
    return said


def test_it_says_what_is_done_and_how_far_it_is(
    shown: Shown, qtbot: QtBot, tmp_path: Path, told: list[str]
) -> None:
    assert not shown.line.isVisible()
    shown.begin(qtbot, tmp_path / "draft")
    bar = shown.line.bar
    assert (shown.line.isVisible(), shown.line.what.text()) == (True, WHAT)
    assert (bar.value(), bar.maximum(), bar.accessibleName()) == (1, 4, "How much is done")
    assert told[0] == WHAT
    assert shown.field.hasFocus(), "whoever is at work goes on"
    shown.line.show_progress(0, 0)
    assert bar.maximum() == 0, "busy where nobody knows how far"


@pytest.mark.parametrize("way", ["mouse", "Enter", "Esc"])
def test_it_is_cancelled_and_leaves_nothing(
    shown: Shown, qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    draft = tmp_path / "draft"
    shown.begin(qtbot, draft)
    if way == "mouse":
        QTest.mouseClick(shown.line.stop, Qt.MouseButton.LeftButton)
    else:
        shown.line.take_focus()
        key = {"Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape}[way]
        QTest.keyClick(shown.line.stop, key)
    assert shown.line.what.text() == "Being cancelled…"
    qtbot.waitUntil(lambda: bool(shown.answers), timeout=LONG)
    assert (shown.answers, draft.exists(), shown.work.busy) == ([WorkStopped()], False, False)
    assert not shown.line.isVisible()
    assert QApplication.focusWidget() is shown.field


def test_one_work_at_a_time(shown: Shown, qtbot: QtBot, tmp_path: Path) -> None:
    shown.begin(qtbot, tmp_path / "draft")
    assert not shown.work.start("Another…", shown.answers.append, add, 1, 2)
    assert shown.line.what.text() == WHAT
    assert shown.work.why_busy() is not None
    shown.work.stop()
    qtbot.waitUntil(lambda: not shown.work.busy, timeout=LONG)
    assert shown.work.why_busy() is None
    assert shown.work.why_no_stop() == "Nothing is being done that could be cancelled."
    assert shown.work.start("Another…", shown.answers.append, add, 1, 2)
    qtbot.waitUntil(lambda: not shown.work.busy, timeout=LONG)
    assert shown.answers == [WorkStopped(), WorkDone(3)]


def test_what_nobody_asked_for_shows_nothing(shown: Shown, qtbot: QtBot) -> None:
    shown.work.start("", shown.answers.append, add, 1, 2)
    assert not shown.line.isVisible()
    qtbot.waitUntil(lambda: shown.answers == [WorkDone(3)], timeout=LONG)


def test_where_others_are_at_work_only_what_takes_longer_is_shown(qtbot: QtBot) -> None:
    line = WorkLine(at_once=False)
    qtbot.addWidget(line)
    line.begin(WHAT)
    assert not line.isVisible()
    qtbot.waitUntil(line.isVisible)
    line.end()
    line.begin(WHAT)
    line.end()
    assert not line.isVisible()
    assert not line._later.isActive()


@pytest.mark.parametrize(
    ("answer", "begins"),
    [
        (WorkDone(1), ""),
        (WorkStopped(), "This was cancelled"),
        (WorkRefused("change.nothing", {}), "This is already so"),
        (WorkFailed(Failure.DIED), "This ended before it was done"),
        (WorkFailed(Failure.NO_MEMORY), "This computer does not have enough memory left"),
        (WorkFailed(Failure.NO_PROCESS), "This computer has no room for another process"),
        (WorkFailed(Failure.MISTAKE, "KeyError at x.py:1 f"), "This was not finished"),
    ],
)
def test_every_end_has_a_sentence(answer: WorkAnswer, begins: str) -> None:
    assert why_not_done(answer).startswith(begins)
    assert bool(why_not_done(answer)) == bool(begins)
