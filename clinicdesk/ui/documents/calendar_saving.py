"""Writing a visit's calendar file where the person says; the folder is remembered."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.storage import REFUSALS, DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.background.worker import Answer, Failure, value_of
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.wording import say

_SETTING = "calendar-file/folder"

Tell = Callable[[str], object]
"""Shows a sentence where somebody asked."""


class CalendarFile(QObject):
    """Asks for a place over the `owner`'s window, writes, and tells whoever asked what became.

    The place may be a disk far away: it is looked at, and written to, in a thread of its own.
    """

    def __init__(self, desk: Desk, owner: QWidget, settings: QSettings) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._settings = desk, owner, settings
        self._files = desk.worker("calendar files", self)
        self.dialog: QFileDialog | None = None

    def ask(self, visit: int, tell: Tell) -> None:
        """Ask where to, and write it there."""
        kept = str(self._settings.value(_SETTING, ""))
        self._files.begin(
            lambda: folder_to_begin_in(kept),
            lambda answer: self._ask_in(value_of(answer), visit, tell),
            "folder",
        )

    def _ask_in(self, folder: Path, visit: int, tell: Tell) -> None:
        dialog = never_opening(QFileDialog(self._owner, say("calendar-file.title")))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(say("calendar-file.filter"))
        dialog.setDefaultSuffix("ics")
        dialog.setDirectory(str(folder))
        mark = "demo-" if self._desk.setup.demo else ""
        dialog.selectFile(f"{mark}{visit_number(visit)}.ics")
        dialog.fileSelected.connect(lambda path: self.write(visit, Path(path), tell))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def write(self, visit: int, path: Path, tell: Tell) -> None:
        """Write the visit's calendar file there."""
        context, database = self._desk.context, self._desk.database

        def read() -> bytes:
            # Loaded beside the window's thread: the library behind it takes long.
            from clinicdesk.services.documents.calendar_export import export_visit

            return export_visit(context, database, visit)

        def write_there(content: bytes) -> None:
            from clinicdesk.services.documents.calendar_export import write_calendar

            write_calendar(path, content)

        def written(answer: Answer[None]) -> None:
            if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
                refused(answer.error)
                return
            value_of(answer)
            self._settings.setValue(_SETTING, str(path.parent))
            tell(say("calendar-file.written", {"path": str(path)}))

        def refused(refusal: Refused | DatabaseRefused) -> None:
            tell(say(refusal.code, refusal.params))

        def write(content: bytes) -> None:
            self._files.begin(lambda: write_there(content), written)

        self._desk.read(None, read, write, refused)


def folder_to_begin_in(kept: str) -> Path:
    """Where the last one was written, if that is there; else the home folder."""
    folder = Path(kept or Path.home())
    return folder if folder.is_dir() else Path.home()
