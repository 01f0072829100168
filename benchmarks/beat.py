"""The beat of a window's event loop: how long it stood still, and what it did meanwhile."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

T = TypeVar("T")

TICK = 5
"""Milliseconds from one beat to the next while nothing is in the way."""

ASLEEP = 0.02
"""Seconds after which a beat that has not come is looked into."""

HERE = str(Path(__file__).parent)
"""What a benchmark does by itself is not what the window does."""

DEPTH = 8
"""So many functions are named of where the program was, innermost first."""


@dataclass
class Stall:
    """A beat that came late, or a call: how long, and how much the thread worked; in seconds."""

    gap: float
    processor: float
    doing: str = ""
    """Where the program was in the middle of it, innermost first, as far as it was seen."""


@dataclass
class Beat:
    """Begun once the window stands. Only the thread that shows windows may make one.

    A gap is what a person at the keyboard feels, on this machine with all else that it does now.
    The processor time in it is the window's own work, whatever else the machine does.
    """

    longest: Stall = field(default_factory=lambda: Stall(0, 0))
    busiest: Stall = field(default_factory=lambda: Stall(0, 0))
    """The one with the most processor time."""
    costliest: Stall = field(default_factory=lambda: Stall(0, 0))
    """The call with the most processor time; several may stand between two beats."""

    def __post_init__(self) -> None:
        self._owner = QObject()
        self._timer = QTimer(self._owner, interval=TICK)
        self._timer.timeout.connect(self._tick)
        self._seen = self._seen_in_call = ""
        self.calling = False
        """Whether a call is being counted."""
        self.begin()
        self._timer.start()
        # Asked for by a signal, in the window's own thread: another thread that held one of its
        # frames could be the last to let go of a painter, and Qt does not survive that.
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, ASLEEP / 2, ASLEEP / 2)

    def begin(self) -> None:
        """Count from now."""
        self.longest = self.busiest = self.costliest = Stall(0, 0)
        self._began = self._last = time.perf_counter()
        self._worked_first = self._worked = time.thread_time()

    def end(self) -> None:
        """Count no more."""
        self._tick()
        self._timer.stop()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)

    @property
    def share(self) -> float:
        """How much of the time since the beginning the thread worked, from 0 to 1."""
        worked = time.thread_time() - self._worked_first
        return worked / max(time.perf_counter() - self._began, 1e-9)

    def call(self, act: Callable[[], T], name: Callable[[], str]) -> T:
        """Do it and count it as one call; inside of one nothing is to be counted."""
        self.calling, self._seen_in_call = True, ""
        began, worked = time.perf_counter(), time.thread_time()
        try:
            return act()
        finally:
            stall = Stall(time.perf_counter() - began, time.thread_time() - worked)
            if stall.processor > self.costliest.processor:
                stall.doing = " < ".join(filter(None, (name(), self._seen_in_call)))
                self.costliest = stall
            self.calling = False

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        stall = Stall(now - self._last, worked - self._worked, self._seen)
        if stall.gap > self.longest.gap:
            self.longest = stall
        if stall.processor > self.busiest.processor:
            self.busiest = stall
        self._last, self._worked, self._seen = now, worked, ""

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        """What the window does while a beat does not come.

        What it costs is the window's as far as can be seen: no lines of sources are read for it.
        """
        if time.perf_counter() - self._last > ASLEEP:
            where = _where(frame)
            if where:
                self._seen = self._seen_in_call = where


def _where(frame: FrameType | None) -> str:
    """`file:line function`, and by whom it was called; empty outside of the program."""
    found: list[str] = []
    while frame is not None and len(found) < DEPTH:
        code = frame.f_code
        folder, _, name = code.co_filename.rpartition(os.sep)
        if folder == HERE:
            break
        found.append(f"{name}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " < ".join(found)
