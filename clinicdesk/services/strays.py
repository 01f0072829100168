"""Exceptions that nobody caught: their words may name a patient, so only the place is told.

Python would write them to stderr with their message: from a thread, from a destructor, at exit, and
from the logging of something else.
"""

import contextlib
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

Told = Callable[[type[BaseException], BaseException | None, TracebackType | None], None]
"""Given the kind, the exception where there is one, and where it arose."""


def places(trace: TracebackType | None) -> str:
    """The files, lines and functions that the exception came through; no value of any of them."""
    frames = traceback.extract_tb(trace)
    return "; ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def catch_strays(uncaught: Told, *, aside: Told | None = None) -> None:
    """Tell `uncaught` what would end the program or a thread.

    `aside`, or left out `uncaught` too, is told what Python can only mention: from a destructor or
    at exit. Nothing goes to stderr by itself any more.
    """
    tell, mention = _safe(uncaught), _safe(aside or uncaught)
    sys.excepthook = tell
    threading.excepthook = lambda given: tell(given.exc_type, given.exc_value, given.exc_traceback)
    sys.unraisablehook = lambda given: mention(given.exc_type, given.exc_value, given.exc_traceback)
    logging.raiseExceptions = False
    logging.lastResort = None


def _safe(told: Told) -> Told:
    """The same, but where it fails itself Python would write that, and the message after all."""

    def tell(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Who leaves a thread by sys.exit does so on purpose.
        if not issubclass(kind, SystemExit):
            with contextlib.suppress(Exception):
                told(kind, error, trace)

    return tell
