"""How far a long command is: one line on a terminal, rewritten, and gone at its end."""

import contextlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from clinicdesk.services.progress import Tell, nobody
from clinicdesk.wording import say


def on_terminal() -> bool:
    """Whether somebody may be looking at what is written to stderr."""
    return sys.stderr is not None and not sys.stderr.closed and sys.stderr.isatty()


@contextmanager
def progress_line(code: str) -> Iterator[Tell]:
    """Say on stderr what is done, the sentence of `code`, and how far; nowhere but on a terminal.

    Elsewhere stderr is for what went wrong, and a program may be reading it.
    """
    if not on_terminal():
        yield nobody
        return
    line = _Line(say(code))
    try:
        line.tell(0, 0)
        yield line.tell
    finally:
        line.clear()


class _Line:
    """Written over itself, from its beginning."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = ""

    def tell(self, done: int, total: int) -> None:
        """Show how much is done, in percent; what is done alone where nobody knows."""
        text = self._what
        if total:
            text = say("progress.line", {"what": text, "percent": 100 * done // total})
        if text != self._shown:
            before, self._shown = self._shown, text
            _write(f"\r{text.ljust(len(before))}")

    def clear(self) -> None:
        """Leave nothing where the answer comes."""
        _write("\r" + " " * len(self._shown) + "\r")


def _write(text: str) -> None:
    # A terminal that has gone away takes nothing with it.
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
