"""Writing a visit's calendar files where the person says; folder and form are remembered."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.numbers import patient_number, visit_number
from clinicdesk.services.storage import REFUSALS, DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.own_calendar.calendar_dialogs import ask_file, ask_folder
from clinicdesk.ui.kit.background.worker import Answer, Failure, value_of
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.services.documents.handing_over import HandOver

_FOLDER, _FORM = "calendar-file/folder", "calendar-file/form"

Tell = Callable[[str], object]
"""Shows a sentence where somebody asked."""


class CalendarFile(QObject):
    """Asks for a place over the `owner`'s window, writes, and tells whoever asked what became.

    The place may be a disk far away: it is looked at, and written to, in a thread of its own. What
    was written is noted as handed over to the patient, and in which form.
    """

    def __init__(self, desk: Desk, owner: QWidget, settings: QSettings) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._settings = desk, owner, settings
        self._files = desk.worker("calendar files", self)
        self.dialog: QFileDialog | None = None

    def ask(self, visit: int, tell: Tell, form: str = "") -> None:
        """Ask where to, and write the visit there; in the form that was written last if none."""
        form = form or str(self._settings.value(_FORM, "visit"))
        name = f"{self._mark}{visit_number(visit)}.ics"

        def ask_in(folder: Path) -> None:
            if form == "steps":
                self.dialog = ask_folder(
                    self._owner, folder, lambda path: self.write_steps(visit, path, tell)
                )
            else:
                self.dialog = ask_file(
                    self._owner, folder, name, lambda path: self.write(visit, path, tell)
                )

        self._ask(ask_in)

    def ask_coming(self, patient: int, tell: Tell) -> None:
        """Ask where to, and write all that is to come of the patient into one file there."""
        name = f"{self._mark}{patient_number(patient)}.ics"

        def write(path: Path) -> None:
            def read() -> "HandOver":
                from clinicdesk.services.documents.handing_over import read_coming

                return read_coming(self._desk.context, self._desk.database, patient, path.name)

            self._write(read, path.parent, "visit", tell, path)

        def ask_in(folder: Path) -> None:
            self.dialog = ask_file(self._owner, folder, name, write)

        self._ask(ask_in)

    def write(self, visit: int, path: Path, tell: Tell) -> None:
        """Write the visit's calendar file there: one event."""

        def read() -> "HandOver":
            # Loaded beside the window's thread: the library behind it takes long.
            from clinicdesk.services.documents.handing_over import HandOver, read_hand_over

            found = read_hand_over(self._desk.context, self._desk.database, visit, "visit")
            (content,) = found.files.values()
            return HandOver(found.visits, found.takes_back, {path.name: content})

        self._remember("visit")
        self._write(read, path.parent, "visit", tell, path)

    def write_steps(self, visit: int, folder: Path, tell: Tell) -> None:
        """Write a calendar file for each of the visit's steps into that folder."""

        def read() -> "HandOver":
            from clinicdesk.services.documents.handing_over import read_hand_over

            return read_hand_over(self._desk.context, self._desk.database, visit, "steps")

        self._remember("steps")
        self._write(read, folder, "steps", tell, folder)

    @property
    def _mark(self) -> str:
        return "demo-" if self._desk.setup.demo else ""

    def _remember(self, form: str) -> None:
        self._settings.setValue(_FORM, form)

    def _ask(self, ask_in: Callable[[Path], None]) -> None:
        kept = str(self._settings.value(_FOLDER, ""))
        self._files.begin(
            lambda: folder_to_begin_in(kept), lambda answer: ask_in(value_of(answer)), "folder"
        )

    def _write(
        self, read: Callable[[], "HandOver"], folder: Path, form: str, tell: Tell, told: Path
    ) -> None:
        def refused(refusal: Refused | DatabaseRefused) -> None:
            tell(say(refusal.code, refusal.params))

        def write(found: "HandOver") -> None:
            def written(answer: Answer[None]) -> None:
                if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
                    refused(answer.error)
                    return
                value_of(answer)
                self._settings.setValue(_FOLDER, str(folder))
                # Said once it is noted: what is read anew because of that would unsay it.
                self._note(found, form, lambda: tell(_said(found, form, told)))

            files = {**found.takes_back, **found.files}
            self._files.begin(lambda: _write_there(folder, files), written)

        self._desk.read(None, read, write, refused)

    def _note(self, found: "HandOver", form: str, then: Callable[[], object]) -> None:
        from clinicdesk.services.contacts.noting import handed_over, note_contact

        writes = [
            self._desk.write(note_contact, visit, handed_over(form)) for visit in found.visits
        ]
        writes[-1].then(lambda _outcome: then(), then)


def _write_there(folder: Path, files: Mapping[str, bytes]) -> None:
    from clinicdesk.services.documents.calendar_export import write_calendars

    write_calendars(folder, files)


def _said(found: "HandOver", form: str, told: Path) -> str:
    code = "calendar-file.steps-written" if form == "steps" else "calendar-file.written"
    said = say(code, {"path": str(told), "count": len(found.files)})
    if not found.takes_back:
        return said
    names = {"files": list(found.takes_back), "count": len(found.takes_back)}
    return f"{said} {say('calendar-file.takes-back', names)}"


def folder_to_begin_in(kept: str) -> Path:
    """Where the last one was written, if that is there; else the home folder."""
    folder = Path(kept or Path.home())
    return folder if folder.is_dir() else Path.home()
