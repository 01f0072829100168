"""Has the whole file looked at once the window stands: opening it reads next to nothing of it."""

import multiprocessing
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.checking.whole_file import look_over

BEGIN_AFTER = 3000
"""Milliseconds: the window is painted, and whoever opened it has begun."""

ASK_EVERY = 500
"""Milliseconds between two questions whether the answer is there."""


class SoundnessLook(QObject):
    """One look, in a process of its own, which ends with the window."""

    damaged = Signal()
    """A page of the file is damaged, whether anybody reads it just now or not."""
    ended = Signal()
    """The look is over, whatever it found."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        context = multiprocessing.get_context("spawn")
        self._answer, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=look_over, args=(path, sender), daemon=True)
        self._sender = sender
        self._begin = QTimer(self, singleShot=True, interval=BEGIN_AFTER)
        self._begin.timeout.connect(self._start)
        self._begin.start()
        self._asking = QTimer(self, interval=ASK_EVERY)
        self._asking.timeout.connect(self._ask)

    def stop(self) -> None:
        """The window is closed."""
        self._begin.stop()
        self._asking.stop()
        if self._process.is_alive():
            self._process.terminate()
        self._answer.close()
        self._sender.close()

    def _start(self) -> None:
        try:
            self._process.start()
        except OSError:
            # No memory or no process left: the next window that is opened looks.
            self.ended.emit()
            return
        # The process has its own end of it: so this one learns when that is gone.
        self._sender.close()
        self._asking.start()

    def _ask(self) -> None:
        if not self._answer.poll():
            return
        self._asking.stop()
        try:
            sound = self._answer.recv()
        except EOFError:
            sound = True
        if not sound:
            self.damaged.emit()
        self.ended.emit()
