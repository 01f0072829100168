"""A dialog that lists the clinic's folder takes no lock from whoever writes the clinic."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QFileSystemModel
from pytestqt.qtbot import QtBot

from clinicdesk.models.database import Database
from clinicdesk.ui.kit.file_dialogs import never_opening

ANOTHER = """
import sqlite3, sys
try:
    sqlite3.connect(sys.argv[1], timeout=0).execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error.sqlite_errorname, end="")
"""
"""Another program that begins to write, if it can."""


def begun_by_another(path: Path) -> str:
    """What SQLite says to it."""
    line = [sys.executable, "-c", ANOTHER, str(path)]
    return subprocess.run(line, capture_output=True, text=True, check=True).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="locks belong to a process on POSIX systems")
def test_what_is_being_written_stays_locked_while_its_folder_is_listed(
    qtbot: QtBot, make_clinic: Callable[..., Database]
) -> None:
    path = make_clinic().path
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        dialog = never_opening(QFileDialog())
        qtbot.addWidget(dialog)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setDirectory(str(path.parent))
        dialog.open()
        model = dialog.findChild(QFileSystemModel)
        assert model is not None
        dialog.setViewMode(QFileDialog.ViewMode.Detail)
        qtbot.waitUntil(lambda: not model.fileIcon(model.index(str(path))).isNull())
        qtbot.waitUntil(lambda: model.type(model.index(str(path))) == "db")
        assert begun_by_another(path) == "SQLITE_BUSY"
