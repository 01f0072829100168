"""The window that opens where a clinic cannot: carries out the ways out, each by a command line."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QProcess, QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.doctor.kept_backups import kept_backups
from clinicdesk.services.doctor.processes import processes_with
from clinicdesk.services.doctor.ways_out import ways_out
from clinicdesk.services.exporting.export_all import clear_unfinished
from clinicdesk.ui.frame.layers.cannot_open import CannotOpen, KeptBackup, Trouble
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.frame.support import LONGEST_WAIT, Support
from clinicdesk.wording import say

SENTENCES = {
    "database.absent": "cannot-open.absent",
    "database.damaged": "cannot-open.damaged",
    "database.foreign-schema": "cannot-open.foreign-schema",
    "database.older": "cannot-open.older",
}
"""By the code of a refusal: what this window says in place of the command line's advice."""

ALONE = {
    "cannot-open.damaged": "cannot-open.damaged-alone",
    "cannot-open.foreign-schema": "cannot-open.foreign-schema-alone",
}
"""What it says where a backup would help and there is none."""

FIRST_SIZE = QSize(900, 680)

Then = Callable[[str], object]
"""What follows when a command went well: it is given what the command said."""


class TroubleWindow(QMainWindow):
    """Of one clinic's file. What helped ends in `open_wanted`."""

    open_wanted = Signal(str, str)
    """The path of the clinic that shall be tried now, and what was done before; empty: nothing."""

    anew_wanted = Signal()
    """The clinic is given up: the first run shall be shown."""

    def __init__(self, path: Path, code: str, params: Mapping[str, object]) -> None:
        super().__init__()
        self._path = path
        self._process: QProcess | None = None
        self._exported_into: Path | None = None
        self.setWindowTitle(say("cannot-open.window"))
        self.page = CannotOpen(_trouble(path, code, params))
        self.setCentralWidget(self.page)
        self.support = Support(self, path, self.page.say)
        self._connect()
        OnScreen(self, FIRST_SIZE)
        self.page.take_focus()

    def _connect(self) -> None:
        page = self.page
        page.again_wanted.connect(self._open)
        page.anew_wanted.connect(self.anew_wanted)
        page.other_wanted.connect(lambda path: self.open_wanted.emit(path, ""))
        page.quit_wanted.connect(self.close)
        page.upgrade_wanted.connect(lambda: self._run(("upgrade",), self._open))
        page.restore_wanted.connect(lambda backup: self._run(("restore", backup), self._open))
        page.check_wanted.connect(lambda: self._run(("check",), page.show_idle))
        page.export_wanted.connect(self._export)
        page.copy.clicked.connect(self.support.copy)
        page.bundle.clicked.connect(self.support.ask_bundle)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for nothing any more."""
        self.support.stop()
        if self._process is not None:
            process, self._process = self._process, None
            process.finished.disconnect()
            process.kill()
            process.waitForFinished(LONGEST_WAIT)
        super().closeEvent(event)

    def _open(self, said: str = "") -> None:
        self.open_wanted.emit(str(self._path), said)

    def _export(self, folder: str) -> None:
        self._exported_into = Path(folder)
        target = _new_folder(Path(folder), self._path.stem)
        self._run(("export-all", str(target)), self.page.show_idle)

    def _run(self, line: tuple[str, ...], then: Then) -> None:
        """Run a command line in a process of its own, so that the window goes on painting."""
        process = QProcess(self)
        process.finished.connect(lambda code, ending: self._ended(code, ending, then))
        process.start(sys.executable, ["-m", "clinicdesk", *line, "--database", str(self._path)])
        self._process = process
        self.page.show_working(process)

    def _ended(self, code: int, ending: QProcess.ExitStatus, then: Then) -> None:
        process, self._process = self._process, None
        assert process is not None
        said, failed = _text(process.readAllStandardOutput()), _text(process.readAllStandardError())
        process.deleteLater()
        if ending is not QProcess.ExitStatus.NormalExit:
            if self._exported_into is not None:
                # What it had written names patients.
                clear_unfinished(self._exported_into)
            self.page.show_idle(say("cannot-open.stopped"))
        elif code:
            self.page.show_idle(failed.replace("clinicdesk: ", ""))
        else:
            self.page.show_idle("")
            then(said)


def _text(said: QByteArray) -> str:
    return bytes(said.data()).decode("utf-8", "replace").strip()


def _trouble(path: Path, code: str, params: Mapping[str, object]) -> Trouble:
    backups = tuple(KeptBackup(kept.path, _backup_text(kept)) for kept in kept_backups(path))
    ways = ways_out(code, backups=bool(backups))
    sentence = SENTENCES.get(code, code)
    if not backups:
        sentence = ALONE.get(sentence, sentence)
    return Trouble(say(sentence, params), ways, backups, partial(processes_with, path))


def _backup_text(kept: Backup) -> str:
    """When it was made, by this computer's clock, and how much it has."""
    manifest = kept.manifest
    made = datetime.fromisoformat(manifest.made_at).astimezone()
    return say(
        "cannot-open.backup",
        {
            "day": made.date(),
            "time": made.hour * 60 + made.minute,
            "patients": manifest.counts.get("patient", 0),
        },
    )


def _new_folder(folder: Path, stem: str) -> Path:
    """A name in the folder that nothing has yet."""
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        target = folder / f"{stem}-export{ending}"
        if not target.exists():
            return target
        number += 1
