"""The front door: the first run, a clinic opened, and a fault that nobody expected."""

import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from clinicdesk import app
from clinicdesk.app import Application, Start
from clinicdesk.first_run import FirstRun
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import Database
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.ui.frame.crash_guard import CrashGuard
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import MONDAY, MORNING
from tests.ui.main_rig import Window

NOW = datetime.combine(MONDAY, time(7))
"""Of the wall clock, wherever the clinic is."""


@pytest.fixture
def application(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    """The program as it starts where there is no clinic yet."""
    monkeypatch.setattr(app, "MainWindow", Window)
    hook = sys.excepthook
    made = Application(Start("anna", "east", tmp_path / "data" / "clinic.db", NOW), [])
    assert qtbot is not None
    yield made
    sys.excepthook = hook
    made.close()
    use_clinic_habits("YMD")


def test_a_faulty_clinic_file_says_what_is_wrong_and_leaves_nothing(
    application: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    faulty = tmp_path / "clinic.toml"
    faulty.write_text('[clinic]\nname = "Harbor"\nzone = "Nowhere/Else"\n')
    application.begin()
    assert application.window is not None
    assert isinstance(application.window, FirstRun)
    welcome = application.window.welcome
    first = application.window.focusWidget()
    welcome.file.setFocus()
    welcome.file_wanted.emit(str(faulty))
    qtbot.waitUntil(lambda: bool(welcome.trouble.text()), timeout=20_000)
    assert "clinic.zone" in welcome.trouble.text()
    assert (first, application.window.focusWidget()) == (welcome.demo, welcome.file)
    assert not application.start.database.exists()


def test_a_clinic_that_somebody_has_is_opened_and_its_backup_restored(
    application: Application, qtbot: QtBot, make_clinic: Callable[..., Database], tmp_path: Path
) -> None:
    other = make_clinic()
    other.close()
    backup = make_backup(other.path, tmp_path / "backups", MORNING, BackupReason.ASKED)
    own = application.start.database
    application.begin()
    assert isinstance(application.window, FirstRun)
    application.window.welcome.file_wanted.emit(str(backup.path))
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=60_000)
    assert isinstance(application.window, Window)
    assert application.window.desk.database.path == own
    application.show_welcome()
    assert isinstance(application.window, FirstRun)
    application.window.welcome.file_wanted.emit(str(other.path))
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=20_000)
    assert isinstance(application.window, Window)
    assert application.window.desk.database.path == other.path


def test_an_unexpected_fault_is_told_calmly_and_logged_without_what_it_was_about(
    qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hook = sys.excepthook
    guard = CrashGuard(lambda: None, tmp_path / "clinicdesk.log")
    told: list[str] = []
    guard.happened.connect(told.append)
    try:
        raise ValueError("FEATHERSTONE, Ida")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    finally:
        sys.excepthook = hook
    qtbot.waitUntil(lambda: guard.window is not None, timeout=20_000)
    assert isinstance(guard.window, QDialog)
    [label] = guard.window.findChildren(QLabel)
    text = label.text()
    assert told
    assert told[0] in text
    assert re.search(r"Traceback|ValueError|FEATHERSTONE", text) is None
    assert told[0] in caplog.text
    assert "FEATHERSTONE" not in caplog.text
    guard.window.close()


def test_a_refusal_that_comes_again_and_again_is_logged_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    hook = sys.excepthook
    guard = CrashGuard(lambda: None, tmp_path / "clinicdesk.log")
    told: list[str] = []
    guard.refused.connect(told.append)
    for _ in range(5):
        try:
            raise DatabaseRefused(DatabaseCode.DAMAGED, path="clinic.db")
        except DatabaseRefused as error:
            sys.excepthook(DatabaseRefused, error, error.__traceback__)
    sys.excepthook = hook
    assert len(told) == 5
    assert caplog.text.count("database.damaged escaped at test_app.py") == 1


def test_a_path_that_is_too_long_is_refused_before_any_window(tmp_path: Path) -> None:
    made = Application(Start("anna", "east", tmp_path / ("n" * 300)), [])
    with pytest.raises(DatabaseRefused) as refused:
        made.begin()
    assert (refused.value.code, made.window) == ("database.path-too-long", None)
