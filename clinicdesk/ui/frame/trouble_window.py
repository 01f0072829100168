"""The window that opens where a clinic cannot: has the ways out carried out in another process."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.in_background import Asker, restore_backup, upgrade
from clinicdesk.services.backups.restoring import Restored
from clinicdesk.services.backups.upgrading import Upgraded
from clinicdesk.services.checking.report import Report
from clinicdesk.services.doctor.kept_backups import kept_backups, zone_of
from clinicdesk.services.doctor.processes import processes_with
from clinicdesk.services.doctor.ways_out import ways_out
from clinicdesk.services.log_place import state_folder
from clinicdesk.services.storage import is_backup
from clinicdesk.ui.frame.exporting import begin_export, exported_text, new_folder
from clinicdesk.ui.frame.layers.cannot_open import CannotOpen, KeptBackup, Trouble
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.frame.support import Support
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say
from clinicdesk.wording.sentences.file_texts import broken_text, restored_lines, upgraded_text

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

Asking = Callable[[Path], Asker]
"""Who asks, and what time it is by the clock of the clinic in that file."""


class TroubleWindow(QMainWindow):
    """Of one clinic's file. What helped ends in `open_wanted`."""

    open_wanted = Signal(str, str)
    """The path of the clinic that shall be tried now, and what was done before; empty: nothing."""

    anew_wanted = Signal()
    """The clinic is given up: the first run shall be shown."""

    def __init__(
        self,
        path: Path,
        code: str,
        params: Mapping[str, object],
        asking: Asking,
        *,
        beside: bool = False,
    ) -> None:
        """With `beside` the clinic's own window stands behind it, and can be gone back to."""
        super().__init__()
        self._path, self._asking = path, asking
        self.code = code
        """Why it is shown."""
        self.work = WindowWork(self)
        self.setWindowTitle(say("cannot-open.window"))
        self.page = CannotOpen(_trouble(path, code, params, beside=beside))
        self.setCentralWidget(self.page)
        self.support = Support(self, path, self.work, lambda: asking(path).now, self.page.say)
        self._connect()
        OnScreen(self, FIRST_SIZE)
        self.page.take_focus()

    def _connect(self) -> None:
        page = self.page
        page.again_wanted.connect(self._open)
        page.anew_wanted.connect(self.anew_wanted)
        page.other_wanted.connect(self._open_other)
        page.quit_wanted.connect(self.close)
        page.upgrade_wanted.connect(self._upgrade)
        page.restore_wanted.connect(self._restore)
        page.check_wanted.connect(self._check)
        page.export_wanted.connect(self._export)
        page.work_line.stop_wanted.connect(self.work.stop)
        self.work.progressed.connect(page.work_line.show_progress)
        self.work.stopping.connect(page.work_line.show_stopping)
        self.work.begun.connect(page.show_working)
        self.work.changed.connect(self._note_end)
        page.copy.clicked.connect(self.support.copy)
        page.bundle.clicked.connect(self.support.ask_bundle)

    @property
    def busy(self) -> bool:
        """Whether something is being done about the file."""
        return self.work.busy

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for nothing any more."""
        self.work.cancel()
        super().closeEvent(event)

    def _open(self, said: str = "") -> None:
        self.open_wanted.emit(str(self._path), said)

    def _open_other(self, path: str) -> None:
        if is_backup(Path(path)):
            self.page.say(say("cannot-open.is-backup", {"path": path}))
        else:
            self.open_wanted.emit(path, "")

    def _upgrade(self) -> None:
        self._run("upgrade", self._upgraded, upgrade, self._asking(self._path), self._path)

    def _upgraded(self, upgraded: Upgraded) -> None:
        backup = upgraded.backup
        self._open(upgraded_text(self._path, None if backup is None else backup.path))

    def _restore(self, chosen: str) -> None:
        backup = Path(chosen)
        asker = self._asking(backup)
        self._run("restore", self._restored, restore_backup, asker, backup, self._path)

    def _restored(self, restored: Restored) -> None:
        kept, older = restored.kept, restored.is_older
        lines = restored_lines(self._path, restored.backup, kept, is_older=older)
        self._open("\n".join(lines))

    def _check(self) -> None:
        # Imported here: a window opens without all that a check looks at.
        from clinicdesk.services.checking.noted_check import check_and_note

        now = self._asking(self._path).now
        self._run("check", self._checked, check_and_note, self._path, now, state_folder())

    def _checked(self, report: Report) -> None:
        broken = [say(fault.code, fault.params) for fault in report.broken]
        sound = say("checking.sound", {"count": report.checked.get("appointments", 0)})
        self.page.say(broken_text(self._path, broken) if broken else sound)

    def _export(self, folder: str) -> None:
        target = new_folder(Path(folder), self._path.stem)
        today = self._asking(self._path).now.date()

        def ended(answer: WorkAnswer) -> None:
            self.page.say(exported_text(target, answer))

        what = say("cannot-open.doing-export-all")
        self._say_busy(not begin_export(self.work, what, ended, (self._path, target, today)))

    def _run(
        self,
        name: str,
        then: Callable[[Any], object],
        function: Callable[..., object],
        *values: object,
    ) -> None:
        what = say(f"cannot-open.doing-{name}")
        self._say_busy(
            not self.work.start(what, lambda answer: self._ended(answer, then), function, *values)
        )

    def _note_end(self) -> None:
        """What became of it is said afterwards."""
        if not self.work.busy:
            self.page.show_idle("")

    def _say_busy(self, busy: bool) -> None:
        if busy:
            self.page.say(say("work.busy"))

    def _ended(self, answer: WorkAnswer, then: Callable[[Any], object]) -> None:
        """`then` is given what the work gave, if it was done."""
        if isinstance(answer, WorkDone):
            then(answer.result)
        else:
            self.page.say(why_not_done(answer))


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
