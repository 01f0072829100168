"""Writes all that a clinic's file holds, or all of a damaged one that can still be read."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from clinicdesk.exchange.clinic_file import ClinicFileFaults, Fault, read_clinic_file
from clinicdesk.exchange.clinic_file.writing.clinic_writing import write_clinic_file
from clinicdesk.exchange.csv_files import BYTE_ORDER_MARK, csv_line
from clinicdesk.exchange.folders import private_file, refuse_occupied, writing_folder
from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.salvage.copying import readable_copy
from clinicdesk.models.salvage.table_reading import TableReader, quoted, table_names
from clinicdesk.models.stores.paths import fault_of, path_exists, unreachable
from clinicdesk.models.tables import Base
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.exporting.clinic_reading import read_clinic_shape
from clinicdesk.services.exporting.clinic_rows import ClinicRows
from clinicdesk.services.exporting.exported import CLINIC_FILE, DEMO, Exported, ExportedTable
from clinicdesk.services.progress import Tell, nobody, stretch

MOST_FAULTS = 5
"""Of the clinic file that are named."""

ROWS_A_TELL = 2000


def export_all(
    source: Path,
    folder: Path,
    today: date,
    describe: Callable[[Exported], str],
    tell: Tell = nobody,
) -> Exported:
    """Write every table as CSV, the clinic as its file, and a text that `describe` makes.

    `source` is a clinic's file of any schema, damaged or not; it is only read. `folder` is absent
    or empty, and then has all of it or nothing. Raises DatabaseRefused, naming the folder if that
    has no room, or Refused for a folder that has something in it or cannot be written.
    """
    _refuse_what_is_no_file(source)
    _refuse_what_is_no_new_folder(folder)
    try:
        with (
            writing_folder(folder) as draft,
            _naming(folder, draft.parent),
            readable_copy(source, draft.parent) as connection,
        ):
            exported = _write_files(connection, draft, today, stretch(tell, 10, 100))
            with private_file(draft / exported.files[-1]) as file:
                file.write(describe(exported).encode("utf-8", "replace"))
    except OSError as error:
        if fault_of(error) is not None:
            raise unreachable(folder, error) from None
        raise Refused(RefusalCode.EXPORT_FOLDER_UNWRITABLE, path=str(folder)) from None
    return exported


def export_into(
    source: Path,
    parent: Path,
    today: date,
    describe: Callable[[Exported], str],
    tell: Tell = nobody,
) -> tuple[Path, Exported]:
    """The same into a new folder in `parent`, and which that is. Raises what `export_all` does."""
    folder = _new_folder(parent, source.stem)
    return folder, export_all(source, folder, today, describe, tell)


def _new_folder(parent: Path, stem: str) -> Path:
    """A name in the folder that nothing has yet."""
    number = 1
    while True:
        ending = "" if number == 1 else f"-{number}"
        folder = parent / f"{stem}-export{ending}"
        if not os.path.lexists(folder):
            return folder
        number += 1


@contextlib.contextmanager
def _naming(folder: Path, scratch: Path) -> Iterator[None]:
    """A refusal names the folder that was asked for, not the one that it is made in."""
    try:
        yield
    except DatabaseRefused as refused:
        if refused.params["path"] != str(scratch):
            raise
        raise DatabaseRefused(refused.code, path=str(folder)) from None


def _refuse_what_is_no_new_folder(folder: Path) -> None:
    try:
        refuse_occupied(folder)
    except FileExistsError:
        raise Refused(RefusalCode.EXPORT_FOLDER_NOT_EMPTY, path=str(folder)) from None
    except (OSError, ValueError):
        raise Refused(RefusalCode.EXPORT_FOLDER_UNWRITABLE, path=str(folder)) from None


def _refuse_what_is_no_file(source: Path) -> None:
    """Raise DatabaseRefused for what no clinic can be in; a damaged beginning is no reason."""
    if not path_exists(source):
        raise DatabaseRefused(DatabaseCode.ABSENT, path=str(source))
    try:
        # A pipe would wait for its other end for ever.
        if not source.is_file():
            raise DatabaseRefused(DatabaseCode.FOREIGN, path=str(source))
        with source.open("rb") as file:
            if not file.read(1):
                raise DatabaseRefused(DatabaseCode.EMPTY, path=str(source))
    except OSError as error:
        raise unreachable(source, error) from None


def _write_files(connection: sqlite3.Connection, draft: Path, today: date, tell: Tell) -> Exported:
    found = table_names(connection)
    names = found.names
    rows = ClinicRows(connection, today)
    demo = rows.is_demo()
    mark = DEMO if demo else ""
    usable = [name for name in names if name.isidentifier() and name.isascii()]
    counted = _Counted(sum(_about(connection, name) for name in usable), tell)
    readers = (TableReader(connection, name) for name in usable)
    tables = tuple(_write_table(reader, draft, counted, mark) for reader in readers)
    clinic = _write_clinic(rows, draft / (mark + CLINIC_FILE))
    missing = () if found.whole else tuple(sorted(Base.metadata.tables.keys() - set(names)))
    return Exported(tables, len(names) - len(usable), missing, clinic, demo)


class _Counted:
    """How many rows are written, of all tables together; told now and then."""

    def __init__(self, about: int, tell: Tell) -> None:
        self._about, self._tell = about, tell
        self._written = 0

    def count(self) -> None:
        """One row more."""
        self._written += 1
        if self._written % ROWS_A_TELL == 0:
            self.tell()

    def tell(self) -> None:
        """Say how many they are now."""
        self._tell(min(self._written, self._about), self._about)


def _about(connection: sqlite3.Connection, table: str) -> int:
    """How many rows the table has, about: its rows are numbered. 0 where that cannot be read."""
    with contextlib.suppress(sqlite3.DatabaseError):
        first, last = (
            connection.execute(f"SELECT {end}(rowid) FROM {quoted(table)}").fetchone()[0]  # noqa: S608 - quoted
            for end in ("min", "max")
        )
        if isinstance(first, int) and isinstance(last, int):
            return max(last - first + 1, 0)
    return 0


def _write_table(reader: TableReader, draft: Path, counted: _Counted, mark: str) -> ExportedTable:
    name = f"{mark}{reader.table.lower()}.csv"
    count = 0
    with private_file(draft / name) as file:
        file.write(BYTE_ORDER_MARK + csv_line(reader.columns))
        with closing(reader.rows()) as rows:
            for row in rows:
                file.write(csv_line(row))
                count += 1
                counted.count()
    counted.tell()
    return ExportedTable(name, count, reader.lost, reader.exact)


def _write_clinic(rows: ClinicRows, path: Path) -> tuple[Fault, ...] | None:
    """Write the clinic file; what `new-clinic` would not take of it, nothing if there is none."""
    try:
        content = write_clinic_file(read_clinic_shape(rows))
    except (LookupError, TypeError, ValueError, sqlite3.DatabaseError):
        return ()
    with private_file(path) as file:
        file.write(content)
    try:
        read_clinic_file(content)
    except ClinicFileFaults as faults:
        return faults.faults[:MOST_FAULTS]
    return None
