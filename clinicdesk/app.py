"""The window's front door: wires settings, theme, database and main window, and starts Qt."""

import contextlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import platformdirs
from PySide6.QtCore import QBuffer, QProcess, QSettings, QSize, Qt, QTimeZone
from PySide6.QtWidgets import QApplication, QMainWindow

from clinicdesk.clock import clock_for
from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.exchange.files import write_whole
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.services.backups.drafts import clear_beside
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.context import Context, Role
from clinicdesk.services.log_place import set_up_logging
from clinicdesk.services.open_mark import OpenMark
from clinicdesk.services.setup.founding import found_clinic
from clinicdesk.services.storage import (
    REFUSALS,
    Database,
    open_database,
    path_exists,
)
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.frame.crash_guard import CrashGuard
from clinicdesk.ui.frame.layers.welcome import Welcome
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.frame.soundness_look import SoundnessLook
from clinicdesk.ui.frame.trouble_window import TroubleWindow
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.main_window import MainWindow
from clinicdesk.wording import say, use_clinic_habits

BUSY_SECONDS = 1.5
"""How long a write waits for another desk: longer, and the window seems dead."""

PICTURE = (1600, 960)
"""Width and height of the picture of a day."""


@dataclass(frozen=True)
class Start:
    """What the command line wants of the window: whose desk, which clinic, what time it is."""

    actor: str
    workstation: str
    database: Path
    now: datetime | None = None
    """The clinic's wall clock, for demonstrations; None for this computer's clock."""
    busy_seconds: float = BUSY_SECONDS


