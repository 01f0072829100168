"""Whether a clinic's file is sound: a glance when it is opened, every page when there is time."""

from pathlib import Path

from sqlalchemy import Connection

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.sqlite import SIDE_FILES

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
    whole = path.stat().st_size >= (count or 0) * (size or 0)
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
