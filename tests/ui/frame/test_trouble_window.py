"""A clinic that cannot be opened: the window that says why, and every way out by its key."""

import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from clinicdesk import app
from clinicdesk.app import Application, Start
from clinicdesk.first_run import FirstRun
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import open_database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.services.backups.anchor import Anchor, write_anchor
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.folders import choose_folder
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.doctor.processes import OtherProcess
from clinicdesk.services.doctor.ways_out import WayOut, ways_out
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.frame.layers.cannot_open import CannotOpen, KeptBackup, Trouble
from clinicdesk.ui.frame.trouble_window import TroubleWindow
from clinicdesk.ui.kit.background.worker import Result
from clinicdesk.wording import say, time_text, use_clinic_habits
from tests.held_file import held
from tests.models.endless import put_endless_view
from tests.models.old_clinics import old_clinic
from tests.services.backups.leftovers import leave_draft
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, MORNING, Clock, desk
from tests.ui.main_rig import Window
from tests.ui.settling import settle
from tests.ui.waiting import LONG, until

NOW = datetime.combine(MONDAY, time(7))
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def clinic(clinic_template: Callable[[bytes], Path], tmp_path: Path) -> Path:
    return Path(shutil.copyfile(clinic_template(harbor_file()), tmp_path / "clinic.db"))


@pytest.fixture
def begin(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Application]]:
    """Starts the program on a file, as from an icon; whatever window that gives is shown."""
    monkeypatch.setattr(app, "MainWindow", Window)
    hook = sys.excepthook
    made: list[Application] = []

    def start(path: Path) -> Application:
        application = Application(Start("anna", "east", path, NOW, busy_seconds=0.1), [])
        made.append(application)
        application.open()
        activate(application)
        return application

    assert qtbot is not None
    yield start
    sys.excepthook = hook
    for application in made:
        application.close()
    use_clinic_habits("YMD")


def activate(application: Application) -> None:
    """A key that belongs to a letter of a button works in the active window alone."""
    assert application.window is not None
    application.window.activateWindow()
    QApplication.processEvents()


def trouble(application: Application) -> TroubleWindow:
    window = application.window
    assert isinstance(window, TroubleWindow)
    until(lambda: window.is_known)
    return window


def spoil(path: Path) -> None:
    """Noise in a page that every start reads."""
    with closing(sqlite3.connect(path)) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'clinic'")
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


def shown(window: TroubleWindow) -> list[str]:
    """What the buttons say, from top to bottom."""
    return [button.text().replace("&", "") for button in window.findChildren(QPushButton)
            if button.isVisibleTo(window)]  # fmt: skip


def test_a_damaged_clinic_is_put_right_by_its_newest_backup(
    begin: Callable[[Path], Application],
    clinic: Path,
    qtbot: QtBot,
    capfd: pytest.CaptureFixture[str],
) -> None:
    make_backup(clinic, clinic.with_name("clinic-backups"), MORNING, BackupReason.ASKED)
    sound = clinic.read_bytes()
    spoil(clinic)
    damaged = clinic.read_bytes()
    application = begin(clinic)
    window = trouble(application)
    assert "is damaged; it was not changed" in window.page.what.text()
    assert "is damaged; it was not changed" in capfd.readouterr().err
    assert clinic.read_bytes() == damaged != sound
    assert window.page.backups.item(0).text().endswith(", made by hand, 0 patients")
    QTest.keyClick(window.page, Qt.Key.Key_R, ALT)
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)
    kept = [path for path in clinic.parent.glob("clinic*.db") if path != clinic]
    assert [path.read_bytes() for path in kept] == [damaged]


def test_damage_that_the_day_meets_leaves_no_half_a_window_behind(
    begin: Callable[[Path], Application],
    clinic: Path,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[Desk] = []

    class Halted(Window):
        """Meets the damage when most of it stands."""

        def _restore_state(self) -> None:
            begun.append(self.desk)
            raise DatabaseRefused(DatabaseCode.DAMAGED, path=str(clinic))

    make_backup(clinic, clinic.with_name("clinic-backups"), MORNING, BackupReason.ASKED)
    monkeypatch.setattr(app, "MainWindow", Halted)
    application = begin(clinic)
    window = trouble(application)
    monkeypatch.setattr(app, "MainWindow", Window)
    [desk_begun] = begun
    # Qt deletes it once it comes back to the events, and with it the desk with its timers.
    until(lambda: not any(isinstance(w, Halted) for w in QApplication.topLevelWidgets()))
    until(lambda: not isValid(desk_begun))
    assert caplog.text == ""
    QTest.keyClick(window.page, Qt.Key.Key_R, ALT)
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)
    assert isinstance(application.window, Window)
    with qtbot.waitSignal(application.window.desk.changed, timeout=LONG):
        desk(application.window.desk.database, Clock(), "west").patient()
    settle(application.window.desk)
    assert (application.crash_guard.window, caplog.text) == (None, "")


