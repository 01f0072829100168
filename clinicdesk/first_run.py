"""The window of the first run: makes a clinic as somebody asks there, and says when it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from clinicdesk.cli.workstation import Workstation
from clinicdesk.clock import clock_for
from clinicdesk.first_works import make_demo, make_described, make_empty
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.models.stores.sqlite import is_database
from clinicdesk.open_clinic import Start
from clinicdesk.services.backups.in_background import asker_of, restore_backup
from clinicdesk.services.context import Context, Role
from clinicdesk.services.doctor.kept_backups import zone_of
from clinicdesk.services.storage import glance_at, is_backup
from clinicdesk.ui.frame.layers.welcome import Welcome
from clinicdesk.ui.frame.local_zone import local_zone
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.kit.background.worker import Answer, Worker, value_of
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
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
        self.work = WindowWork(self)
        self._files = Worker("chosen files", self)
        self.welcome = Welcome(keeper, local_zone())
        line = self.welcome.work_line
        self.work.begun.connect(self.welcome.show_working)
        self.work.progressed.connect(line.show_progress)
        self.work.stopping.connect(line.show_stopping)
        line.stop_wanted.connect(self.work.stop)
        self.welcome.demo_wanted.connect(self._make_demo)
        self.welcome.file_wanted.connect(self._use)
        self.welcome.empty_wanted.connect(self._make_empty)
        self.setWindowTitle("ClinicDesk")
        self.setCentralWidget(self.welcome)
        OnScreen(self, FIRST_SIZE)

    def _use(self, chosen: str) -> None:
        """A clinic's own file is opened, its backup restored; by a description one is made."""
        self._files.begin(partial(_look_at, Path(chosen)), self._use_looked, "chosen")

    def _use_looked(self, answer: "Answer[_Looked]") -> None:
        looked, path = value_of(answer), self._start.database
        if looked.kind == "backup":
            asker = self._start.asker(looked.zone)
            self._make("restore", restore_backup, asker, looked.file, path)
        elif looked.kind == "clinic":
            self.open_wanted.emit(str(looked.file))
        else:
            workstation = Workstation(self._start.now)
            self._make("founding", make_described, workstation, str(looked.file), path)

    def _make_demo(self) -> None:
        self._make("demo", make_demo, Workstation(self._start.now), self._start.database)

    def _make_empty(self, name: str, zone: str) -> None:
        start, clock = self._start, clock_for(ZoneInfo(zone), self._start.now)
        asker = asker_of(Context(start.actor, start.workstation, Role.MANAGER, clock))
        self._make("founding", make_empty, asker, name, zone, start.database)

    def _make(self, what: str, function: Callable[..., object], *values: object) -> None:
        def begin(answer: Answer[None]) -> None:
            value_of(answer)
            self.work.start(say(f"work.doing-{what}"), self._ended, function, *values)

        self._files.begin(partial(_make_folder_of, self._start.database), begin, "made")

    def _ended(self, answer: WorkAnswer) -> None:
        if not isinstance(answer, WorkDone):
            self.welcome.show_idle(why_not_done(answer))
        elif isinstance(answer.result, tuple) and answer.result:
            self.welcome.show_idle("\n".join(answer.result))
        else:
            self.made.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own name
        """Nobody waits for a clinic any more."""
        self.work.cancel()
        self._files.stop()
        super().closeEvent(event)


@dataclass(frozen=True)
class _Looked:
    """What somebody has chosen, and of a backup the zone of its clinic's clock."""

    file: Path
    kind: Literal["backup", "clinic", "description"]
    zone: ZoneInfo | None = None


def _look_at(file: Path) -> _Looked:
    if is_backup(file):
        return _Looked(file, "backup", zone_of(file, file))
    if not is_database(file):
        return _Looked(file, "description")
    glance_at(file)
    return _Looked(file, "clinic")


def _make_folder_of(database: Path) -> None:
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise unreachable(database, error) from None
