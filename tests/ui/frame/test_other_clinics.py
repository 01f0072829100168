"""From one clinic to another in the same program: opened, switched to, made, the demo and back."""

import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from clinicdesk import app
from clinicdesk.app import Application, Start
from clinicdesk.first_run import FirstRun
from clinicdesk.models.database import Database
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.demo_place import demo_clinic
from clinicdesk.ui.clinics.clinic_switcher import ClinicSwitcher
from clinicdesk.ui.clinics.recent_clinics import newest_own_clinic, recent_clinics
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.wording import use_clinic_habits
from tests.services.clinics import harbor_file
from tests.services.desk import MORNING
from tests.ui.frame.test_app import NOW
from tests.ui.main_rig import Key, Modifier, Window

LONG = 60_000
CTRL = Modifier.ControlModifier
CTRL_SHIFT = CTRL | Modifier.ShiftModifier


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folders of a user who has started the program never before."""
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    return tmp_path


@pytest.fixture
def begin(
    qtbot: QtBot, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Path], Application]]:
    monkeypatch.setattr(app, "MainWindow", Window)
    hook = sys.excepthook
    made: list[Application] = []

    def begin(path: Path) -> Application:
        application = Application(Start("anna", "east", path, NOW), [])
        made.append(application)
        application.begin()
        return application

    assert (qtbot, home) is not None
    yield begin
    sys.excepthook = hook
    for application in made:
        application.close()
    use_clinic_habits("YMD")


def press(key: Key, modifiers: Modifier = Modifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def shown(application: Application, qtbot: QtBot, path: Path) -> Window:
    """The main window on that clinic, once it stands."""

    def stands() -> bool:
        window = application.window
        return isinstance(window, Window) and window.desk.database.path == path

    qtbot.waitUntil(stands, timeout=LONG)
    assert isinstance(application.window, Window)
    application.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=LONG)
    return application.window


def switch(window: Window, qtbot: QtBot) -> ClinicSwitcher:
    """The list of what was open lately, as its key opens it."""
    press(Key.Key_O, CTRL_SHIFT)
    found = window.findChild(ClinicSwitcher)
    assert isinstance(found, ClinicSwitcher)
    qtbot.waitUntil(found.isVisible)
    assert found.parentWidget() is window
    return found


def test_two_keys_go_to_the_clinic_before_and_back(
    begin: Callable[[Path], Application], make_clinic: Callable[..., Database], qtbot: QtBot
) -> None:
    first, second = make_clinic(), make_clinic()
    for database in (first, second):
        database.close()
    application = begin(first.path)
    window = shown(application, qtbot, first.path)
    left = weakref.ref(window), weakref.ref(window.desk)
    window.requests.open_clinic.emit(str(second.path))
    window = shown(application, qtbot, second.path)
    rows = switch(window, qtbot).rows
    name, folder = window.desk.setup.name, first.path.parent
    assert rows.texts == [
        f"{name} \N{MIDDLE DOT} {folder} (open now)",
        f"{name} \N{MIDDLE DOT} {folder}",
    ]
    press(Key.Key_Return)
    shown(application, qtbot, first.path)
    assert [Path(each.path) for each in recent_clinics(application.settings)] == [
        first.path,
        second.path,
    ]
    # Nothing of a clinic that was left is kept, however often somebody goes to and fro.
    qtbot.waitUntil(lambda: [each() for each in left] == [None, None], timeout=LONG)


def test_what_is_not_there_is_listed_so_told_and_leaves_the_clinic_open(
    begin: Callable[[Path], Application], make_clinic: Callable[..., Database], qtbot: QtBot
) -> None:
    first, second = make_clinic(), make_clinic()
    for database in (first, second):
        database.close()
    application = begin(first.path)
    window = shown(application, qtbot, first.path)
    window.requests.open_clinic.emit(str(second.path))
    window = shown(application, qtbot, second.path)
    away = first.path.rename(first.path.with_name("away.db"))
    rows = switch(window, qtbot).rows
    qtbot.waitUntil(lambda: rows.texts[1].endswith("(not there now)"), timeout=LONG)
    press(Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.toast.text), timeout=LONG)
    assert window.toast.text.startswith("There is no clinic at")
    assert (application.window, window.isVisible()) == (window, True)
    rows = switch(window, qtbot).rows
    press(Key.Key_Delete)
    assert [away.exists(), len(rows.texts)] == [True, 1]


def test_what_is_no_clinic_is_told_and_leaves_the_clinic_open(
    begin: Callable[[Path], Application],
    make_clinic: Callable[..., Database],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    first = make_clinic()
    first.close()
    photo = tmp_path / "photo.db"
    photo.write_bytes(b"\xff\xd8\xff" * 5000)
    application = begin(first.path)
    window = shown(application, qtbot, first.path)
    press(Key.Key_O, CTRL)
    [dialog] = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(photo))
    dialog.close()
    qtbot.waitUntil(lambda: bool(window.toast.text), timeout=LONG)
    assert window.toast.text == (
        f"{photo} is not a ClinicDesk clinic; it was not changed. Choose a clinic's file."
    )
    assert application.window is window


def test_of_a_clinic_file_or_a_backup_a_clinic_is_made_beside_those_that_are_there(
    begin: Callable[[Path], Application],
    make_clinic: Callable[..., Database],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    first = make_clinic()
    first.close()
    backup = make_backup(first.path, tmp_path / "backups", MORNING, BackupReason.ASKED)
    described = tmp_path / "harbor.toml"
    described.write_bytes(harbor_file())
    application = begin(first.path)
    number = 1
    for chosen in (described, backup.path):
        number += 1
        here = application.start.database
        window = shown(application, qtbot, here)
        window.requests.open_clinic.emit(str(chosen))
        made = here.with_name(f"{here.stem}-2.db")
        shown(application, qtbot, made)
    assert first.path.exists()


def test_a_new_clinic_is_asked_for_and_esc_goes_back(
    begin: Callable[[Path], Application], make_clinic: Callable[..., Database], qtbot: QtBot
) -> None:
    first = make_clinic()
    first.close()
    application = begin(first.path)
    window = shown(application, qtbot, first.path)
    window.actions_table["clinic.new"].trigger()
    qtbot.waitUntil(lambda: isinstance(application.window, FirstRun), timeout=LONG)
    begun = application.window
    assert isinstance(begun, FirstRun)
    begun.activateWindow()
    ways = (begun.welcome.demo, begun.welcome.file, begun.welcome.empty)
    assert [way.objectName() for way in ways] == ["", "", "primary"]
    assert begun.focusWidget() is begun.welcome.empty
    press(Key.Key_Escape)
    shown(application, qtbot, first.path)


def test_the_demo_has_its_own_place_is_marked_removed_and_brought_back(
    begin: Callable[[Path], Application], demo_file: Path, qtbot: QtBot, home: Path
) -> None:
    own = home / "data" / "clinicdesk" / "clinic.db"
    demo_clinic().parent.mkdir(parents=True)
    demo_clinic().write_bytes(demo_file.read_bytes())
    application = begin(own)
    assert isinstance(application.window, FirstRun)
    application.window.welcome.demo.click()
    window = shown(application, qtbot, demo_clinic())
    assert window.windowTitle() == "Demo: Lakeside Spine Center – ClinicDesk"
    assert window.demo_band is not None
    assert window.demo_band.isVisible()
    assert not own.exists()
    assert newest_own_clinic(application.settings) is None
    reasons = [window.actions_table.why_not(f"clinic.{name}") for name in ("demo", "remove-demo")]
    assert reasons == ["The demo clinic is open already.", None]
    window.actions_table["clinic.remove-demo"].trigger()
    qtbot.waitUntil(lambda: isinstance(application.window, FirstRun), timeout=LONG)
    first = application.window
    assert isinstance(first, FirstRun)
    qtbot.waitUntil(lambda: bool(first.welcome.trouble.text()), timeout=LONG)
    assert first.welcome.trouble.text().startswith("The demo clinic is removed.")
    assert (demo_clinic().exists(), recent_clinics(application.settings)) == (False, ())
    first.welcome.demo.click()
    shown(application, qtbot, demo_clinic())


def test_a_real_clinic_has_no_mark_and_no_demo_to_remove(
    begin: Callable[[Path], Application], make_clinic: Callable[..., Database], qtbot: QtBot
) -> None:
    first = make_clinic()
    first.close()
    application = begin(first.path)
    window = shown(application, qtbot, first.path)
    actions: Actions = window.actions_table
    assert (window.demo_band, actions.why_not("clinic.remove-demo")) == (
        None,
        "This is no demo clinic; there is none to remove.",
    )
