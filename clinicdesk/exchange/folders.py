"""Writes a folder of files whole or not at all, for its owner alone; scratch folders that go."""

import contextlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from clinicdesk.exchange.makers import is_at_work, this_host, this_process

_NAME = re.compile(r"\.clinicdesk-folder-([0-9a-f]{8})-([0-9]{1,9})-[0-9a-f]{16}\.tmp")


@contextlib.contextmanager
def scratch_folder(parent: Path) -> Iterator[Path]:
    """A folder (0700) in `parent` that is gone when the block ends. Raises OSError.

    What processes that were killed left of theirs goes too: it may name patients.
    """
    clear_leftovers(parent)
    name = f".clinicdesk-folder-{this_process()}-{secrets.token_hex(8)}.tmp"
    scratch = parent / name
    try:
        # In here: what is stopped between the two would leave it.
        scratch.mkdir(mode=0o700)
        yield scratch
    finally:
        try:
            shutil.rmtree(scratch, ignore_errors=True)
        except BaseException:
            # Whoever is stopped when all is done, and only this is not, leaves nothing either.
            shutil.rmtree(scratch, ignore_errors=True)
            raise


@contextlib.contextmanager
def writing_folder(path: Path) -> Iterator[Path]:
    """A new folder (0700) to be filled; it becomes `path` in one step when the block ends well.

    It stands in a scratch folder that is gone then. `path` is absent, or an empty folder. Raises
    FileExistsError if it is anything else, OSError or ValueError for one that cannot be made;
    then nothing is left behind.
    """
    refuse_occupied(path)
    with scratch_folder(path.absolute().parent) as scratch:
        draft = scratch / "files"
        draft.mkdir(mode=0o700)
        yield draft
        refuse_occupied(path)
        if os.name == "nt":
            with contextlib.suppress(FileNotFoundError):
                path.rmdir()
        draft.rename(path)


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


def clear_leftovers(parent: Path) -> None:
    """Remove the scratch folders of this computer's processes that are no more."""
    with contextlib.suppress(OSError):
        for folder in parent.iterdir():
            named = _NAME.fullmatch(folder.name)
            if (
                named
                and named[1] == this_host()
                and not is_at_work(int(named[2]), folder.stat().st_mtime)
            ):
                shutil.rmtree(folder, ignore_errors=True)
