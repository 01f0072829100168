"""Work that takes seconds, in a process of its own: the window paints on, and can stop it."""

import logging
import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.storage import REFUSALS
from clinicdesk.wording import say

_LOOK_MILLISECONDS = 50
"""How often an answer is looked for."""

_log = logging.getLogger(__name__)
_spawning = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Worked:
    """The work was done, and this is what it gave."""

    result: Any


@dataclass(frozen=True)
class NotWorked:
    """The work was refused, stopped, or died: why, as a sentence."""

    sentence: str


Then = Callable[[Worked | NotWorked], object]
"""Is given what became of the work, once, on the window's thread."""


class LongWork(QObject):
    """Runs one function at a time, with values that can be sent, in a process of its own."""

    changed = Signal()
    """Work has begun or ended."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._then: Then | None = None
        self._process: Any = None
        self._answers: Connection | None = None
        self._timer = QTimer(self, interval=_LOOK_MILLISECONDS)
        self._timer.timeout.connect(self._look)
        self.destroyed.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether something is being done: then nothing else can begin."""
        return self._then is not None

    def start(self, then: Then, function: Callable[..., object], *values: object) -> bool:
        """Begin, and give `then` what became of it later; False, and nothing, while busy.

        The function stands in a module; it may raise what is known to be refused.
        """
        if self.busy:
            return False
        answers, asker = _spawning.Pipe(duplex=False)
        process = _spawning.Process(target=_work, args=(asker, function, values), daemon=True)
        process.start()
        # Only the process has this end now: when it dies, the other end says so.
        asker.close()
        self._process, self._answers, self._then = process, answers, then
        self._timer.start()
        self.changed.emit()
        return True

    def stop(self) -> None:
        """Stop what is being done, and answer nobody: the window is closed."""
        self._timer.stop()
        self._then = None
        self._end()

    def cancel(self) -> None:
        """Stop what is being done, and say so to whoever asked for it."""
        if self.busy:
            self._finish(NotWorked(say("long-work.stopped")))

    def _look(self) -> None:
        answers = self._answers
        if answers is not None and answers.poll():
            try:
                ended = _ended(*answers.recv())
            except EOFError:
                ended = NotWorked(say("long-work.died"))
            self._finish(ended)

    def _finish(self, ended: Worked | NotWorked) -> None:
        then, self._then = self._then, None
        self._timer.stop()
        self._end()
        self.changed.emit()
        if then is not None:
            then(ended)

    def _end(self) -> None:
        process, self._process = self._process, None
        answers, self._answers = self._answers, None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        if answers is not None:
            answers.close()


def _ended(way: str, *values: Any) -> Worked | NotWorked:
    if way == "worked":
        return Worked(values[0])
    if way == "refused":
        return NotWorked(say(*values))
    # Where it happened, but not the error's own message, which may name a patient.
    _log.error("long work failed: %s", values[0])
    return NotWorked(say("long-work.died"))


def _work(answers: Connection, function: Callable[..., object], values: tuple[Any, ...]) -> None:
    """In the process: do it, and send what became of it."""
    try:
        answers.send(("worked", function(*values)))
    except REFUSALS as refused:
        answers.send(("refused", str(refused.code), dict(refused.params)))
    except Exception as error:  # noqa: BLE001 - the window says that it failed, whatever it was
        answers.send(("failed", type(error).__name__))
    finally:
        answers.close()
