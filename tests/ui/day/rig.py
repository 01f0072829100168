"""A window that holds the day's page and nothing else, with what tests do to it."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.services.context import Role
from clinicdesk.ui.composition import ACTIONS
from clinicdesk.ui.day.day_page import DayPage
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import Mode, ThemeKeeper
from clinicdesk.wording import use_clinic_habits
from tests.services.desk import Clock
from tests.services.desk import Desk as OtherDesk
from tests.services.desk import desk as make_desk
from tests.ui.settling import settling_desk

ZONE = "America/Chicago"
Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class DayRig:
    """The page on its desk, and another desk of the same clinic."""

    window: QMainWindow
    page: DayPage
    desk: Desk
    actions: Actions
    keeper: ThemeKeeper
    settings: QSettings
    other: OtherDesk
    clock: Clock
    opened: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @property
    def grid(self) -> DayGrid:
        return self.page.grid

    def catch_up(self) -> None:
        """As the desk does twice a second."""
        self.desk.catch_up()
        QApplication.processEvents()

    def press(self, key: Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        QTest.keyClick(self.grid, key, modifiers or Qt.KeyboardModifier.NoModifier)
        QApplication.processEvents()

    def block(self, number: int, column: str | None = None) -> DayBlock:
        """The block of an appointment, in the column of that name."""
        plan = self.grid.plan
        return next(
            block
            for block in plan.blocks
            if block.appointment.number == number
            and column in (None, plan.columns[block.column].resource.name)
        )

    def middle(self, block: DayBlock) -> QPoint:
        """Where its middle is in the viewport."""
        box = self.grid.plan.box(block)
        self.grid.bring_into_sight(box)
        return QPoint(box.x + box.width // 2, box.y + box.height // 2) - self.grid.offset

    def drag(self, start: QPoint, to: QPoint) -> None:
        """Press there and drag; the button stays down."""
        view = self.grid.viewport()
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(view, button, none, start)
        QTest.mouseMove(view, start + QPoint(0, 8))
        QTest.mouseMove(view, to)
        QApplication.processEvents()

    def drop(self, at: QPoint) -> None:
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseRelease(self.grid.viewport(), button, none, at)
        QApplication.processEvents()

    def columns(self) -> list[str]:
        return [column.resource.name for column in self.grid.plan.columns]


def open_day(
    qtbot: QtBot,
    settings_file: Path,
    database: Database,
    clock: Clock,
    role: Role,
    size: tuple[int, int],
    *,
    settled: bool = True,
) -> DayRig:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    make = settling_desk if settled else Desk
    desk = make(make_desk(database, clock, "east", role).context, database)
    setup = desk.setup
    use_clinic_habits(setup.date_order, twelve_hour=setup.twelve_hour)
    settings = QSettings(str(settings_file), QSettings.Format.IniFormat)
    keeper = ThemeKeeper(app, settings)
    keeper.use(Mode.LIGHT)
    window = QMainWindow()
    desk.setParent(window)
    actions = Actions(window, ACTIONS)
    page = DayPage(desk, actions, keeper, settings)
    window.setCentralWidget(page)
    window.resize(*size)
    qtbot.addWidget(window)
    window.show()
    page.setFocus()
    QApplication.processEvents()
    other = make_desk(database, clock, "west")
    rig = DayRig(window, page, desk, actions, keeper, settings, other, clock)
    page.appointment_opened.connect(rig.opened.append)
    desk.refused.connect(rig.refused.append)
    return rig
