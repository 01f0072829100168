"""A window whose answers come when they come: its threads are real, and nobody waits for them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import open_database
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.background.planner import Planner
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import MONDAY, Clock
from tests.services.desk import desk as make_desk
from tests.ui.main_rig import Key, Modifier, Rig, Window
from tests.ui.waiting import until

ZONE = "America/Chicago"
ROOM = ("Dr. Carver", "Room 1")

LONG = 120
"""Seconds that a desk waits for its file: no test is that slow."""


class Meanwhile:
    """A main window with Ann at eight and Bo at nine; its file can be held by somebody else."""

    def __init__(self, rig: Rig, path: Path, settings: QSettings) -> None:
        self.window, self.desk, self.other = rig.window, rig.desk, rig.other
        self.path, self.settings, self.clock = path, settings, rig.clock
        self.chosen: list[int] = []
        """Whom a test sees chosen."""
        self.ann, self.bo = 1, 2

    def people(self) -> None:
        """They are booked, and the keyboard is at Ann."""
        self.ann, self.bo = self._booked("Able", "Ann", 480), self._booked("Baker", "Bo", 540)
        self.clock.set_wall(ZONE, MONDAY, 9, 30)
        self.see_news()
        self.at(self.ann)

    def see_news(self) -> None:
        """What others have done until now is shown."""
        # A look that goes on may have begun before that.
        self.until_settled()
        self.desk.catch_up()
        self.until_settled()

    def _booked(self, family: str, given: str, start: int) -> int:
        patient = self.other.patient(family, given).number
        visit = self.other.book_at("Adjustment", patient, start, ROOM).visit
        return self.other.visit(visit).steps[0].number

    def at(self, appointment: int) -> None:
        """The keyboard goes to that appointment on the day."""
        self.window.day_page.focus_appointment(appointment)
        self.window.day_page.setFocus()

    def tap(self, key: Key, modifiers: Modifier = Modifier.NoModifier) -> None:
        """A key, whatever goes on; what it asks for is not waited for."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def type(self, text: str) -> None:
        QTest.keyClicks(QApplication.focusWidget() or self.window, text)

    @property
    def focus(self) -> QWidget | None:
        """Where the keyboard is."""
        return QApplication.focusWidget()

    def until_settled(self) -> None:
        """Until all that was asked for is done and shown."""
        until(lambda: self.desk.is_settled and not self.desk.owes)
        QApplication.processEvents()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Another program holds the file: nothing is read or written."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as program:
            self.until_settled()
            program.execute("BEGIN EXCLUSIVE")
            yield
            program.execute("ROLLBACK")

    def statuses(self) -> tuple[str, str]:
        """Of Ann's and Bo's appointment, as they are in the file."""
        found = {item.number: item.status.value for item in self.other.day(MONDAY)}
        return found[self.ann], found[self.bo]

    def shown(self) -> tuple[str, str]:
        """The same as the day shows them."""
        found = {item.number: item.status.value for item in self.window.day_page.appointments()}
        return found[self.ann], found[self.bo]

    def entries(self) -> int:
        """How many entries the journal has."""
        with self.other.database.reading() as session:
            from clinicdesk.services.journal.entries import last_number

            return last_number(session)


@contextmanager
def meanwhile(
    qtbot: QtBot,
    folder: Path,
    path: Path,
    planner: Planner | None = None,
    *,
    people: bool = True,
) -> Iterator[Meanwhile]:
    """The window of a desk called east on the clinic at `path`; closed when the block ends.

    Without `people` those are there already.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    keeper, clock = ThemeKeeper(app, settings), Clock()
    database, others = open_database(path, busy_seconds=LONG), open_database(path)
    desk = Desk(make_desk(database, clock, "east").context, database, planner=planner)
    use_clinic_habits(desk.setup.date_order, twelve_hour=desk.setup.twelve_hour)
    window = Window(desk, keeper, settings)
    window.resize(1400, 900)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    try:
        live = Meanwhile(Rig(window, make_desk(others, clock, "west"), clock), path, settings)
        if people:
            live.people()
        yield live
    finally:
        desk.stop()
        window.close()
        window.deleteLater()
        keeper.deleteLater()
        for each in (database, others):
            each.close()
        use_clinic_habits("YMD")
