"""What a file says of itself, read before anything is known of what stands in it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.stores.own_words import OwnWords, first_row, is_table, own_words
from tests.models.endless import READ_FIRST, put_endless_view
from tests.models.old_clinics import old_clinic


@pytest.fixture
def clinic(make_clinic: Callable[..., Database]) -> Path:
    database = make_clinic()
    database.close()
    return database.path


def change(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)


def test_a_clinic_says_who_it_is_and_where_its_backups_are(clinic: Path) -> None:
    change(clinic, "UPDATE clinic SET uid = '0123', backup_folder = '/mnt/safe'")
    assert own_words(clinic) == OwnWords("0123", "America/Chicago", "/mnt/safe")


def test_a_demo_says_that_it_is_one(clinic: Path) -> None:
    assert not own_words(clinic).demo
    change(clinic, "UPDATE clinic SET demo = 1")
    assert own_words(clinic).demo


def test_an_older_clinic_has_no_folder(tmp_path: Path) -> None:
    path = old_clinic("schema-1-small", tmp_path)
    assert own_words(path) == OwnWords("a40f3cccd9743033", "America/Chicago", "")


def test_a_clinic_that_others_hold_is_read_all_the_same(clinic: Path) -> None:
    said = own_words(clinic)
    with closing(sqlite3.connect(clinic, isolation_level=None)) as holding:
        holding.execute("BEGIN EXCLUSIVE")
        assert own_words(clinic) == said


def test_nothing_is_left_beside_a_file_in_write_ahead_mode(clinic: Path) -> None:
    said = own_words(clinic)
    change(clinic, "PRAGMA journal_mode = WAL")
    assert own_words(clinic) == said
    assert list(clinic.parent.iterdir()) == [clinic]


@pytest.mark.parametrize("called", ["view", "table"])
def test_a_view_without_end_says_nothing(clinic: Path, called: str) -> None:
    put_endless_view(clinic, "clinic", called=called)
    assert own_words(clinic) == OwnWords()


def test_a_question_that_takes_too_long_has_no_answer(clinic: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    with closing(sqlite3.connect(clinic)) as connection:
        assert first_row(connection, "clinic", endless) is None
        assert first_row(connection, "clinic", "SELECT id FROM clinic") == (1,)


@pytest.mark.parametrize("table", READ_FIRST)
def test_a_view_is_no_table(clinic: Path, table: str) -> None:
    with closing(sqlite3.connect(clinic)) as connection:
        assert is_table(connection, table)
    put_endless_view(clinic, table)
    with closing(sqlite3.connect(clinic)) as connection:
        assert not is_table(connection, table)


def test_what_is_no_clinic_says_nothing(tmp_path: Path) -> None:
    text, pipe = tmp_path / "text", tmp_path / "pipe"
    text.write_text("uid" * 2000)
    os.mkfifo(pipe)
    for path in (text, pipe, tmp_path, tmp_path / "absent", tmp_path / "a\0b", Path("n" * 5000)):
        assert own_words(path) == OwnWords()


def test_values_that_are_no_text_are_not_believed(clinic: Path) -> None:
    change(clinic, "UPDATE clinic SET uid = x'00ff', zone = x'07', backup_folder = zeroblob(9)")
    assert own_words(clinic) == OwnWords()
