"""The window goes on whatever its file does: held for a while, everything asked for arrives."""

import shutil
from datetime import timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.app import Application, open_settings
from clinicdesk.models.statuses import Status
from tests.held_file import held
from tests.journeys.program_rig import (
    LONG,
    beats,
    path,
    press,
    program,
    statuses,
    typed,
    window,
)
from tests.journeys.watched_thread import thread_watched
from tests.services.desk import MONDAY
from tests.ui.main_rig import Key, Modifier, Window
from tests.ui.settling import settle

__all__ = ["path", "program", "window"]

CTRL = Modifier.ControlModifier
FAR = MONDAY + timedelta(days=21)
"""No neighbor of a day that was seen: nobody has read it."""

ELSEWHERE = frozenset({"clinic.quit", "help.log"})
"""Actions that end the program, or open another one."""


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
