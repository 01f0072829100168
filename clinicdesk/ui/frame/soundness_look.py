"""Has the whole file looked at once the window stands: opening it reads next to nothing of it."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.checking.whole_file import look_over
from clinicdesk.ui.kit.long_work import LongWork
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone

BEGIN_AFTER = 3000
"""Milliseconds: the window is painted, and whoever opened it has begun."""


class SoundnessLook(QObject):
    """One look, in a process of its own, which ends with the window.

    It gives way to whatever else is to be done in another process, and begins again after that.
    """

    damaged = Signal()
    """A page of the file is damaged, whether anybody reads it just now or not."""
    ended = Signal()
    """The look is over, whatever it found."""

    def __init__(self, path: Path, others: WindowWork, parent: QObject | None = None) -> None:
        """`others` is what else the window has done."""
        super().__init__(parent)
        self._path, self._others = path, others
        self._owed = False
        """Whether it was time for the look, and it is not over."""
        self.work = LongWork(self)
        self.work.answered.connect(self._take)
        others.changed.connect(self._take_turns)
        self._begin = QTimer(self, singleShot=True, interval=BEGIN_AFTER)
        self._begin.timeout.connect(self._start)
        self._begin.start()

    def stop(self) -> None:
        """The window is closed."""
        self._begin.stop()
        self._owed = False
        self.work.kill()

    def _start(self) -> None:
        self._owed = True
        self._take_turns()

    def _take_turns(self) -> None:
        if self._others.busy:
            # It has read, and nothing to take back.
            self.work.kill()
        elif self._owed:
            self.work.begin(look_over, self._path)

    def _take(self, answer: WorkAnswer) -> None:
        self._owed = False
        # Where it failed, the next window that is opened looks.
        if isinstance(answer, WorkDone) and not answer.result:
            self.damaged.emit()
        self.ended.emit()
