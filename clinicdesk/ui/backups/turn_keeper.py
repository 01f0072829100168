"""Makes the backup that is due while the window is open, and says when they are missing."""

import contextlib

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.backups.anchor import anchor_now
from clinicdesk.services.backups.in_background import asker_of, make_backup_in_turn
from clinicdesk.services.backups.taking_turns import LastBackup, is_due, last_backup, note_failure
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.backups.texts import quiet_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone, WorkFailed

LOOK_SECONDS = 60
"""How often is looked whether a backup is due."""

FIRST_SECONDS = 8
"""When is looked first: the window is drawn by then, and nobody has left again."""


def note_if_died(desk: Desk, ended: WorkAnswer) -> bool:
    """Tell every desk of a backup whose process ended in the middle; whether there was one."""
    if not isinstance(ended, WorkFailed):
        return False
    with contextlib.suppress(*REFUSALS):
        note_failure(desk.database, "backups.cut-off")
    return True


class TurnKeeper(QObject):
    """Looks every minute; the copy itself is made in another process."""

    quiet = Signal(str)
    """What should be known about backups as long as it is so; empty while all is well."""
    made = Signal()
    """This desk has made one."""

    def __init__(self, desk: Desk, work: WindowWork, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._work = desk, work
        self._timer = QTimer(self, interval=LOOK_SECONDS * 1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._first = QTimer(self, singleShot=True, interval=FIRST_SECONDS * 1000)
        self._first.timeout.connect(self.look)
        self._first.start()
        work.changed.connect(self._tell_again)

    def look(self) -> None:
        """Make the backup that is due, if one is; say how it stands with them."""
        last = self._last()
        if last is None:
            return
        if not (self._is_due(last) and self._begin()):
            self.tell(last)

    def _begin(self) -> bool:
        """Begin the backup; how that went is told when it has ended."""
        path, asker = self._desk.database.path, asker_of(self._desk.context)
        return self._work.start("", self._ended, make_backup_in_turn, asker, path)

    def leave(self) -> None:
        """The window is closed: keep beside the clinic where its journal stands."""
        with contextlib.suppress(*REFUSALS):
            anchor_now(self._desk.context, self._desk.database)

    def tell(self, last: LastBackup) -> None:
        """Say how it stands with them."""
        self.quiet.emit(quiet_text(self._desk, last, due=self._is_due(last)))

    def _is_due(self, last: LastBackup) -> bool:
        """Whether this desk is to make one now."""
        return is_due(last, self._desk.context.clock()) and not self._desk.trouble_now

    def _tell_again(self) -> None:
        """A backup or a restore may have ended."""
        last = None if self._work.busy else self._last()
        if last is not None:
            self.tell(last)

    def _ended(self, ended: WorkAnswer) -> None:
        if isinstance(ended, WorkDone) and ended.result is not None:
            self.made.emit()
        elif note_if_died(self._desk, ended):
            self._tell_again()

    def _last(self) -> LastBackup | None:
        try:
            return last_backup(self._desk.database)
        except REFUSALS:
            # The window says by itself what is wrong with the clinic's file.
            return None
