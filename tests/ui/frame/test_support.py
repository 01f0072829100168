"""What goes to support from the running window: copied, bundled, and the log's folder opened."""

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from clinicdesk.services.log_place import log_folder
from tests.ui.main_rig import Rig

LONG = 60_000
"""Milliseconds that a process of its own may take on a busy computer."""


class FileManager(QObject):
    """Stands in for the system's file manager, which no test may open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def file_manager() -> Iterator[FileManager]:
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "show")  # type: ignore[arg-type]
    yield manager
    QDesktopServices.unsetUrlHandler("file")


def test_copy_for_support_names_nobody(main: Rig, qtbot: QtBot) -> None:
    main.other.patient("Featherstone", "Ida")
    QGuiApplication.clipboard().clear()
    main.window.actions_table["help.copy"].trigger()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()), timeout=LONG)
    text = QGuiApplication.clipboard().text()
    assert "State of the file" in text
    assert "Featherstone" not in text
    qtbot.waitUntil(lambda: "Copied" in main.window.toast.text)


def test_the_bundle_holds_what_doctor_says(main: Rig, qtbot: QtBot, tmp_path: Path) -> None:
    main.other.patient("Featherstone", "Ida")
    path = tmp_path / "support.zip"
    main.window.support.write_bundle(path)
    qtbot.waitUntil(path.exists, timeout=LONG)
    with ZipFile(path) as archive:
        facts = json.loads(archive.read("doctor.json"))
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert facts["database_state"] == "sound"
    assert b"Featherstone" not in everything


def test_about_opens_the_logs_folder(main: Rig, file_manager: FileManager) -> None:
    main.window.actions_table["clinic.about"].trigger()
    [about] = main.window.findChildren(QDialog)
    button = about.findChild(QPushButton, "help.log")
    assert isinstance(button, QPushButton)
    button.click()
    assert [Path(path) for path in file_manager.opened] == [log_folder()]
    about.close()


def test_closing_the_window_waits_for_no_answer(main: Rig) -> None:
    main.window.support.copy()
    main.window.close()
