"""The window of the first run: makes a clinic as somebody asks there, and says when it is made."""

from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import QSize, QTimeZone, Signal
from PySide6.QtWidgets import QMainWindow

from clinicdesk.clock import clock_for
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.models.stores.sqlite import is_database
from clinicdesk.open_clinic import Start
from clinicdesk.services.context import Context, Role
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.services.storage import REFUSALS, is_backup
from clinicdesk.ui.frame.layers.welcome import Welcome
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.own_command import CommandEnd, OwnCommand
from clinicdesk.wording import say

FIRST_SIZE = QSize(1040, 640)


class FirstRun(QMainWindow):
    """Shown where there is no clinic yet."""

    made = Signal()
    """There is a clinic now."""
    open_wanted = Signal(str)
    """The path of a clinic that somebody has already."""

    def __init__(self, start: Start, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._start = start
        self._making = OwnCommand(self)
        path = str(start.database)
        self.welcome = Welcome(keeper, local_zone())
        self.welcome.demo_wanted.connect(lambda: self._make("make-demo", path))
        self.welcome.stop.clicked.connect(self._making.kill)
        self.welcome.file_wanted.connect(self._use)
        self.welcome.empty_wanted.connect(self._make_empty)
        self.setWindowTitle("ClinicDesk")
        self.setCentralWidget(self.welcome)
        OnScreen(self, FIRST_SIZE)

    def _use(self, chosen: str) -> None:
        """A clinic's own file is opened, its backup restored; by a description one is made."""
        path = str(self._start.database)
        if is_backup(Path(chosen)):
            self._make("restore", chosen, "--database", path)
        elif is_database(Path(chosen)):
            self.open_wanted.emit(chosen)
        else:
            self._make("new-clinic", chosen, path)

    def _make(self, *command: str) -> None:
        self._make_folder()
        self._making.begin(command, self._ended)
        self.welcome.show_working()

    def _make_folder(self) -> None:
        try:
            self._start.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise unreachable(self._start.database, error) from None

    def _ended(self, end: CommandEnd) -> None:
        if end.status is None:
            self.welcome.show_idle(say("welcome.stopped"))
        elif end.status:
            self.welcome.show_idle(end.complaint)
        else:
            self.made.emit()

    def _make_empty(self, name: str, zone: str) -> None:
        clock = clock_for(ZoneInfo(zone), self._start.now)
        context = Context(self._start.actor, self._start.workstation, Role.MANAGER, clock)
        shape = ClinicShape(name, zone, (), (), (), (), ())
        try:
            self._make_folder()
            found_clinic(context, self._start.database, shape)
        except REFUSALS as refusal:
            self.welcome.show_idle(say(refusal.code, refusal.params))
            return
        self.made.emit()


def local_zone() -> str:
    """This computer's zone by its IANA name; America/Chicago if it has none that can be chosen."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if "/" in name and name in available_timezones() else "America/Chicago"
