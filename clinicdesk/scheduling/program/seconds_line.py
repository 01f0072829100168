"""How far a packing is: one line on a terminal, rewritten, and gone at its end."""

import contextlib
import sys
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Self

TOLD_EVERY = 0.2
"""Seconds between two lines."""


class SecondsLine:
    """On stderr, and only where that is a terminal: a program may be reading it elsewhere."""

    def __init__(self, seconds: float, stop: Callable[[], bool]) -> None:
        """`stop` says whether the packing is to end; this line is what asks it."""
        self._seconds = seconds
        self._stop = stop
        self._begun = self._told = monotonic()
        self._found = ""
        self._shown = ""
        self._shows = sys.stderr is not None and sys.stderr.isatty()

    def poll(self) -> bool:
        """Is asked whether to stop, often; meanwhile it says how much time is gone."""
        now = monotonic()
        if self._shows and now - self._told >= TOLD_EVERY:
            self._told = now
            self._write(f"packing: {now - self._begun:.0f} of {self._seconds:g} s{self._found}")
        return self._stop()

    def found(self, cost: int, bound: int, count: int, _seconds: float) -> None:
        """The best packing so far: its cost, what none can cost less than, requests placed."""
        self._found = f", {count} placed at a cost of {cost}, at least {bound}"

    def front(self, ways: Sequence[object]) -> None:
        """The ways to pack that are known so far."""
        self._found = f", {len(ways)} ways"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing where the answer comes."""
        if self._shown:
            # Over it, then back to its beginning.
            self._write("")
            self._write("")

    def _write(self, text: str) -> None:
        before, self._shown = self._shown, text
        # A terminal that has gone away takes nothing with it.
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(f"\r{text.ljust(len(before))}")
            sys.stderr.flush()
