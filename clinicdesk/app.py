"""The window's front door: wires settings, theme, database and main window, and starts Qt."""

import contextlib
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import platformdirs
from PySide6.QtCore import QBuffer, QSettings, Qt, QThread, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow
from shiboken6 import isValid

from clinicdesk.exchange.files import write_whole
from clinicdesk.loading import keep, keep_anew, loaded
from clinicdesk.open_clinic import AT_ONCE_SECONDS, PATIENT_SECONDS, NotAtOnce, OpenClinic, Start
from clinicdesk.other_clinics import OtherClinics
from clinicdesk.services.log_place import set_up_logging
from clinicdesk.services.storage import REFUSALS, DatabaseRefused
from clinicdesk.ui.clinics.recent_clinics import (
    RecentClinic,
    newest_own_clinic,
    note_clinic,
    recent_clinics,
)
from clinicdesk.ui.frame.crash_guard import CrashGuard
from clinicdesk.ui.frame.window_language import speak
from clinicdesk.ui.kit.background.garbage import WindowGarbage
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.main_window import MainWindow
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.chosen_clinic import Chosen
    from clinicdesk.ui.frame.trouble_window import TroubleWindow

__all__ = ["Application", "Start"]

_QUEUED = Qt.ConnectionType.QueuedConnection
"""Done once the slot that led there is over: it may belong to a window that goes."""


PICTURE = (1600, 960)
"""Width and height of the picture of a day."""


HELD = frozenset({"database.busy", "database.busy-reading"})
"""Why a clinic cannot be opened just now that passes by itself."""


@dataclass(frozen=True)
class Shown:
    """The window that is shown, and how it says a sentence."""

    window: QMainWindow
    refuse: Callable[[str], object]
    """Says that something was refused."""
    tell: Callable[[str], object] = lambda _said: None
    """Says what was done before the window was there."""
    clinic: OpenClinic | None = None
    """The clinic that is open in it."""
    unopened: bool = False
    """Whether it says why no clinic is open."""


