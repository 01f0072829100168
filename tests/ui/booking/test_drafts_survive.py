"""A half-made booking outlives whatever ends its window, as far as the clinic's file lets it."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.context import Context, Role
from clinicdesk.services.drafts.shelf import own_drafts
from clinicdesk.ui.booking.shelf.booking_state import BookingState
from clinicdesk.ui.booking.shelf.shelf_layer import ShelfLayer
from tests.services.desk import Clock
from tests.ui.main_rig import Key, Modifier, main_window
from tests.ui.meanwhile import Meanwhile, meanwhile
from tests.ui.waiting import until

ROOT = Path(__file__).resolve().parents[3]
CTRL, SHIFT = Modifier.ControlModifier, Modifier.ShiftModifier

HALF = """
import sys
from datetime import datetime
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from clinicdesk.app import Application, Start


def keys(text):
    QTest.keyClicks(QApplication.focusWidget() or program.window, text)


def type_half():
    if QApplication.focusWidget() is None:
        return
    typing.stop()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    keys("Nowak, Ada")
    QTimer.singleShot(0, take)


def take():
    # Enter waits for whom the text names: here for the row that adds somebody new.
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    QTimer.singleShot(2000, lambda: keys("5/4/7"))


if __name__ == "__main__":
    program = Application(
        Start("anna", "east", Path(sys.argv[1]), datetime(2027, 3, 1, 7, 0)), []
    )
    program.begin()
    program.window.activateWindow()
    typing = QTimer(interval=50)
    typing.timeout.connect(type_half)
    typing.start()
    program.qt.exec()
