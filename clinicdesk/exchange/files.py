"""Writes a file whole or not at all, for its owner alone, and never through a link."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

_MARK = b"\xef\xbb\xbf"
"""A byte order mark, which other programs write before a text."""


def write_whole(path: Path, content: bytes, *, replaces: bytes | None = None) -> None:
    """Put a file of mode 0600 at `path`, in one step; a link there is replaced, never followed.

    With `replaces` only a file that begins like that is replaced (letters of either case), as
    whatever else has that name is somebody else's: FileExistsError. Raises OSError, or ValueError
    for a path that no file can have; then nothing is changed and nothing is left behind.
    """
    if replaces is not None:
        _refuse_another(path, replaces)
    # In the same folder, so that the finished file takes its name in one step.
    draft = path.with_name(f".clinicdesk-{secrets.token_hex(8)}.tmp")
    number = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    _settle(path.parent)


def _refuse_another(path: Path, beginning: bytes) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        return
    if stat.S_ISREG(mode):
        with path.open("rb") as file:
            found = file.read(len(beginning) + len(_MARK))
        if found.removeprefix(_MARK).upper().startswith(beginning):
            return
    raise FileExistsError(path)


def _settle(folder: Path) -> None:
    """Let the new name outlast a power cut, where the system can do that; the file is there."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
