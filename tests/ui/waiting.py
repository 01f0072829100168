"""Waits for what a window will show or do: never for a time."""

from collections.abc import Callable

from PySide6.QtCore import QDeadlineTimer
from PySide6.QtTest import QTest

LONG = 60_000
"""Milliseconds that something may take on a busy computer, before it is given up."""


def until(happened: Callable[[], bool]) -> None:
    """Let the window go on until this has happened."""
    late = QDeadlineTimer(LONG)
    while not happened():
        assert not late.hasExpired(), "it never happened"
        QTest.qWait(5)
