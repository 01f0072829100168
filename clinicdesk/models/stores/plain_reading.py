"""A file read as bytes, which SQLite may have open in this process: its locks must not be lost.

On POSIX systems a process that closes a file gives back every lock that it holds on it, those of
SQLite in the middle of a write too. So what was opened here is closed once the last of SQLite's
connections is.
"""

import errno
import os
import sqlite3
import stat
import threading
import weakref
from pathlib import Path
from typing import Any

from clinicdesk.models.stores.file_state import FileIdentity, identity_of

_NO_WAITING = getattr(os, "O_NONBLOCK", 0)
_AS_IT_IS = getattr(os, "O_BINARY", 0)

_guard = threading.RLock()
"""Held while a file is closed or kept, and never while a disk may be waited for."""
_connections: dict[FileIdentity, int] = {}
"""How many connections of this process are open to a file."""
_kept: dict[FileIdentity, list[int]] = {}
"""Descriptors that are closed when there is none any more."""


class CountedConnection(sqlite3.Connection):
    """One to the file at `path`, which is known as long as the connection is open."""

    def __init__(self, path: Path, *values: Any, **named: Any) -> None:
        """The rest is that of any connection."""
        self._end = weakref.finalize(self, _end, _begin(path))
        try:
            super().__init__(*values, **named)
        except BaseException:
            self._end()
            raise

    def close(self) -> None:
        super().close()
        self._end()


def read_beginning(path: Path, most: int) -> bytes:
    """The first `most` bytes of the file at `path`.

    Only a regular file is read: a pipe would wait for its other end for ever. Raises OSError, or
    ValueError for a path that no file can have.
    """
    kept = _read_kept(identity_of(path), most)
    if kept is not None:
        return kept
    number = os.open(path, os.O_RDONLY | _NO_WAITING | _AS_IT_IS)
    found = os.fstat(number)
    try:
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
        return os.read(number, most)
    finally:
        _close(number, FileIdentity(found.st_dev, found.st_ino))


def _read_kept(identity: FileIdentity | None, most: int) -> bytes | None:
    """The same by what is kept already, so that no more is kept; None if nothing is."""
    with _guard:
        if identity not in _kept:
            return None
        number = _kept[identity][0]
        os.lseek(number, 0, os.SEEK_SET)
        return os.read(number, most)


def _close(number: int, identity: FileIdentity) -> None:
    with _guard:
        if identity in _connections:
            _kept.setdefault(identity, []).append(number)
        else:
            os.close(number)


def is_open_here(path: Path) -> bool:
    """Whether SQLite has that file open in this process: nothing else here opens it then."""
    return identity_of(path) in _connections


def _begin(path: Path) -> FileIdentity | None:
    identity = identity_of(path)
    if identity is not None:
        with _guard:
            _connections[identity] = _connections.get(identity, 0) + 1
    return identity


def _end(identity: FileIdentity | None) -> None:
    if identity is None:
        return
    with _guard:
        left = _connections.pop(identity) - 1
        if left:
            _connections[identity] = left
        else:
            for number in _kept.pop(identity, ()):
                os.close(number)
