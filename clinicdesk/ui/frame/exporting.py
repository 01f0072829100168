"""Everything of a clinic as files for a spreadsheet: where they go is asked, then written."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.exporting.unfinished import clear_unfinished
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say
from clinicdesk.wording.sentences.export_texts import exported_lines, readme

CLEARED_AFTER = 1.0
"""Seconds after which a process that was killed is gone."""


class Exporting(QObject):
    """From the running window; `tell` shows a sentence where somebody asked."""

    def __init__(
        self,
        owner: QWidget,
        database: Path,
        work: WindowWork,
        today: Callable[[], date],
        tell: Callable[[str], object],
    ) -> None:
        super().__init__(owner)
        self._owner, self._database, self._work = owner, database, work
        self._today, self._tell = today, tell
        self.dialog: QFileDialog | None = None

    def ask_folder(self) -> None:
        """Ask in which folder the export shall be a new one, and write it there."""
        dialog = never_opening(QFileDialog(self._owner, say("cannot-open.export-where")))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDirectory(str(Path.home()))
        dialog.fileSelected.connect(lambda folder: self.write_into(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def write_into(self, folder: Path) -> None:
        """Write everything into a new folder in this one."""
        order = (self._database, folder, self._today())
        begun = begin_export(self._work, say("work.doing-export"), self._tell, order)
        self._tell(say("exporting-all.working" if begun else "work.busy"))


def begin_export(
    work: WindowWork, what: str, tell: Callable[[str], object], order: tuple[Path, Path, date]
) -> bool:
    """Begin to write everything of a clinic into a new folder; False while other work is done.

    `order` is the clinic's file, where the folder shall be, and today. `tell` is given the
    sentence of what became of it.
    """
    # Imported here: a window opens without all that can read a damaged file.
    from clinicdesk.services.exporting.export_all import export_into

    def ended(answer: WorkAnswer) -> None:
        tell(_exported_text(order[1], answer))

    return work.start(what, ended, export_into, *order, readme)


def _exported_text(parent: Path, answer: WorkAnswer) -> str:
    """What became of an export. One that came to no end leaves nothing: it names patients."""
    if isinstance(answer, WorkDone):
        folder, exported = answer.result
        return "\n".join(exported_lines(str(folder), exported))
    threading.Timer(CLEARED_AFTER, clear_unfinished, (parent,)).start()
    return why_not_done(answer)