"""
"""A window in which a new patient is half typed, and nothing more happens."""


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Path:
    database = make_clinic()
    database.close()
    return database.path


@pytest.fixture
def live(qtbot: QtBot, tmp_path: Path, clinic: Path) -> Iterator[Meanwhile]:
    with meanwhile(qtbot, tmp_path, clinic, people=False) as made:
        yield made


def kept(path: Path, workstation: str = "east") -> list[BookingState]:
    database = open_database(path)
    try:
        context = Context("anna", workstation, Role.FRONT_DESK, Clock())
        return [draft.half for draft in own_drafts(context, database, BookingState).drafts]
    finally:
        database.close()


def written(path: Path) -> list[dict[str, object]]:
    """What is in the file, without a transaction that the program would wait for."""
    with closing(sqlite3.connect(path)) as reader:
        rows = reader.execute("SELECT request FROM draft").fetchall()
    return [json.loads(text)["new_patient"] for (text,) in rows]


def test_what_was_typed_a_second_before_the_program_was_killed_is_there_again(
    qtbot: QtBot, tmp_path: Path, clinic: Path
) -> None:
    home = {"XDG_CONFIG_HOME": str(tmp_path / "home"), "XDG_STATE_HOME": str(tmp_path / "home")}
    window = subprocess.Popen(
        [sys.executable, "-c", HALF, clinic],
        cwd=ROOT,
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
    )
    try:
        until(lambda: [each["born"] for each in written(clinic)] == ["5/4/7"])
    finally:
        window.send_signal(signal.SIGKILL)
    assert window.wait() == -signal.SIGKILL
    (state,) = kept(clinic)
    assert (state.new_patient.family, state.new_patient.given) == ("Nowak", "Ada")
    with main_window(qtbot, tmp_path, open_database(clinic), Clock()) as rig:
        assert rig.window.actions_table["visit.drafts"].property("count") == 1
        rig.press(Key.Key_J, CTRL)
        assert rig.window.booking.captured() == state
        rig.desk.database.close()


def test_where_the_file_is_only_read_it_is_kept_in_the_window_which_says_so(
    qtbot: QtBot, tmp_path: Path, clinic: Path
) -> None:
    shared = tmp_path / "Dropbox" / "clinic.db"
    shared.parent.mkdir()
    (shared.parent / ".dropbox").touch()
    shutil.copyfile(clinic, shared)
    before = shared.read_bytes()
    with main_window(qtbot, tmp_path, open_database(shared), Clock()) as rig:
        rig.press(Key.Key_N, CTRL)
        rig.type("Nowak")
        state = rig.window.booking.captured()
        rig.press(Key.Key_N, CTRL)
        assert rig.window.toast.text == (
            "Put aside until this window is closed: “Nowak”, nothing chosen yet. Ctrl+J goes on"
            " with it. It is not kept for longer, as this clinic's file is only read here."
        )
        rig.press(Key.Key_J, CTRL | SHIFT)
        layer = rig.window.findChild(ShelfLayer)
        assert layer is not None
        assert "only read here" in layer.only_here.text()
        assert layer.only_here.isVisible()
        rig.press(Key.Key_Return)
        assert rig.window.booking.captured() == state
        assert rig.window.close()
        rig.desk.database.close()
    assert shared.read_bytes() == before


def half(live: Meanwhile) -> BookingState:
    live.tap(Key.Key_N, CTRL)
    until(lambda: live.focus is live.window.booking.search.search.field)
    live.type("Nowak")
    return live.window.booking.captured()


def test_a_window_that_is_closed_waits_until_it_is_kept(live: Meanwhile, clinic: Path) -> None:
    with live.held():
        state = half(live)
        live.tap(Key.Key_Q, CTRL)
        assert live.window.isVisible()
        assert live.window.writing_line.text == ""
    until(lambda: not live.window.isVisible())
    assert kept(clinic) == [state]


def test_nobody_waits_for_the_file_to_go_on_with_a_booking(live: Meanwhile) -> None:
    with live.held():
        state = half(live)
        live.tap(Key.Key_N, CTRL)
        assert live.window.booking.captured() == BookingState()
        live.tap(Key.Key_J, CTRL)
        until(lambda: live.window.booking.captured() == state)


def test_what_cannot_be_kept_is_told_and_keeps_no_window_open(
    live: Meanwhile, clinic: Path
) -> None:
    away = clinic.with_name("away.db")
    half(live)
    clinic.rename(away)
    live.window.booking.draft.keep()
    until(lambda: "kept in this window alone" in live.window.toast.text)
    assert live.window.close()
    away.rename(clinic)


def test_what_could_not_be_kept_is_once_the_file_is_there_again(
    live: Meanwhile, clinic: Path
) -> None:
    away = clinic.with_name("away.db")
    state = half(live)
    clinic.rename(away)
    live.window.booking.draft.keep()
    until(lambda: "kept in this window alone" in live.window.toast.text)
    away.rename(clinic)
    live.clock.advance(minutes=1)
    live.desk.catch_up()
    until(lambda: kept(clinic) == [state])


def test_it_is_not_said_that_something_is_being_written(live: Meanwhile, clinic: Path) -> None:
    with live.held():
        state = half(live)
        live.window.booking.draft.keep()
        live.type("a")
        until(lambda: not live.window.booking.draft.waits)
        QApplication.processEvents()
        assert (live.window.writing_line.text, live.desk.owes) == ("", True)
        live.type("b")
    until(lambda: kept(clinic) == [replace(state, search="Nowakab")])


def test_drafts_of_eight_days_ago_are_gone_and_deleted(
    qtbot: QtBot, tmp_path: Path, clinic: Path
) -> None:
    clock = Clock()
    with main_window(qtbot, tmp_path, open_database(clinic), clock) as rig:
        rig.press(Key.Key_N, CTRL)
        rig.type("Nowak")
        rig.press(Key.Key_N, CTRL)
        rig.desk.database.close()
    assert len(written(clinic)) == 1
    clock.advance(days=8)
    with main_window(qtbot, tmp_path, open_database(clinic), clock) as rig:
        assert rig.window.actions_table["visit.drafts"].property("count") == 0
        rig.desk.database.close()
    assert written(clinic) == []
