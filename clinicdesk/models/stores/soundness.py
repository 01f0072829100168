"""Whether a clinic's file is sound: a glance when it is opened, every page when there is time."""

import contextlib
import sqlite3
import time
from pathlib import Path

from sqlalchemy import Connection

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import unreachable
from clinicdesk.models.stores.sqlite import (
    READ_FAULTS,
    SIDE_FILES,
    connect,
    driver_fault_code,
    refuse_pipes,
)

JOURNAL = SIDE_FILES[0]


def has_journal(path: Path) -> bool:
    """Whether a journal with something in it stands beside the file.

    A write is under way then, or one was cut off: whoever reads the file first takes it back.
    """
    try:
        return Path(f"{path}{JOURNAL}").stat().st_size > 0
    except (OSError, ValueError):
        return False


def refuse_at_a_glance(connection: Connection, path: Path) -> str:
    """Raise DatabaseRefused unless the file is as long as it says and its one clinic has an id.

    However large the file is, this reads one row. A page that is damaged is found
    when it is read, or by `refuse_damaged`. Returns the clinic's uid.
    """
    count, size = (
        connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        for name in ("page_count", "page_size")
    )
    try:
        length = path.stat().st_size
    except OSError as error:
        # Renamed since it was opened.
        raise unreachable(path, error) from None
    whole = length >= (count or 0) * (size or 0)
    uid = connection.exec_driver_sql("SELECT uid FROM clinic").scalar() if whole else None
    if not isinstance(uid, str):
        raise DatabaseRefused(DatabaseCode.DAMAGED, path=str(path))
    return uid


def refuse_damaged(connection: Connection, path: Path) -> None:
    """Raise DatabaseRefused unless every page of the file is sound; this reads all of it."""
    # Pages and their order alone: the CHECK constraints would take three times as long on top.
    connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
    try:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    finally:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
    if found != "ok":
        raise DatabaseRefused(DatabaseCode.DAMAGED, path=str(path))


def is_sound(path: Path, busy_seconds: float = 30) -> bool:
    """Whether every table of the file is sound, while others work on.

    A table at a time: who writes waits no longer than the largest one takes. Only from a process
    that does not have the file open otherwise: see `file_state.py`. Raises DatabaseRefused if the
    file cannot be looked at just now; that says nothing about it.
    """
    refuse_pipes(path)
    try:
        _warm(path)
        with contextlib.closing(connect(path, busy_seconds, writes=False)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            tables = [str(name).replace('"', '""') for (name,) in found]
            return all(
                connection.execute(f'PRAGMA quick_check("{table}")').fetchone() == ("ok",)
                for table in ("sqlite_master", *tables)
            )
    except OSError as error:
        raise unreachable(path, error) from None
    except sqlite3.DatabaseError as error:
        code = driver_fault_code(error, READ_FAULTS)
        if code is DatabaseCode.DAMAGED:
            return False
        raise DatabaseRefused(code or DatabaseCode.READ_FAILED, path=str(path)) from None


def _warm(path: Path) -> None:
    """Have the system read the file now, while nobody waits for it, and not under a lock."""
    with path.open("rb") as file:
        while file.read(1 << 20):
            time.sleep(0)
