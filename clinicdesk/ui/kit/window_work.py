"""The long work of one window: one at a time, whoever asks, each answer to who asked."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.ui.kit.later import Late
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.kit.long_work import LongWork
    from clinicdesk.ui.kit.work_process import WorkAnswer

Then = Callable[["WorkAnswer"], object]
"""Is given what became of the work, once, in the window's thread."""


class WindowWork(QObject):
    """Says what is being done and how far it is to whoever shows it, as a `WorkLine` does."""

    begun = Signal(str)
    """What is being done, as a sentence; empty where its own place says it, or nobody asked."""
    progressed = Signal(int, int)
    stopping = Signal()
    """It was asked to end, and takes back what it had begun."""
    changed = Signal()
    """Work has begun or ended."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = Late(self._made_work)
        self._then: Then | None = None

    def _made_work(self) -> "LongWork":
        # A window is there long before any work is begun.
        from clinicdesk.ui.kit.long_work import LongWork

        work = LongWork(self)
        work.progressed.connect(self.progressed)
        work.answered.connect(self._answer)
        return work

    @property
    def busy(self) -> bool:
        """Whether something is being done: then nothing else can begin."""
        return self._work.made is not None and self._work.made.running

    def why_busy(self) -> str | None:
        """Why nothing can begin now; None if it can."""
        return say("work.busy") if self.busy else None

    def why_no_stop(self) -> str | None:
        """Why nothing can be cancelled now."""
        return None if self.busy else say("work.nothing")

    def start(
        self, what: str, then: Then, function: Callable[..., object], *values: object
    ) -> bool:
        """Begin what the sentence `what` says, as `LongWork.begin`; False, and nothing, while busy.

        `then` is given what became of it.
        """
        if self.busy:
            return False
        self._then = then
        self._work().begin(function, *values)
        self.begun.emit(what)
        self.changed.emit()
        return True

    def stop(self) -> None:
        """Cancel what is being done; who asked for it hears what became of it."""
        if self.busy:
            self._work().stop()
            self.stopping.emit()

    def cancel(self) -> None:
        """Cancel it for who waits for no answer any more, as a window that is closed."""
        if self.busy:
            self._work().cancel()
            self._then = None
            self.changed.emit()

    def _answer(self, answer: "WorkAnswer") -> None:
        then, self._then = self._then, None
        self.changed.emit()
        assert then is not None
        then(answer)
