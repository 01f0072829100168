"""A private copy of a clinic's file from which everything that reads can be read."""

import contextlib
import os
import shutil
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.paths import copy_failed, unreachable
from clinicdesk.models.stores.sqlite import SIDE_FILES, read_header, refuse_pipes

BUSY_SECONDS = 5
"""How long another program's write is waited for."""

LONGEST_VALUE = 50_000_000
"""Bytes of one value; a damaged length may claim a thousand times as much."""

OURS = frozenset({"appointment", "clinic", "journal", "patient", "resource", "visit"})
"""Tables by which a clinic's file is known, however damaged it is."""

_PAGE = 4096
_MAGIC = b"SQLite format 3\x00"
_OURS = struct.Struct(">16sHBBBBBB")
"""What every clinic's file begins with: magic, page size, versions, reserved bytes, fractions."""


@contextlib.contextmanager
def readable_copy(source: Path, scratch: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy in the folder `scratch`, whole as of one moment; nobody waits long.

    Raises DatabaseRefused where another program holds the file, where the system does not give it
    out, or where none of a clinic's tables can be found in it; and, naming `scratch`, where that
    has no room.
    """
    refuse_pipes(source)
    copy = scratch / "copy.db"
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise unreachable(scratch, error) from None
    if _alone_in_write_ahead(source) or not _copied_by_pages(source, copy):
        _copy_bytes(source, copy)
    with contextlib.closing(_opened(copy)) as connection:
        if _has_our_tables(connection):
            yield connection
            return
    # The first bytes are the same in every clinic's file, but for what nobody needs to read.
    _mend_header(copy)
    with contextlib.closing(_opened(copy)) as connection:
        if not _has_our_tables(connection):
            raise DatabaseRefused(_what_else(source), path=str(source))
        yield connection


def _alone_in_write_ahead(source: Path) -> bool:
    """Whether to read the file in place would leave files beside it, and nobody is at work."""
    try:
        with source.open("rb") as file:
            versions = file.read(20)[18:20]
    except OSError as error:
        raise unreachable(source, error) from None
    return b"\x02" in versions and not Path(f"{source}-shm").exists()


def _copied_by_pages(source: Path, copy: Path) -> bool:
    """Copy by SQLite in one step, beside which others may read; False where it finds damage.

    Unlike a snapshot it leaves a write that was cut off to be taken back in the copy: the file
    of somebody in trouble stays as it is.
    """
    uri = f"{source.absolute().as_uri()}?mode=ro"
    try:
        with (
            contextlib.closing(sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)) as reading,
            contextlib.closing(sqlite3.connect(copy)) as writing,
        ):
            reading.execute("PRAGMA user_version")
            reading.backup(writing)
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise DatabaseRefused(DatabaseCode.BUSY_READING, path=str(source)) from None
        if name == "SQLITE_FULL":
            # What else goes wrong may be the source's: copying its bytes tells.
            raise DatabaseRefused(DatabaseCode.DISK_FULL, path=str(copy.parent)) from None
        return False
    return True


def _copy_bytes(source: Path, copy: Path) -> None:
    """Copy as it lies there, with what an unfinished write left; that is taken back in the copy."""
    try:
        shutil.copyfile(source, copy)
        for suffix in SIDE_FILES:
            if suffix != "-shm":
                with contextlib.suppress(FileNotFoundError):
                    shutil.copyfile(f"{source}{suffix}", f"{copy}{suffix}")
    except OSError as error:
        raise copy_failed(source, copy, error, named=copy.parent) from None


def _opened(copy: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    # A text that is not UTF-8 is still something that a person can read most of.
    connection.text_factory = lambda text: text.decode("utf-8", "backslashreplace")
    # With a schema that may be written, SQLite passes over what it cannot read of the schema.
    for pragma in ("trusted_schema = OFF", "writable_schema = ON", "cell_size_check = ON"):
        with contextlib.suppress(sqlite3.DatabaseError):
            connection.execute(f"PRAGMA {pragma}")
    return connection


def _has_our_tables(connection: sqlite3.Connection) -> bool:
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return not OURS.isdisjoint(name for (name,) in names)
    except sqlite3.DatabaseError:
        return False


def _what_else(source: Path) -> DatabaseCode:
    """A clinic of which not even the tables can be found, or something else."""
    with contextlib.suppress(DatabaseRefused):
        read_header(source)
        return DatabaseCode.DAMAGED
    return DatabaseCode.FOREIGN


def _mend_header(copy: Path) -> None:
    with copy.open("r+b") as file:
        found = bytearray(file.read(100).ljust(100, b"\0"))
        pages = max(1, file.seek(0, os.SEEK_END) // _PAGE)
        _OURS.pack_into(found, 0, _MAGIC, _PAGE, 1, 1, 0, 64, 32, 32)
        counter = found[24:28]
        # Size in pages, no free list, cookie, format 4, no cache size, no vacuum, UTF-8.
        struct.pack_into(">8I", found, 28, pages, 0, 0, 1, 4, 0, 0, 1)
        found[64:68] = bytes(4)
        found[92:96] = counter
        file.seek(0)
        file.write(found)
