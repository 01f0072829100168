"""The beat of a window's event loop: how long it stood still, and what it did meanwhile."""

import signal
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QObject, QTimer

TICK = 5
"""Milliseconds from one beat to the next while nothing is in the way."""

ASLEEP = 0.02
"""Seconds after which a beat that has not come is looked into."""


@dataclass
class Stall:
    """A beat that came late: how late, and how much of it the thread itself worked; in seconds."""

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

    def __post_init__(self) -> None:
        self._owner = QObject()
        self._timer = QTimer(self._owner, interval=TICK)
        self._timer.timeout.connect(self._tick)
        self._seen = ""
        self.begin()
        self._timer.start()
        # Asked for by a signal, in the window's own thread: another thread that held one of its
        # frames could be the last to let go of a painter, and Qt does not survive that.
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, ASLEEP / 2, ASLEEP / 2)

    def begin(self) -> None:
        """Count from now."""
        self.longest = self.busiest = Stall(0, 0)
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

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        stall = Stall(now - self._last, worked - self._worked, self._seen)
        if stall.gap > self.longest.gap:
            self.longest = stall
        if stall.processor > self.busiest.processor:
            self.busiest = stall
        self._last, self._worked, self._seen = now, worked, ""

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        """What the window does while a beat does not come."""
        if time.perf_counter() - self._last > ASLEEP:
            found = traceback.extract_stack(frame)[::-1]
            ours = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in found]
            self._seen = " < ".join(ours[:8])
