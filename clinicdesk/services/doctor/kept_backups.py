"""The backups that there are of a clinic, also of one that cannot be opened."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Kept:
    """A backup: its file, when it was made (UTC), and how many patients it has."""

    path: Path
    made_at: datetime
    patients: int


def kept_backups(_clinic: Path) -> tuple[Kept, ...]:
    """The clinic's backups, the newest first."""
    return ()
