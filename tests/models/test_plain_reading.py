"""A file that SQLite has open here is read as bytes, and no lock on it is given back by that."""

import gc
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, open_database
from clinicdesk.models.stores.kept_backups import is_backup
from clinicdesk.models.stores.plain_reading import is_open_here, read_beginning
from clinicdesk.models.stores.settling import takes_time
from clinicdesk.models.stores.sqlite import connect, is_database
from clinicdesk.services.backups.backup_file import list_backups
from clinicdesk.services.documents.calendar_export import write_calendar
from clinicdesk.services.errors import Refused

TAKE = """
import sqlite3, sys
other = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    other.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
else:
    print("taken")
"""


def taken_by_another(path: Path) -> bool:
    """Whether another program could begin to write now."""
    line = [sys.executable, "-c", TAKE, str(path)]
    found = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert found in ("taken\n", "database is locked\n")
    return found == "taken\n"


def write_over(path: Path) -> None:
    with pytest.raises(Refused):
        write_calendar(path, b"BEGIN:VCALENDAR")


LOOKS: dict[str, Callable[[Path], object]] = {
    "it is opened once more": lambda path: open_database(path).close(),
    "somebody asks whether that takes time": takes_time,
    "it was chosen in the first run": is_database,
    "it is called like the manifest of a backup": is_backup,
    "it lies where backups are kept": lambda path: list_backups(path.parent, None),
    "a calendar file shall be written there": write_over,
}


@pytest.mark.parametrize("name", LOOKS)
def test_a_write_that_goes_on_stays_alone_whoever_looks_at_the_file(
    make_clinic: Callable[..., Database], tmp_path: Path, name: str
) -> None:
    made = make_clinic()
    made.close()
    path = made.path.rename(tmp_path / "clinic.json")
    with closing(open_database(path)) as database, database.writing():
        LOOKS[name](path)
        assert not taken_by_another(path)
    assert taken_by_another(path)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts what the system lists")
def test_what_was_kept_open_is_closed_with_the_last_connection(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    sqlite3.connect(path).execute("CREATE TABLE one (id)").connection.close()
    before = descriptors()
    first, second = connect(path, 0), connect(path, 0)
    assert read_beginning(path, 6) == b"SQLite"
    first.close()
    assert is_open_here(path)
    with_one = descriptors()
    assert read_beginning(path, 15) == b"SQLite format 3"
    assert before < descriptors() == with_one
    del second
    gc.collect()
    assert (is_open_here(path), descriptors()) == (False, before)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="Invalid"):
        read_beginning(tmp_path / "pipe", 1)
