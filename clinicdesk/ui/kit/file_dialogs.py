"""Dialogs that ask for a file or a folder, and never open a file that they list."""

from functools import cache

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider


class PlainIcons(QFileIconProvider):
    """Tells folders from files by what the system knows of them, and files by their names alone.

    Qt's own provider opens a file and closes it to find out its kind, whenever something changes
    in the folder. On POSIX systems that gives back the locks that this process holds on it: those
    of SQLite on the clinic, in the middle of a write. Asked in a thread of the dialog's.
    """

    def icon(self, of: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        """The usual icon of a folder, or of a file whatever it holds."""
        if isinstance(of, QFileInfo):
            kinds = QAbstractFileIconProvider.IconType
            of = kinds.Folder if of.isDir() else kinds.File
        return super().icon(of)

    def type(self, info: QFileInfo) -> str:
        """What stands in the column of kinds."""
        return "" if info.isDir() else info.suffix()


def never_opening(dialog: QFileDialog) -> QFileDialog:
    """The dialog, which opens no file of the folders that it shows; to be called before it does."""
    dialog.setIconProvider(_plain_icons())
    return dialog


@cache
def _plain_icons() -> PlainIcons:
    """One for all: a dialog does not keep its own alive."""
    return PlainIcons()