class Application:
    """Everything that lives as long as the window does."""

    def __init__(self, start: Start, arguments: list[str]) -> None:
        self.start = start
        self.qt = QApplication.instance() or QApplication(arguments)
        assert isinstance(self.qt, QApplication)
        self.qt.setApplicationName("ClinicDesk")
        self.settings = open_settings()
        self.keeper = ThemeKeeper(self.qt, self.settings)
        self.window: QMainWindow | None = None
        self._desk: Desk | None = None
        self._look: SoundnessLook | None = None
        self._mark: OpenMark | None = None
        self._beside: TroubleWindow | None = None
        """What can be done about the file of the clinic that is open."""
        self._making: QProcess | None = None
        self.crash_guard = CrashGuard(lambda: self.window, set_up_logging())
        # Queued: said once the slot or the painting that it interrupted is over.
        self.crash_guard.refused.connect(self._say_refused, Qt.ConnectionType.QueuedConnection)

    def run(self) -> int:
        """Show the clinic, or the first run if there is none; return when the window is closed.

        A clinic that cannot be opened gets a window that says why and what can be done: who
        started the program from an icon sees no stderr. Closed in that state, the status is 1.
        """
        self.open()
        status = self.qt.exec()
        unopened = isinstance(self.window, TroubleWindow)
        self.close()
        return 1 if unopened else status

    def begin(self) -> None:
        """Show the first window. Raises what `open_database` does."""
        if path_exists(self.start.database):
            self.show_clinic()
        else:
            self.show_welcome()

    def open(self) -> None:
        """Show the first window, or why there is none."""
        try:
            self.begin()
        except REFUSALS as refusal:
            self._show_trouble(refusal.code, refusal.params)
        except Exception as error:  # noqa: BLE001 - whoever started it from an icon sees a window
            code = self.crash_guard.log_fault(type(error), error.__traceback__)
            self._show_trouble("cannot-open.fault", {"code": code})

    def _show_trouble(self, code: str, params: Mapping[str, object]) -> None:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"clinicdesk: {say(code, params)}\n")
        window = TroubleWindow(self.start.database, code, params)
        window.open_wanted.connect(self._open_at, Qt.ConnectionType.QueuedConnection)
        self._show(window)

    def _show_ways_out(self) -> None:
        """Beside the main window, which keeps what was typed and goes on when the file is well."""
        cause = None if self._desk is None else self._desk.trouble_cause
        if cause is None:
            return
        self._beside = TroubleWindow(self.start.database, cause.code, cause.params)
        self._beside.open_wanted.connect(self._go_on, Qt.ConnectionType.QueuedConnection)
        self._beside.show()

    def _go_on(self, path: str, said: str) -> None:
        """Something was done about the file, or another clinic was chosen."""
        if self._beside is not None:
            self._beside.close()
        if Path(path) != self.start.database:
            self._stop()
            # Its window is closed once the other one stands: the last one would end the program.
            self._open_at(path, said)
        elif self._desk is not None:
            self._desk.catch_up()
            self._say_done(said)

    def _open_at(self, path: str, said: str) -> None:
        self.start = replace(self.start, database=Path(path))
        self.open()
        self._say_done(said)

    def _say_done(self, said: str) -> None:
        """What was done before the window was there: where a backup or the former file is kept."""
        if said and isinstance(self.window, MainWindow):
            self.window.toast.show_text(said, undoable=False)
        elif said and isinstance(self.window, TroubleWindow):
            self.window.page.show_idle(said)

    def close(self) -> None:
        """Close the window, and stop looking for other desks' changes."""
        self._stop()
        if self.window is not None:
            self.window.close()

    def _stop(self) -> None:
        """Nobody works with the clinic here any more."""
        if self._desk is not None:
            self._desk.stop()
        if self._look is not None:
            self._look.stop()
        if self._mark is not None:
            self._mark.end()

    def show_clinic(self) -> None:
        """Open the database and the main window on it. Raises what `open_database` does."""
        clear_beside(self.start.database)
        mark = OpenMark(self.start.database)
        database = open_database(
            self.start.database, busy_seconds=self.start.busy_seconds, whole=mark.was_cut_off()
        )
        context = self._context(database)
        self._desk = Desk(context, database)
        setup = self._desk.availability.setup()
        use_clinic_habits(setup.date_order, twelve_hour=setup.twelve_hour)
        window = MainWindow(self._desk, self.keeper, self.settings)
        window.banner.help_wanted.connect(self._show_ways_out)
        self._show(window)
        self._mark = mark
        mark.begin()
        self._look = SoundnessLook(self.start.database)
        self._look.damaged.connect(self._desk.found_damaged)

    def picture(self, day: date, path: Path) -> None:
        """Write a picture of the clinic's day as a PNG file, as large as a usual screen."""
        self.show_clinic()
        assert isinstance(self.window, MainWindow)
        self.window.resize(*PICTURE)
        self.window.requests.show_day.emit(day)
        self.qt.processEvents()
        drawn = QBuffer()
        drawn.open(QBuffer.OpenModeFlag.WriteOnly)
        self.window.grab().save(drawn, "PNG")
        write_whole(path, bytes(drawn.data().data()))
        self.window.close()

    def show_welcome(self) -> None:
        """The first run."""
        welcome = Welcome(self.keeper, local_zone())
        welcome.demo_wanted.connect(lambda: self._make("make-demo", str(self.start.database)))
        welcome.file_wanted.connect(
            lambda path: self._make("new-clinic", path, str(self.start.database))
        )
        welcome.empty_wanted.connect(self._make_empty)
        window = QMainWindow()
        window.setWindowTitle("ClinicDesk")
        window.setCentralWidget(welcome)
        OnScreen(window, QSize(1040, 640))
        self._show(window)

    def _show(self, window: QMainWindow) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()

    def _context(self, database: Database) -> Context:
        with database.reading() as session:
            setup, _ = read_clinic(session)
        clock = clock_for(setup.zone, self.start.now)
        return Context(self.start.actor, self.start.workstation, Role.FRONT_DESK, clock)

    def _say_refused(self, sentence: str) -> None:
        """In the main window as any refusal, in the first run where its own faults are shown."""
        if isinstance(self.window, MainWindow):
            self.window.desk.could_not_read(sentence)
        elif isinstance(self.window, TroubleWindow):
            self.window.page.show_idle(sentence)
        elif self.window is not None:
            self._welcome().show_idle(sentence)

    def _welcome(self) -> Welcome:
        assert self.window is not None
        welcome = self.window.centralWidget()
        assert isinstance(welcome, Welcome)
        return welcome

    def _make(self, *command: str) -> None:
        """Run the command line in a process of its own, so that the window goes on painting."""
        self._make_folder()
        process = QProcess(self.qt)
        process.finished.connect(self._made)
        process.start(sys.executable, ["-m", "clinicdesk", *command])
        self._making = process
        self._welcome().show_working(process)

    def _make_folder(self) -> None:
        try:
            self.start.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (OSError, ValueError) as error:
            raise unreachable(self.start.database, error) from None

    def _made(self, code: int, ending: QProcess.ExitStatus) -> None:
        assert self._making is not None
        said = bytes(self._making.readAllStandardError().data()).decode("utf-8", "replace")
        if ending is not QProcess.ExitStatus.NormalExit:
            self._welcome().show_idle(say("welcome.stopped"))
        elif code:
            self._welcome().show_idle(said.replace("clinicdesk: ", "").strip())
        else:
            self.open()

    def _make_empty(self, name: str, zone: str) -> None:
        clock = clock_for(ZoneInfo(zone), self.start.now)
        context = Context(self.start.actor, self.start.workstation, Role.MANAGER, clock)
        shape = ClinicShape(name, zone, (), (), (), (), ())
        try:
            self._make_folder()
            found_clinic(context, self.start.database, shape)
        except REFUSALS as refusal:
            self._welcome().show_idle(say(refusal.code, refusal.params))
            return
        self.open()


def open_settings() -> QSettings:
    """This workstation's settings; a damaged file gives the defaults, never a crash."""
    folder = Path(platformdirs.user_config_dir("clinicdesk", appauthor=False))
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    if settings.status() is not QSettings.Status.NoError:
        settings.clear()
    return settings


def local_zone() -> str:
    """This computer's zone by its IANA name; America/Chicago if it has none that can be chosen."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if "/" in name and name in available_timezones() else "America/Chicago"
