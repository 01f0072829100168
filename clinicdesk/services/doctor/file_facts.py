"""What can be told of any file that should be a clinic: absent, damaged, newer, locked or sound."""

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clinicdesk.exchange.folders import scratch_folder
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import REVISION
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.salvage.copying import readable_copy
from clinicdesk.models.stores.file_state import may_be_written
from clinicdesk.models.stores.places import why_only_read
from clinicdesk.models.stores.sqlite import read_header
from clinicdesk.services.doctor.facts import Facts, short_path
from clinicdesk.services.doctor.processes import processes_with

SOUND = "sound"


@dataclass(frozen=True)
class Inside:
    """What stands in the file about the clinic; None or empty where it cannot be read."""

    uid: str | None = None
    zone: str | None = None
    entries: int | None = None
    newest: str | None = None
    """When the journal's newest entry was written, an ISO instant."""
    holding: int | None = None
    """Workstations that hold a visit just now: how many, as their names may name people."""


def file_facts(path: Path) -> Facts:
    """Where the file is, how large, on what, and who else has it open."""
    facts: Facts = {"database": short_path(path), **_size(path)}
    facts["database_read_only"] = not may_be_written(path) if is_there(path) else None
    unsafe = why_only_read(path)
    facts["database_on_share"] = unsafe is not None and unsafe.code == DatabaseCode.NETWORK_SHARE
    facts["database_synced"] = unsafe is not None and unsafe.code == DatabaseCode.SYNCED_FOLDER
    facts["database_disk_free_bytes"] = free_bytes(path.parent)
    facts["open_in"] = [{"pid": other.pid, "name": other.name} for other in processes_with(path)]
    return facts


def look_inside(path: Path) -> tuple[Facts, Inside]:
    """The file's schema, whether it is sound, or the code of what is wrong, and what is in it.

    Nothing is written; other programs may go on writing meanwhile.
    """
    facts: Facts = {"database_state": SOUND, "database_schema": None}
    inside = Inside()
    try:
        header = read_header(path)
        facts["database_schema"] = header.revision
        with (
            scratch_folder(Path(tempfile.gettempdir())) as scratch,
            readable_copy(path, scratch) as connection,
        ):
            inside = _inside(connection)
            if not _sound(connection):
                facts["database_state"] = DatabaseCode.DAMAGED.value
        if header.revision != REVISION and facts["database_state"] == SOUND:
            newer = header.revision > REVISION
            facts["database_state"] = (DatabaseCode.NEWER if newer else DatabaseCode.OLDER).value
    except DatabaseRefused as refused:
        facts["database_state"] = refused.code.value
    except OSError:
        # No room for the copy: nothing is known of the file then.
        facts["database_state"] = None
    return facts, inside


def inside_facts(inside: Inside, now: datetime) -> Facts:
    """What the clinic itself says, beside this computer's clock: no text but zones and instants."""
    return {
        "clinic_zone": inside.zone if inside.zone and _known_zone(inside.zone) else None,
        "clinic_zone_known": None if inside.zone is None else _known_zone(inside.zone),
        "journal_entries": inside.entries,
        "journal_newest": _instant(inside.newest),
        "clock_before_journal": _before(now, inside.newest),
        "workstations_holding": inside.holding,
    }


def is_there(path: Path) -> bool:
    """Whether anything is at the path; a path that no file can have is none."""
    try:
        return path.exists()
    except OSError:
        return False


def free_bytes(folder: Path) -> int | None:
    """Room on the disk that holds the folder, or would hold it."""
    for place in (folder.absolute(), *folder.absolute().parents):
        try:
            return shutil.disk_usage(place).free
        except OSError:
            continue
    return None


def _size(path: Path) -> Facts:
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        return {"database_bytes": None, "database_pages": None}
    return {"database_bytes": size, "database_pages": _pages(path, size)}


def _pages(path: Path, size: int) -> int | None:
    try:
        with path.open("rb") as file:
            page = int.from_bytes(file.read(18)[16:18], "big") if path.is_file() else 0
    except OSError:
        return None
    return size // page if page >= 512 else None


def _sound(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("PRAGMA writable_schema = OFF")
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _inside(connection: sqlite3.Connection) -> Inside:
    entries = _first(connection, "SELECT count(*), max(at) FROM journal") or (None, None)
    return Inside(
        uid=_text(_first(connection, "SELECT uid FROM clinic")),
        zone=_text(_first(connection, "SELECT zone FROM clinic")),
        entries=entries[0] if isinstance(entries[0], int) else None,
        newest=entries[1] if isinstance(entries[1], str) else None,
        holding=_count(_first(connection, "SELECT count(DISTINCT workstation) FROM hold")),
    )


def _first(connection: sqlite3.Connection, query: str) -> tuple[object, ...] | None:
    """The first row; None where that part of the file is damaged, or of another schema."""
    try:
        row: tuple[object, ...] | None = connection.execute(query).fetchone()
    except sqlite3.DatabaseError:
        return None
    return row


def _text(row: tuple[object, ...] | None) -> str | None:
    return row[0] if row and isinstance(row[0], str) else None


def _count(row: tuple[object, ...] | None) -> int | None:
    return row[0] if row and isinstance(row[0], int) else None


def _known_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _instant(text: str | None) -> str | None:
    try:
        return None if text is None else datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _before(now: datetime, newest: str | None) -> bool | None:
    try:
        return None if newest is None else now < datetime.fromisoformat(newest)
    except (ValueError, TypeError):
        return None