@pytest.mark.parametrize("kept", ["backups", "anchor"])
def test_a_clinic_that_is_away_is_not_begun_anew_unless_somebody_says_so(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot, kept: str
) -> None:
    if kept == "backups":
        make_backup(clinic, clinic.with_name("clinic-backups"), MORNING, BackupReason.ASKED)
    else:
        write_anchor(clinic, Anchor("0" * 32, 1, "0" * 64, "2027-03-01T06:00:00+00:00"))
    away = clinic.rename(clinic.with_suffix(".away"))
    application = begin(clinic)
    window = trouble(application)
    assert "is not there now" in window.page.what.text()
    restore = ["Restore the chosen backup"] if kept == "backups" else []
    others = ["Restore from a file…", "Open another clinic…", "Begin anew…"]
    assert shown(window)[: len(restore) + 4] == ["Try again", *restore, *others]
    QTest.keyClick(window.page, Qt.Key.Key_N, ALT)
    qtbot.waitUntil(lambda: isinstance(application.window, FirstRun))
    away.rename(clinic)
    application.open()
    assert isinstance(application.window, Window)


def test_a_named_clinic_whose_folder_is_away_is_not_begun_anew(
    clinic: Path, begin: Callable[[Path], Application], tmp_path: Path
) -> None:
    application = begin(clinic)
    application.start = replace(
        application.start, database=tmp_path / "disk" / "clinic.db", named=True
    )
    application.open()
    assert "is not there now" in trouble(application).page.what.text()
    assert not (tmp_path / "disk").exists()


def test_the_title_says_what_it_is_and_the_work_what_it_does(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path
) -> None:
    backup = make_backup(clinic, clinic.with_name("clinic-backups"), MORNING, BackupReason.ASKED)
    spoil(clinic)
    window = trouble(begin(clinic))
    assert window.page.title.text() == "The clinic is damaged"
    assert WayOut.AGAIN not in window.page.buttons
    made = MORNING.astimezone(ZoneInfo("America/Chicago"))
    assert f" at {time_text(made.hour * 60 + made.minute)}" in window.page.backups.item(0).text()
    window.page.restore_wanted.emit(str(backup.path))
    assert window.page.work_line.what.text() == "The backup is read, and put in the clinic's place…"
    older = trouble(begin(old_clinic("schema-1-small", tmp_path)))
    assert older.page.title.text() == "The clinic has to be upgraded"


def test_a_long_path_leaves_room_for_all_that_is_said(qtbot: QtBot) -> None:
    path = f"/srv/{'a-folder-of-the-practice/' * 12}clinic.db"
    sentence = say("cannot-open.damaged", {"path": path})
    page = CannotOpen(Trouble(sentence, (WayOut.RESTORE_FILE,)))
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    QApplication.processEvents()
    assert page.horizontalScrollBar().maximum() == 0
    assert page.what.height() >= page.what.heightForWidth(page.what.width())
    assert page.what.accessibleName() == sentence


