"""Ctrl-C while a search runs: what is found by then is still answered."""

import signal
from collections.abc import Callable
from time import monotonic
from types import FrameType
from typing import Self


class Interrupts:
    """While it is entered, the first Ctrl-C only makes it say True; a second one ends the program.

    Of the main thread alone, as Python's signals are.
    """

    def __init__(self) -> None:
        self._came = False

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def __call__(self) -> bool:
        """Whether somebody asked to stop."""
        return self._came

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self._came = True
        signal.signal(signal.SIGINT, self._before)


def stop_after(seconds: float | None, stop: Callable[[], bool]) -> Callable[[], bool]:
    """Says True from so many seconds on (None: never by itself), or once `stop` does."""
    if seconds is None:
        return stop
    until = monotonic() + seconds
    return lambda: stop() or monotonic() >= until
