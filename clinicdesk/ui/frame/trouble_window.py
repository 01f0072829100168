"""The window that opens where a clinic cannot: has the ways out carried out in another process."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.in_background import Asker, restore_backup, upgrade
from clinicdesk.services.backups.restoring import Restored
from clinicdesk.services.backups.upgrading import Upgraded
from clinicdesk.services.checking.report import Report
from clinicdesk.services.doctor.kept_backups import kept_backups, zone_of
from clinicdesk.services.doctor.processes import OtherProcess, processes_with
from clinicdesk.services.doctor.ways_out import ways_out
from clinicdesk.services.log_place import state_folder
from clinicdesk.services.storage import DatabaseRefused, glance_at, is_backup, wait_until_opens
from clinicdesk.ui.frame.exporting import begin_export
from clinicdesk.ui.frame.layers.cannot_open import CannotOpen, KeptBackup, Trouble
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.frame.support import Support
from clinicdesk.ui.kit.background.worker import Answer, Worker, value_of
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
    "cannot-open.settling": "cannot-open.title-opening",
}
"""By the code of a refusal: what the window is called."""

FIRST_SIZE = QSize(900, 680)

Asking = Callable[[ZoneInfo | None], Asker]
"""Who asks, and what time it is by a clock in that zone; in UTC where nobody knows it."""


class TroubleWindow(QMainWindow):
    """Of one clinic's file. What helped ends in `open_wanted`."""

    open_wanted = Signal(str, str)
    """The path of the clinic that shall be tried now, and what was done before; empty: nothing."""

    waited = Signal(object)
    """The clinic opens without waiting now (None), or why it never will, a `DatabaseRefused`."""

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
        self._params = params
        self._zone: ZoneInfo | None = None
        """Where the clinic's clock goes, once it is known."""
        self.code = code
        """Why it is shown."""
        self._looking = Worker("looking", self)
        self._asked = Worker("asked files", self)
        self._left = threading.Event()
        self._seconds = 0
        """Since the file is waited for."""
        self._outcome: Answer[DatabaseRefused | None] | None = None
        """What became of that, until it is told."""
        self.work = WindowWork(self)
        self.setWindowTitle(say("cannot-open.window"))
        self.page = CannotOpen(_trouble(code, params, beside=beside))
        self.setCentralWidget(self.page)
        self.support = Support(self, path, self.work, lambda: self._asker.now, self.page.say)
        self._connect()
        OnScreen(self, FIRST_SIZE)
        self.page.take_focus()
        self._looking.begin(partial(_find, path), self._show_found)

    @property
    def is_known(self) -> bool:
        """Whether it is known which backups there are."""
        return not self._looking.pending

    @property
    def _asker(self) -> Asker:
        return self._asking(self._zone)

    def go_on_by_itself(self, *, whole: bool) -> None:
        """Wait beside this thread until the clinic opens; `whole`, until all of it was read."""
        waiting = Worker("waiting for the file", self)
        wait = partial(wait_until_opens, self._path, self._left.is_set, whole=whole)
        waiting.begin(wait, self._tell_waited)
        counting = QTimer(self, interval=1000)
        counting.timeout.connect(self._count)
        counting.start()
        self.page.show_waiting(0)

    def _count(self) -> None:
        self._seconds += 1
        self.page.show_waiting(self._seconds)

    def _tell_waited(self, answer: Answer[DatabaseRefused | None]) -> None:
        self._outcome = answer
        self._tell_unless_busy()

    def _tell_unless_busy(self) -> None:
        """Whoever began something here meanwhile, as to copy for support, sees its end."""
        if self._outcome is not None and not self.busy:
            answer, self._outcome = self._outcome, None
            self.waited.emit(value_of(answer))

    def _show_found(self, answer: "Answer[_Found]") -> None:
        found = value_of(answer)
        self._zone = found.zone
        kept = (KeptBackup(each.path, _backup_text(each, zone)) for each, zone in found.backups)
        self.page.show_backups(tuple(kept))
        sentence = SENTENCES.get(self.code, self.code)
        if not found.backups and sentence in ALONE:
            self.page.show_sentence(say(ALONE[sentence], self._params))

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
        self._left.set()
        for worker in self.findChildren(Worker):
            worker.stop()
        super().closeEvent(event)

    def _open(self, said: str = "") -> None:
        self._open_looked_at(self._path, said)

    def _open_looked_at(self, path: Path, said: str) -> None:
        """Have a clinic opened once its disk has given out what is looked at first."""

        def open_it(answer: Answer[None]) -> None:
            value_of(answer)
            self.open_wanted.emit(str(path), said)

        self.page.say(say("cannot-open.trying"))
        self._asked.begin(partial(glance_at, path), open_it, "open")

    def _open_other(self, path: str) -> None:
        def hear(answer: Answer[bool]) -> None:
            if value_of(answer):
                self.page.say(say("cannot-open.is-backup", {"path": path}))
            else:
                self._open_looked_at(Path(path), "")

        self._asked.begin(partial(is_backup, Path(path)), hear, "other")

    def _upgrade(self, meant: bool) -> None:
        """Where others have the file open they are named first; the second time it is meant."""
        if meant:
            self._begin_upgrade()
        else:
            self._asked.begin(partial(processes_with, self._path), self._hear_others, "upgrade")

    def _hear_others(self, answer: Answer[tuple[OtherProcess, ...]]) -> None:
        others = value_of(answer)
        if others:
            self.page.warn_of(others)
        else:
            self._begin_upgrade()

    def _begin_upgrade(self) -> None:
        self._run("upgrade", self._upgraded, upgrade, self._asker, self._path)

    def _upgraded(self, upgraded: Upgraded) -> None:
        backup = upgraded.backup
        self._open(upgraded_text(self._path, None if backup is None else backup.path))

    def _restore(self, chosen: str) -> None:
        order = (self._asker, Path(chosen), self._path)
        self._run("restore", self._restored, restore_backup, *order)

    def _restored(self, restored: Restored) -> None:
        kept, older = restored.kept, restored.is_older
        lines = restored_lines(self._path, restored.backup, kept, is_older=older)
        self._open("\n".join(lines))

    def _check(self) -> None:
        # Imported here: a window opens without all that a check looks at.
        from clinicdesk.services.checking.noted_check import check_and_note

        now = self._asker.now
        self._run("check", self._checked, check_and_note, self._path, now, state_folder())

    def _checked(self, report: Report) -> None:
        broken = [say(fault.code, fault.params) for fault in report.broken]
        sound = say("checking.sound", {"count": report.checked.get("appointments", 0)})
        self.page.say(broken_text(self._path, broken) if broken else sound)

    def _export(self, folder: str) -> None:
        order = (self._path, Path(folder), self._asker.now.date())
        what = say("cannot-open.doing-export-all")
        self._say_busy(not begin_export(self.work, what, self.page.say, order))

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
        self._tell_unless_busy()

    def _say_busy(self, busy: bool) -> None:
        if busy:
            self.page.say(say("work.busy"))

    def _ended(self, answer: WorkAnswer, then: Callable[[Any], object]) -> None:
        """`then` is given what the work gave, if it was done."""
        if isinstance(answer, WorkDone):
            then(answer.result)
        else:
            self.page.say(why_not_done(answer))


