"""Writing a visit's calendar file where the person says; the folder is remembered."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.documents.calendar_export import export_visit, write_calendar
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say

_SETTING = "calendar-file/folder"

Tell = Callable[[str], object]
"""Shows a sentence where somebody asked."""


class CalendarFile(QObject):
    """Asks for a place over the `owner`'s window, writes, and tells whoever asked what became."""

    def __init__(self, desk: Desk, owner: QWidget, settings: QSettings) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._settings = desk, owner, settings
        self.dialog: QFileDialog | None = None

    @property
    def folder(self) -> Path:
        """Where the last one was written; else the home folder."""
        folder = Path(str(self._settings.value(_SETTING, "")) or Path.home())
        return folder if folder.is_dir() else Path.home()

    def ask(self, visit: int, tell: Tell) -> None:
        """Ask where to, and write it there."""
        dialog = QFileDialog(self._owner, say("calendar-file.title"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(say("calendar-file.filter"))
        dialog.setDefaultSuffix("ics")
        dialog.setDirectory(str(self.folder))
        dialog.selectFile(f"{visit_number(visit)}.ics")
        dialog.fileSelected.connect(lambda path: self.write(visit, Path(path), tell))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def write(self, visit: int, path: Path, tell: Tell) -> None:
        """Write the visit's calendar file there."""
        try:
            write_calendar(path, export_visit(self._desk.context, self._desk.database, visit))
        except REFUSALS as refusal:
            tell(say(refusal.code, refusal.params))
            return
        self._settings.setValue(_SETTING, str(path.parent))
        tell(say("calendar-file.written", {"path": str(path)}))
