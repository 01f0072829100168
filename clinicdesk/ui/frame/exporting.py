"""Everything of a clinic as files for a spreadsheet: where they go is asked, then written."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.exporting.unfinished import clear_unfinished
from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import Then, WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say
from clinicdesk.wording.sentences.export_texts import exported_lines, readme

CLEARED_AFTER = 1000
"""Milliseconds after which a process that was killed is gone."""


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
        target = new_folder(folder, self._database.stem)
        begun = begin_export(
            self._work,
            say("work.doing-export"),
            lambda answer: self._tell(exported_text(target, answer)),
            (self._database, target, self._today()),
        )
        self._tell(say("exporting-all.working" if begun else "work.busy"))


def begin_export(work: WindowWork, what: str, then: Then, order: tuple[Path, Path, date]) -> bool:
    """Begin to write everything of a clinic into a new folder; False while other work is done.

    `order` is the clinic's file, the folder, and today.
    """
    # Imported here: a window opens without all that can read a damaged file.
    from clinicdesk.services.exporting.export_all import export_all

    return work.start(what, then, export_all, *order, readme)


def exported_text(target: Path, answer: WorkAnswer) -> str:
    """What became of an export. One that came to no end leaves nothing: it names patients."""
    if isinstance(answer, WorkDone):
        return "\n".join(exported_lines(str(target), answer.result))
    QTimer.singleShot(CLEARED_AFTER, partial(clear_unfinished, target.parent))
    return why_not_done(answer)


def new_folder(folder: Path, stem: str) -> Path:
    """A name in the folder that nothing has yet."""
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        target = folder / f"{stem}-export{ending}"
        if not target.exists():
            return target
        number += 1
