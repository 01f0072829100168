"""The whole main window of one desk, on a real clinic, driven by keys."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.absence import ways
from clinicdesk.ui.absence.absence_panel import AbsencePanel
from clinicdesk.ui.backups import turn_keeper
from clinicdesk.ui.backups.backups_panel import BackupsPanel
from clinicdesk.ui.booking.booking_panel import BookingPanel
from clinicdesk.ui.contacts.call_panel import CallPanel
from clinicdesk.ui.day.day_page import DayPage
from clinicdesk.ui.frame.layers import toast
from clinicdesk.ui.kit import long_work
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.main_window import MainWindow
from clinicdesk.ui.my_day.my_day_page import MyDayPage
from clinicdesk.ui.visit.visit_panel import VisitPanel
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.settling import settle, settling_desk

Key = Qt.Key
Modifier = Qt.KeyboardModifier


W = TypeVar("W", bound=QWidget)


class Window(MainWindow):
    """The main window, with its pages and panels by name: it names none of them itself."""

    @property
    def day_page(self) -> DayPage:
        return self._part(DayPage)

    @property
    def my_day_page(self) -> MyDayPage:
        return self._part(MyDayPage)

    @property
    def booking(self) -> BookingPanel:
        return self._part(BookingPanel)

    @property
    def visit(self) -> VisitPanel:
        return self._part(VisitPanel)

    @property
    def absence(self) -> AbsencePanel:
        return self._part(AbsencePanel)

    @property
    def calls(self) -> CallPanel:
        return self._part(CallPanel)

    @property
    def backups(self) -> BackupsPanel:
        return self._part(BackupsPanel)

    def show_page(self, place: str) -> None:
        """By the id of the action that leads there."""
        pages = {"go.day": DayPage, "go.my-day": MyDayPage}
        self.workspace.show_page(self._part(pages[place]))

    def open_appointment(self, number: int) -> None:
        """As when somebody opens it on the day that is shown."""
        self.day_page.appointment_opened.emit(number)

    def make_all(self) -> None:
        """Every page, panel and layer that is made late, as after a day's work."""
        self.later.finish()
        for part in self.later.parts:
            part()

    def _part(self, kind: type[W]) -> W:
        part = self.findChild(kind)
        if part is None:
            self.make_all()
            part = self.findChild(kind)
        assert isinstance(part, kind)
        return part


class Rig:
    """A main window, its desk, and another desk of the same clinic."""

    def __init__(self, window: Window, other: OtherDesk, clock: Clock) -> None:
        self.window, self.other, self.clock = window, other, clock
        self.desk = window.desk

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        QTest.keyClicks(self.focus, text)

    def press(self, key: Key, modifiers: Modifier = Modifier.NoModifier) -> None:
        QTest.keyClick(self.focus, key, modifiers)
        settle(self.desk)

    def enter(self, text: str) -> None:
        """One group of keys: a field typed with its Enter."""
        self.type(text)
        self.press(Key.Key_Return)


@contextmanager
def main_window(
    qtbot: QtBot, folder: Path, database: Database, clock: Clock, *, whole: bool = True
) -> Iterator[Rig]:
    """A shown window with settings of its own; closed when the block ends.

    Unless it is `whole` it has only what its first picture needs, and makes the rest as a person
    asks for it.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(app, settings)
    east = make_desk(database, clock, "east")
    desk = settling_desk(east.context, database)
    setup = desk.setup
    use_clinic_habits(setup.date_order, twelve_hour=setup.twelve_hour)
    window = Window(desk, keeper, settings)
    window.resize(1400, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    if whole:
        window.make_all()
    else:
        window.later.stop()
    try:
        yield Rig(window, make_desk(database, clock, "west"), clock)
    finally:
        desk.stop()
        window.close()
        window.deleteLater()
        keeper.deleteLater()
        use_clinic_habits("YMD")


@pytest.fixture(autouse=True)
def garbage_searched_here() -> Iterator[None]:
    """As in the program's window: what a search in another thread finds is deleted there.

    No window outlives its test, nor what is held for it: a desk goes with its window.
    """
    # By now nothing holds what the test before used. What is left is not gone through after each.
    gc.collect()
    gc.freeze()
    gc.disable()
    yield
    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None:
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()


@pytest.fixture(autouse=True)
def time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy computer finds and shows what a quick one does."""
    # The first ways are whole however little time there is; longer looks only offer others.
    monkeypatch.setattr(ways, "SECONDS", 0.2)
    monkeypatch.setattr(toast, "SECONDS", 600)
    # A process that is cancelled before it has begun to work takes back nothing for long.
    monkeypatch.setattr(long_work, "PATIENCE", 60)
    # A backup is made when a test looks for it.
    monkeypatch.setattr(turn_keeper, "FIRST_SECONDS", 600)


@pytest.fixture
def main(qtbot: QtBot, tmp_path: Path, make_clinic: Callable[..., Database]) -> Iterator[Rig]:
    """A main window on a clinic without patients, on a Monday before it opens."""
    with main_window(qtbot, tmp_path, make_clinic(), Clock()) as rig:
        yield rig
