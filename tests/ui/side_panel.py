"""A side panel in a window of its own, on a real clinic, driven by keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.ui.booking.booking_panel import BookingPanel
from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf
from clinicdesk.ui.composition import ACTIONS
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.calendar_saving import CalendarFile
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.visit.visit_panel import VisitPanel
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.settling import settle, settling_desk

Key = Qt.Key


@dataclass
class KeyCounter(QObject):
    """Counts the groups of keys that a person presses, and sees every press of the mouse."""

    groups: int = 0
    mouse: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self.mouse += 1
        return False


@dataclass
class Rig:
    """The window, both panels of one desk, and another desk of the same clinic."""

    window: QMainWindow
    desk: Desk
    booking: BookingPanel
    visit: VisitPanel
    other: OtherDesk
    clock: Clock
    calendar_file: CalendarFile
    shown: list[object] = field(default_factory=list)
    booked: list[int] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def type(self, text: str) -> None:
        """Into whatever has the focus."""
        QTest.keyClicks(self.focus, text)
        QApplication.processEvents()

    def press(
        self, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.focus, key, modifiers)
        settle(self.desk)

    def enter(self, text: str) -> None:
        """One group of keys: a field typed with its Enter."""
        self.type(text)
        self.press(Key.Key_Return)

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def show(self, panel: QWidget) -> None:
        for each in (self.booking, self.visit):
            each.setVisible(each is panel)

    def choose_patient_and_template(self, patient: int, template: str) -> None:
        self.booking.begin(patient)
        self.enter(template)


def rig(
    qtbot: QtBot, tmp_path: Path, database: Database, clock: Clock, seconds: float | None = None
) -> Rig:
    """A desk's panels on this database; `seconds` is how long the planner may take, if not ever."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    context = make_desk(database, clock, "east").context
    desk = settling_desk(context, database, seconds=seconds)
    setup = desk.setup
    use_clinic_habits(setup.date_order, twelve_hour=setup.twelve_hour)
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(app, settings)
    window = QMainWindow()
    actions = Actions(window, ACTIONS)
    booking = BookingPanel(desk, actions, keeper, DraftShelf(desk))
    visit = VisitPanel(desk, actions, keeper)
    visit.hide()
    holder = QWidget()
    holder.setLayout(column(booking, visit, spacing=0))
    window.setCentralWidget(holder)
    window.resize(380, 860)
    qtbot.addWidget(window)
    actions.connect("visit.new", booking.begin)
    calendar_file = CalendarFile(desk, visit, settings)
    visit.calendar_file_wanted.connect(
        lambda number, form: calendar_file.ask(number, visit.notice.say, form)
    )
    west = make_desk(database, clock, "west")
    made = Rig(window, desk, booking, visit, west, clock, calendar_file)
    booking.option_shown.connect(made.shown.append)
    booking.booked.connect(made.booked.append)
    booking.closed.connect(lambda: made.closed.append("booking"))
    visit.closed.connect(lambda: made.closed.append("visit"))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    desk.setParent(window)
    booking.begin()
    return made


def texts(widget: QWidget) -> list[str]:
    """What stands on the visible labels, from top to bottom."""
    return [
        label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()
    ]


@contextmanager
def mouse_watched(app: QApplication) -> Iterator[KeyCounter]:
    counter = KeyCounter()
    app.installEventFilter(counter)
    yield counter
    app.removeEventFilter(counter)
