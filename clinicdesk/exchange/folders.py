"""Writes a folder of files whole or not at all, for its owner alone."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


@contextlib.contextmanager
def writing_folder(path: Path) -> Iterator[Path]:
    """A new folder (0700) to be filled; it becomes `path` in one step when the block ends well.

    `path` is absent, or an empty folder. Raises FileExistsError if it is anything else, OSError or
    ValueError for one that cannot be made; then nothing is left behind.
    """
    refuse_occupied(path)
    draft = path.absolute().with_name(f".clinicdesk-{secrets.token_hex(8)}.tmp")
    draft.mkdir(mode=0o700)
    try:
        yield draft
        refuse_occupied(path)
        if os.name == "nt":
            with contextlib.suppress(FileNotFoundError):
                path.rmdir()
        draft.rename(path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def refuse_occupied(path: Path) -> None:
    """Raise FileExistsError unless `path` is absent or an empty folder; a link is neither."""
    try:
        path.lstat()
    except FileNotFoundError:
        return
    if path.is_symlink() or not path.is_dir() or any(path.iterdir()):
        raise FileExistsError(path)


@contextlib.contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """A new file of mode 0600 to be written, on the disk when the block ends."""
    number = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(number, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