def _trouble(code: str, params: Mapping[str, object], *, beside: bool) -> Trouble:
    title = say(TITLES[code]) if code in TITLES else ""
    if beside and not title:
        title = say("cannot-open.title-beside")
    ways = ways_out(code, backups=True)
    return Trouble(say(SENTENCES.get(code, code), params), ways, title, beside)


@dataclass(frozen=True)
class _Found:
    """What there is beside the clinic, and where its clock goes by, as far as anything says."""

    backups: tuple[tuple[Backup, ZoneInfo | None], ...]
    zone: ZoneInfo | None


def _find(path: Path) -> _Found:
    backups = tuple((kept, zone_of(path, kept.path)) for kept in kept_backups(path))
    zones = [zone_of(path, path), *(zone for _, zone in backups)]
    return _Found(backups, next((zone for zone in zones if zone is not None), None))


def _backup_text(kept: Backup, zone: ZoneInfo | None) -> str:
    """When it was made, by the clinic's clock, why, and how much it has."""
    manifest = kept.manifest
    made = datetime.fromisoformat(manifest.made_at).astimezone(zone)
    return say(
        "cannot-open.backup",
        {
            "day": made.date(),
            "time": made.hour * 60 + made.minute,
            "why": say(f"backups.why-{manifest.reason}"),
            "patients": manifest.counts.get("patient", 0),
        },
    )
