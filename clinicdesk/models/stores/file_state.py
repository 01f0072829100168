"""Whether a clinic's file is still the one that was opened, told by its name, place and rights.

Nothing is opened for that. On POSIX systems a process that closes a file gives back every lock
that it holds on it, those of SQLite in the middle of a write too. So a file in use is only asked
about.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode


@dataclass(frozen=True)
class FileIdentity:
    """Which file it is, whatever its name: it stays when the file is renamed."""

    device: int
    inode: int


def identity_of(path: Path) -> FileIdentity | None:
    """The file at `path`, links followed; None if there is none or it cannot be asked for."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return FileIdentity(found.st_dev, found.st_ino)


def moved(path: Path, opened: FileIdentity | None) -> DatabaseCode | None:
    """What has become of the file that was opened at `path`; None if it is still there.

    What is written to it then would go where nobody ever looks again: the file that was open
    keeps its readers and writers whatever its name, or another's, is now.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return DatabaseCode.VANISHED
    except (OSError, ValueError):
        return DatabaseCode.READ_FAILED
    same = opened is None or opened == FileIdentity(found.st_dev, found.st_ino)
    return None if same else DatabaseCode.REPLACED


def may_be_read(path: Path) -> bool:
    """Whether this user may read the file."""
    return os.access(path, os.R_OK)


def may_be_written(path: Path) -> bool:
    """Whether this user may write the file, and beside it: a journal stands there meanwhile."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK | os.X_OK)


def free_bytes(path: Path) -> int:
    """The room on the disk that holds `path`; 0 where that cannot be asked."""
    try:
        return shutil.disk_usage(path.absolute().parent).free
    except OSError:
        return 0
