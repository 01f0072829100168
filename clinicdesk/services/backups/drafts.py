"""Files while they are made: in their folder, under a name of their own, gone if that fails."""

import contextlib
import hashlib
import os
import re
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.models.stores.sqlite import SIDE_FILES

_NAME = re.compile(r"\.clinicdesk-draft-([0-9a-f]{8})-([0-9]{1,9})-[0-9a-f]{8}\.new")

_LONGEST_WORK = 24 * 3600
"""Seconds after which a draft of another computer is taken for a leftover."""


@contextlib.contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """A name for a file that is being made; whatever is at it when the block ends is removed."""
    draft = folder / f".clinicdesk-draft-{_host()}-{os.getpid()}-{secrets.token_hex(4)}.new"
    try:
        yield draft
    finally:
        _remove(draft)


def clear_leftovers(folder: Path) -> bool:
    """Remove drafts whose process is no more; whether none is left that may still be at work."""
    alone = True
    for draft in _drafts(folder):
        if _is_left_over(draft):
            _remove(draft)
        else:
            alone = False
    return alone


def _drafts(folder: Path) -> list[Path]:
    with contextlib.suppress(OSError):
        return [path for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    return []


def _is_left_over(draft: Path) -> bool:
    named = _NAME.fullmatch(draft.name)
    assert named is not None
    if named[1] == _host() and sys.platform != "win32":
        return int(named[2]) != os.getpid() and not _is_running(int(named[2]))
    return _age(draft) > _LONGEST_WORK


def _age(draft: Path) -> float:
    """Seconds since it was last written, by the clock of the disk that it is on."""
    with contextlib.suppress(OSError), draft_in(draft.parent) as probe:
        probe.touch(mode=0o600)
        return probe.stat().st_mtime - draft.stat().st_mtime
    return 0


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _host() -> str:
    """Which computer makes it, without naming it."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def _remove(draft: Path) -> None:
    for suffix in ("", *SIDE_FILES):
        with contextlib.suppress(OSError):
            draft.with_name(draft.name + suffix).unlink()
