"""Everything of a clinic as files for a spreadsheet: where they go is asked, a command writes."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QProcess
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.exporting.export_all import clear_unfinished
from clinicdesk.ui.frame.support import LONGEST_WAIT
from clinicdesk.wording import say


class Exporting(QObject):
    """From the running window; one export at a time, which ends with the window.

    `tell` shows a sentence where somebody asked.
    """

    def __init__(self, owner: QWidget, database: Path, tell: Callable[[str], object]) -> None:
        super().__init__(owner)
        self._owner, self._database, self._tell = owner, database, tell
        self._process: QProcess | None = None
        self._folder = Path()
        self.dialog: QFileDialog | None = None

    def why_busy(self) -> str | None:
        """Why none can begin now; None if it can."""
        return None if self._process is None else say("exporting-all.working")

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
        process = QProcess(self)
        process.finished.connect(self._ended)
        target = new_folder(folder, self._database.stem)
        line = ["-m", "clinicdesk", "export-all", str(target), "--database", str(self._database)]
        process.start(sys.executable, line)
        self._process, self._folder = process, folder
        self._tell(say("exporting-all.working"))

    def stop(self) -> None:
        """Whoever closes the window waits for no export: what it had written names patients."""
        if self._process is not None:
            process, self._process = self._process, None
            process.finished.disconnect()
            process.kill()
            process.waitForFinished(LONGEST_WAIT)
            clear_unfinished(self._folder)

    def _ended(self, code: int, ending: QProcess.ExitStatus) -> None:
        process, self._process = self._process, None
        assert process is not None
        said, failed = process.readAllStandardOutput(), process.readAllStandardError()
        process.deleteLater()
        if ending is not QProcess.ExitStatus.NormalExit:
            clear_unfinished(self._folder)
            self._tell(say("cannot-open.stopped"))
        else:
            text = bytes((failed if code else said).data()).decode("utf-8", "replace")
            self._tell(text.replace("clinicdesk: ", "").strip())


def new_folder(folder: Path, stem: str) -> Path:
    """A name in the folder that nothing has yet."""
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        target = folder / f"{stem}-export{ending}"
        if not target.exists():
            return target
        number += 1
