"""Going from the clinic that is open to another one, in the same program and the same window."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal

from clinicdesk.services.demo_place import demo_clinic, find_demo, forget_removed, remove_demo
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.clinics.recent_clinics import forget_clinic, newest_own_clinic
from clinicdesk.ui.kit.background.worker import Answer, Failure, Worker, value_of
from clinicdesk.ui.main_window import MainWindow
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.chosen_clinic import Chosen


class OtherClinics(QObject):
    """Files are looked at beside the window's thread, before anything is left.

    What cannot be opened is told in the window that is there. A clinic is left as it is closed:
    once what was asked for is written.
    """

    open_wanted = Signal(str)
    """The clinic of that path shall be shown."""
    begin_wanted = Signal(object)
    """The first run shall be shown: a `Chosen` to make a clinic from, "demo", or None to ask."""
    told = Signal(str)
    """What became of it, for whichever window is there by then."""

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._files = Worker("other clinics", self)

    def follow(self, window: MainWindow) -> None:
        """Carry out what this window asks for."""
        requests = window.requests
        requests.open_clinic.connect(partial(self._look, window))
        requests.new_clinic.connect(partial(self._begin, window, None))
        requests.open_demo.connect(partial(self._find_demo, window))
        requests.remove_demo.connect(partial(self._leave_demo, window))

    def forget_removed_demo(self) -> None:
        """Delete a demo clinic that was removed before the program was started."""
        self._files.begin(forget_removed, value_of)

    def stop(self) -> None:
        """The program ends."""
        self._files.stop()

    def _look(self, window: MainWindow, path: str) -> None:
        def look() -> "Chosen":
            # Loaded beside the window's thread: a window that is there does without.
            from clinicdesk.chosen_clinic import look_at

            return look_at(Path(path))

        self._files.begin(look, partial(self._have_looked, window), "other clinic")

    def _have_looked(self, window: MainWindow, answer: "Answer[Chosen]") -> None:
        if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
            window.tell(say(answer.error.code, answer.error.params))
            return
        chosen = value_of(answer)
        if chosen.kind == "clinic":
            window.leave(partial(self.open_wanted.emit, str(chosen.file)))
        else:
            self._begin(window, chosen)

    def _begin(self, window: MainWindow, chosen: object) -> None:
        window.leave(partial(self.begin_wanted.emit, chosen))

    def _find_demo(self, window: MainWindow) -> None:
        def have_found(answer: Answer[bool]) -> None:
            if value_of(answer):
                window.leave(partial(self.open_wanted.emit, str(demo_clinic())))
            else:
                self._begin(window, "demo")

        self._files.begin(find_demo, have_found, "other clinic")

    def _leave_demo(self, window: MainWindow) -> None:
        def leave() -> None:
            own = newest_own_clinic(self._settings)
            if own is None:
                self.begin_wanted.emit(None)
            else:
                self.open_wanted.emit(str(own))
            # Behind it: whoever removes the demo sees their own clinic at once.
            self._files.begin(remove_demo, self._have_removed)

        window.leave(leave)

    def _have_removed(self, answer: Answer[None]) -> None:
        if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
            self.told.emit(say(answer.error.code, answer.error.params))
            return
        value_of(answer)
        forget_clinic(self._settings, str(demo_clinic().absolute()))
        self.told.emit(say("clinics.demo-removed"))
