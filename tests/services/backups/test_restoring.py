"""A restore: every row as it was backed up, noted, and what stood there kept, damaged or not."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, DatabaseRefused, open_database
from clinicdesk.models.making import creating_database
from clinicdesk.models.stores.copying import reading_still
from clinicdesk.services.backups.anchor import read_anchors
from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.contents import journal_hash_at
from clinicdesk.services.backups.folders import backup_folders
from clinicdesk.services.backups.in_background import look_into
from clinicdesk.services.backups.looking_inside import Lost
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.history import visit_history
from tests.services.backups.files import change, hashes_of, journal_of, rows_of
from tests.services.clinics import harbor_file
from tests.services.desk import Clock, Desk, desk

NOT_KEPT = ("journal", "backup_turn")
"""Tables that a restore, or the backup itself, writes to."""


@pytest.fixture
def backup(east: Desk) -> Backup:
    """A backup of a clinic with a visit, in which another was booked since."""
    patient = east.patient().number
    east.book_first("Day", patient)
    made = back_up(east.context, east.database)
    east.book_first("Adjustment", patient)
    return made


@pytest.fixture
def clinic(backup: Backup, east: Desk) -> Path:
    """The clinic's file, which nobody has open."""
    assert backup.path.exists()
    east.database.close()
    return east.database.path


def test_a_restored_clinic_is_row_by_row_what_was_backed_up(
    backup: Backup, clinic: Path, east: Desk, tmp_path: Path
) -> None:
    before, saved = rows_of(clinic), rows_of(backup.path)
    restored = restore(east.context, backup.path, clinic)
    now = rows_of(clinic)
    assert hashes_of(now, NOT_KEPT) == hashes_of(saved, NOT_KEPT)
    assert [row for row in now["journal"] if row not in saved["journal"]] == [now["journal"][-1]]
    assert journal_of(clinic) == [*journal_of(backup.path), (4, "clinic.restored")]
    assert restored.kept is not None
    assert rows_of(restored.kept) == before
    # In a folder of its own too, where no clinic is.
    elsewhere = restore(east.context, backup.path, tmp_path / "drill.db")
    assert elsewhere.kept is None
    assert hashes_of(rows_of(elsewhere.database), NOT_KEPT) == hashes_of(saved, NOT_KEPT)


def test_desks_work_on_in_a_restored_clinic(backup: Backup, clinic: Path, east: Desk) -> None:
    restore(east.context, backup.path, clinic)
    with closing(open_database(clinic)) as database:
        again = desk(database, Clock(east.context.clock()))
        number = again.book_first("Adjustment", again.patient("Baker").number)
        assert [entry.change.code for entry in visit_history(database, number)] == ["visit.booked"]


def test_a_look_inside_says_what_would_be_lost(
    backup: Backup, clinic: Path, east: Desk, tmp_path: Path
) -> None:
    looked = look_into(backup.path, clinic)
    assert looked.lost == Lost(1)
    assert looked.inside.manifest == backup.manifest
    assert looked.inside.contents.name == "Harbor Spine Practice"
    kept = restore(east.context, backup.path, clinic).kept
    assert kept is not None
    # The restore's own entry is what restoring the kept file takes away.
    assert look_into(kept, clinic).lost == Lost(1, apart=True)
    assert look_into(backup.path, clinic).lost == Lost(1)
    assert look_into(backup.path, tmp_path / "none.db").lost == Lost(None)


def test_a_restore_is_taken_back_by_restoring_what_was_kept(
    backup: Backup, clinic: Path, east: Desk
) -> None:
    before = rows_of(clinic)
    kept = restore(east.context, backup.path, clinic).kept
    assert kept is not None
    restore(east.context, kept, clinic)
    assert hashes_of(rows_of(clinic), NOT_KEPT) == hashes_of(before, NOT_KEPT)
    anchors = read_anchors(clinic, backup_folders(clinic))
    assert anchors
    with reading_still(clinic) as connection:
        assert [journal_hash_at(connection, each.number) for each in anchors] == [
            each.hash for each in anchors
        ]


def test_whoever_has_the_old_file_open_writes_to_it_no_more(backup: Backup, east: Desk) -> None:
    clinic = east.database.path
    kept = restore(east.context, backup.path, clinic).kept
    assert kept is not None
    before, restored = kept.read_bytes(), rows_of(clinic)
    with pytest.raises(DatabaseRefused) as refused:
        east.patient("Baker")
    assert refused.value.code == "database.replaced"
    assert kept.read_bytes() == before
    assert rows_of(clinic) == restored


@pytest.mark.parametrize("begun", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_a_clinic_that_somebody_writes_to_is_not_replaced(
    backup: Backup, clinic: Path, east: Desk, begun: str
) -> None:
    before = clinic.read_bytes()
    with closing(sqlite3.connect(clinic, isolation_level=None)) as other:
        other.execute(begun)
        with pytest.raises(Refused) as refused:
            restore(east.context, backup.path, clinic, busy_seconds=0.05)
    assert refused.value.code == "restore.in-use"
    assert clinic.read_bytes() == before
    assert list(clinic.parent.glob("*-before-restore-*")) == []


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])


