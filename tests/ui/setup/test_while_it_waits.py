"""The page on which the clinic is set up, while its answers are on their way."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.models.database import Database
from clinicdesk.services.setup.editing import edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.updating import clinic_now
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.setup.setup_page import SetupPage
from clinicdesk.wording import use_clinic_habits
from tests.held_file import held
from tests.services.desk import MONDAY, Clock
from tests.services.desk import desk as make_desk
from tests.ui.settling import settle

Key = Qt.Key


class Rig:
    """The page beside a button that no key may press, on a desk whose answers come in time."""

    def __init__(
        self, qtbot: QtBot, database: Database, folder: Path, *, is_held: bool = False
    ) -> None:
        east = make_desk(database, Clock(), "east")
        self.desk = Desk(east.context, database)
        self.desk.stop_looking()
        self.other = make_desk(database, Clock(), "west")
        self.hold = ExitStack()
        """Whose end lets the file go; until then nothing can be read of it."""
        if is_held:
            self.hold.enter_context(held(database.path))
        settings = QSettings(f"{folder}/window.ini", QSettings.Format.IniFormat)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.page = SetupPage(self.desk, ThemeKeeper(application, settings))
        self.pressed: list[str] = []
        beside = QPushButton("Beside")
        beside.clicked.connect(lambda: self.pressed.append("beside"))
        self.window = QWidget()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.page)
        layout.addWidget(beside)
        qtbot.addWidget(self.window)
        self.desk.setParent(self.window)
        self.window.resize(1000, 700)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()

    def at_people(self) -> None:
        """The keyboard in the list of practitioners."""
        self.page.parts.setFocus()
        while self.page.part is not Part.PRACTITIONERS:
            self.press(Key.Key_Down)
        self.page.entries.rows.setFocus()

    def press(self, *keys: Key) -> None:
        """One after the other, without waiting for what they bring about."""
        for key in keys:
            focus = QApplication.focusWidget()
            assert focus is not None
            QTest.keyClick(focus, key)

    @property
    def names(self) -> list[str]:
        shape = clinic_now(self.desk.context, self.desk.database)
        return [one.name for one in shape.of_kind("practitioner")]


@pytest.fixture
def reading(qtbot: QtBot, make_clinic: Callable[..., Database], tmp_path: Path) -> Iterator[Rig]:
    """The page before it has read anything: somebody else has the file."""
    yield from _rig(Rig(qtbot, make_clinic(), tmp_path, is_held=True))


def _rig(made: Rig) -> Iterator[Rig]:
    yield made
    made.hold.close()
    made.desk.stop()
    use_clinic_habits("YMD")


@pytest.fixture
def rig(qtbot: QtBot, make_clinic: Callable[..., Database], tmp_path: Path) -> Iterator[Rig]:
    made = Rig(qtbot, make_clinic(), tmp_path)
    settle(made.desk)
    made.at_people()
    yield from _rig(made)


def test_enter_does_nothing_before_what_would_change_is_shown(rig: Rig) -> None:
    rig.press(Key.Key_Down, Key.Key_Delete, Key.Key_Return, Key.Key_Return)
    waiting = QApplication.focusWidget()
    settle(rig.desk)
    assert (waiting, rig.pressed) == (rig.page.view, [])
    assert rig.names == ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]
    assert QApplication.focusWidget() is rig.page.view.save


def test_enter_pressed_again_and_again_saves_once_and_presses_nothing_else(rig: Rig) -> None:
    rig.press(Key.Key_Down, Key.Key_Delete)
    settle(rig.desk)
    rig.press(*[Key.Key_Return] * 4)
    settle(rig.desk)
    left = ["Dr. Carver", "Pia Thorn", "Dr. Fisk"]
    assert (rig.names, rig.page.entries.rows.texts, rig.pressed) == (left, left, [])
    assert QApplication.focusWidget() is rig.page.entries.rows


def test_what_others_change_is_looked_at_again_and_enter_does_not_save_it_unseen(
    rig: Rig,
) -> None:
    rig.press(Key.Key_Down, Key.Key_Delete)
    settle(rig.desk)
    closed = {"date": MONDAY + timedelta(days=4), "name": "Floor"}
    edit_clinic(rig.other.context, rig.other.database, Edit(Part.CLOSED, None, closed), apply=True)
    rig.desk.catch_up()
    settle(rig.desk)
    rig.press(Key.Key_Return)
    settle(rig.desk)
    assert "Dr. Dunne" in rig.names
    assert rig.page.view.save.isEnabled()
    assert rig.page.view.notice.text == (
        "Others have changed the clinic meanwhile: what would change was looked at again."
    )


def test_what_is_wanted_while_the_clinic_is_read_is_gone_to_once_it_is(reading: Rig) -> None:
    page, view = reading.page, reading.page.view
    page.search.setFocus()
    QTest.keyClicks(page.search.typing.field, "dunne")
    reading.press(Key.Key_Return)
    buttons = [one.isEnabled() for one in (view.look, view.save, view.give_up)]
    said = (view.said.text(), page.trial.buttons.isVisible())
    reading.hold.close()
    settle(reading.desk)
    assert (buttons, said) == ([False] * 3, ("Reading the clinic…", False))
    assert (page.part, page.entries.rows.currentRow()) == (Part.PRACTITIONERS, 1)
    assert QApplication.focusWidget() is page.entries.rows


def test_the_keyboard_stays_in_the_field_while_it_is_looked_at_and_after(rig: Rig) -> None:
    rig.press(Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "Lou")
    rig.press(Key.Key_Return)
    settle(rig.desk)
    assert rig.page.view.save.isEnabled()
    QTest.keyClick(field, Key.Key_Space)
    assert (QApplication.focusWidget(), field.text()[-4:]) == (field, "Lou ")
    assert rig.names == ["Dr. Carver", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]


def test_tab_leads_to_nothing_beside_the_page_while_it_is_saved(rig: Rig) -> None:
    rig.press(Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    rig.press(Key.Key_End)
    QTest.keyClicks(field, " Junior")
    rig.press(Key.Key_Return)
    settle(rig.desk)
    rig.press(Key.Key_Return, Key.Key_Tab, Key.Key_Tab, Key.Key_Return, Key.Key_Backtab)
    waiting = QApplication.focusWidget()
    settle(rig.desk)
    assert (waiting, rig.pressed) == (rig.page.view, [])
    assert rig.names == ["Dr. Carver Junior", "Dr. Dunne", "Pia Thorn", "Dr. Fisk"]
