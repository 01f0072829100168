"""A thread that does one job after the other, and hands each answer to the window's thread."""

import contextlib
import threading
import weakref
from collections import deque
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

T = TypeVar("T")

AGAIN_MILLISECONDS = 500
"""After this time a thread for which the computer had no room is tried again."""


@dataclass(frozen=True)
class Result(Generic[T]):
    """What a job returned."""

    value: T


@dataclass(frozen=True)
class Failure:
    """What a job raised."""

    error: BaseException


Answer = Result[T] | Failure
"""What became of a job."""


def value_of(answer: Answer[T]) -> T:
    """What the job returned. Raises what it raised."""
    if isinstance(answer, Failure):
        raise answer.error
    return answer.value


@dataclass(eq=False)
class _Job:
    work: Callable[[], Any]
    then: Callable[[Any], object]
    topic: Hashable
    answer: Answer[Any] | None = None


class _Queue:
    """What both threads touch. The worker's thread holds this alone, so that the worker can go."""

    def __init__(self, arrived: Callable[[], object]) -> None:
        self.changed = threading.Condition()
        self.to_do: deque[_Job] = deque()
        self.over: list[_Job] = []
        """What is done. Let go of by the window's thread: a job may hold the last of a widget."""
        self.ends = False
        self._arrived = arrived

    def put(self, job: _Job, instead_of: Collection[_Job] = ()) -> None:
        """Have it done; of the others those that were not begun yet need not be."""
        with self.changed:
            for other in instead_of:
                if other in self.to_do:
                    self.to_do.remove(other)
            self.to_do.append(job)
            self.changed.notify_all()

    def end(self) -> None:
        """Begin nothing more."""
        with self.changed:
            self.ends = True
            self.to_do.clear()
            self.changed.notify_all()

    def run(self) -> None:
        """In the thread, to the end."""
        while (job := self._next()) is not None:
            answer: Answer[Any]
            try:
                answer = Result(job.work())
            except BaseException as error:  # noqa: BLE001 - told where the job came from
                answer = Failure(error)
            with self.changed:
                job.answer = answer
                self.over.append(job)
                del job, answer
                self.changed.notify_all()
                if not self.ends:
                    self._arrived()

    def _next(self) -> _Job | None:
        with self.changed:
            self.changed.wait_for(lambda: self.ends or self.to_do)
            return None if self.ends else self.to_do.popleft()


class Worker(QObject):
    """Jobs are done in the order in which they were begun, each once.

    `then` is called in the thread that made the worker, once for each job, in their order. Of the
    jobs of one topic only the newest is answered: who asks again wants no older answer any more.
    The window's thread waits for none of it.
    """

    idle = Signal()
    """Every job that was begun has been answered."""
    answered = Signal()
    """One more job has been answered."""
    _arrived = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._begun: deque[_Job] = deque()
        """The jobs that are not answered yet, oldest first."""
        # Queued, as it comes from another thread; several at once are delivered together.
        self._arrived.connect(self.deliver, Qt.ConnectionType.QueuedConnection)
        self._queue = _Queue(partial(_wake, weakref.ref(self)))
        self._thread = threading.Thread(target=self._queue.run, name=name, daemon=True)
        weakref.finalize(self, self._queue.end)
        # An answer that nobody took holds whoever asked, and so the worker, while its thread lives.
        self.destroyed.connect(self._queue.end)

    @property
    def pending(self) -> int:
        """How many jobs have not been answered."""
        return len(self._begun)

    def begin(
        self,
        work: Callable[[], T],
        then: Callable[[Answer[T]], object],
        topic: Hashable = None,
    ) -> None:
        """Have it done; with a topic, instead of what was begun of that topic before.

        Nothing is begun any more once the worker was stopped.
        """
        if self._queue.ends:
            return
        job = _Job(work, then, topic)
        older = [other for other in self._begun if topic is not None and other.topic == topic]
        for other in older:
            self._begun.remove(other)
        self._begun.append(job)
        self._queue.put(job, older)
        self._start()

    def _start(self) -> None:
        """Start the thread, if it is not running: at once, or when there is room for another."""
        if self._thread.ident is None and not self._queue.ends:
            try:
                self._thread.start()
            except RuntimeError:
                QTimer.singleShot(AGAIN_MILLISECONDS, self, self._start)

    def deliver(self) -> None:
        """Hand over the answers that are there, in order; `then` may begin other jobs."""
        while (job := self._next_answered()) is not None:
            try:
                job.then(job.answer)
            finally:
                self.answered.emit()
                if not self._begun:
                    self.idle.emit()

    def _next_answered(self) -> _Job | None:
        """The oldest job, taken from those that were begun, if it is done."""
        with self._queue.changed:
            self._queue.over.clear()
            done = bool(self._begun) and self._begun[0].answer is not None
        return self._begun.popleft() if done else None

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until every job that was begun is done, though not delivered; whether all are.

        For who may wait: not for a window that is on screen.
        """
        with self._queue.changed:
            return self._queue.changed.wait_for(self._all_done, seconds)

    def _all_done(self) -> bool:
        return all(job.answer is not None for job in self._begun)

    def stop(self) -> None:
        """Begin nothing more, and deliver nothing more. What is being done is done to its end."""
        self._queue.end()
        self._begun.clear()


def _wake(worker: "weakref.ref[Worker]") -> None:
    """Have the answers delivered, if anybody is left to hear them."""
    found = worker()
    if found is not None:
        # Its window may have been deleted just now.
        with contextlib.suppress(RuntimeError):
            found._arrived.emit()
