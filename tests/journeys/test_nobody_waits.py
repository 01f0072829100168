"""The window goes on whatever its file does: held for a while, everything asked for arrives."""

import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk import app
from clinicdesk.app import Application, Start, open_settings
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.visit_reading import read_visit
from clinicdesk.wording import use_clinic_habits
from tests.journeys.watched_thread import thread_watched
from tests.services.desk import MONDAY, Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Window
from tests.ui.settling import settle

CTRL = Modifier.ControlModifier
LONG = 60_000
FAR = MONDAY + timedelta(days=21)
"""No neighbor of a day that was seen: nobody has read it."""

ELSEWHERE = frozenset({"clinic.quit", "help.log"})
"""Actions that end the program, or open another one."""


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


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program has the file for itself alone."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


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


def test_what_is_asked_for_while_the_file_is_held_arrives_when_it_is_free(
    window: Window, path: Path, qtbot: QtBot
) -> None:
    page = window.day_page
    page.setFocus()
    page.focus_visit(1001)
    settle(window.desk)
    with held(path), thread_watched() as asked:
        press(Key.Key_A)
        beats(qtbot, 20)
        window.requests.show_day.emit(FAR)
        beats(qtbot, 20)
        assert window.desk.is_settled is False
        press(Key.Key_N, CTRL)
        typed("abl")
        beats(qtbot, 20)
        assert page.reading.is_elsewhere
    assert asked == []
    qtbot.waitUntil(lambda: not page.reading.is_elsewhere, timeout=LONG)
    settle(window.desk)
    assert statuses(path) == [Status.ARRIVED] * 3


def test_of_what_waits_as_another_clinic_is_opened_the_next_start_tells(
    program: Application, window: Window, path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    another = Path(shutil.copy(path, tmp_path / "another.db"))
    window.day_page.setFocus()
    window.day_page.focus_visit(1001)
    settle(window.desk)
    with held(path):
        press(Key.Key_A)
        qtbot.waitUntil(lambda: window.desk.being_written != [], timeout=LONG)
        [write] = window.desk.being_written
        program._open_at(str(another), "")
        assert open_settings().value("closing/unsure") == [str(path), write.key]


def test_no_action_asks_the_file_in_the_windows_thread(window: Window, qtbot: QtBot) -> None:
    page = window.day_page
    page.setFocus()
    page.focus_visit(1001)
    settle(window.desk)
    with thread_watched() as asked:
        for action in window.actions_table:
            if action.objectName() in ELSEWHERE:
                continue
            action.trigger()
            beats(qtbot, 2)
            settle(window.desk)
            assert window.isVisible(), action.objectName()
            on_top = QApplication.activeModalWidget() or window
            QTest.keyClick(QApplication.focusWidget() or on_top, Key.Key_Escape)
        assert asked == []
