"""Paths at which a clinic's file can be."""

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused

LONGEST_PATH = 500
"""Bytes of a database's path; SQLite reads no more than 512, with what it adds to a name."""


def path_exists(path: Path) -> bool:
    """Whether anything is at `path`, a link that leads nowhere included.

    Raises DatabaseRefused for a path that no clinic can have, before any work is done for it.
    """
    # SQLite adds a suffix of its own, and takes no path of more bytes than this.
    if len(os.fsencode(path.absolute())) > LONGEST_PATH:
        raise DatabaseRefused(DatabaseCode.PATH_TOO_LONG, path=str(path))
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise unreachable(path, error) from None
    return True


_FAULTS = {
    errno.ENAMETOOLONG: DatabaseCode.PATH_TOO_LONG,
    errno.ENOSPC: DatabaseCode.DISK_FULL,
    errno.EDQUOT: DatabaseCode.DISK_FULL,
    errno.EFBIG: DatabaseCode.WRITE_FAILED,
    errno.EIO: DatabaseCode.WRITE_FAILED,
    errno.EMFILE: DatabaseCode.NO_MEMORY,
    errno.ENFILE: DatabaseCode.NO_MEMORY,
    errno.ENOMEM: DatabaseCode.NO_MEMORY,
}
"""What is at fault where it is neither the place nor somebody's rights."""

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Only what is written meets these."""


def unreachable(path: Path, error: OSError | ValueError) -> DatabaseRefused:
    """The refusal of a path that the system does not open, or lets nothing be written to."""
    return DatabaseRefused(fault_of(error) or DatabaseCode.UNREACHABLE, path=str(path))


def fault_of(error: OSError | ValueError) -> DatabaseCode | None:
    """What is at fault; None if it is the place or its rights, or if nobody can tell."""
    return _FAULTS.get(error.errno or 0) if isinstance(error, OSError) else None


def copy_failed(
    source: Path, target: Path, error: OSError, *, named: Path | None = None
) -> DatabaseRefused:
    """The refusal of a copy that the system could not make: it names which of both is at fault.

    `named` is what the target is called, where only the program knows its name.
    """
    of_target = error.errno in _NO_ROOM or error.filename == str(target)
    return unreachable((named or target) if of_target else source, error)


def temporary_folder() -> Path:
    """Where copies are made that nobody keeps. Raises DatabaseRefused if there is no such place."""
    try:
        return Path(tempfile.gettempdir())
    except FileNotFoundError:
        # Python has tried to write in each of several, and says no more than this.
        path = os.environ.get("TMPDIR", tempfile.gettempprefix())
        raise DatabaseRefused(DatabaseCode.DISK_FULL, path=path) from None


@contextlib.contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """A folder (0700) of its own that is gone when the block ends. Raises DatabaseRefused."""
    place = temporary_folder()
    try:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
    except OSError as error:
        raise unreachable(place, error) from None
    try:
        yield folder
    finally:
        try:
            shutil.rmtree(folder, ignore_errors=True)
        except BaseException:
            # Whoever is stopped when all is done, and only this is not, leaves nothing either.
            shutil.rmtree(folder, ignore_errors=True)
            raise