def test_a_backup_is_not_opened_for_work(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    backup = make_backup(clinic, tmp_path / "backups", MORNING, BackupReason.ASKED).path
    before = backup.read_bytes()
    spoil(clinic)
    application = begin(clinic)
    window = trouble(application)
    window.page.other_wanted.emit(str(backup))
    qtbot.waitUntil(lambda: bool(window.page.said.text()))
    assert application.window is window
    assert window.page.said.text().startswith(f"{backup} is a backup, which is kept as it is. ")
    assert f"{backup} is a backup" in trouble(begin(backup)).page.what.accessibleName()
    assert backup.read_bytes() == before
    assert sorted(path.suffix for path in backup.parent.iterdir()) == [".db", ".json"]


def test_an_answer_ends_no_work_that_is_under_way(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    spoil(clinic)
    window = trouble(begin(clinic))
    window.page.export_wanted.emit(str(tmp_path))
    window.support.copy()
    window.support.copy()
    assert window.page.said.text() == say("work.busy")
    assert window.page.work_line.stop.isVisibleTo(window)
    assert not window.page.buttons[WayOut.EXPORT].isEnabled()
    window.page.work_line.stop.click()
    qtbot.waitUntil(lambda: "cancelled" in window.page.said.text(), timeout=LONG)


def test_what_reads_of_a_damaged_clinic_is_exported(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    spoil(clinic)
    window = trouble(begin(clinic))
    window.page.export_wanted.emit(str(tmp_path))
    assert not window.page.buttons[WayOut.EXPORT].isEnabled()
    qtbot.waitUntil(lambda: bool(window.page.said.text()), timeout=LONG)
    assert window.page.said.text().startswith("Wrote ")
    assert (
        "clinic.csv: a part could not be read; nobody knows how many rows it had."
        in window.page.said.text()
    )
    assert (tmp_path / "clinic-export" / "resource.csv").exists()
    assert window.page.buttons[WayOut.EXPORT].isEnabled()


def test_an_older_clinic_is_upgraded_after_a_backup(
    begin: Callable[[Path], Application], tmp_path: Path, qtbot: QtBot
) -> None:
    path = old_clinic("schema-1-small", tmp_path)
    application = begin(path)
    window = trouble(application)
    assert shown(window)[:2] == ["Upgrade now", "Export all that reads…"]
    QTest.keyClick(window.page, Qt.Key.Key_U, ALT)
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)
    [backup] = tmp_path.glob("*-backups/*.db")
    open_database(path).close()
    assert isinstance(application.window, Window)
    assert application.window.toast.isVisible()
    assert application.window.toast.text == (
        f"The clinic at {path} is up to date. As it was before, it is kept in {backup}."
    )


def test_others_who_have_it_open_by_now_are_named_when_the_button_is_pressed(
    begin: Callable[[Path], Application], tmp_path: Path, qtbot: QtBot
) -> None:
    path = old_clinic("schema-1-small", tmp_path)
    application = begin(path)
    window = trouble(application)
    holding = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; f = open(sys.argv[1]); print(flush=True); sys.stdin.read()",
            path,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holding:
        assert holding.stdout is not None
        holding.stdout.readline()
        QTest.keyClick(window.page, Qt.Key.Key_U, ALT)
        qtbot.waitUntil(lambda: f"({holding.pid})" in window.page.said.text())
        assert application.window is window
        holding.communicate()
    QTest.keyClick(window.page, Qt.Key.Key_U, ALT)
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)


def test_a_backup_from_elsewhere_is_chosen_by_keys_and_restored(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    backup = make_backup(clinic, tmp_path / "another disk", MORNING, BackupReason.ASKED)
    spoil(clinic)
    application = begin(clinic)
    window = trouble(application)
    assert "Restore one that is kept elsewhere" in window.page.what.text()
    assert shown(window)[:2] == ["Restore from a file…", "Export all that reads…"]
    QTest.keyClick(window.page, Qt.Key.Key_F, ALT)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog) is not None)
    dialog = window.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    name = dialog.findChild(QLineEdit)
    assert isinstance(name, QLineEdit)
    # A name's field without the focus takes on whatever file the list beside it selects.
    qtbot.waitUntil(name.hasFocus)
    name.selectAll()
    QApplication.clipboard().setText(str(backup.path))
    QTest.keyClick(name, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: name.text() == str(backup.path))
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    QTest.keyClick(name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)
    [kept] = clinic.parent.glob("clinic-before-restore-*.db")
    assert isinstance(application.window, Window)
    assert application.window.toast.text.splitlines() == [
        f"The clinic at {clinic} is as it was in {backup.path}.",
        f"What stood there before is kept in {kept}.",
    ]


def test_what_was_restored_and_is_older_says_where_the_former_file_is(
    begin: Callable[[Path], Application], tmp_path: Path, qtbot: QtBot
) -> None:
    path = old_clinic("schema-1-small", tmp_path)
    backup = make_backup(path, tmp_path / "backups", MORNING, BackupReason.ASKED)
    spoil(path)
    window = trouble(application := begin(path))
    window.page.restore_wanted.emit(str(backup.path))
    qtbot.waitUntil(lambda: application.window is not window, timeout=LONG)
    after = trouble(application)
    assert list(after.page.buttons) == [WayOut.UPGRADE, WayOut.EXPORT, WayOut.OTHER]
    [kept] = tmp_path.glob("*-before-restore-*.db")
    assert f"What stood there before is kept in {kept}." in after.page.said.text()


