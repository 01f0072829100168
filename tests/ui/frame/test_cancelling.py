"""Long work of real windows, cancelled at several moments: done whole, or as if never begun."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinicdesk.first_run import FirstRun
from clinicdesk.models.database import REVISION, open_database
from clinicdesk.models.stores.sqlite import read_header
from clinicdesk.open_clinic import Start
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.in_background import Asker
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.context import Role
from clinicdesk.services.demo_place import demo_clinic
from clinicdesk.ui.frame.trouble_window import TroubleWindow
from clinicdesk.ui.kit import work_process
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from tests.models.old_clinics import old_clinic
from tests.services.backups.leftovers import leave_draft
from tests.services.clinics import harbor_file
from tests.services.desk import MORNING, Clock, desk
from tests.ui.main_rig import Key, Modifier, Rig

LONG = 60_000
"""Milliseconds that a process of its own may take on a busy computer."""

MOMENTS = (-1, 0, 100, 300, 400, 700, 800)
"""So many thousandths were said to be done when it is cancelled; -1: before its process began."""


ASKER = Asker("anna", "east", Role.FRONT_DESK, MORNING)


def trouble(qtbot: QtBot, clinic: Path, code: str) -> TroubleWindow:
    """What says why that clinic cannot be opened."""
    window = TroubleWindow(clinic, code, {"path": str(clinic)}, lambda _: ASKER)
    qtbot.addWidget(window)
    window.show()
    return window


def stop_at(qtbot: QtBot, window: TroubleWindow, moment: int) -> None:
    """Cancel what is being done by a key, once so much is done; wait until it is over."""
    if moment >= 0:
        reached: list[int] = []
        window.work.progressed.connect(lambda done, _all: reached.append(done))
        qtbot.waitUntil(
            lambda: not window.work.busy or any(done >= moment for done in reached), timeout=LONG
        )
    line = window.page.work_line
    if window.work.busy:
        QTest.keyClick(line.stop, Qt.Key.Key_Escape)
    # What is done in the end is opened once its disk was looked at.
    qtbot.waitUntil(lambda: not (window.work.busy or window._asked.pending), timeout=LONG)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_restore_that_is_cancelled(
    clinic_template: Callable[[bytes], Path],
    qtbot: QtBot,
    tmp_path: Path,
    moment: int,
) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    clinic = Path(shutil.copyfile(clinic_template(harbor_file()), folder / "clinic.db"))
    backup = make_backup(clinic, tmp_path / "backups", MORNING, BackupReason.ASKED)
    with closing(open_database(clinic)) as database:
        desk(database, Clock()).patient("Featherstone", "Ida")
    before = clinic.read_bytes()
    window = trouble(qtbot, clinic, "database.damaged")
    opened: list[str] = []
    window.open_wanted.connect(lambda path, _said: opened.append(path))
    window.page.restore_wanted.emit(str(backup.path))
    stop_at(qtbot, window, moment)
    others = {path.name for path in folder.iterdir() if "before-restore" in path.name}
    assert not list(folder.glob(".clinicdesk-*"))
    if opened:
        assert (len(others), b"Featherstone" in clinic.read_bytes()) == (1, False)
    else:
        assert (others, clinic.read_bytes() == before) == (set(), True)
        assert window.page.said.text().startswith("This was cancelled")


@pytest.mark.parametrize("moment", [-1, 0, 100, 400])
def test_an_upgrade_that_is_cancelled(qtbot: QtBot, tmp_path: Path, moment: int) -> None:
    folder = tmp_path / "clinic"
    folder.mkdir()
    clinic = old_clinic("schema-1-small", folder)
    before = clinic.read_bytes()
    window = trouble(qtbot, clinic, "database.older")
    opened: list[str] = []
    window.open_wanted.connect(lambda path, _said: opened.append(path))
    window.page.upgrade_wanted.emit(True)
    stop_at(qtbot, window, moment)
    assert not list(folder.rglob(".clinicdesk-*"))
    assert not list(folder.glob("*-journal"))
    if opened:
        open_database(clinic).close()
    elif read_header(clinic).revision < REVISION:
        assert clinic.read_bytes() == before


def test_esc_cancels_what_is_done_beside_the_window_and_only_then_goes_back(
    qtbot: QtBot, clinic_template: Callable[[bytes], Path], tmp_path: Path
) -> None:
    clinic = Path(shutil.copyfile(clinic_template(harbor_file()), tmp_path / "clinic.db"))
    window = TroubleWindow(
        clinic, "database.damaged", {"path": str(clinic)}, lambda _: ASKER, beside=True
    )
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.page.export_wanted.emit(str(tmp_path))
    QTest.keyClick(window.page.work_line.stop, Key.Key_Escape)
    assert window.isVisible()
    qtbot.waitUntil(lambda: not window.work.busy, timeout=LONG)
    assert window.page.said.text().startswith("This was cancelled")
    QTest.keyClick(window.page, Key.Key_Escape)
    qtbot.waitUntil(window.isHidden, timeout=LONG)


def test_making_the_demo_is_cancelled_and_leaves_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(application, settings)
    folder = tmp_path / "clinic"
    window = FirstRun(Start("anna", "east", folder / "clinic.db"), keeper)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    window.welcome.demo.setFocus()
    with qtbot.waitSignal(window.work.progressed, timeout=LONG):
        QTest.keyClick(window.welcome.demo, Key.Key_Space)
    assert not window.welcome.demo.isEnabled()
    QTest.keyClick(window.welcome.work_line.stop, Key.Key_Return)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=LONG)
    assert window.welcome.trouble.text().startswith("This was cancelled")
    assert not folder.exists() and list(demo_clinic().parent.iterdir()) == []
    assert window.focusWidget() is window.welcome.demo
    keeper.deleteLater()


def test_what_a_killed_making_left_is_gone_once_the_first_window_stands(
    qtbot: QtBot, tmp_path: Path
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(application, settings)
    folders = [tmp_path / "clinic", demo_clinic().parent]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        leave_draft(folder)
    window = FirstRun(Start("anna", "east", folders[0] / "clinic.db"), keeper)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: not any(list(folder.iterdir()) for folder in folders), timeout=LONG)
    keeper.deleteLater()


def test_an_export_out_of_the_window_is_cancelled_by_its_key(
    main: Rig, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    action = main.window.actions_table["clinic.stop-work"]
    assert not action.isEnabled()
    main.window.exporting.write_into(folder)
    assert action.isEnabled()
    main.press(Key.Key_Period, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: not main.window.work.busy, timeout=LONG)
    assert main.window.toast.text == "This was cancelled; what had been begun is taken back."
    assert list(folder.iterdir()) == []
    assert not action.isEnabled()


def test_what_a_closed_window_was_at_leaves_nothing_half(
    main: Rig, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    with qtbot.waitSignal(main.window.work.progressed, timeout=LONG):
        main.window.exporting.write_into(folder)
    main.window.close()
    assert not main.window.work.busy
    qtbot.waitUntil(lambda: not work_process._AT_WORK, timeout=LONG)
    # It may have been done by the time that it heard.
    left = [each for each in folder.iterdir() if not (each / "README.txt").is_file()]
    assert left == []
