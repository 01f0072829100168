"""The program as it is started, on a clinic with one patient, and what tests do to it."""

import multiprocessing
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk import app
from clinicdesk.app import Application, Start
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.visit_reading import read_visit
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Window
from tests.ui.settling import settle

LONG = 60_000
"""Milliseconds that something may take on a busy computer."""


@pytest.fixture
def path(make_clinic: Callable[..., Database]) -> Path:
    """A clinic with one patient, who is booked on Monday morning."""
    database = make_clinic()
    other = make_desk(database, Clock(), "west")
    other.book_first("Day", other.patient().number)
    database.close()
    return database.path


@pytest.fixture
def program(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """The program as it is started."""
    monkeypatch.setattr(app, "MainWindow", Window)
    hook = sys.excepthook
    made = Application(Start("anna", "east", path, datetime(2027, 3, 1, 7, 0)), [])
    made.begin()
    yield made
    sys.excepthook = hook
    made.close()
    use_clinic_habits("YMD")


@pytest.fixture
def window(program: Application, qtbot: QtBot) -> Window:
    """Its window at its first picture, with all that it makes by itself."""
    shown = program.window
    assert isinstance(shown, Window)
    shown.activateWindow()
    qtbot.waitUntil(lambda: not shown.later.waiting, timeout=LONG)
    settle(shown.desk)
    return shown


def press(key: Key, modifiers: Modifier = Modifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def typed(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def beats(qtbot: QtBot, count: int) -> None:
    """The window's thread takes that many turns."""
    heard: list[int] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: heard.append(1))
    timer.start()
    qtbot.waitUntil(lambda: len(heard) >= count, timeout=LONG)
    timer.stop()


def statuses(path: Path) -> list[Status]:
    database = open_database(path)
    steps = [step.status for step in read_visit(database, 1001).steps]
    database.close()
    return steps


def kill_processes() -> None:
    """As somebody else's program, or the system where there is no memory, kills what it finds."""
    for process in multiprocessing.active_children():
        process.kill()
