"""Writes files whole or not at all, for its owner alone, never through a link; reads no pipe."""

import contextlib
import errno
import os
import re
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from clinicdesk.exchange.makers import is_at_work, this_host, this_process

_NO_WAITING = getattr(os, "O_NONBLOCK", 0)
_AS_IT_IS = getattr(os, "O_BINARY", 0)

_NAME = re.compile(r"\.clinicdesk-file-([0-9a-f]{8})-([0-9]{1,9})-[0-9a-f]{16}\.tmp")

_MARK = b"\xef\xbb\xbf"
"""A byte order mark, which other programs write before a text."""


def read_regular(path: Path, most: int) -> bytes:
    """The first `most` bytes of the file at `path`.

    Only a regular file is read: a pipe would wait for its other end for ever, a device may have
    no end. Raises OSError, or ValueError for a path that no file can have.
    """
    number = os.open(path, os.O_RDONLY | _NO_WAITING | _AS_IT_IS)
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), path)
        return file.read(most)


def write_whole(path: Path, content: bytes, *, replaces: bytes | None = None) -> None:
    """Put a file of mode 0600 at `path`, in one step; a link there is replaced, never followed.

    With `replaces` only a file that begins like that is replaced (letters of either case), as
    whatever else has that name is somebody else's: FileExistsError. Raises OSError, or ValueError
    for a path that no file can have; then nothing is changed and nothing is left behind.
    """
    if replaces is not None:
        _refuse_another(path, replaces)
    draft = _draft(path, content)
    try:
        draft.replace(path)
    except BaseException:
        _give_up(draft)
        raise
    _settle(path.parent)


def write_all(files: Mapping[Path, bytes], *, replaces: bytes) -> None:
    """Put files of mode 0600 at these paths, all of them or none; each as `write_whole` does.

    What stands there is kept beside until the last of them has its name, and stays there too until
    then: whoever is killed meanwhile leaves no file out. Raises as `write_whole`, an OSError with
    the path as its `filename`.
    """
    for path in files:
        _refuse_another(path, replaces)
    drafts: dict[Path, Path] = {}
    former: dict[Path, Path] = {}
    written: list[Path] = []
    try:
        for path, content in files.items():
            drafts[path] = _draft(path, content)
        for path, draft in drafts.items():
            with contextlib.suppress(FileNotFoundError):
                former[path] = _kept(path)
            draft.replace(path)
            written.append(path)
    except BaseException:
        for path in written:
            if path not in former:
                _give_up(path)
        for path, kept in former.items():
            with contextlib.suppress(OSError):
                kept.replace(path)
            # Still there where both are names of one file.
            _give_up(kept)
        for draft in drafts.values():
            _give_up(draft)
        raise
    for kept in former.values():
        _give_up(kept)
    for folder in {path.parent for path in files}:
        _settle(folder)


def remove_unfinished(folder: Path) -> None:
    """Remove what processes of this computer left there that were killed: it may name patients."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            named = _NAME.fullmatch(path.name)
            if (
                named
                and named[1] == this_host()
                and not is_at_work(int(named[2]), path.lstat().st_mtime)
            ):
                _give_up(path)


def _draft(path: Path, content: bytes) -> Path:
    """The content in a file beside `path`, on the disk; none is left where that fails."""
    draft = _beside(path)
    try:
        number = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        error.filename = path
        raise
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        _give_up(draft)
        raise
    return draft


def _beside(path: Path) -> Path:
    """A name of our own in the same folder, so that a file takes its own in one step."""
    return path.with_name(f".clinicdesk-file-{this_process()}-{secrets.token_hex(8)}.tmp")


def _kept(path: Path) -> Path:
    """What stands at `path` under another name too; alone under it where a disk has no links."""
    kept = _beside(path)
    try:
        os.link(path, kept, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except (OSError, NotImplementedError):
        path.rename(kept)
    return kept


def _give_up(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


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
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)


def _settle(folder: Path) -> None:
    """Let the new name outlast a power cut, where the system can do that; the file is there."""
    with contextlib.suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
