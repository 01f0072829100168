"""Writes files that somebody asked for, whole or not at all."""

import errno
from collections.abc import Mapping
from pathlib import Path

from clinicdesk.exchange.files import remove_unfinished, write_all, write_whole
from clinicdesk.models.stores.plain_reading import is_open_here
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused


def write_file(path: Path, content: bytes, *, replaces: bytes, exists: RefusalCode) -> None:
    """Write a file whole or not at all; an older one that begins like `replaces` is replaced.

    Raises Refused, with the code `exists` if anything else is at `path`; then nothing is changed.
    """
    _refuse_open(path, exists)
    remove_unfinished(path.parent)
    try:
        write_whole(path, content, replaces=replaces)
    except (OSError, ValueError) as error:
        raise _refused(error, path, exists) from None


def write_files(files: Mapping[Path, bytes], *, replaces: bytes, exists: RefusalCode) -> None:
    """Write these files, all of them or none; raises as `write_file`."""
    for path in files:
        _refuse_open(path, exists)
    for folder in {path.parent for path in files}:
        remove_unfinished(folder)
    try:
        write_all(files, replaces=replaces)
    except (OSError, ValueError) as error:
        named = error.filename if isinstance(error, OSError) else None
        raise _refused(error, Path(named or next(iter(files))), exists) from None


def _refuse_open(path: Path, exists: RefusalCode) -> None:
    if is_open_here(path):
        # Not even looked into.
        raise Refused(exists, path=str(path))


def _refused(error: OSError | ValueError, path: Path, exists: RefusalCode) -> Refused:
    if isinstance(error, FileExistsError):
        return Refused(exists, path=str(path))
    too_long = isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG
    code = RefusalCode.EXPORT_NAME_TOO_LONG if too_long else RefusalCode.EXPORT_UNWRITABLE
    return Refused(code, path=str(path))
