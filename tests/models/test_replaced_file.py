"""A clinic's file that is renamed, replaced or loses its rights while it is open."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import REVISION, Database, DatabaseRefused, open_database
from clinicdesk.models.file_watch import FileWatch
from clinicdesk.resource_files import resource_file
from tests.services.sentences import sentence_of

ROOT = Path(__file__).resolve().parents[2]


def renamed(database: Database) -> DatabaseCode:
    database.path.rename(database.path.with_suffix(".old"))
    return DatabaseCode.VANISHED


def removed(database: Database) -> DatabaseCode:
    database.path.unlink()
    return DatabaseCode.VANISHED


def without_its_folder(database: Database) -> DatabaseCode:
    database.path.parent.rename(database.path.parent.with_name("elsewhere"))
    return DatabaseCode.VANISHED


def replaced(database: Database) -> DatabaseCode:
    """As a restore does it: in one step, by a file of the same clinic."""
    copy = database.path.with_suffix(".copy")
    shutil.copyfile(database.path, copy)
    copy.replace(database.path)
    return DatabaseCode.REPLACED


def copied_over(database: Database, other: bytes) -> None:
    """By a program that keeps the file and writes other contents into it."""
    with database.path.open("r+b") as file:
        file.write(other)
        file.truncate()


def emptied(database: Database) -> DatabaseCode:
    """A file with nothing in it yet has taken its place."""
    database.path.unlink()
    database.path.touch()
    return DatabaseCode.REPLACED


FATES = [renamed, removed, without_its_folder, replaced]


@pytest.fixture
def harbor(tmp_path: Path, make_clinic: Callable[..., Database]) -> Database:
    """In a folder of its own, which can be moved."""
    (tmp_path / "clinic").mkdir()
    path = make_clinic().path.rename(tmp_path / "clinic" / "clinic.db")
    return open_database(path)


@pytest.fixture
def another(make_clinic: Callable[..., Database]) -> bytes:
    """The file of another clinic."""
    database = make_clinic(resource_file("clinics", "small.toml").read_bytes())
    database.close()
    return database.path.read_bytes()


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder, by what it holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def clinics(folder: Path) -> dict[str, str]:
    """The same without journals: what is taken back leaves none."""
    return {name: held for name, held in files(folder).items() if "-journal" not in name}


def write(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE clinic SET name = 'written'"))


def looked(watch: FileWatch) -> tuple[bool, DatabaseCode | None]:
    """Whether another file was opened, and what is wrong after that."""
    opened = watch.look()
    return opened, None if watch.trouble is None else watch.trouble.code


def name_in(database: Database) -> str:
    with database.reading() as session:
        return str(session.scalar(text("SELECT name FROM clinic")))


def refusal(what: Callable[[], object]) -> DatabaseCode:
    with pytest.raises(DatabaseRefused) as refused:
        what()
    assert sentence_of(refused.value)
    return refused.value.code


@pytest.mark.parametrize("fate", FATES, ids=lambda fate: fate.__name__)
def test_nothing_is_written_into_a_file_that_lost_its_name(
    tmp_path: Path, harbor: Database, fate: Callable[[Database], DatabaseCode]
) -> None:
    name_in(harbor)
    code = fate(harbor)
    before = files(tmp_path)
    assert refusal(lambda: write(harbor)) is code
    assert files(tmp_path) == before


@pytest.mark.parametrize("fate", FATES, ids=lambda fate: fate.__name__)
def test_nothing_is_committed_once_the_file_has_lost_its_name(
    tmp_path: Path, harbor: Database, fate: Callable[[Database], DatabaseCode]
) -> None:
    """In the middle of a write: the file that was open is left as it was, the other untouched."""
    seen: list[object] = []

    def write_slowly() -> None:
        with harbor.writing() as session:
            session.execute(text("UPDATE clinic SET name = 'written'"))
            seen.extend([fate(harbor), clinics(tmp_path)])

    assert [refusal(write_slowly), clinics(tmp_path)] == seen


def test_a_file_that_was_renamed_can_still_be_read(harbor: Database) -> None:
    name = name_in(harbor)
    renamed(harbor)
    assert name_in(harbor) == name
    assert not harbor.path.exists(), "reading made a new file"


def test_nothing_is_read_from_the_old_file_in_place_of_a_replaced_one(harbor: Database) -> None:
    name_in(harbor)
    replaced(harbor)
    assert refusal(lambda: name_in(harbor)) is DatabaseCode.REPLACED


def test_another_clinic_copied_over_the_file_is_neither_read_nor_written(
    harbor: Database, another: bytes
) -> None:
    own = harbor.path.read_bytes()
    copied_over(harbor, another)
    assert refusal(lambda: name_in(harbor)) is DatabaseCode.ANOTHER_CLINIC
    assert refusal(lambda: write(harbor)) is DatabaseCode.ANOTHER_CLINIC
    assert harbor.path.read_bytes() == another
    copied_over(harbor, own)
    write(harbor)
    assert name_in(harbor) == "written"


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (lambda _own: b"", "database.empty"),
        (lambda own: own[:60] + (REVISION - 1).to_bytes(4) + own[64:], "database.older"),
        (lambda own: own[:60] + (REVISION + 1).to_bytes(4) + own[64:], "database.upgraded"),
    ],
    ids=["emptied", "older", "newer"],
)
def test_what_was_copied_over_the_file_is_called_what_it_is(
    harbor: Database, contents: Callable[[bytes], bytes], code: str
) -> None:
    other = contents(harbor.path.read_bytes())
    # SQLite looks at what it knows of a file again where this number has changed.
    counted = other[:24] + b"\x7f\0\0\0" + other[28:] if other else other
    copied_over(harbor, counted)
    assert refusal(lambda: write(harbor)) == code
    assert harbor.path.read_bytes() == counted


@pytest.mark.parametrize("fate", [renamed, without_its_folder], ids=lambda fate: fate.__name__)
def test_all_is_well_once_the_file_is_back(
    tmp_path: Path, harbor: Database, fate: Callable[[Database], DatabaseCode]
) -> None:
    watch = FileWatch(harbor)
    code = fate(harbor)
    assert looked(watch) == (False, code)
    if fate is renamed:
        harbor.path.with_suffix(".old").rename(harbor.path)
    else:
        (tmp_path / "elsewhere").rename(harbor.path.parent)
    assert looked(watch) == (False, None)
    write(harbor)
    assert name_in(harbor) == "written"


def test_a_file_that_replaced_the_clinics_is_opened_if_it_is_the_same_clinics(
    harbor: Database,
) -> None:
    watch = FileWatch(harbor)
    replaced(harbor)
    with closing(sqlite3.connect(harbor.path)) as other:
        other.execute("UPDATE clinic SET name = 'restored'")
        other.commit()
    assert looked(watch) == (True, None)
    assert name_in(harbor) == "restored"
    write(harbor)
    with closing(sqlite3.connect(harbor.path)) as other:
        assert other.execute("SELECT name FROM clinic").fetchone() == ("written",)
    assert looked(watch) == (False, None)


def test_another_clinic_in_place_of_the_file_is_left_alone_until_it_is_gone(
    harbor: Database, another: bytes
) -> None:
    watch, kept = FileWatch(harbor), harbor.path.with_suffix(".kept")
    harbor.path.rename(kept)
    harbor.path.write_bytes(another)
    assert looked(watch) == (False, DatabaseCode.ANOTHER_CLINIC)
    assert refusal(lambda: write(harbor)) is DatabaseCode.REPLACED
    assert harbor.path.read_bytes() == another
    kept.replace(harbor.path)
    assert looked(watch) == (False, None)
    write(harbor)


@contextmanager
def meanwhile(statement: str, act: Callable[[], object]) -> Iterator[None]:
    """That is done just before the statement is."""

    def hear(_connection: object, _cursor: object, text: str, *_others: object) -> None:
        if text == statement:
            act()

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    "fate", [renamed, removed, without_its_folder, emptied], ids=lambda fate: fate.__name__
)
def test_a_file_that_is_lost_while_it_is_opened_is_not_called_damaged(
    harbor: Database, fate: Callable[[Database], DatabaseCode]
) -> None:
    expected: list[DatabaseCode] = []

    def lose() -> None:
        expected.append(fate(harbor))

    with meanwhile("PRAGMA page_size", lose):
        found = refusal(lambda: open_database(harbor.path))
    assert [found] == expected


def test_a_copy_that_is_still_being_made_is_not_called_damaged(harbor: Database) -> None:
    watch, whole = FileWatch(harbor), harbor.path.read_bytes()
    harbor.path.unlink()
    for size in (0, 50, 4096, 8192, len(whole) // 2):
        harbor.path.write_bytes(whole[:size])
        assert looked(watch) == (False, DatabaseCode.REPLACED)
    harbor.path.write_bytes(whole)
    assert looked(watch) == (True, None)
    write(harbor)


def test_a_locked_file_is_well_again_once_it_is_let_go(harbor: Database) -> None:
    watch = FileWatch(harbor)
    database = open_database(harbor.path, busy_seconds=0)
    with closing(sqlite3.connect(harbor.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseRefused) as refused:
            write(database)
        watch.write_failed(refused.value)
        assert looked(watch) == (False, DatabaseCode.BUSY)
        other.execute("ROLLBACK")
    assert looked(watch) == (False, None)
    database.close()


def replaced_while_it_is_written(path: Path, times: int) -> list[int]:
    """Replace the file by its own copy, as a restore does; the rows lost that were told written.

    Whoever replaces it holds the lock meanwhile: between copy and replacement nobody commits.
    """
    command = [sys.executable, "-m", "tests.models.replacing", str(path)]
    lost: list[int] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as writer:
        assert writer.stdout is not None
        told = int(writer.stdout.readline())
        for _ in range(times):
            with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as lock:
                lock.execute("BEGIN EXCLUSIVE")
                copy = path.with_suffix(".copy")
                shutil.copyfile(path, copy)
                copy.replace(path)
            # What is told from now on must be in the file that is there now.
            for _ in range(3):
                told = int(writer.stdout.readline())
            with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as reader:
                (there,) = reader.execute("SELECT transfer_minutes FROM clinic").fetchone()
            if there < told:
                lost.append(told)
        writer.kill()
    return lost


def test_what_is_told_as_written_is_in_the_file_that_replaced_the_old(
    harbor: Database, scaled: Callable[[int, int], int]
) -> None:
    harbor.close()
    assert replaced_while_it_is_written(harbor.path, scaled(10, 300)) == []


SHORT = 100
"""Bytes of a copy that has only begun."""


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (lambda _own, _other: b"", "database.empty"),
        (lambda own, _other: own[:SHORT], "database.damaged"),
        (lambda own, _other: bytes(len(own)), "database.damaged"),
        (lambda _own, other: other, "database.another-clinic"),
    ],
    ids=["emptied", "cut", "blank", "another"],
)
def test_all_is_well_once_a_sound_file_is_copied_over_a_damaged_one(
    harbor: Database,
    another: bytes,
    contents: Callable[[bytes, bytes], bytes],
    code: str,
) -> None:
    name, own = name_in(harbor), harbor.path.read_bytes()
    copied_over(harbor, contents(own, another))
    assert refusal(lambda: name_in(harbor)) == code
    copied_over(harbor, own)
    assert name_in(harbor) == name
    copied_over(harbor, contents(own, another))
    assert refusal(lambda: write(harbor)) == code
    copied_over(harbor, own)
    write(harbor)
    assert name_in(harbor) == "written"


def test_a_file_that_could_not_be_read_at_all_is_well_once_a_sound_one_is_copied_over_it(
    harbor: Database,
) -> None:
    watch, own = FileWatch(harbor), harbor.path.read_bytes()
    copied_over(harbor, bytes(len(own)))
    with pytest.raises(DatabaseRefused) as refused:
        write(harbor)
    watch.write_failed(refused.value)
    assert [looked(watch), looked(watch)] == [(False, DatabaseCode.DAMAGED)] * 2
    copied_over(harbor, own)
    assert looked(watch) == (False, None)


def test_a_page_that_is_damaged_stays_so_although_others_can_be_read(harbor: Database) -> None:
    watch = FileWatch(harbor)
    watch.write_failed(DatabaseRefused(DatabaseCode.DAMAGED, path=str(harbor.path)))
    write(harbor)
    assert looked(watch) == (False, DatabaseCode.DAMAGED)
