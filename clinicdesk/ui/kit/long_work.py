"""Long work in a process of its own, one at a time: progress, cancelling, and an answer once.

The window goes on meanwhile: it never waits for the process, whatever that does or dies of.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.ui.kit.work_process import (
    PATIENCE,
    Failure,
    News,
    WorkAnswer,
    WorkFailed,
    WorkProcess,
    WorkStopped,
)

LOOK_MILLISECONDS = 50
"""How often the process is asked for news."""


class LongWork(QObject):
    """Runs a function of a module in a process of its own.

    The function is given its arguments, and as its last one what to call with how much is done and
    of how much. What it returns, and its arguments, are values that can be pickled. To end it is a
    KeyboardInterrupt, as from the keyboard: it takes back what it has begun.
    """

    progressed = Signal(int, int)
    answered = Signal(object)
    """A `WorkAnswer`, once for each work that was begun and not cancelled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: WorkProcess | None = None
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self._take_news)
        self._too_long = QTimer(self, singleShot=True, interval=int(PATIENCE * 1000))
        self._too_long.timeout.connect(self._give_up)

    @property
    def running(self) -> bool:
        """Whether there is work that has not been answered."""
        return self._process is not None

    def begin(self, function: Callable[..., object], *arguments: object) -> bool:
        """Begin; False, and nothing is begun, while other work is running."""
        if self.running:
            return False
        self._process = WorkProcess(function, arguments)
        self._look.start()
        return True

    def stop(self) -> None:
        """Ask it to end; its answer is `WorkStopped`, or what it is where that came too late."""
        if self._process is not None and not self._too_long.isActive():
            self._process.ask_to_end()
            self._too_long.start()

    def cancel(self) -> None:
        """End it; nothing more is heard of it. It takes back what it has begun, unwatched."""
        process = self._forget()
        if process is not None:
            process.leave()

    def kill(self) -> None:
        """End at once what has nothing to take back; nothing more is heard of it."""
        process = self._forget()
        if process is not None:
            process.kill()

    def _give_up(self) -> None:
        """It is long at taking back what it has begun, and goes on with that unwatched."""
        self.cancel()
        self.answered.emit(WorkStopped())

    def _take_news(self) -> None:
        # Whoever hears of its progress may cancel it.
        while (news := self._next_news()) is not None:
            if not isinstance(news, tuple):
                self._answer(news)
                return
            self.progressed.emit(*news)

    def _next_news(self) -> News | None:
        return None if self._process is None else self._process.next_news()

    def _answer(self, answer: WorkAnswer) -> None:
        if self._too_long.isActive() and answer == WorkFailed(Failure.DIED):
            # Before it could hear that it was to end.
            answer = WorkStopped()
        self.kill()
        self.answered.emit(answer)

    def _forget(self) -> WorkProcess | None:
        self._look.stop()
        self._too_long.stop()
        process, self._process = self._process, None
        return process
