"""Makes the backup that is due while the window is open, and says when they are missing."""

import contextlib
import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.backups.anchor import anchor_now
from clinicdesk.services.backups.in_background import asker_of, make_backup_in_turn
from clinicdesk.services.backups.standing import Standing, read_standing
from clinicdesk.services.backups.taking_turns import is_due, note_failure
from clinicdesk.services.context import Context
from clinicdesk.services.storage import REFUSALS, Database
from clinicdesk.ui.backups.texts import quiet_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone, WorkFailed

LOOK_SECONDS = 60
"""How often is looked whether a backup is due."""

FIRST_SECONDS = 8
"""When is looked first: the window is drawn by then, and nobody has left again."""


def note_if_died(desk: Desk, ended: WorkAnswer, then: Callable[[], object]) -> bool:
    """Tell every desk of a backup whose process ended in the middle, then do `then`.

    False, and nothing, if there was none.
    """
    if not isinstance(ended, WorkFailed):
        return False
    desk.write(_note_cut_off).then(lambda _outcome: then())
    return True


def _note_cut_off(_context: Context, database: Database) -> None:
    # The window says by itself what is wrong with the clinic's file.
    with contextlib.suppress(*REFUSALS):
        note_failure(database, "backups.cut-off")


def _keep_anchor(context: Context, database: Database) -> None:
    with contextlib.suppress(*REFUSALS):
        anchor_now(context, database)


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
        self._read("look", self._look)

    def _look(self, standing: Standing) -> None:
        if not (self._is_due(standing) and self._begin()):
            self.tell(standing)

    def _begin(self) -> bool:
        """Begin the backup; how that went is told when it has ended."""
        path, asker = self._desk.database.path, asker_of(self._desk.context)
        return self._work.start("", self._ended, make_backup_in_turn, asker, path)

    def leave(self) -> None:
        """The window is closed: keep beside the clinic where its journal stands.

        No window waits for that. The program does as it ends, as this thread is none of its
        daemons: at most as long as another desk holds the file.
        """
        asked = (self._desk.context, self._desk.database)
        # Where there is no room for a thread the one before is good enough.
        with contextlib.suppress(RuntimeError):
            threading.Thread(target=_keep_anchor, args=asked, name="anchor").start()

    def tell(self, standing: Standing) -> None:
        """Say how it stands with them."""
        self.quiet.emit(quiet_text(self._desk, standing, due=self._is_due(standing)))

    def _is_due(self, standing: Standing) -> bool:
        """Whether this desk is to make one now."""
        return is_due(standing.last, self._desk.context.clock()) and not self._desk.trouble_now

    def _tell_again(self) -> None:
        """A backup or a restore may have ended."""
        if not self._work.busy:
            self._read("tell", self._tell_unless_busy)

    def _tell_unless_busy(self, standing: Standing) -> None:
        if not self._work.busy:
            self.tell(standing)

    def _ended(self, ended: WorkAnswer) -> None:
        if isinstance(ended, WorkDone) and ended.result is not None:
            self.made.emit()
        else:
            note_if_died(self._desk, ended, self._tell_again)

    def _read(self, what: str, then: Callable[[Standing], object]) -> None:
        read = partial(read_standing, self._desk.database)
        # The window says by itself what is wrong with the clinic's file.
        self._desk.read((self, what), read, then, lambda _refusal: None)