def test_a_clinic_that_chose_another_folder_finds_its_backups_there(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with closing(open_database(clinic)) as database:
        one = desk(database, Clock())
        choose_folder(one.context, database, tmp_path / "another disk")
        back_up(one.context, database)
    spoil(clinic)
    application = begin(clinic)
    window = trouble(application)
    assert window.page.backups.count() == 1
    QTest.keyClick(window.page, Qt.Key.Key_R, ALT)
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)


def test_what_killed_processes_left_beside_the_clinic_is_gone_once_it_is_open(
    begin: Callable[[Path], Application], clinic: Path
) -> None:
    left = leave_draft(clinic.parent)
    assert isinstance(begin(clinic).window, Window)
    assert [path for path in left if path.exists()] == []


def test_others_who_have_the_clinic_open_are_named_before_it_is_upgraded(qtbot: QtBot) -> None:
    page = CannotOpen(Trouble("It is older.", (WayOut.UPGRADE,)))
    qtbot.addWidget(page)
    button, meant = page.buttons[WayOut.UPGRADE], list[bool]()
    page.upgrade_wanted.connect(meant.append)
    button.click()
    page.warn_of((OtherProcess(7, "python"),))
    assert "python (7)" in page.said.text()
    assert button.text() == "&Upgrade all the same"
    button.click()
    assert meant == [False, True]


def test_a_held_clinic_opens_by_itself_once_it_is_free(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    with held(clinic):
        application = begin(clinic)
        window = trouble(application)
        assert shown(window)[0] == "Try again"
        QTest.keyClick(window.page, Qt.Key.Key_T, ALT)
        qtbot.waitUntil(lambda: application.window is not window)
        window = trouble(application)
        qtbot.waitUntil(lambda: "1 second so far" in window.page.waiting.text(), timeout=LONG)
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)


