"""Whether a file is a backup: its manifest stands beside it. It can be read, and is not written."""

import json
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.plain_reading import read_beginning

LARGEST = 64_000
"""Bytes of a manifest; none that is ours has a tenth of that."""

_SAID = frozenset({"clinic_uid", "format", "journal_hash", "made_at", "sha256"})
"""What every manifest says, whatever else."""


def is_backup(path: Path) -> bool:
    """Whether a manifest of ours stands beside that file, of this backup as it was or is."""
    beside = path.with_suffix(".json")
    try:
        if not path.is_file():
            return False
        values = json.loads(read_beginning(beside, LARGEST))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(values, dict) and values.keys() >= _SAID


def why_kept(path: Path) -> DatabaseRefused | None:
    """Why the file at `path` is only read if it is a backup; None if it is none."""
    if is_backup(path):
        return DatabaseRefused(DatabaseCode.IS_BACKUP, path=str(path))
    return None