def with_foreign_files(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 40 * 4096 + 77])
    for suffix in ("-journal", "-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(b"none of its own" * 100)


DAMAGED: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: 40 * 4096 + 77]),
    "its header is gone": zeroed,
    "noise": lambda path: path.write_bytes(os.urandom(100_000)),
    "a page of another file": lambda path: change(path, 4096 * 3, lambda byte: byte ^ 255),
    "beside files that are not its own": with_foreign_files,
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_clinic_is_replaced_and_kept_as_it_is(
    backup: Backup, clinic: Path, east: Desk, kind: str
) -> None:
    DAMAGED[kind](clinic)
    before = clinic.read_bytes()
    kept = restore(east.context, backup.path, clinic).kept
    assert hashes_of(rows_of(clinic), NOT_KEPT) == hashes_of(rows_of(backup.path), NOT_KEPT)
    assert kept is not None
    assert kept.read_bytes() == before
    assert sorted(clinic.parent.glob(f"{clinic.name}-*")) == []


def test_stale_side_files_do_not_touch_the_restored_clinic(
    backup: Backup, clinic: Path, east: Desk
) -> None:
    """What a desk left that was killed in a write: taken back in what is kept, gone here."""
    before = rows_of(clinic)
    copy = clinic.with_name("copy.db")
    with closing(sqlite3.connect(clinic, isolation_level=None)) as other:
        other.execute("PRAGMA cache_size = 1")
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE undone (text)")
        for _ in range(200):
            other.execute("INSERT INTO undone VALUES (hex(randomblob(2000)))")
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{clinic}{suffix}", f"{copy}{suffix}")
    for suffix in ("-wal", "-shm"):
        copy.with_name(copy.name + suffix).write_bytes(b"stale" * 1000)
    kept = restore(east.context, backup.path, copy).kept
    assert hashes_of(rows_of(copy), NOT_KEPT) == hashes_of(rows_of(backup.path), NOT_KEPT)
    assert kept is not None
    assert rows_of(kept) == before
    assert sorted(path.name for path in clinic.parent.glob("copy.db-*")) == []


def test_another_clinic_is_not_replaced(
    backup: Backup, east: Desk, make_clinic: Callable[..., Database]
) -> None:
    other = make_clinic(harbor_file().replace(b"Harbor Spine", b"Other Spine"))
    other.close()
    before = other.path.read_bytes()
    with pytest.raises(Refused) as refused:
        restore(east.context, backup.path, other.path)
    assert refused.value.code == "restore.another-clinic"
    assert other.path.read_bytes() == before
    # Unless it is damaged: then nobody can work with it, and it is kept.
    change(other.path, 4096 * 3, lambda byte: byte ^ 255)
    assert restore(east.context, backup.path, other.path).kept is not None


def test_a_forged_file_without_a_manifest_is_no_backup(
    clinic: Path, east: Desk, tmp_path: Path
) -> None:
    before = clinic.read_bytes()
    forged = tmp_path / "forged.db"
    with creating_database(forged):
        pass
    with closing(sqlite3.connect(forged)) as connection:
        connection.execute("DROP TABLE clinic")
        connection.execute("CREATE VIEW clinic AS SELECT 1 AS id, 'a' AS uid")
    with pytest.raises(Refused) as refused:
        restore(east.context, forged, clinic)
    assert refused.value.code == "backup.foreign"
    assert clinic.read_bytes() == before


FORGED = {
    "a payload": "UPDATE journal SET payload = '[]' WHERE number = 2",
    "who it was": "UPDATE journal SET actor = 'somebody' WHERE number = 2",
    "an entry is gone": "DELETE FROM journal WHERE number = 2",
    "a trigger of its own": "CREATE TRIGGER t AFTER INSERT ON journal BEGIN SELECT 1; END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "a guard is gone": "DROP TRIGGER patient_delete",
}


@pytest.mark.parametrize("kind", FORGED)
def test_what_was_kept_and_then_forged_is_not_restored(
    backup: Backup, clinic: Path, east: Desk, kind: str
) -> None:
    kept = restore(east.context, backup.path, clinic).kept
    assert kept is not None
    with closing(sqlite3.connect(kept)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(FORGED[kind])
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()
    before = clinic.read_bytes()
    with pytest.raises(Refused) as refused:
        restore(east.context, kept, clinic)
    assert refused.value.code in ("backup.damaged", "backup.foreign")
    assert clinic.read_bytes() == before


def test_a_link_to_a_clinic_is_followed(backup: Backup, clinic: Path, east: Desk) -> None:
    link = clinic.with_name("link.db")
    link.symlink_to(clinic)
    kept = restore(east.context, backup.path, link).kept
    assert link.is_symlink()
    assert kept is not None
    assert kept.name.startswith(f"{clinic.stem}-before-restore-")
    assert journal_of(clinic)[-1][1] == "clinic.restored"
