"""Long work in a process of its own, one at a time: progress, cancelling, and an answer once.

The window goes on meanwhile: it never waits for the process, whatever that does or dies of.
"""

import contextlib
import multiprocessing
import os
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.storage import REFUSALS
from clinicdesk.services.uncaught_errors import handle_uncaught, places

KINDNESS = 10
"""How far the process stands back behind the window's, as the system counts it."""

LOOK_MILLISECONDS = 50
"""How often the process is asked for news."""


@dataclass(frozen=True)
class WorkDone:
    """The work is done, and this is what it returned."""

    result: Any


@dataclass(frozen=True)
class WorkRefused:
    """It was refused: code and parameters of the sentence."""

    code: str
    params: dict[str, object]


@dataclass(frozen=True)
class WorkFailed:
    """A mistake of the program, or the process was ended: where, as far as is known."""

    where: str


WorkAnswer = WorkDone | WorkRefused | WorkFailed


class LongWork(QObject):
    """Runs a function of a module in a process of its own.

    The function is given its arguments, and as its last one what to call with how much is done and
    of how much. What it returns, and its arguments, are values that can be pickled.
    """

    progressed = Signal(int, int)
    answered = Signal(object)
    """A `WorkAnswer`, once for each work that was begun and not cancelled."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: BaseProcess | None = None
        self._news: Connection | None = None
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self._take_news)
        self._not_begun = QTimer(self, singleShot=True, interval=0)
        self._not_begun.timeout.connect(lambda: self._answer(WorkFailed("no process")))

    @property
    def running(self) -> bool:
        """Whether there is work that has not been answered."""
        return self._process is not None or self._not_begun.isActive()

    def begin(self, function: Callable[..., object], *arguments: object) -> bool:
        """Begin; False, and nothing is begun, while other work is running."""
        if self.running:
            return False
        try:
            self._process, self._news = _started(function, arguments)
        except OSError:
            # This computer has no room for another process now: that is an answer, too.
            self._not_begun.start()
        else:
            self._look.start()
        return True

    def cancel(self) -> None:
        """End it; nothing more is heard of it."""
        self._end()

    def _take_news(self) -> None:
        # Whoever hears of its progress may cancel it.
        while (message := self._next_news()) is not None:
            if not isinstance(message, tuple):
                self._answer(message)
                return
            self.progressed.emit(*message)

    def _next_news(self) -> tuple[int, int] | WorkAnswer | None:
        """What the process says next; None if it says nothing now."""
        if self._news is None:
            return None
        try:
            found: tuple[int, int] | WorkAnswer | None
            found = self._news.recv() if self._news.poll() else None
        except (EOFError, OSError):
            return WorkFailed("?")
        return found

    def _answer(self, answer: WorkAnswer) -> None:
        self._end()
        self.answered.emit(answer)

    def _end(self) -> None:
        self._look.stop()
        self._not_begun.stop()
        process, self._process = self._process, None
        news, self._news = self._news, None
        if news is not None:
            news.close()
        if process is not None:
            process.kill()


def _started(
    function: Callable[..., object], arguments: tuple[object, ...]
) -> tuple[BaseProcess, Connection]:
    """A process at work, and where its news come. Raises OSError, and then there is neither."""
    spawning = multiprocessing.get_context("spawn")
    news, other_end = spawning.Pipe(duplex=False)
    process = spawning.Process(target=_work, args=(other_end, function, arguments), daemon=True)
    try:
        process.start()
    except OSError:
        news.close()
        raise
    finally:
        # The process has an end of its own: when it dies the pipe ends.
        other_end.close()
    return process, news


def _work(news: Connection, function: Callable[..., object], arguments: tuple[object, ...]) -> None:
    """In the process: what is not foreseen is told by its place alone, as it may name a patient."""
    handle_uncaught(lambda _kind, _error, _trace: None)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(KINDNESS)
    try:
        result = function(*arguments, lambda done, total: news.send((done, total)))
        news.send(WorkDone(result))
    except REFUSALS as refusal:
        news.send(WorkRefused(str(refusal.code), dict(refusal.params)))
    except BaseException as error:  # noqa: BLE001 - the window says it in a sentence
        news.send(WorkFailed(f"{type(error).__name__} at {places(error.__traceback__)}"))
