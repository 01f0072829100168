"""Paths at which a clinic's file can be."""

import errno
import os
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


def unreachable(path: Path, error: OSError | ValueError) -> DatabaseRefused:
    """The refusal of a path that the system does not open."""
    too_long = isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG
    code = DatabaseCode.PATH_TOO_LONG if too_long else DatabaseCode.UNREACHABLE
    return DatabaseRefused(code, path=str(path))
