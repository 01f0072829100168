"""Files while they are made: in their folder, under a name of their own, gone if that fails."""

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.exchange.makers import is_at_work, this_host, this_process
from clinicdesk.models.database import Database
from clinicdesk.models.making import creating_database
from clinicdesk.models.stores.sqlite import SIDE_FILES

_NAME = re.compile(r"\.clinicdesk-draft-([0-9a-f]{8})-([0-9]{1,9})-[0-9a-f]{8}\.new")

_NEW_CLINIC = re.compile(r"\.clinicdesk-[0-9a-f]{16}\.new")
"""What a clinic was called while it was made by former versions: of a process that is not named."""

_LONGEST_WORK = 24 * 3600
"""Seconds after which a draft of another computer, or of nobody knows whom, is a leftover."""


@contextlib.contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """A name for a file that is being made; whatever is at it when the block ends is removed."""
    draft = folder / f".clinicdesk-draft-{this_process()}-{secrets.token_hex(4)}.new"
    try:
        yield draft
    finally:
        _remove(draft)


@contextlib.contextmanager
def making_clinic(path: Path) -> Iterator[Database]:
    """A new clinic's database; it appears at `path` when the block ends well, or not at all.

    Of a process that is killed meanwhile its draft stays, and goes when a clinic is made or opened
    there the next time. Raises what `creating_database` does.
    """
    clear_beside(path)
    with draft_in(path.parent) as draft, creating_database(path, draft) as database:
        yield database


def clear_beside(clinic: Path) -> None:
    """Remove what processes that were killed left beside a clinic, which names its patients."""
    clear_leftovers(Path(os.path.realpath(clinic)).parent)


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
        return [
            path
            for path in folder.iterdir()
            if _NAME.fullmatch(path.name) or _NEW_CLINIC.fullmatch(path.name)
        ]
    return []


def _is_left_over(draft: Path) -> bool:
    named = _NAME.fullmatch(draft.name)
    written = _written(draft)
    if named is not None and named[1] == this_host():
        return not is_at_work(int(named[2]), written)
    return _now(draft.parent) - written > _LONGEST_WORK


def _written(path: Path) -> float:
    """When it was last written, by the clock of the disk that it is on; 0 if it is gone."""
    with contextlib.suppress(OSError):
        return path.stat().st_mtime
    return 0


def _now(folder: Path) -> float:
    """What time it is by the clock of the folder's disk; 0 where nothing can be written."""
    with contextlib.suppress(OSError), draft_in(folder) as probe:
        probe.touch(mode=0o600)
        return _written(probe)
    return 0


def _remove(draft: Path) -> None:
    for suffix in ("", *SIDE_FILES):
        with contextlib.suppress(OSError):
            draft.with_name(draft.name + suffix).unlink()
