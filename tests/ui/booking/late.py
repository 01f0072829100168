"""The booking panel as it is in the program: its answers come later, from real threads."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.visits.reading.visit_reading import read_day
from clinicdesk.ui.booking.booking_panel import BookingPanel
from clinicdesk.ui.booking.form.visit_form import VisitForm
from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf
from clinicdesk.ui.composition import ACTIONS
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.background.planner_process import PlannerProcess
from clinicdesk.ui.kit.background.planner_thread import PlannerThread
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import MONDAY, Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier
from tests.ui.settling import settle

WAITS_SECONDS = 600
"""A desk waits for its file longer than any machine needs for a test."""


@dataclass
class Late:
    """The panel in a window, its desk and planner, and another desk of the same clinic."""

    window: QMainWindow
    desk: Desk
    panel: BookingPanel
    planner: PlannerProcess
    other: OtherDesk
    clock: Clock
    path: Path
    booked: list[int] = field(default_factory=list)
    closed: list[bool] = field(default_factory=list)

    @property
    def form(self) -> VisitForm:
        return self.panel.form

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def type(self, text: str) -> None:
        """Into whatever has the focus; what comes of it is not waited for."""
        QTest.keyClicks(self.focus, text)
        QApplication.processEvents()

    def press(self, key: Key, modifiers: Modifier = Modifier.NoModifier) -> None:
        """The same with a single key."""
        QTest.keyClick(self.focus, key, modifiers)
        QApplication.processEvents()

    def settle(self) -> None:
        settle(self.desk)

    def asked(self, patient: int, text: str) -> None:
        """Options for that stand on screen, seen, with the keyboard on them."""
        self.panel.begin(patient)
        self.settle()
        self.type(text)
        self.press(Key.Key_Return)
        self.settle()
        self.form.options.take_focus()
        QApplication.processEvents()

    def on_monday(self) -> list[tuple[str, int, str]]:
        """What is booked: kind, patient and status."""
        return [
            (item.visit_type, item.patient.number, item.status)
            for item in read_day(self.other.database, MONDAY)
            if item.patient is not None
        ]

    @contextmanager
    def file_held(self) -> Iterator[None]:
        """Another program keeps the file to itself: nothing is read or written until it is let."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            try:
                yield
            finally:
                holder.execute("ROLLBACK")

    @contextmanager
    def planner_stopped(self) -> Iterator[None]:
        """The planner stands still: no answer comes until it goes on."""
        process = self.planner._process
        assert process is not None and process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(process.pid, signal.SIGCONT)


@contextmanager
def late_panel(qtbot: QtBot, folder: Path, clinic: Database, clock: Clock) -> Iterator[Late]:
    """A shown panel whose desk reads, writes and asks beside the window's thread."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    database = open_database(clinic.path, busy_seconds=WAITS_SECONDS)
    context = make_desk(database, clock, "east").context
    planner = PlannerProcess(
        context, database, lambda: PlannerThread(context, database, None), None
    )
    desk = Desk(context, database, planner=planner)
    desk.stop_looking()
    use_clinic_habits(desk.setup.date_order, twelve_hour=desk.setup.twelve_hour)
    keeper = ThemeKeeper(
        application, QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    )
    window = QMainWindow()
    panel = BookingPanel(desk, Actions(window, ACTIONS), keeper, DraftShelf(desk))
    window.setCentralWidget(panel)
    window.resize(380, 860)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    desk.setParent(window)
    made = Late(window, desk, panel, planner, make_desk(clinic, clock, "west"), clock, clinic.path)
    panel.booked.connect(made.booked.append)
    panel.closed.connect(lambda: made.closed.append(True))
    panel.begin()
    planner.start()
    try:
        yield made
    finally:
        desk.stop()
        keeper.deleteLater()
        use_clinic_habits("YMD")