class Application:
    """Everything that lives as long as the window does."""

    def __init__(self, start: Start, arguments: list[str]) -> None:
        self.start = start
        self.qt = QApplication.instance() or QApplication(arguments)
        assert isinstance(self.qt, QApplication)
        self.qt.setApplicationName("ClinicDesk")
        self.settings = open_settings()
        speak(self.qt, self.settings)
        self.keeper = ThemeKeeper(self.qt, self.settings)
        self._shown: Shown | None = None
        self._garbage: WindowGarbage | None = None
        self._clinic: OpenClinic | None = None
        self._beside: TroubleWindow | None = None
        """What can be done about the file of the clinic that is open."""
        self.others = OtherClinics(self.settings, self.qt)
        self.others.open_wanted.connect(lambda path: self._open_at(path, ""), _QUEUED)
        self.others.begin_wanted.connect(self.show_welcome, _QUEUED)
        self.others.told.connect(self._say_done, _QUEUED)
        self.crash_guard = CrashGuard(lambda: self.window, set_up_logging())
        # Queued: said once the slot or the painting that it interrupted is over.
        self.crash_guard.refused.connect(self._say_refused, _QUEUED)

    @property
    def window(self) -> QMainWindow | None:
        """What is shown now."""
        return None if self._shown is None else self._shown.window

    def run(self) -> int:
        """Show the clinic, or the first run if there is none; return when the window is closed.

        A clinic that cannot be opened gets a window that says why and what can be done: who
        started the program from an icon sees no stderr. Closed in that state, the status is 1.
        """
        newest = None if self.start.named else newest_own_clinic(self.settings)
        if newest is not None:
            # It is there, or away with its disk: where one was open none is begun anew unasked.
            self.start = replace(self.start, database=newest, named=True)
        self.open()
        self.others.forget_removed_demo()
        status = self.qt.exec()
        unopened = self._shown is not None and self._shown.unopened
        self.close()
        return 1 if unopened else status

    def begin(self, *, settled: bool = False) -> None:
        """Show the first window. Raises what `OpenClinic` does."""
        if self.start.is_new():
            self.show_welcome()
        else:
            self.show_clinic(settled=settled)

    def open(self, *, settled: bool = False) -> None:
        """Show the first window, or why there is none; one that goes on by itself if it can."""
        try:
            self.begin(settled=settled)
        except NotAtOnce as error:
            path = str(self.start.database)
            window = self._show_trouble("cannot-open.settling", {"path": path})
            window.go_on_by_itself(whole=error.whole)
        except REFUSALS as refusal:
            window = self._show_trouble(refusal.code, refusal.params)
            if refusal.code in HELD:
                window.go_on_by_itself(whole=False)
        except Exception as error:  # noqa: BLE001 - whoever started it from an icon sees a window
            code = self.crash_guard.log_fault(type(error), error.__traceback__)
            self._show_trouble("cannot-open.fault", {"code": code})

    def _show_trouble(self, code: str, params: Mapping[str, object]) -> "TroubleWindow":
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"clinicdesk: {say(code, params)}\n")
        # Here and below: windows that a clinic which opens does without.
        from clinicdesk.ui.frame.trouble_window import TroubleWindow

        window = TroubleWindow(self.start.database, code, params, self.start.asker)
        window.anew_wanted.connect(self.show_welcome, _QUEUED)
        window.open_wanted.connect(self._open_at, _QUEUED)
        window.waited.connect(
            lambda refused: self._open_settled(refused, window.page.said.text()),
            _QUEUED,
        )
        self._show(Shown(window, window.page.say, window.page.say, unopened=True))
        return window

    def _show_ways_out(self) -> None:
        """Beside the main window, which keeps what was typed and goes on when the file is well."""
        cause = None if self._clinic is None else self._clinic.desk.trouble_cause
        if cause is None:
            return
        from clinicdesk.ui.frame.trouble_window import TroubleWindow

        self._close_beside()
        path, asker = self.start.database, self.start.asker
        self._beside = TroubleWindow(path, cause.code, cause.params, asker, beside=True)
        self._beside.open_wanted.connect(self._go_on, _QUEUED)
        self._beside.anew_wanted.connect(self._begin_anew, _QUEUED)
        self._beside.show()

    def _close_beside(self) -> None:
        if self._beside is not None:
            self._beside.close()
            _keep_for_now(self._beside)
            self._beside = None

    def _note_trouble(self, sentence: str) -> None:
        """What was wrong may have been mended by somebody else; what is being done here ends."""
        if not sentence and self._beside is not None and not self._beside.busy:
            self._close_beside()

    def _go_on(self, path: str, said: str) -> None:
        """Something was done about the file, or another clinic was chosen."""
        if Path(path) != self.start.database:
            self._close_beside()
            self._open_at(path, said)
        elif self._clinic is not None:
            self._clinic.desk.when_looked(partial(self._say_how_it_is, said))

    def _say_how_it_is(self, said: str) -> None:
        """The file was looked at again after something was done about it."""
        cause = None if self._clinic is None else self._clinic.desk.trouble_cause
        if cause is None:
            self._close_beside()
            self._say_done(said)
        else:
            self._say_beside(cause.code, said or say(cause.code, cause.params))

    def _say_beside(self, code: str, said: str) -> None:
        """It is still in trouble, of the same kind or of another one by now."""
        if self._beside is None or self._beside.code != code:
            self._show_ways_out()
        if self._beside is not None:
            self._beside.page.say(said)

    def _begin_anew(self) -> None:
        self._close_beside()
        self.show_welcome()

    def _open_at(self, path: str, said: str) -> None:
        self.start = replace(self.start, database=Path(path))
        self.open()
        self._say_done(said)

    def _open_founded(self, path: str) -> None:
        """Where somebody's clinic was just made: people, rooms and hours can be gone through."""
        self._open_at(path, say("first.made"))
        if isinstance(self.window, MainWindow):
            self.window.first_picture.stands.connect(self.window.requests.set_up_people)

    def _open_settled(self, refused: DatabaseRefused | None, said: str) -> None:
        """The file was waited for beside this thread, and what was to be done is done."""
        if refused is None:
            self.open(settled=True)
            self._say_done(said)
        else:
            self._show_trouble(refused.code, refused.params)

    def _say_done(self, said: str) -> None:
        """What was done before the window was there: where a backup or the former file is kept."""
        if said and self._shown is not None:
            self._shown.tell(said)

    def _window_stands(self) -> None:
        """Nothing has to be loaded in a hurry any more."""
        loaded()
        if self._garbage is None:
            self._garbage = WindowGarbage(self.qt)

    def close(self) -> None:
        """Close the window, and stop looking for other desks' changes."""
        self._stop()
        self.others.stop()
        if isValid(self.others):
            self.others.deleteLater()
        if self._garbage is not None:
            self._garbage.stop()
            self._garbage = None
        if self.window is not None:
            self.window.close()

    def _stop(self) -> None:
        """Nobody works with the clinic here any more."""
        if self._clinic is not None:
            self._clinic.stop()
            self._clinic = None

    def show_clinic(self, *, seconds: float = AT_ONCE_SECONDS, settled: bool = False) -> None:
        """Open the database and the main window on it. Raises what `OpenClinic` does."""
        clinic = OpenClinic(
            self.start,
            lambda desk: MainWindow(desk, self.keeper, self.settings),
            seconds=seconds,
            settled=settled,
        )
        clinic.window.first_picture.stands.connect(self._window_stands)
        clinic.window.later.ended.connect(keep if self._shown is None else keep_anew)
        clinic.window.banner.help_wanted.connect(self._show_ways_out)
        clinic.desk.trouble.connect(self._note_trouble)
        self.others.follow(clinic.window)
        self._show(Shown(clinic.window, clinic.desk.could_not_read, clinic.window.tell, clinic))
        self._note_clinic(clinic)

    def _note_clinic(self, clinic: OpenClinic) -> None:
        setup = clinic.desk.setup
        note_clinic(self.settings, self.start.database, setup.name, demo=setup.demo)

    def picture(self, day: date, path: Path) -> None:
        """Write a picture of the clinic's day as a PNG file, as large as a usual screen."""
        self.show_clinic(seconds=PATIENT_SECONDS, settled=True)
        assert isinstance(self.window, MainWindow)
        self.window.resize(*PICTURE)
        self.window.requests.show_day.emit(day)
        drawn = QBuffer()
        drawn.open(QBuffer.OpenModeFlag.WriteOnly)
        self._at_rest(self.window).save(drawn, "PNG")
        write_whole(path, bytes(drawn.data().data()))
        self.window.close()

    def _at_rest(self, window: MainWindow) -> QPixmap:
        """What the window shows once all is read, and painted whole: nobody sees it before."""
        before = QImage()
        while True:
            self.qt.processEvents()
            pixels = window.grab()
            now = pixels.toImage()
            if window.desk.is_settled and now == before:
                return pixels
            before = now
            QThread.msleep(20)

    def show_welcome(self, begin: "Chosen | Literal['demo'] | None" = None) -> None:
        """The first run, or that of another clinic; it may begin with what somebody has chosen."""
        from clinicdesk.first_run import FirstRun

        window = FirstRun(self.start, self.keeper, left=self._left())
        window.open_wanted.connect(lambda path: self._open_at(path, ""), _QUEUED)
        window.founded.connect(self._open_founded, _QUEUED)
        self._show(Shown(window, window.welcome.show_idle, window.welcome.show_idle))
        if begin is not None:
            window.begin(begin)

    def _left(self) -> RecentClinic | None:
        """The clinic that is open until now, to which somebody can go back."""
        recent = recent_clinics(self.settings)[:1]
        return recent[0] if recent and self._clinic is not None else None

    def _show(self, shown: Shown) -> None:
        """In place of what is shown, which ends: no desk polls behind another window."""
        self._stop()
        before, self._shown, self._clinic = self.window, shown, shown.clinic
        shown.window.show()
        if shown.clinic is None:
            self._window_stands()
        if before is not None:
            # Not before the other one stands: the last one to close would end the program.
            before.close()
            before.deleteLater()
            _keep_for_now(before)

    def _say_refused(self, sentence: str) -> None:
        """In the main window as any refusal, in the first run where its own faults are shown."""
        if self._shown is not None:
            self._shown.refuse(sentence)


def _keep_for_now(window: QMainWindow) -> None:
    """Hold a window until its own signal, which may have led here, is emitted."""
    QTimer.singleShot(0, partial(id, window))


def open_settings() -> QSettings:
    """This workstation's settings; a damaged file gives the defaults, never a crash."""
    folder = Path(platformdirs.user_config_dir("clinicdesk", appauthor=False))
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    if settings.status() is not QSettings.Status.NoError:
        settings.clear()
    return settings
