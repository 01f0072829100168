"""Uncaught exceptions: their messages may name a patient, so only where they arose is shown.

Left alone, Python writes them to stderr with their message: from a thread, from a destructor, at
exit, and when logging itself fails.
"""

import contextlib
import errno
import logging
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

ErrorHandler = Callable[[type[BaseException], BaseException | None, TracebackType | None], None]
"""Given the kind, the exception where there is one, and where it arose."""


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether there was no memory left: Python says so in three ways, the last of a library."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    if isinstance(error, ImportError):
        return any(words in str(error).lower() for words in ("cannot allocate", "failed to map"))
    return isinstance(error, MemoryError)


def places(trace: TracebackType | None) -> str:
    """The files, lines and functions that the exception came through; no value of any of them."""
    frames = traceback.extract_tb(trace)
    return "; ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def handle_uncaught(uncaught: ErrorHandler, *, unraisable: ErrorHandler | None = None) -> None:
    """Give `uncaught` what would end the program or a thread.

    `unraisable`, or left out `uncaught` too, is given what cannot be raised: from a destructor or
    at exit. Python itself writes nothing to stderr any more.
    """
    raised, other = _safe(uncaught), _safe(unraisable or uncaught)
    sys.excepthook = raised
    threading.excepthook = lambda args: raised(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: other(args.exc_type, args.exc_value, args.exc_traceback)
    logging.raiseExceptions = False
    logging.lastResort = None


def _safe(handler: ErrorHandler) -> ErrorHandler:
    """The same, but its own failure is dropped: Python would write it, and the message too."""

    def handle(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # sys.exit in a thread is meant to end it.
        if not issubclass(kind, SystemExit):
            with contextlib.suppress(Exception):
                handler(kind, error, trace)

    return handle
