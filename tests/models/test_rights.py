"""A clinic's file that may only be read, seen by a user who is not allowed everything."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinicdesk.models.database import Database

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534

CHILD = """
import os, sqlite3, sys
from pathlib import Path
from sqlalchemy import text
import psutil
import clinicdesk.models.tables, clinicdesk.models.stores.known_schema
from clinicdesk.models.database import DatabaseRefused, open_database
from clinicdesk.models.file_watch import FileWatch

path = Path(sys.argv[1])

def tell(what):
    try:
        print(what() or "done")
    except DatabaseRefused as refused:
        print(refused.code)

def write():
    with database.writing() as session:
        session.execute(text("UPDATE clinic SET name = 'written'"))

def read():
    with database.reading() as session:
        return session.scalar(text("SELECT name FROM clinic"))

def looked():
    watch.look()
    return "well" if watch.trouble is None else watch.trouble.code
"""

AS_NOBODY = (
    CHILD
    + """
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
"""
)


def told(script: str, path: Path) -> list[str]:
    """What a child process prints that runs this, one line each."""
    # It reads neither bytecode nor a package that only its owner may read.
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Iterator[Path]:
    """A clinic that belongs to nobody, in a folder of its own.

    Not below pytest's: each run of it takes everybody else's rights from them.
    """
    database = make_clinic()
    database.close()
    folder = Path(tempfile.mkdtemp(prefix="clinicdesk-tests-"))
    folder.chmod(0o755)
    path = Path(shutil.move(database.path, folder / "clinic.db"))
    if os.getuid() == 0:
        os.chown(path, NOBODY, NOBODY)
        os.chown(folder, NOBODY, NOBODY)
    yield path
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_somebody(script: str) -> str:
    """The same as a user who is not allowed everything, whoever runs the tests."""
    return (AS_NOBODY if os.getuid() == 0 else CHILD) + script


READ_ONLY = {
    "the file": (0o444, 0o755),
    "the folder": (0o644, 0o555),
    "both": (0o444, 0o555),
}


@pytest.mark.parametrize("what", READ_ONLY)
def test_what_may_only_be_read_is_read_and_never_written(clinic: Path, what: str) -> None:
    of_file, of_folder = READ_ONLY[what]
    before = clinic.read_bytes()
    clinic.chmod(of_file)
    clinic.parent.chmod(of_folder)
    lines = told(as_somebody("database = open_database(path)\ntell(read)\ntell(write)\n"), clinic)
    clinic.parent.chmod(0o755)
    assert lines == ["Harbor Spine Practice", "database.read-only"]
    assert (clinic.read_bytes(), list(clinic.parent.iterdir())) == (before, [clinic])


def test_rights_may_come_and_go_while_the_file_is_open(clinic: Path) -> None:
    script = """
database = open_database(path)
watch = FileWatch(database)
for rights in (0o600, 0o400, 0o000, 0o600):
    path.chmod(rights)
    tell(looked)
    tell(write)
"""
    assert told(as_somebody(script), clinic) == [
        "well", "done",
        "database.read-only", "database.read-only",
        "database.read-failed", "database.read-failed",
        "well", "done",
    ]  # fmt: skip


def test_a_file_that_was_opened_to_be_read_is_written_once_that_is_allowed(clinic: Path) -> None:
    script = """
path.chmod(0o400)
database = open_database(path)
watch = FileWatch(database)
tell(looked)
tell(write)
path.chmod(0o600)
tell(looked)
tell(write)
tell(read)
"""
    assert told(as_somebody(script), clinic) == [
        "database.read-only", "database.read-only", "well", "done", "written",
    ]  # fmt: skip


def test_a_write_that_was_cut_off_cannot_be_taken_back_where_nothing_may_be_written(
    clinic: Path,
) -> None:
    cut_off = """
writer = sqlite3.connect(path, isolation_level=None)
writer.execute("PRAGMA cache_size = 1")
writer.execute("BEGIN IMMEDIATE")
writer.execute("UPDATE clinic SET name = 'half'")
writer.execute("CREATE TABLE filling (text)")
writer.executemany("INSERT INTO filling VALUES (?)", [("x" * 3000,)] * 50)
os._exit(0)
"""
    told(as_somebody(cut_off), clinic)
    journal = clinic.with_name("clinic.db-journal")
    before = clinic.read_bytes(), journal.read_bytes()
    clinic.parent.chmod(0o555)
    opened = "tell(lambda: open_database(path))\n"
    assert told(as_somebody(opened), clinic) == ["database.unfinished"]
    clinic.parent.chmod(0o755)
    assert (clinic.read_bytes(), journal.read_bytes()) == before
    script = "database = open_database(path)\ntell(read)\ntell(write)\n"
    assert told(as_somebody(script), clinic) == ["Harbor Spine Practice", "done"]
    assert not journal.exists()
