"""Runs a command line of this program in a process of its own, so that the window goes on painting.

For what looks at a clinic's file as a whole: whoever closes a file in this process gives back the
locks that SQLite holds on it.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QProcess

LONGEST_WAIT = 2000
"""Milliseconds that a process which is stopped may take to end."""


@dataclass(frozen=True)
class CommandEnd:
    """How it ended: its exit status, None if it was stopped before; what it said, and why not."""

    status: int | None
    said: bytes
    failed: bytes

    @property
    def answer(self) -> str:
        """What it said, for people."""
        return _text(self.said)

    @property
    def complaint(self) -> str:
        """Why it was not done, for people."""
        return _text(self.failed.replace(b"clinicdesk: ", b""))


class OwnCommand(QObject):
    """One at a time."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    @property
    def busy(self) -> bool:
        """Whether one is running."""
        return self._process is not None

    def begin(self, line: Sequence[str], then: Callable[[CommandEnd], object]) -> None:
        """Run the line (without the program's name); `then` is called in this thread at its end."""
        process = QProcess(self)
        process.finished.connect(lambda code, ending: self._ended(code, ending, then))
        process.start(sys.executable, ["-m", "clinicdesk", *line])
        self._process = process

    def kill(self) -> None:
        """Stop what is running; it ends as one that was stopped."""
        if self._process is not None:
            self._process.kill()

    def stop(self) -> bool:
        """Stop it for who waits for no end of it; whether there was anything to stop."""
        if self._process is None:
            return False
        process, self._process = self._process, None
        process.finished.disconnect()
        process.kill()
        process.waitForFinished(LONGEST_WAIT)
        return True

    def _ended(
        self, code: int, ending: QProcess.ExitStatus, then: Callable[[CommandEnd], object]
    ) -> None:
        process, self._process = self._process, None
        assert process is not None
        said, failed = process.readAllStandardOutput(), process.readAllStandardError()
        process.deleteLater()
        whole = ending is QProcess.ExitStatus.NormalExit
        then(CommandEnd(code if whole else None, bytes(said.data()), bytes(failed.data())))


def _text(said: bytes) -> str:
    return said.decode("utf-8", "replace").strip()
