"""Enter presses the button that has the keyboard, as Space does, in every window."""

from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from clinicdesk.first_run import FirstRun
from clinicdesk.open_clinic import Start
from clinicdesk.ui.checking.redact_dialog import RedactDialog
from clinicdesk.ui.frame.layers.about import show_about
from clinicdesk.ui.frame.trouble_window import TroubleWindow
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from tests.services.desk import MONDAY
from tests.ui.main_rig import Rig

NOW = datetime.combine(MONDAY, time(7))


def buttons_of(window: QWidget) -> Iterator[QPushButton | QToolButton]:
    """Those that Tab reaches; Qt's own dialogs take Enter for the one that has the keyboard.

    What draws itself as a card or a day stands in a list, which takes Enter for it.
    """
    for button in window.findChildren(QAbstractButton):
        of_dialog = isinstance(button, QPushButton) and button.autoDefault()
        reached = button.focusPolicy() & Qt.FocusPolicy.TabFocus
        if isinstance(button, QPushButton | QToolButton) and reached and not of_dialog:
            yield button


def ignores_enter(button: QAbstractButton) -> bool:
    """Whether Enter does not press it; nobody hears that it is pressed, but it is checked then."""
    action = button.defaultAction() if isinstance(button, QToolButton) else None
    pressed = action or button
    for each in {button, pressed}:
        each.blockSignals(True)
        each.setEnabled(True)
    pressed.setCheckable(True)
    before = pressed.isChecked()
    key = Qt.Key.Key_Return
    QApplication.sendEvent(button, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier(0)))
    return pressed.isChecked() == before


def deaf(window: QWidget) -> list[str]:
    """The buttons that ignore Enter, by their names."""
    found = list(buttons_of(window))
    assert found
    return [each.accessibleName() or each.text() for each in found if ignores_enter(each)]


def test_in_the_main_window(main: Rig) -> None:
    assert deaf(main.window) == []


def test_in_the_first_run(qtbot: QtBot, tmp_path: Path, keeper: ThemeKeeper) -> None:
    window = FirstRun(Start("anna", "east", tmp_path / "clinic.db", NOW), keeper)
    qtbot.addWidget(window)
    assert deaf(window) == []


def test_where_a_clinic_cannot_be_opened(qtbot: QtBot, tmp_path: Path) -> None:
    start = Start("anna", "east", tmp_path / "clinic.db", NOW)
    window = TroubleWindow(
        start.database, "database.damaged", {"path": "clinic.db"}, start.asker, beside=False
    )
    qtbot.addWidget(window)
    assert deaf(window) == []


@pytest.mark.parametrize("make", [lambda rig: RedactDialog(rig.desk, rig.window), None])
def test_in_a_dialog(main: Rig, make: Callable[[Rig], QDialog] | None) -> None:
    dialog = make(main) if make else show_about(main.window, main.window.actions_table)
    assert deaf(dialog) == []
    dialog.close()


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[ThemeKeeper]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    made = ThemeKeeper(app, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    yield made
    made.deleteLater()
