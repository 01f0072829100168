"""A clinic's file: made whole or not at all, refused whole, never replaced."""

import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from clinicdesk.models.database import REVISION, Database, DatabaseRefused, open_database
from clinicdesk.models.making import creating_database
from clinicdesk.models.stores.sqlite import APPLICATION_ID, read_header
from clinicdesk.models.tables import Base
from tests.services.sentences import sentence_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Path:
    """A clinic's file that nobody has open."""
    database = make_clinic()
    database.close()
    return database.path


def patched(path: Path, offset: int, value: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(value)


def test_the_migrated_schema_is_that_of_the_models(make_clinic: Callable[..., Database]) -> None:
    with make_clinic().reading() as session:
        migration = MigrationContext.configure(
            session.connection(), opts={"compare_server_default": True}
        )
        assert compare_metadata(migration, Base.metadata) == []


def test_the_migrated_tables_are_made_as_the_models_say(
    make_clinic: Callable[..., Database], tmp_path: Path
) -> None:
    """Checks, foreign keys and collations too, which Alembic does not compare."""
    engine = create_engine(f"sqlite:///{tmp_path / 'metadata.db'}")
    Base.metadata.create_all(engine)
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql NOTNULL"
        " AND name NOT IN ('alembic_version') AND name NOT LIKE 'sqlite_%'"
    )

    def statements(path: Path) -> dict[str, list[str]]:
        """Each statement's parts in alphabetical order: their order and spaces mean nothing."""
        with closing(sqlite3.connect(path)) as connection:
            return {
                name: sorted(
                    " ".join(part.split()).strip(" )") for part in _unquoted(sql).split(",")
                )
                for name, sql in connection.execute(query)
            }

    expected = statements(tmp_path / "metadata.db")
    engine.dispose()
    assert statements(make_clinic().path) == expected, "models/migrations/versions: a new one"


def _unquoted(sql: str) -> str:
    """A table that was renamed is written in quotation marks by SQLite."""
    return re.sub(r'^CREATE TABLE "(\w+)" ?', r"CREATE TABLE \1 ", sql)


def test_a_new_clinics_header_says_what_it_is(clinic: Path) -> None:
    with closing(sqlite3.connect(clinic)) as connection:
        header = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "journal_mode", "encoding")
        ]
    assert header == [APPLICATION_ID, REVISION, "delete", "UTF-8"]


def test_every_connection_has_the_settings_that_keep_a_file_safe(
    make_clinic: Callable[..., Database],
) -> None:
    database = make_clinic()
    for block in (database.reading, database.writing):
        with block() as session:
            connection = session.connection()
            settings = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("synchronous", "foreign_keys", "trusted_schema")
            }
        assert settings == {"synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}


def test_a_read_transaction_can_write_nothing(make_clinic: Callable[..., Database]) -> None:
    database = make_clinic()
    with pytest.raises(DatabaseRefused) as refused, database.reading() as session:
        session.connection().exec_driver_sql("UPDATE clinic SET name = 'other'")
    assert refused.value.code == "database.read-only"


def test_a_write_transaction_is_alone_from_its_beginning(
    make_clinic: Callable[..., Database],
) -> None:
    database = make_clinic()
    with (
        database.writing(),
        closing(sqlite3.connect(database.path, timeout=0)) as other,
        pytest.raises(sqlite3.OperationalError, match="locked"),
    ):
        other.execute("BEGIN IMMEDIATE")


def test_only_its_owner_reads_a_new_clinic(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with creating_database(path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_while_a_clinic_is_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), creating_database(tmp_path / "new.db"):
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "folder", "link", "dangling link"])
def test_what_is_there_is_never_replaced_by_a_new_clinic(tmp_path: Path, kind: str) -> None:
    path, target = tmp_path / "new.db", tmp_path / "target"
    if kind == "folder":
        path.mkdir()
    elif kind == "file":
        path.write_bytes(b"")
    else:
        if kind == "link":
            target.write_bytes(b"kept")
        path.symlink_to(target)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DatabaseRefused) as refused, creating_database(path):
        pytest.fail("began")
    assert refused.value.code == "database.exists"
    assert sentence_of(refused.value)
    assert sorted(tmp_path.iterdir()) == before


