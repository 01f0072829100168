"""What can be done about a file that is in trouble while its window is open."""

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from clinicdesk import app
from clinicdesk.app import Application, Start
from clinicdesk.cli.workstation import computer_user, workstation_name
from clinicdesk.models.database import Database
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.ui.frame.trouble_window import TroubleWindow
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import MORNING, Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Window


@pytest.fixture
def program(
    make_clinic: Callable[..., Database], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    """The whole program on a clinic with a patient, as somebody opened it."""
    database = make_clinic()
    make_desk(database, Clock(), "anna").patient()
    database.close()
    monkeypatch.setattr(app, "MainWindow", Window)
    hook = sys.excepthook
    # As the commands that the window has run write in its name.
    start = Start(computer_user(), workstation_name(), database.path, datetime(2027, 3, 1, 7, 0))
    made = Application(start, [])
    made.begin()
    yield made
    sys.excepthook = hook
    if made._beside is not None:
        made._beside.close()
    made.close()
    use_clinic_habits("YMD")


def shown(program: Application) -> Window:
    assert isinstance(program.window, Window)
    return program.window


def test_the_ways_out_stand_beside_the_window_which_goes_on_when_all_is_well(
    qtbot: QtBot, program: Application
) -> None:
    path: Path = program.start.database
    away = path.rename(path.with_suffix(".away"))
    qtbot.waitUntil(shown(program).banner.isVisible, timeout=5000)
    shown(program).banner.help.setFocus()
    QTest.keyClick(shown(program).banner.help, Qt.Key.Key_Return)
    beside = program._beside
    assert isinstance(beside, TroubleWindow)
    assert beside.isVisible()
    assert shown(program).isVisible()
    away.rename(path)
    beside.page.again_wanted.emit()
    qtbot.waitUntil(shown(program).banner.isHidden, timeout=5000)
    qtbot.waitUntil(beside.isHidden, timeout=5000)
    assert shown(program).isVisible()


def ways_out_of_one_away(qtbot: QtBot, program: Application) -> tuple[TroubleWindow, Path]:
    """Of a clinic that was moved while its window is open: what can be done, and where it is."""
    away = program.start.database.rename(program.start.database.with_suffix(".away"))
    qtbot.waitUntil(shown(program).banner.isVisible, timeout=5000)
    shown(program).banner.help.click()
    assert program._beside is not None
    return program._beside, away


def test_a_try_in_vain_says_so_and_esc_leads_back(qtbot: QtBot, program: Application) -> None:
    beside, _ = ways_out_of_one_away(qtbot, program)
    assert beside.page.title.text() == "The clinic is not there"
    beside.page.again_wanted.emit()
    assert beside.page.said.text() == "The clinic is being opened…"
    banner = shown(program).banner
    qtbot.waitUntil(lambda: beside.page.said.text() == banner.text, timeout=5000)
    assert beside.isVisible()
    beside.activateWindow()
    QTest.keyClick(beside.page, Qt.Key.Key_Escape)
    qtbot.waitUntil(beside.isHidden, timeout=5000)
    assert shown(program).isVisible()


def test_it_goes_when_somebody_else_has_mended_it(qtbot: QtBot, program: Application) -> None:
    beside, away = ways_out_of_one_away(qtbot, program)
    away.rename(program.start.database)
    qtbot.waitUntil(beside.isHidden, timeout=5000)
    assert shown(program).isVisible()


def test_another_clinic_is_opened_in_place_of_the_window(
    qtbot: QtBot, program: Application, make_clinic: Callable[..., Database]
) -> None:
    other = make_clinic()
    other.close()
    before = shown(program)
    program.start.database.rename(program.start.database.with_suffix(".away"))
    qtbot.waitUntil(before.banner.isVisible, timeout=5000)
    before.banner.help.click()
    assert program._beside is not None
    program._beside.page.other_wanted.emit(str(other.path))
    qtbot.waitUntil(lambda: program.window is not before, timeout=20_000)
    assert shown(program).desk.database.path == other.path
    qtbot.waitUntil(lambda: not isValid(before), timeout=20_000)


def test_a_restore_beside_the_window_says_in_the_window_where_the_former_file_is(
    qtbot: QtBot, program: Application, tmp_path: Path
) -> None:
    path: Path = program.start.database
    backup = make_backup(path, tmp_path / "backups", MORNING, BackupReason.ASKED)
    path.write_bytes(b"")
    window = shown(program)
    qtbot.waitUntil(window.banner.isVisible, timeout=5000)
    window.banner.help.click()
    assert program._beside is not None
    program._beside.page.restore_wanted.emit(str(backup.path))
    qtbot.waitUntil(window.toast.isVisible, timeout=60_000)
    [kept] = path.parent.glob("*-before-restore-*.db")
    assert window.toast.text.endswith(f"What stood there before is kept in {kept}.")
