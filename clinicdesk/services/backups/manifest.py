"""What is written beside a backup: what it holds, its hash, and where the journal stood."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from clinicdesk.models.stores.kept_backups import LARGEST
from clinicdesk.models.stores.plain_reading import read_beginning

SUFFIX = ".json"

FORMAT = 1

_HASH = re.compile(r"[0-9a-f]{64}")


class BackupReason(StrEnum):
    """Why a backup was made."""

    ROUTINE = "routine"
    ASKED = "asked"
    UPGRADE = "upgrade"
    RESTORE = "restore"
    IMPORT = "import"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. Nothing in it is personal."""

    clinic_uid: str
    made_at: str
    """UTC instant, ISO 8601."""
    revision: int
    """The schema's."""
    sha256: str
    """Of the backup's file."""
    counts: Mapping[str, int]
    """Rows by table."""
    journal_number: int
    """The journal's last entry; 0 if it has none."""
    journal_hash: str
    reason: BackupReason

    def as_text(self) -> str:
        """The manifest as it is written."""
        fields = {**asdict(self), "counts": dict(self.counts)}
        return json.dumps({"format": FORMAT, **fields}, indent=1, sort_keys=True) + "\n"


class ManifestUnreadable(ValueError):
    """The text is no manifest that this program wrote."""


def manifest_path(backup: Path) -> Path:
    """Where a backup's manifest stands."""
    return backup.with_suffix(SUFFIX)


def read_manifest(path: Path) -> Manifest:
    """The manifest at `path`. Raises ManifestUnreadable, or OSError."""
    content = read_beginning(path, LARGEST + 1)
    if len(content) > LARGEST:
        raise ManifestUnreadable
    try:
        return _manifest(json.loads(content))
    except (ValueError, TypeError, LookupError, RecursionError):
        raise ManifestUnreadable from None


def _manifest(values: dict[str, Any]) -> Manifest:
    """Raises ValueError, TypeError or LookupError for values that no manifest has."""
    if values["format"] != FORMAT:
        raise ManifestUnreadable
    made_at = datetime.fromisoformat(values["made_at"])
    counts = {_text(name): _number(count) for name, count in values["counts"].items()}
    if made_at.tzinfo is None:
        raise ManifestUnreadable
    return Manifest(
        clinic_uid=_text(values["clinic_uid"]),
        made_at=values["made_at"],
        revision=_number(values["revision"]),
        sha256=_hash(values["sha256"]),
        counts=counts,
        journal_number=_number(values["journal_number"]),
        journal_hash=_hash(values["journal_hash"]),
        reason=BackupReason(values["reason"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ManifestUnreadable
    return value


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ManifestUnreadable
    return value


def _hash(value: object) -> str:
    if not _HASH.fullmatch(_text(value)):
        raise ManifestUnreadable
    return str(value)
