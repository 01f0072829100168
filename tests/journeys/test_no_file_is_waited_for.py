"""No window touches a file in its own thread, whatever it has done about files."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinicdesk import app
from clinicdesk.app import Application
from clinicdesk.first_run import FirstRun
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.statuses import Status
from clinicdesk.open_clinic import Start
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.folders import choose_folder
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.log_place import LOG, log_folder
from clinicdesk.services.visits.reading.visit_reading import read_visit
from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.checking.check_dialog import CheckDialog
from clinicdesk.ui.frame.trouble_window import TroubleWindow
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.wording import use_clinic_habits
from tests.journeys.watched_thread import thread_watched
from tests.models.old_clinics import old_clinic
from tests.services.clinics import harbor_file
from tests.services.desk import MORNING, Clock, desk
from tests.ui.main_rig import Window
from tests.ui.settling import settle

NOW = datetime(2027, 3, 1, 7, 0)
LONG = 60_000


@pytest.fixture
def clinic(make_clinic: Callable[..., Database], tmp_path: Path) -> Path:
    """A clinic with one patient, who is booked on Monday morning, and a backup of it."""
    made = make_clinic()
    path = tmp_path / "clinic" / "clinic.db"
    path.parent.mkdir()
    with closing(made):
        other = desk(made, Clock(), "west")
        other.book_first("Day", other.patient().number)
    shutil.copyfile(made.path, path)
    make_backup(path, path.with_name("clinic-backups"), MORNING, BackupReason.ASKED)
    return path


def start_on(path: Path) -> Start:
    return Start("anna", "east", path, NOW)


@pytest.fixture
def begin(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Application]]:
    """Starts the program on a file, as from an icon; whatever window that gives is shown."""
    monkeypatch.setattr(app, "MainWindow", Window)
    hook = sys.excepthook
    made: list[Application] = []

    def begin_on(path: Path) -> Application:
        made.append(Application(start_on(path), []))
        made[-1].open()
        return made[-1]

    assert qtbot is not None
    yield begin_on
    sys.excepthook = hook
    for application in made:
        application.close()
    use_clinic_habits("YMD")


def main_window(application: Application, qtbot: QtBot) -> Window:
    """Once it stands, with all that it makes by itself."""
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)
    window = application.window
    assert isinstance(window, Window)
    qtbot.waitUntil(lambda: not window.later.waiting, timeout=LONG)
    settle(window.desk)
    return window


def backups_panel(window: Window) -> BackupsPanel:
    window.actions_table["clinic.backups"].trigger()
    panel = window.findChild(BackupsPanel)
    assert isinstance(panel, BackupsPanel)
    settle(window.desk)
    return panel


def wait_for(work: WindowWork, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not work.busy, timeout=LONG)


def has_grown_to(ways: list[str], count: int) -> bool:
    return len(ways) == count


def says(label: QLabel, text: str) -> bool:
    return text in label.text()


def pipe(path: Path) -> None:
    """What is never there to be read: to open it is to wait for ever."""
    os.mkfifo(path)


def test_the_main_window_touches_no_file_whatever_it_has_done(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = main_window(begin(clinic), qtbot)
    wait_for(window.work, qtbot)
    (tmp_path / "kept").mkdir()
    with thread_watched() as seen:
        panel = backups_panel(window)
        for do in (panel.back_up, panel.look_inside, panel.restore_looked):
            do()
            wait_for(window.work, qtbot)
            settle(window.desk)
        panel.keep_in(tmp_path / "kept")
        settle(window.desk)
        window.exporting.write_into(tmp_path)
        wait_for(window.work, qtbot)
        window.support.write_bundle(tmp_path / "support.zip")
        wait_for(window.work, qtbot)
        window.actions_table["clinic.check"].trigger()
        wait_for(window.work, qtbot)
        [dialog] = window.findChildren(CheckDialog)
        dialog.reject()
    assert seen == []
    assert panel._kept is not None
    assert (tmp_path / "clinic-export" / "README.txt").exists()
    assert (tmp_path / "support.zip").exists()


def test_the_window_of_a_clinic_in_trouble_touches_no_file(
    clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    older = old_clinic("schema-1-small", tmp_path)
    [backup] = clinic.with_name("clinic-backups").glob("*.db")
    opened: list[tuple[str, str]] = []
    said: list[str] = []
    with thread_watched() as seen:
        for path, code in ((clinic, "database.damaged"), (older, "database.older")):
            asker = start_on(path).asker
            window = TroubleWindow(path, code, {"path": str(path)}, asker)
            qtbot.addWidget(window)
            window.open_wanted.connect(lambda path, said: opened.append((path, said)))
            window.show()
            page = window.page
            qtbot.waitUntil(partial(getattr, window, "is_known"), timeout=LONG)
            page.export_wanted.emit(str(tmp_path))
            wait_for(window.work, qtbot)
            for act in (window.support.copy, page.check_wanted.emit):
                act()
                wait_for(window.work, qtbot)
            window.support.write_bundle(tmp_path / "support.zip")
            wait_for(window.work, qtbot)
            said.append(page.said.text())
            page.other_wanted.emit(str(backup))
            qtbot.waitUntil(partial(says, page.said, "is a backup"), timeout=LONG)
        window.page.other_wanted.emit(str(clinic))
        qtbot.waitUntil(lambda: opened == [(str(clinic), "")], timeout=LONG)
        page.upgrade_wanted.emit(False)
        qtbot.waitUntil(lambda: len(opened) == 2, timeout=LONG)
    assert seen == []
    assert all("Wrote the support bundle" in each for each in said)
    assert opened[1][0] == str(older)


def test_the_first_run_touches_no_file(clinic: Path, tmp_path: Path, qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(application, settings)
    [backup] = clinic.with_name("clinic-backups").glob("*.db")
    described = tmp_path / "clinic.toml"
    described.write_bytes(harbor_file())
    ways: list[str] = []
    with thread_watched() as seen:
        for number, chosen in enumerate((backup, described, clinic)):
            path = tmp_path / f"new-{number}" / "clinic.db"
            window = FirstRun(start_on(path), keeper)
            qtbot.addWidget(window)
            window.open_wanted.connect(ways.append)
            window.show()
            window.welcome.file_wanted.emit(str(chosen))
            qtbot.waitUntil(partial(has_grown_to, ways, number + 1), timeout=LONG)
    made = [str(tmp_path / f"new-{number}" / "clinic.db") for number in range(2)]
    assert (seen, ways) == ([], [*made, str(clinic)])


def test_pipes_in_the_place_of_files_keep_nobody_waiting(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    folder, exports = tmp_path / "kept", tmp_path / "exports"
    folder.mkdir()
    exports.mkdir()
    with closing(open_database(clinic)) as database:
        choose_folder(desk(database, Clock()).context, database, folder)
    for name in ("clinic-2027.json", "clinic-2027.db", "other.json", ".clinicdesk-draft.new"):
        pipe(folder / name)
    pipe(exports / "clinic-export")
    pipe(exports / "support.zip")
    window = main_window(begin(clinic), qtbot)
    pipe(log_folder() / f"{LOG}.9")
    wait_for(window.work, qtbot)
    panel = backups_panel(window)
    panel.back_up()
    wait_for(window.work, qtbot)
    settle(window.desk)
    assert panel.list.count() == 1
    window.exporting.write_into(exports)
    wait_for(window.work, qtbot)
    assert (exports / "clinic-export-2" / "README.txt").exists()
    for name, said in (("support.zip", "cannot be written"), ("new.zip", "Wrote")):
        window.support.write_bundle(exports / name)
        wait_for(window.work, qtbot)
        assert said in window.toast.text
    (log_folder() / f"{LOG}.9").unlink()


def test_a_pipe_that_is_chosen_as_a_clinic_or_a_backup_is_refused(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    for name in ("chosen", "backup.json"):
        pipe(tmp_path / name)
    backup = Path(shutil.copyfile(clinic, tmp_path / "backup.db"))
    application = begin(tmp_path / "chosen")
    window = application.window
    assert isinstance(window, TroubleWindow)
    for chosen in (tmp_path / "chosen", backup):
        window.page.say("")
        window.page.restore_wanted.emit(str(chosen))
        qtbot.waitUntil(lambda: bool(window.page.said.text()), timeout=LONG)
        assert not window.work.busy
    application.show_welcome()
    first = application.window
    assert isinstance(first, FirstRun)
    first.welcome.file_wanted.emit(str(tmp_path / "chosen"))
    qtbot.waitUntil(lambda: bool(first.welcome.trouble.text()), timeout=LONG)


HOG = """
import sqlite3, sys, time
hog = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)
hog.execute("BEGIN EXCLUSIVE")
print(flush=True)
sys.stdin.readline()
while True:
    time.sleep(0.4)
    hog.execute("ROLLBACK")
    time.sleep(0.2)
    hog.execute("BEGIN EXCLUSIVE")
