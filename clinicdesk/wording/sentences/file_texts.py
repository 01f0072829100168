"""What was done about a clinic's file as a whole, for the command line and the window alike."""

from collections.abc import Sequence
from pathlib import Path

from clinicdesk.wording import say

MOST_NAMED = 5
"""Faults of a check that the sentence names."""


def upgraded_text(clinic: Path, backup: Path | None) -> str:
    """Where the backup is that was made before; None: there was no need."""
    if backup is None:
        return say("said.upgraded-already", {"path": str(clinic)})
    return say("said.upgraded", {"path": str(clinic), "backup": str(backup)})


def restored_lines(clinic: Path, backup: Path, kept: Path | None, *, is_older: bool) -> list[str]:
    """From which backup, where what stood there before is, and what has still to be done."""
    lines = [say("said.restored", {"path": str(clinic), "backup": str(backup)})]
    if kept is not None:
        lines.append(say("said.restored-kept", {"kept": str(kept)}))
    if is_older:
        lines.append(say("said.restored-older"))
    return lines


def broken_text(clinic: Path, broken: Sequence[str]) -> str:
    """How much a check found broken, and the first sentences of it."""
    first = list(broken[:MOST_NAMED])
    return say("check.broken", {"path": str(clinic), "count": len(broken), "first": first})