def test_what_appears_while_a_clinic_is_made_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with pytest.raises(DatabaseRefused) as refused, creating_database(path):
        path.write_bytes(b"faster")
    assert refused.value.code == "database.exists"
    assert [(item, item.read_bytes()) for item in tmp_path.iterdir()] == [(path, b"faster")]


def test_a_clinic_that_is_killed_while_it_is_made_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    making = (
        "import sys, pathlib, time\n"
        "from clinicdesk.models.making import creating_database\n"
        "with creating_database(pathlib.Path(sys.argv[1])):\n"
        "    print('made', flush=True); time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", making, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "made\n"
    assert not path.exists()
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not path.exists()
    with creating_database(path):
        pass
    assert read_header(path).revision == REVISION


def test_a_clinic_that_is_stopped_as_its_file_is_made_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = os.close

    def close_and_stop(number: int) -> None:
        close(number)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "close", close_and_stop)
    with pytest.raises(KeyboardInterrupt), creating_database(tmp_path / "new.db"):
        pass
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


FOREIGN: dict[str, tuple[str, Callable[[Path], object]]] = {
    "absent": ("database.absent", lambda path: path.unlink()),
    "empty": ("database.empty", lambda path: path.write_bytes(b"")),
    "text": ("database.foreign", lambda path: path.write_text("name,born\n" * 50)),
    "short": ("database.foreign", lambda path: path.write_bytes(path.read_bytes()[:99])),
    "another program's": ("database.foreign", lambda path: patched(path, 68, b"\0\0\0\1")),
    "newer": ("database.newer", lambda path: patched(path, 60, (REVISION + 1).to_bytes(4))),
    "older": ("database.older", lambda path: patched(path, 60, (REVISION - 1).to_bytes(4))),
    "cut off": ("database.damaged", lambda path: path.write_bytes(path.read_bytes()[:8192])),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_a_file_that_is_no_sound_clinic_is_refused_and_left_as_it_is(
    clinic: Path, kind: str
) -> None:
    code, spoil = FOREIGN[kind]
    spoil(clinic)
    folder = clinic.parent
    before = [(item, item.read_bytes()) for item in sorted(folder.iterdir())]
    with pytest.raises(DatabaseRefused) as refused:
        open_database(clinic)
    assert refused.value.code == code
    assert sentence_of(refused.value)
    assert [(item, item.read_bytes()) for item in sorted(folder.iterdir())] == before


def test_a_file_that_was_migrated_meanwhile_is_written_no_more(
    make_clinic: Callable[..., Database],
) -> None:
    database = make_clinic()
    with closing(sqlite3.connect(database.path)) as other:
        other.execute(f"PRAGMA user_version = {REVISION + 1}")
    before = database.path.read_bytes()
    with pytest.raises(DatabaseRefused) as refused, database.writing():
        pytest.fail("began")
    assert refused.value.code == "database.upgraded"
    assert database.path.read_bytes() == before


def test_a_file_in_write_ahead_mode_is_switched_back_when_alone(clinic: Path) -> None:
    with closing(sqlite3.connect(clinic)) as other:
        assert other.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        other.execute("SELECT count(*) FROM clinic").fetchone()
        with pytest.raises(DatabaseRefused) as refused:
            open_database(clinic)
        assert refused.value.code == "database.wal-in-use"
    open_database(clinic).close()
    with closing(sqlite3.connect(clinic)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_no_other_file_is_opened_in_the_middle_of_a_write_of_another_thread(clinic: Path) -> None:
    """Its commit would look whether the new file is there, and go to the old one."""
    database = open_database(clinic)
    begun, gate = threading.Event(), threading.Event()

    def write() -> DatabaseRefused | None:
        try:
            with database.writing() as session:
                session.execute(text("UPDATE clinic SET name = 'Other'"))
                begun.set()
                gate.wait(60)
        except DatabaseRefused as refused:
            return refused
        return None

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write)
        assert begun.wait(60)
        # Before the write is committed the file itself is as it was.
        copy = clinic.with_name("copy.db")
        subprocess.run(["cp", clinic, copy], check=True)
        copy.replace(clinic)
        with pytest.raises(DatabaseRefused) as refusal:
            database.reopen()
        gate.set()
        refused = writing.result(60)
    assert (refusal.value.code, refused and refused.code) == ("database.replaced",) * 2
    database.reopen()
    with database.reading() as session:
        assert session.scalar(text("SELECT name FROM clinic")) == "Harbor Spine Practice"
    database.close()
