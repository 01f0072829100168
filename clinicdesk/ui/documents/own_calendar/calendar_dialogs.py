"""Asks where a calendar file goes: a file of a name, or the folder in which one is kept."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.ui.kit.file_dialogs import never_opening
from clinicdesk.wording import say


def ask_file(
    owner: QWidget, folder: Path, name: str, chosen: Callable[[Path], object]
) -> QFileDialog:
    """Opened over the owner's window; `chosen` hears of the path."""
    dialog = _dialog(owner, say("calendar-file.title"), folder, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setNameFilter(say("calendar-file.filter"))
    dialog.setDefaultSuffix("ics")
    dialog.selectFile(name)
    dialog.open()
    return dialog


def ask_folder(owner: QWidget, folder: Path, chosen: Callable[[Path], object]) -> QFileDialog:
    """The same of a folder that is there."""
    dialog = _dialog(owner, say("own-calendar.folder-title"), folder, chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def _dialog(
    owner: QWidget, title: str, folder: Path, chosen: Callable[[Path], object]
) -> QFileDialog:
    dialog = never_opening(QFileDialog(owner, title))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(folder))
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    return dialog
