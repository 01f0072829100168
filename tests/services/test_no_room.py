"""A disk without room: whatever is written there names it, and the clinic's file is not blamed."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import open_database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.settling import leave_sound_wal
from clinicdesk.models.stores.snapshots import private_snapshot
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.checking.file_checking import check_file, found_by
from clinicdesk.services.checking.report import Examination, Fault
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.context import Context, Role
from clinicdesk.services.doctor.examining import examine
from clinicdesk.services.exporting.export_all import export_all
from tests.full_disk import full_disk
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, MORNING, Clock
from tests.services.sentences import sentence_of

NO_ROOM = {"database.disk-full", "database.write-failed"}

ROOMS = [0, 4096, 100_000]
"""Bytes that a file may have: none, a page, and less than the clinic has."""

MANAGER = Context("manager", "office", Role.MANAGER, Clock())


@pytest.fixture
def clinic(clinic_template: Callable[[bytes], Path], tmp_path: Path) -> Path:
    """In a folder of its own."""
    (tmp_path / "clinic").mkdir()
    path = tmp_path / "clinic" / "clinic.db"
    return Path(shutil.copyfile(clinic_template(harbor_file()), path))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files in which nothing else is."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def named(room: int, what: Callable[[], object]) -> object:
    """The path that is named when there is no more room than this."""
    with full_disk(room), pytest.raises(DatabaseRefused) as refused:
        what()
    assert sentence_of(refused.value)
    assert refused.value.code in NO_ROOM
    return refused.value.params["path"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_check_names_the_folder_for_temporary_files(
    clinic: Path, temporary: Path, room: int
) -> None:
    assert clinic.stat().st_size > room
    assert named(room, lambda: check_file(clinic)) == str(temporary)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_doctor_knows_nothing_of_a_file_that_it_cannot_copy(
    clinic: Path, temporary: Path, room: int
) -> None:
    with full_disk(room):
        facts = examine(clinic, MORNING, clinic.parent / "state")
    assert facts["database_state"] is None
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_an_export_names_the_folder_that_was_asked_for(
    clinic: Path, tmp_path: Path, room: int
) -> None:
    folder = tmp_path / "out"
    assert named(room, lambda: export_all(clinic, folder, MONDAY, lambda _: "")) == str(folder)
    assert [each.name for each in tmp_path.iterdir()] == ["clinic"]


@pytest.mark.parametrize("room", ROOMS)
def test_a_restore_names_the_clinic_whose_disk_is_full(
    clinic: Path, tmp_path: Path, room: int
) -> None:
    backup = make_backup(clinic, tmp_path / "backups", MORNING, BackupReason.ASKED).path
    before = clinic.read_bytes()
    assert named(room, lambda: restore(MANAGER, backup, clinic)) == str(clinic)
    assert (clinic.read_bytes(), [clinic.name]) == (
        before,
        [p.name for p in clinic.parent.iterdir()],
    )


@pytest.mark.parametrize("room", ROOMS)
def test_a_backup_names_its_folder(clinic: Path, tmp_path: Path, room: int) -> None:
    folder = tmp_path / "backups"
    assert named(room, lambda: make_backup(clinic, folder, MORNING, BackupReason.ASKED)) == str(
        folder
    )
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_file_in_write_ahead_mode_is_not_called_unreachable(
    clinic: Path, temporary: Path, room: int
) -> None:
    assert named(room, lambda: leave_sound_wal(clinic)) == str(temporary)
    assert list(temporary.iterdir()) == []


LONG = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000)"


def test_what_a_check_writes_beside_its_copy_names_the_folder_too(
    clinic: Path, temporary: Path
) -> None:
    def write_much() -> None:
        with private_snapshot(clinic, 1) as copy, full_disk(0):
            copy.scratch.execute(f"CREATE TABLE much AS {LONG} SELECT x, zeroblob(100) AS y FROM n")

    assert named(clinic.stat().st_size, write_much) == str(temporary)
    assert list(temporary.iterdir()) == []


def test_an_answer_that_is_too_long_to_sort_says_nothing_about_the_clinic(
    clinic: Path, temporary: Path
) -> None:
    def sort_much(examined: Examination) -> Iterator[Fault]:
        connection = examined.session.connection()
        connection.exec_driver_sql("PRAGMA cache_size = 10")
        connection.exec_driver_sql(f"{LONG} SELECT x, hex(zeroblob(99)) FROM n ORDER BY -x").all()
        yield Fault(CheckCode.FILE, {})

    with closing(open_database(clinic)) as database, database.reading() as session:
        examined = Examination(session, sqlite3.connect(":memory:"), ())
        assert named(0, lambda: found_by(sort_much, examined)) == str(temporary)
        assert found_by(sort_much, examined) == [Fault(CheckCode.FILE, {})]
