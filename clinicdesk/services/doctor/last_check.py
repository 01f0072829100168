"""When a clinic was checked on this computer last, and how that ended; kept beside the log."""

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinicdesk.exchange.files import read_regular, write_whole

FILE = "last-checks.json"

_LARGEST = 1_000_000

MOST_CLINICS = 50
"""That are remembered, those checked last."""


@dataclass(frozen=True)
class LastCheck:
    """A check that ran to its end."""

    at: str
    """ISO 8601, UTC."""
    broken: int
    """How many things were found broken."""


def note_check(folder: Path, clinic: str, now: datetime, broken: int) -> None:
    """Remember how a check ended; `clinic` is the clinic's own random name.

    Where nothing can be written there, nothing is remembered: the check itself went well.
    """
    checks = _read(folder)
    checks.pop(clinic, None)
    checks[clinic] = LastCheck(now.isoformat(timespec="seconds"), broken)
    kept = list(checks.items())[-MOST_CLINICS:]
    plain = {name: {"at": check.at, "broken": check.broken} for name, check in kept}
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(folder / FILE, json.dumps(plain).encode())


def last_check(folder: Path, clinic: str) -> LastCheck | None:
    """The newest check of that clinic on this computer; None if it knows of none."""
    return _read(folder).get(clinic)


def _read(folder: Path) -> dict[str, LastCheck]:
    try:
        plain = json.loads(read_regular(folder / FILE, _LARGEST))
        return {
            str(name): LastCheck(str(check["at"]), int(check["broken"]))
            for name, check in plain.items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # Somebody else's, or damaged: it is only a memory.
        return {}
