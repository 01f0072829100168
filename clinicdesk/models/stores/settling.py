"""A clinic's file before it is opened: what was cut off in it is taken back, and it is one file."""

import contextlib
import shutil
from pathlib import Path

import sqlalchemy

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.copying import take_back_unfinished
from clinicdesk.models.stores.file_state import may_be_written
from clinicdesk.models.stores.kept_backups import why_kept
from clinicdesk.models.stores.known_schema import refuse_foreign_schema
from clinicdesk.models.stores.paths import copy_failed, scratch_folder
from clinicdesk.models.stores.places import why_only_read
from clinicdesk.models.stores.soundness import has_journal, refuse_at_a_glance, refuse_damaged
from clinicdesk.models.stores.sqlite import (
    Header,
    leave_wal,
    make_engine,
    read_header,
    refuse_without_room,
)


def settled_header(path: Path, busy_seconds: float) -> Header:
    """The header, of a file in which an upgrade was cut off as it was before that."""
    header = read_header(path)
    if has_journal(path) and not header.write_ahead and why_not_written(path) is None:
        take_back_unfinished(path, busy_seconds)
        header = read_header(path)
    return header


def takes_time(path: Path) -> bool:
    """Whether more than a glance is due before the file can be opened.

    There is a write in it that was cut off, or goes on, or it is in write-ahead mode.
    """
    try:
        return has_journal(path) or read_header(path).write_ahead
    except DatabaseRefused:
        return False


def why_not_written(path: Path) -> DatabaseRefused | None:
    """Why the file at `path` is opened for reading only; None if it may be written."""
    if not may_be_written(path):
        return DatabaseRefused(DatabaseCode.READ_ONLY, path=str(path))
    return why_kept(path) or why_only_read(path)


def leave_sound_wal(path: Path) -> None:
    """Switch a sound file in write-ahead mode back to the rollback journal.

    Whether it is sound is found out on a copy: to read it there is to write to it. Raises
    DatabaseRefused, with the file as it was.
    """
    with scratch_folder("clinicdesk-") as folder:
        copy = folder / "copy.db"
        try:
            shutil.copyfile(path, copy)
            with contextlib.suppress(FileNotFoundError):
                shutil.copyfile(f"{path}-wal", f"{copy}-wal")
        except OSError as error:
            raise copy_failed(path, copy, error, named=folder.parent) from None
        _refuse_unsound(copy, path)
    leave_wal(path)


def _refuse_unsound(copy: Path, path: Path) -> None:
    engine = make_engine(copy, 0)
    try:
        with engine.connect() as connection:
            refuse_foreign_schema(connection, copy)
            refuse_at_a_glance(connection, copy)
            refuse_damaged(connection, copy)
    except (DatabaseRefused, sqlalchemy.exc.DatabaseError) as error:
        if isinstance(error, sqlalchemy.exc.DatabaseError):
            refuse_without_room(error.orig, copy.parent.parent)
        foreign = getattr(error, "code", None) is DatabaseCode.FOREIGN_SCHEMA
        code = DatabaseCode.FOREIGN_SCHEMA if foreign else DatabaseCode.DAMAGED
        raise DatabaseRefused(code, path=str(path)) from None
    finally:
        engine.dispose()
