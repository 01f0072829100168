"""Writes a practitioner's coming weeks, or the clinic's day, once as a calendar file."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.storage import REFUSALS, DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.calendar_saving import folder_to_begin_in
from clinicdesk.ui.documents.own_calendar.calendar_dialogs import ask_file
from clinicdesk.ui.kit.background.worker import Answer, Failure, value_of
from clinicdesk.wording import say

SETTING = "calendar-file/folder"
"""Where the last calendar file was written: every kind goes there again."""

COMING = timedelta(weeks=8)
"""How far ahead a practitioner's calendar goes."""


class SavedCalendars(QObject):
    """Asks for a place over the `owner`'s window; what became of it is told.

    The place may be a disk far away: it is looked at, and written to, in a thread of its own.
    """

    def __init__(
        self, desk: Desk, owner: QWidget, settings: QSettings, tell: Callable[[str], object]
    ) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._settings, self._tell = desk, owner, settings, tell
        self._files = desk.worker("own calendar files", self)
        self.dialog: QFileDialog | None = None

    def save_practitioner(self, first: date, practitioner: int) -> None:
        """Their coming weeks, from that day on."""
        desk, who = self._desk, self._desk.setup.resources.get(practitioner)
        if who is None:
            return

        def read() -> bytes:
            # Loaded beside the window's thread: the library behind it takes long.
            from clinicdesk.services.documents.practitioner_export import export_practitioner

            last = first + COMING
            return export_practitioner(desk.context, desk.database, practitioner, first, last)

        def name() -> str:
            from clinicdesk.services.documents.practitioner_export import own_calendar_name

            return own_calendar_name(desk.setup, who)

        self._ask(name, read)

    def save_day(self, day: date) -> None:
        """Every practitioner's day."""
        desk = self._desk

        def read() -> bytes:
            from clinicdesk.services.documents.practitioner_export import export_day

            return export_day(desk.context, desk.database, day)

        self._ask(lambda: f"{'demo-' if desk.setup.demo else ''}day-{day}.ics", read)

    def _ask(self, name: Callable[[], str], read: Callable[[], bytes]) -> None:
        kept = str(self._settings.value(SETTING, ""))

        def ask(answer: Answer[tuple[Path, str]]) -> None:
            folder, called = value_of(answer)
            self.dialog = ask_file(self._owner, folder, called, lambda path: self.write(path, read))

        self._files.begin(lambda: (folder_to_begin_in(kept), name()), ask, "folder")

    def write(self, path: Path, read: Callable[[], bytes]) -> None:
        """Write there what is read."""

        def write_there(content: bytes) -> None:
            from clinicdesk.services.documents.calendar_export import write_calendar

            write_calendar(path, content)

        def written(answer: Answer[None]) -> None:
            if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
                refused(answer.error)
                return
            value_of(answer)
            self._settings.setValue(SETTING, str(path.parent))
            self._tell(say("calendar-file.written", {"path": str(path)}))

        def refused(refusal: Refused | DatabaseRefused) -> None:
            self._tell(say(refusal.code, refusal.params))

        def write(content: bytes) -> None:
            self._files.begin(lambda: write_there(content), written)

        self._desk.read(None, read, write, refused)
