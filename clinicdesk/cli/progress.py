"""How far a long command is: one line on a terminal, rewritten, and gone at its end."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from clinicdesk.wording import say

Tell = Callable[[int, int], None]
"""Takes how much is done, and how much there is."""


@contextmanager
def progress_line(code: str) -> Iterator[Tell]:
    """Say the sentence of `code` with its `percent` on stderr; nowhere but on a terminal.

    Elsewhere stderr is for what went wrong, and a program may be reading it.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    shown = ""

    def tell(done: int, total: int) -> None:
        nonlocal shown
        text = say(code, {"percent": 100 * done // max(total, 1)})
        if text != shown:
            _write(f"\r{text}".ljust(len(shown) + 1))
            shown = text

    tell(0, 1)
    try:
        yield tell
    finally:
        _write("\r" + " " * len(shown) + "\r")


def _write(text: str) -> None:
    # A terminal that has gone away takes nothing with it.
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
