"""Everything of a clinic as files for a spreadsheet: where they go is asked, a command writes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.exporting.unfinished import clear_unfinished
from clinicdesk.ui.kit.own_command import CommandEnd, OwnCommand
from clinicdesk.wording import say


class Exporting(QObject):
    """From the running window; one export at a time, which ends with the window.

    `tell` shows a sentence where somebody asked.
    """

    def __init__(self, owner: QWidget, database: Path, tell: Callable[[str], object]) -> None:
        super().__init__(owner)
        self._owner, self._database, self._tell = owner, database, tell
        self._command = OwnCommand(self)
        self._folder = Path()
        self.dialog: QFileDialog | None = None

    def why_busy(self) -> str | None:
        """Why none can begin now; None if it can."""
        return say("exporting-all.working") if self._command.busy else None

    def ask_folder(self) -> None:
        """Ask in which folder the export shall be a new one, and write it there."""
        dialog = QFileDialog(self._owner, say("cannot-open.export-where"))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDirectory(str(Path.home()))
        dialog.fileSelected.connect(lambda folder: self.write_into(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def write_into(self, folder: Path) -> None:
        """Write everything into a new folder in this one."""
        target = new_folder(folder, self._database.stem)
        self._folder = folder
        line = ("export-all", str(target), "--database", str(self._database))
        self._command.begin(line, self._ended)
        self._tell(say("exporting-all.working"))

    def stop(self) -> None:
        """Whoever closes the window waits for no export: what it had written names patients."""
        if self._command.stop():
            clear_unfinished(self._folder)

    def _ended(self, end: CommandEnd) -> None:
        if end.status is None:
            clear_unfinished(self._folder)
            self._tell(say("cannot-open.stopped"))
        else:
            self._tell(end.complaint if end.status else end.answer)


def new_folder(folder: Path, stem: str) -> Path:
    """A name in the folder that nothing has yet."""
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        target = folder / f"{stem}-export{ending}"
        if not target.exists():
            return target
        number += 1
