"""Versions of the program and what it stands on, the system, and this computer's clock."""

import os
import platform
import sqlite3
import time
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from clinicdesk import __version__
from clinicdesk.models.database import REVISION
from clinicdesk.services.doctor.facts import Facts

_LOCAL_ZONE = Path("/etc/localtime")


def program_facts() -> Facts:
    """Versions, and what this computer runs."""
    return {
        "program": __version__,
        "schema": REVISION,
        "python": platform.python_version(),
        "qt": _version("PySide6-Essentials"),
        "sqlalchemy": _version("SQLAlchemy"),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
    }


def clock_facts(now: datetime) -> Facts:
    """What time this computer believes it is."""
    offset = now.astimezone().utcoffset()
    return {
        "clock_utc": now.isoformat(timespec="seconds"),
        "clock_offset_minutes": None if offset is None else int(offset.total_seconds() // 60),
        "computer_zone": computer_zone(),
    }


def computer_zone() -> str:
    """The IANA name of this computer's zone, or what else it is called."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named:
        return named
    _, found, name = str(_LOCAL_ZONE.resolve()).rpartition("zoneinfo/")
    return name if found else time.tzname[0]


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
