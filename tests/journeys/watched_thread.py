"""Sees what is waited for in the window's thread, where nobody may: the clinic, and any file."""

import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.resource_files import resource_file

WAITING = (
    "ctypes.dlopen", "glob.", "mmap.", "open", "os.exec", "os.fork", "os.link", "os.listdir",
    "os.mkdir", "os.posix_spawn", "os.remove", "os.rename", "os.rmdir", "os.scandir", "os.spawn",
    "os.startfile", "os.symlink", "os.system", "os.truncate", "os.utime", "shutil.", "socket.",
    "sqlite3.connect", "subprocess.", "tempfile.", "time.sleep",
)  # fmt: skip
"""Beginnings of the names of Python's audit events at each of which a thread may wait."""

UNAUDITED = ("stat", "lstat", "access", "readlink", "statvfs")
"""Functions of `os` that wait for a disk too, of which Python tells nobody."""

MODULES = (".py", ".pyc")
"""Also read to be loaded, and by Qt for Python, which looks into each for a word of its own."""

ALLOWED = {
    "the program's own drawings, themes and words": str(resource_file()),
    "time zones, where the system keeps them": "zoneinfo",
    "time zones, where a library brings them": "tzdata",
}
"""By what it is that may be read in the window's thread: a part of its path."""

FINDER = resource_file.__name__
"""Looks where the first of those are."""


class _Watch:
    """What the present thread does, and may wait for: what, and who called for it, caller first."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._thread = threading.current_thread()

    def hear(self, event: str, what: object) -> None:
        """Note it, if this thread did it for the program itself, and not to load a module."""
        if threading.current_thread() is not self._thread or _is_import(sys._getframe(2)):
            return
        if str(what).endswith(MODULES) or any(part in str(what) for part in ALLOWED.values()):
            return
        callers = _callers()
        if callers and FINDER not in callers:
            self.seen.append(f"{event} {what}: {callers}")


def _is_import(frame: FrameType) -> bool:
    """A module is looked for or read: `tests/ui/test_first_picture.py` has an eye on when."""
    return frame.f_code.co_filename.startswith("<frozen importlib")


def _callers() -> str:
    ours = [
        f"{Path(frame.f_code.co_filename).name}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_stack(None)
        if "/clinicdesk/" in frame.f_code.co_filename
    ]
    return " > ".join(reversed(ours[:7]))


@contextmanager
def thread_watched() -> Iterator[list[str]]:
    """What the present thread does inside the block and may wait for: the clinic, and any file.

    Nothing is refused, so that one call does not hide the next.
    """
    watch, begun = _Watch(), Database._begun

    def begin(database: Database, make: Callable[[], Session]) -> Any:
        watch.hear("transaction", database.path.name)
        return begun(database, make)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_begun", begin)
        for name in UNAUDITED:
            patch.setattr(os, name, _told(name, getattr(os, name)))
        _watching.append(watch)
        try:
            yield watch.seen
        finally:
            _watching.remove(watch)


def _told(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*values: Any, **named: Any) -> Any:
        for watch in _watching:
            watch.hear(f"os.{name}", values[0])
        return function(*values, **named)

    return call


_watching: list[_Watch] = []
"""What hears of the events now."""


def _hear(event: str, values: tuple[object, ...]) -> None:
    if _watching and event.startswith(WAITING):
        for watch in _watching:
            watch.hear(event, values[0] if values else "")


# Once: there is no way to take it away again.
sys.addaudithook(_hear)
