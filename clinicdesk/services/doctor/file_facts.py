"""What can be told of any file that should be a clinic: absent, damaged, newer, locked or sound."""

import shutil
import sqlite3
import stat
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clinicdesk.exchange.folders import scratch_folder
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import REVISION
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.salvage.copying import readable_copy
from clinicdesk.models.stores.file_state import may_be_written
from clinicdesk.models.stores.known_schema import is_known
from clinicdesk.models.stores.own_words import OwnWords, first_row, read_own_words
from clinicdesk.models.stores.places import why_only_read
from clinicdesk.models.stores.sqlite import read_header
from clinicdesk.models.stores.sqlite_schema import read_schema
from clinicdesk.services.doctor.facts import Facts, short_path
from clinicdesk.services.doctor.processes import processes_with

SOUND = "sound"


@dataclass(frozen=True)
class Told:
    """What the file tells of the clinic; None where that cannot be read."""

    own: OwnWords = field(default_factory=OwnWords)
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


def read_state(path: Path) -> tuple[Facts, Told]:
    """The file's schema, whether it is sound, or the code of what is wrong, and what is in it.

    Nothing is written; other programs may go on writing meanwhile.
    """
    facts: Facts = {"database_state": SOUND, "database_schema": None}
    told = Told()
    try:
        header = read_header(path)
        facts["database_schema"] = header.revision
        with (
            scratch_folder(Path(tempfile.gettempdir())) as scratch,
            readable_copy(path, scratch) as connection,
        ):
            told = _told(connection)
            facts["database_state"] = _state(connection, header.revision)
    except DatabaseRefused as refused:
        # No room for the copy, and nothing is known of the file then, if that is what is named.
        of_file = str(refused.params["path"]).startswith(str(path))
        facts["database_state"] = refused.code.value if of_file else None
    except OSError:
        facts["database_state"] = None
    return facts, told


def _state(connection: sqlite3.Connection, revision: int) -> str:
    if not _sound(connection):
        return DatabaseCode.DAMAGED.value
    if revision > REVISION:
        return DatabaseCode.NEWER.value
    if not is_known(read_schema(connection), revision):
        return DatabaseCode.FOREIGN_SCHEMA.value
    return DatabaseCode.OLDER.value if revision < REVISION else SOUND


def told_facts(told: Told, now: datetime) -> Facts:
    """What the clinic itself says, beside this computer's clock: no text but zones and instants."""
    zone = told.own.zone
    return {
        "demo": None if told.own.uid is None else told.own.demo,
        "clinic_zone": zone if zone and _known_zone(zone) else None,
        "clinic_zone_known": None if zone is None else _known_zone(zone),
        "journal_entries": told.entries,
        "journal_newest": _instant(told.newest),
        "clock_before_journal": _before(now, told.newest),
        "workstations_holding": told.holding,
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
        found = path.stat()
    except (OSError, ValueError):
        return {"database_bytes": None, "database_pages": None}
    # Only a regular file is opened: a pipe would wait for its other end for ever.
    pages = _pages(path, found.st_size) if stat.S_ISREG(found.st_mode) else None
    return {"database_bytes": found.st_size, "database_pages": pages}


def _pages(path: Path, size: int) -> int | None:
    try:
        with path.open("rb") as file:
            page = int.from_bytes(file.read(18)[16:18], "big")
    except OSError:
        return None
    return size // page if page >= 512 else None


def _sound(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("PRAGMA writable_schema = OFF")
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError:
        return False


def _told(connection: sqlite3.Connection) -> Told:
    journal = first_row(connection, "journal", "SELECT count(*), max(at) FROM journal")
    entries, newest = journal or (None, None)
    holds = first_row(connection, "hold", "SELECT count(DISTINCT workstation) FROM hold")
    (holding,) = holds or (None,)
    return Told(
        own=read_own_words(connection),
        entries=entries if isinstance(entries, int) else None,
        newest=newest if isinstance(newest, str) else None,
        holding=holding if isinstance(holding, int) else None,
    )


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
