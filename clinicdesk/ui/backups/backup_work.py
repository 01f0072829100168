"""Work with backups in a process of its own, one at a time, each with its own answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Signal

from clinicdesk.ui.kit.long_work import LongWork, WorkAnswer, WorkDone, WorkRefused
from clinicdesk.wording import say


@dataclass(frozen=True)
class Worked:
    """The work was done, and this is what it gave."""

    result: Any


@dataclass(frozen=True)
class NotWorked:
    """The work was refused or failed: why, as a sentence."""

    sentence: str
    died: bool = False
    """The process ended in the middle: of that it could tell nobody itself."""


Then = Callable[[Worked | NotWorked], object]
"""Is given what became of the work, once."""


class BackupWork(QObject):
    """Gives each answer to whoever asked."""

    changed = Signal()
    """Work has begun or ended."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work = LongWork(self)
        self._work.answered.connect(self._answer)
        self._then: Then | None = None

    @property
    def busy(self) -> bool:
        """Whether something is being done: then nothing else can begin."""
        return self._work.running

    def start(self, then: Then, function: Callable[..., object], *values: object) -> bool:
        """Begin, and give `then` what became of it later; False, and nothing, while busy."""
        if self.busy:
            return False
        self._then = then
        self._work.begin(function, *values)
        self.changed.emit()
        return True

    def _answer(self, answer: WorkAnswer) -> None:
        then, self._then = self._then, None
        self.changed.emit()
        assert then is not None
        then(_ended(answer))


def _ended(answer: WorkAnswer) -> Worked | NotWorked:
    if isinstance(answer, WorkDone):
        return Worked(answer.result)
    if isinstance(answer, WorkRefused):
        return NotWorked(say(answer.code, answer.params))
    return NotWorked(say("backups.failed"), died=True)
