"""The window that opens where a clinic cannot: carries out the ways out, each by a command line."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.doctor.kept_backups import kept_backups, zone_of
from clinicdesk.services.doctor.processes import processes_with
from clinicdesk.services.doctor.ways_out import ways_out
from clinicdesk.services.exporting.unfinished import clear_unfinished
from clinicdesk.services.storage import is_backup
from clinicdesk.ui.frame.exporting import new_folder
from clinicdesk.ui.frame.layers.cannot_open import CannotOpen, KeptBackup, Trouble
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.frame.support import Support
from clinicdesk.ui.kit.own_command import CommandEnd, OwnCommand
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

TITLES = {
    "database.absent": "cannot-open.title-away",
    "database.damaged": "cannot-open.title-damaged",
    "database.is-backup": "cannot-open.title-backup",
    "database.older": "cannot-open.title-older",
    "database.vanished": "cannot-open.title-away",
}
"""By the code of a refusal: what the window is called."""

FIRST_SIZE = QSize(900, 680)

Then = Callable[[str], object]
"""What follows when a command went well: it is given what the command said."""


class TroubleWindow(QMainWindow):
    """Of one clinic's file. What helped ends in `open_wanted`."""

    open_wanted = Signal(str, str)
    """The path of the clinic that shall be tried now, and what was done before; empty: nothing."""

    anew_wanted = Signal()
    """The clinic is given up: the first run shall be shown."""

    def __init__(
        self, path: Path, code: str, params: Mapping[str, object], *, beside: bool = False
    ) -> None:
        """With `beside` the clinic's own window stands behind it, and can be gone back to."""
        super().__init__()
        self._path = path
        self.code = code
        """Why it is shown."""
        self._command = OwnCommand(self)
        self._exported_into: Path | None = None
        self.setWindowTitle(say("cannot-open.window"))
        self.page = CannotOpen(_trouble(path, code, params, beside=beside))
        self.setCentralWidget(self.page)
        self.support = Support(self, path, self.page.say)
        self._connect()
        OnScreen(self, FIRST_SIZE)
        self.page.take_focus()

    def _connect(self) -> None:
        page = self.page
        page.again_wanted.connect(self._open)
        page.anew_wanted.connect(self.anew_wanted)
        page.other_wanted.connect(self._open_other)
        page.quit_wanted.connect(self.close)
        page.upgrade_wanted.connect(lambda: self._run(("upgrade",), self._open))
        page.restore_wanted.connect(lambda backup: self._run(("restore", backup), self._open))
        page.stop.clicked.connect(self._command.kill)
        page.check_wanted.connect(lambda: self._run(("check",), page.show_idle))
        page.export_wanted.connect(self._export)
        page.copy.clicked.connect(self.support.copy)
        page.bundle.clicked.connect(self.support.ask_bundle)

    @property
    def busy(self) -> bool:
        """Whether something is being done about the file."""
        return self._command.busy

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for nothing any more."""
        self.support.stop()
        self._command.stop()
        super().closeEvent(event)

    def _open(self, said: str = "") -> None:
        self.open_wanted.emit(str(self._path), said)

    def _open_other(self, path: str) -> None:
        if is_backup(Path(path)):
            self.page.say(say("cannot-open.is-backup", {"path": path}))
        else:
            self.open_wanted.emit(path, "")

    def _export(self, folder: str) -> None:
        self._exported_into = Path(folder)
        target = new_folder(Path(folder), self._path.stem)
        self._run(("export-all", str(target)), self.page.show_idle)

    def _run(self, line: tuple[str, ...], then: Then) -> None:
        self._command.begin(
            (*line, "--database", str(self._path)), lambda end: self._ended(end, then)
        )
        self.page.show_working(say(f"cannot-open.doing-{line[0]}"))

    def _ended(self, end: CommandEnd, then: Then) -> None:
        if end.status is None:
            if self._exported_into is not None:
                # What it had written names patients.
                clear_unfinished(self._exported_into)
            self.page.show_idle(say("cannot-open.stopped"))
        elif end.status:
            self.page.show_idle(end.complaint)
        else:
            self.page.show_idle("")
            then(end.answer)


def _trouble(path: Path, code: str, params: Mapping[str, object], *, beside: bool) -> Trouble:
    backups = tuple(KeptBackup(kept.path, _backup_text(path, kept)) for kept in kept_backups(path))
    ways = ways_out(code, backups=bool(backups))
    sentence = SENTENCES.get(code, code)
    if not backups:
        sentence = ALONE.get(sentence, sentence)
    title = say(TITLES[code]) if code in TITLES else ""
    if beside and not title:
        title = say("cannot-open.title-beside")
    others = partial(processes_with, path)
    return Trouble(say(sentence, params), ways, backups, others, title, beside)


def _backup_text(clinic: Path, kept: Backup) -> str:
    """When it was made, by the clinic's clock, why, and how much it has."""
    manifest = kept.manifest
    made = datetime.fromisoformat(manifest.made_at).astimezone(zone_of(clinic, kept.path))
    return say(
        "cannot-open.backup",
        {
            "day": made.date(),
            "time": made.hour * 60 + made.minute,
            "why": say(f"backups.why-{manifest.reason}"),
            "patients": manifest.counts.get("patient", 0),
        },
    )
