"""A mark that a window leaves while it has a clinic open: only a power cut makes it tell."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from clinicdesk.models.database import Database, DatabaseRefused, open_database
from clinicdesk.services.open_mark import OpenMark


def marks(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_window_that_was_closed_leaves_no_mark(tmp_path: Path) -> None:
    mark = OpenMark(tmp_path / "clinic.db", tmp_path / "open")
    mark.begin()
    assert len(marks(tmp_path / "open")) == 1
    mark.end()
    assert marks(tmp_path / "open") == []
    assert not OpenMark(tmp_path / "clinic.db", tmp_path / "open").was_cut_off()


def test_a_window_that_is_open_or_was_killed_is_no_power_cut(tmp_path: Path) -> None:
    OpenMark(tmp_path / "clinic.db", tmp_path / "open").begin()
    assert not OpenMark(tmp_path / "clinic.db", tmp_path / "open").was_cut_off()


@pytest.mark.parametrize("start", ["7d1f6a3e-0000-4000-8000-000000000000", "1000000000", "", "é"])
def test_a_mark_of_another_start_of_the_computer_tells_once(tmp_path: Path, start: str) -> None:
    folder = tmp_path / "open"
    OpenMark(tmp_path / "clinic.db", folder).begin()
    (left,) = marks(folder)
    left.write_text(start, "utf-8")
    assert not OpenMark(tmp_path / "other.db", folder).was_cut_off()
    assert OpenMark(tmp_path / "clinic.db", folder).was_cut_off()
    assert not OpenMark(tmp_path / "clinic.db", folder).was_cut_off()


def test_where_no_mark_can_be_left_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "open").write_bytes(b"")
    mark = OpenMark(tmp_path / "clinic.db", tmp_path / "open")
    mark.begin()
    assert not mark.was_cut_off()
    mark.end()


def test_a_pipe_in_the_place_of_a_mark_keeps_no_start_waiting(tmp_path: Path) -> None:
    mark = OpenMark(tmp_path / "clinic.db", tmp_path / "open")
    mark.begin()
    (left,) = marks(tmp_path / "open")
    left.unlink()
    os.mkfifo(left)
    assert not mark.was_cut_off()


def test_all_of_a_file_is_read_first_when_that_is_asked_for(
    make_clinic: Callable[..., Database],
) -> None:
    database = make_clinic()
    database.close()
    with closing(sqlite3.connect(database.path)) as connection:
        found = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_patient_phone_key'"
        (page,) = connection.execute(found).fetchone()
    with database.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(Random(1).randbytes(4096))
    open_database(database.path).close()
    with pytest.raises(DatabaseRefused) as refused:
        open_database(database.path, whole=True)
    assert refused.value.code == "database.damaged"