def test_a_clinic_is_not_waited_for_any_more_once_somebody_leaves(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    with held(clinic):
        application = begin(clinic)
        window = trouble(application)
        QTest.keyClick(window.page, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not window.isVisible())
        waits = "waiting for the file"
        qtbot.waitUntil(
            lambda: waits not in {each.name for each in threading.enumerate()}, timeout=LONG
        )
    assert isinstance(application.window, TroubleWindow)


def test_what_was_begun_while_a_clinic_is_waited_for_is_done_before_it_opens(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    with held(clinic):
        application = begin(clinic)
        window = trouble(application)
        busy: list[bool] = []
        window.waited.connect(lambda _refused: busy.append(window.busy))
        window.support.copy()
        window._tell_waited(Result(None))
        assert busy == []
        qtbot.waitUntil(lambda: bool(busy), timeout=LONG)
        qtbot.waitUntil(lambda: application.window is not window)
        assert (busy, "Copied" in trouble(application).page.said.text()) == ([False], True)


def test_another_clinic_is_opened_instead(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    foreign = tmp_path / "foreign.db"
    foreign.write_text("BEGIN:VCALENDAR\n" * 300)
    application = begin(foreign)
    trouble(application).page.other_wanted.emit(str(clinic))
    qtbot.waitUntil(lambda: isinstance(application.window, Window))
    assert foreign.read_text().startswith("BEGIN")


def test_a_process_that_fails_says_so_and_everything_can_be_tried_again(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    spoil(clinic)
    window = trouble(begin(clinic))
    window.page.restore_wanted.emit(str(tmp_path / "absent.db"))
    qtbot.waitUntil(lambda: bool(window.page.said.text()), timeout=LONG)
    assert window.page.said.text().startswith("There is no backup at ")
    assert all(button.isEnabled() for button in window.page.buttons.values())


def test_work_is_stopped_by_its_button(
    begin: Callable[[Path], Application], clinic: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    spoil(clinic)
    window = trouble(begin(clinic))
    window.page.export_wanted.emit(str(tmp_path))
    window.page.work_line.stop.click()
    qtbot.waitUntil(lambda: bool(window.page.said.text()), timeout=LONG)
    assert not window.page.work_line.stop.isVisibleTo(window)
    assert [path.name for path in tmp_path.iterdir()] == ["clinic.db"]


def test_everything_is_reached_by_tab_and_has_a_name_and_a_key(
    begin: Callable[[Path], Application], clinic: Path
) -> None:
    make_backup(clinic, clinic.with_name("clinic-backups"), MORNING, BackupReason.ASKED)
    spoil(clinic)
    window = trouble(begin(clinic))
    reached = []
    window.page.buttons[WayOut.RESTORE].setFocus()
    for _ in range(12):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    buttons = [button for button in window.findChildren(QPushButton) if button.isVisibleTo(window)]
    assert {*buttons, window.page.backups} <= set(reached)
    keys = [re.findall("&(.)", button.text()) for button in buttons]
    assert len({key[0].lower() for key in keys}) == len(buttons)
    assert window.page.backups.accessibleName()


@pytest.mark.parametrize("code", DatabaseCode)
def test_every_way_out_does_something_and_some_helps(qtbot: QtBot, code: DatabaseCode) -> None:
    ways = ways_out(code, backups=True)
    assert len(set(ways)) == len(ways) > 0
    page = CannotOpen(Trouble("So it is.", ways))
    qtbot.addWidget(page)
    assert list(page.buttons) == list(ways)
    alone = ways_out(code, backups=False)
    assert alone == tuple(way for way in ways if way is not WayOut.RESTORE)
    assert (WayOut.RESTORE in ways) == (WayOut.RESTORE_FILE in alone)
    texts = {label.text() for label in page.findChildren(QLabel)}
    assert not any("no words for this" in text for text in texts)


def test_a_backup_that_is_still_looked_for_is_not_restored_and_that_is_said(qtbot: QtBot) -> None:
    page = CannotOpen(Trouble("So it is.", (WayOut.RESTORE, WayOut.OTHER)))
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.take_focus()
    restore, other = page.buttons.values()
    with qtbot.assertNotEmitted(page.restore_wanted):
        restore.click()
    assert (page.said.text(), restore.hasFocus()) == ("Looking for backups…", True)
    page.show_backups((KeptBackup(Path("/kept/one.db"), "of Monday"),))
    with qtbot.waitSignal(page.restore_wanted) as wanted:
        restore.click()
    assert wanted.args == ["/kept/one.db"]
    page.show_backups(())
    assert (restore.isVisible(), page.backups.isVisible()) == (False, False)
    assert (other.hasFocus(), other.objectName()) == (True, "primary")


def test_what_somebody_has_changed_in_the_schema_is_named(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    put_endless_view(clinic, "clinic")
    before = clinic.read_bytes()
    window = trouble(begin(clinic))
    assert "No backup of it was found" in window.page.what.text()
    assert "clinicdesk check" not in window.page.what.text()
    assert list(window.page.buttons) == [
        WayOut.RESTORE_FILE,
        WayOut.CHECK,
        WayOut.EXPORT,
        WayOut.OTHER,
    ]
    QTest.keyClick(window.page, Qt.Key.Key_D, ALT)
    qtbot.waitUntil(lambda: bool(window.page.said.text()), timeout=LONG)
    assert "former" in window.page.said.text()
    assert clinic.read_bytes() == before


def test_a_backup_is_put_in_the_place_of_a_clinic_that_somebody_changed(
    begin: Callable[[Path], Application], clinic: Path, qtbot: QtBot
) -> None:
    make_backup(clinic, clinic.with_name("clinic-backups"), MORNING, BackupReason.ASKED)
    put_endless_view(clinic, "clinic")
    application = begin(clinic)
    window = trouble(application)
    assert "No backup" not in window.page.what.text()
    window.page.buttons[WayOut.RESTORE].click()
    qtbot.waitUntil(lambda: isinstance(application.window, Window), timeout=LONG)


def test_where_the_log_cannot_be_written_the_window_opens_all_the_same(
    begin: Callable[[Path], Application],
    clinic: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "state"))
    assert isinstance(begin(clinic).window, Window)


def test_a_fault_of_the_program_at_the_start_has_a_window_too(
    begin: Callable[[Path], Application], clinic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("FEATHERSTONE, Ida")

    monkeypatch.setattr(app, "MainWindow", broken)
    window = trouble(begin(clinic))
    assert "did not work as it should" in window.page.what.text()
    assert "FEATHERSTONE" not in window.page.what.text()
