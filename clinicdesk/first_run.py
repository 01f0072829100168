"""The window of the first run: makes a clinic as somebody asks there, and says when it is made."""

import sys
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import QProcess, QSize, QTimeZone, Signal
from PySide6.QtWidgets import QMainWindow

from clinicdesk.clock import clock_for
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.open_clinic import Start
from clinicdesk.services.context import Context, Role
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.frame.layers.welcome import Welcome
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

FIRST_SIZE = QSize(1040, 640)


class FirstRun(QMainWindow):
    """Shown where there is no clinic yet."""

    made = Signal()
    """There is a clinic now."""

    def __init__(self, start: Start, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._start = start
        self._making: QProcess | None = None
        path = str(start.database)
        self.welcome = Welcome(keeper, local_zone())
        self.welcome.demo_wanted.connect(lambda: self._make("make-demo", path))
        self.welcome.file_wanted.connect(lambda shape: self._make("new-clinic", shape, path))
        self.welcome.empty_wanted.connect(self._make_empty)
        self.setWindowTitle("ClinicDesk")
        self.setCentralWidget(self.welcome)
        OnScreen(self, FIRST_SIZE)

    def _make(self, *command: str) -> None:
        """Run the command line in a process of its own, so that the window goes on painting."""
        self._make_folder()
        process = QProcess(self)
        process.finished.connect(self._ended)
        process.start(sys.executable, ["-m", "clinicdesk", *command])
        self._making = process
        self.welcome.show_working(process)

    def _make_folder(self) -> None:
        try:
            self._start.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise unreachable(self._start.database, error) from None

    def _ended(self, code: int, ending: QProcess.ExitStatus) -> None:
        assert self._making is not None
        said = bytes(self._making.readAllStandardError().data()).decode("utf-8", "replace")
        if ending is not QProcess.ExitStatus.NormalExit:
            self.welcome.show_idle(say("welcome.stopped"))
        elif code:
            self.welcome.show_idle(said.replace("clinicdesk: ", "").strip())
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
