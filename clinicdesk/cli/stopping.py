"""Ctrl+C: what was begun is taken back, and one sentence says that it was."""

import signal
import time
from types import FrameType

PATIENCE = 2.0
"""Seconds in which nothing stops a command from taking back what it has begun."""


class _Asked:
    """When somebody asked last, in seconds of no particular clock; None: nobody has."""

    at: float | None = None


def stop_at_interrupts() -> None:
    """From now on Ctrl+C ends this process so, and asked for again it is the same asking."""
    signal.signal(signal.SIGINT, _stop)


def was_stopped() -> bool:
    """Whether somebody asked: a library may have made a fault of another kind of that."""
    return _Asked.at is not None


def _stop(_signal: int, _frame: FrameType | None) -> None:
    before, _Asked.at = _Asked.at, time.monotonic()
    if before is None or _Asked.at - before > PATIENCE:
        raise KeyboardInterrupt
