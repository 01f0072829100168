"""Giving a finished file its name: it is on the disk by then, and never replaces another."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import path_exists, unreachable


def publish(draft: Path, path: Path) -> None:
    """Give the finished file its name, in the same folder. Raises DatabaseRefused.

    The draft's own name may be there still: whoever made it removes it.
    """
    settle(draft)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise DatabaseRefused(DatabaseCode.EXISTS, path=str(path)) from None
    except OSError:
        _rename(draft, path)
    settle_folder(path.parent)


def _rename(draft: Path, path: Path) -> None:
    """On a file system without hard links.

    The window between test and rename is a few microseconds on a folder that one person uses.
    """
    if path_exists(path):
        raise DatabaseRefused(DatabaseCode.EXISTS, path=str(path))
    try:
        draft.rename(path)
    except OSError as error:
        raise unreachable(path, error) from None


def settle(path: Path) -> None:
    """Let a file's content outlast a power cut. Raises DatabaseRefused."""
    try:
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise unreachable(path, error) from None


def settle_folder(folder: Path) -> None:
    """Let the names in a folder outlast a power cut, where the system can do that."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever asks this process to end while files take their names comes too late.

    What is published then is done, and is said to be. A few milliseconds: nobody waits for it.
    """
    if threading.current_thread() is not threading.main_thread():
        # No other thread is interrupted.
        yield
        return
    handlers = {
        number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