"""


@contextmanager
def held_again_and_again(path: Path) -> Iterator[Callable[[], None]]:
    """Another program has the file for itself; once told, it lets go of it, and takes it again."""
    line = [sys.executable, "-c", HOG, str(path)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as hog:
        assert hog.stdin is not None
        assert hog.stdout is not None
        hog.stdout.readline()
        yield hog.stdin.close
        hog.kill()


def test_a_file_that_is_held_again_and_again_is_opened_and_worked_with(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    with held_again_and_again(clinic) as let_go:
        application = begin(clinic)
        assert isinstance(application.window, TroubleWindow)
        let_go()
        window = main_window(application, qtbot)
        with thread_watched() as seen:
            page = window.day_page
            page.setFocus()
            page.focus_visit(1001)
            window.actions_table["visit.arrive"].trigger()
            settle(window.desk)
            backups_panel(window).back_up()
            wait_for(window.work, qtbot)
            settle(window.desk)
        assert seen == []
        assert backups_panel(window).list.count() >= 2
    with closing(open_database(clinic)) as database:
        assert [step.status for step in read_visit(database, 1001).steps] == [Status.ARRIVED] * 3


def test_a_clinic_that_was_open_as_the_computer_went_down_is_read_beside_the_window(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    application = begin(clinic)
    main_window(application, qtbot)
    clinic_open = application._clinic
    assert clinic_open is not None
    mark = clinic_open._mark._path
    left = mark.with_name(f"{mark.name[:16]}-left")
    application.close()
    left.write_text("another start of the computer")
    again = begin(clinic)
    assert isinstance(again.window, TroubleWindow)
    assert again.window.page.title.text() == "The clinic is being opened"
    main_window(again, qtbot)
    assert not left.exists()


def test_what_is_found_damaged_while_it_is_waited_for_is_said(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    with closing(sqlite3.connect(clinic, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        application = begin(clinic)
        clinic.write_bytes(b"")
        qtbot.waitUntil(
            lambda: (
                isinstance(application.window, TroubleWindow)
                and application.window.code == "database.empty"
            ),
            timeout=LONG,
        )
