"""Writes one file that somebody asked for, whole or not at all."""

import errno
from pathlib import Path

from clinicdesk.exchange.files import write_whole
from clinicdesk.models.stores.plain_reading import is_open_here
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused


def write_file(path: Path, content: bytes, *, replaces: bytes, exists: RefusalCode) -> None:
    """Write a file whole or not at all; an older one that begins like `replaces` is replaced.

    Raises Refused, with the code `exists` if anything else is at `path`; then nothing is changed.
    """
    if is_open_here(path):
        # Not even looked into.
        raise Refused(exists, path=str(path))
    try:
        write_whole(path, content, replaces=replaces)
    except FileExistsError:
        raise Refused(exists, path=str(path)) from None
    except (OSError, ValueError) as error:
        too_long = isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG
        code = RefusalCode.EXPORT_NAME_TOO_LONG if too_long else RefusalCode.EXPORT_UNWRITABLE
        raise Refused(code, path=str(path)) from None
