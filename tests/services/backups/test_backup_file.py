"""Backups while others work: whole, consistent, with all that was written before they began."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, DatabaseRefused
from clinicdesk.services.backups.anchor import anchor_path, read_anchors
from clinicdesk.services.backups.backup_file import list_backups, make_backup, read_backup
from clinicdesk.services.backups.folders import backup_folder, backup_folders, choose_folder
from clinicdesk.services.backups.manifest import BackupReason, Manifest
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.errors import Refused
from tests.full_disk import full_disk
from tests.services.backups.files import change, hashes_of, is_sound, rows_of
from tests.services.desk import Clock, Desk
from tests.services.processes import Nursery, nursery
from tests.services.sentences import sentence_of

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def visits_in(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as connection:
        return {number for (number,) in connection.execute("SELECT id FROM visit")}


def more_told(desks: Nursery, name: str, count: int) -> list[str]:
    """What the desk was told, once that is more than so many lines."""
    while len(desks.told(name)) <= count:
        time.sleep(0.002)
    return desks.told(name)


def told_booked(told: list[str]) -> set[int]:
    return {int(line.split()[1]) for line in told if not line.startswith("refused")}


def test_backups_made_while_a_desk_books_hold_all_that_it_was_told_before(
    harbor: Database, east: Desk, tmp_path: Path, scaled: Callable[[int, int], int]
) -> None:
    for number in range(8):
        east.patient(f"Able{number}")
    count = scaled(12, 100)
    made = []
    with nursery(harbor.path, tmp_path) as desks:
        process = desks.start("busy", 100_000)
        for number in range(count):
            told = told_booked(more_told(desks, "busy", number))
            folder = tmp_path / f"backup-{number}"
            made.append((told, make_backup(harbor.path, folder, NOW, BackupReason.ASKED)))
        assert desks.kill(process) != 0
    assert len({backup.manifest.journal_number for _, backup in made}) > count // 2
    for told, backup in made:
        assert told <= visits_in(backup.path)
        assert read_backup(backup.path) == backup


def test_a_file_that_is_only_copied_while_a_desk_writes_is_torn(
    harbor: Database, tmp_path: Path
) -> None:
    """The control: without the backup interface a copy is of two moments."""
    with closing(sqlite3.connect(harbor.path, isolation_level=None)) as desk:
        # As a desk is when its write is half on the disk.
        desk.execute("PRAGMA cache_spill = 1")
        desk.execute("PRAGMA cache_size = 1")
        desk.execute("BEGIN IMMEDIATE")
        desk.execute("CREATE TABLE torn (number, text)")
        rows = "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        desk.execute(f"INSERT INTO torn {rows} SELECT i, hex(randomblob(200)) FROM n")
        copy = Path(shutil.copyfile(harbor.path, tmp_path / "copy.db"))
        desk.execute("ROLLBACK")
    backup = make_backup(harbor.path, tmp_path / "backups", NOW, BackupReason.ASKED)
    assert not _can_be_read(copy)
    assert is_sound(backup.path)
    assert hashes_of(rows_of(backup.path)) == hashes_of(rows_of(harbor.path))


def _can_be_read(path: Path) -> bool:
    try:
        return is_sound(path)
    except sqlite3.DatabaseError:
        return False


def test_what_a_killed_desk_left_undone_is_not_in_the_backup(
    harbor: Database, tmp_path: Path
) -> None:
    before = rows_of(harbor.path)
    with closing(sqlite3.connect(harbor.path, isolation_level=None)) as desk:
        desk.execute("PRAGMA cache_size = 1")
        desk.execute("BEGIN IMMEDIATE")
        desk.execute("CREATE TABLE undone (text)")
        for _ in range(200):
            desk.execute("INSERT INTO undone VALUES (hex(randomblob(2000)))")
        for suffix in ("", "-journal"):
            shutil.copyfile(f"{harbor.path}{suffix}", f"{tmp_path}/left.db{suffix}")
    backup = make_backup(tmp_path / "left.db", tmp_path / "backups", NOW, BackupReason.ASKED)
    assert rows_of(backup.path) == before


def test_backups_are_listed_newest_first_and_only_this_clinics(
    harbor: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    made = [
        make_backup(harbor.path, folder, NOW + timedelta(hours=hours), BackupReason.ROUTINE)
        for hours in (0, 2, 1)
    ]
    uid = made[0].manifest.clinic_uid
    (folder / "notes.json").write_text("{}")
    (folder / "broken.json").write_bytes(b"\xff\x00")
    assert list_backups(folder, uid) == (made[1], made[2], made[0])
    assert list_backups(folder, "another") == ()
    assert list_backups(tmp_path / "none", uid) == ()


def test_two_backups_of_one_second_have_two_names(harbor: Database, tmp_path: Path) -> None:
    made = [make_backup(harbor.path, tmp_path, NOW, BackupReason.ASKED) for _ in range(3)]
    stem = f"{harbor.path.stem}-2027-03-01T120000Z"
    assert [each.path.name for each in made] == [
        f"{stem}.db",
        f"{stem}-2.db",
        f"{stem}-3.db",
    ]


def test_a_full_disk_or_a_closed_folder_is_said_and_nothing_is_left(
    harbor: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    with full_disk(40_000), pytest.raises(DatabaseRefused) as refused:
        make_backup(harbor.path, folder, NOW, BackupReason.ASKED)
    assert str(folder) in sentence_of(refused.value)
    assert list(folder.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(Refused) as closed:
        make_backup(harbor.path, tmp_path / "file" / "folder", NOW, BackupReason.ASKED)
    assert closed.value.code == "backup.folder-unwritable"
    assert sentence_of(closed.value)


def test_a_damaged_clinic_is_not_backed_up(harbor: Database, tmp_path: Path) -> None:
    harbor.close()
    change(harbor.path, 20 * 4096 + 5, lambda byte: byte ^ 255)
    change(harbor.path, 20 * 4096 + 6, lambda byte: byte ^ 255)
    folder = tmp_path / "backups"
    with pytest.raises((Refused, DatabaseRefused), match=r"unsound|damaged"):
        make_backup(harbor.path, folder, NOW, BackupReason.ASKED)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("place", range(0, 1000, 37))
def test_any_flipped_bit_of_a_backup_is_noticed(
    harbor: Database, tmp_path: Path, place: int
) -> None:
    backup = make_backup(harbor.path, tmp_path, NOW, BackupReason.ASKED)
    size = backup.path.stat().st_size
    change(backup.path, place * size // 1000, lambda byte: byte ^ 1 << place % 8)
    with pytest.raises(Refused) as refused:
        read_backup(backup.path)
    assert refused.value.code == "backup.changed"


FORGED: dict[str, Callable[[Manifest], Manifest]] = {
    "another clinic's": lambda manifest: replace(manifest, clinic_uid="another"),
    "another schema": lambda manifest: replace(manifest, revision=manifest.revision - 1),
    "another hash": lambda manifest: replace(manifest, sha256="0" * 64),
    "an earlier end of the journal": lambda manifest: replace(manifest, journal_number=0),
    "another end of the journal": lambda manifest: replace(manifest, journal_hash="0" * 64),
    "other counts": lambda manifest: replace(manifest, counts={"patient": 3}),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_manifest_that_says_something_else_is_noticed(
    harbor: Database, tmp_path: Path, kind: str
) -> None:
    backup = make_backup(harbor.path, tmp_path, NOW, BackupReason.ASKED)
    backup.manifest_path.write_text(FORGED[kind](backup.manifest).as_text())
    with pytest.raises(Refused) as refused:
        read_backup(backup.path)
    assert refused.value.code == "backup.changed"


def test_where_the_journal_stood_is_kept_outside(east: Desk, clock: Clock) -> None:
    patient = east.patient().number
    first = back_up(east.context, east.database).manifest
    clock.advance(hours=1)
    east.book_first("Adjustment", patient)
    second = back_up(east.context, east.database).manifest
    folders = list(east.database.path.parent.glob("*-backups"))
    anchors = read_anchors(east.database.path, folders)
    assert [(each.number, each.hash) for each in anchors] == [
        (each.journal_number, each.journal_hash) for each in (first, second)
    ]
    assert read_anchors(east.database.path, []) == anchors[-1:]


def test_the_anchors_of_a_clinic_that_is_held_are_found(east: Desk) -> None:
    """What its file says of itself is read without waiting, also where nothing stands beside it."""
    clinic = east.database.path
    back_up(east.context, east.database)
    known = read_anchors(clinic, backup_folders(clinic))
    anchor_path(clinic).unlink()
    with closing(sqlite3.connect(clinic, isolation_level=None)) as holding:
        holding.execute("BEGIN EXCLUSIVE")
        assert read_anchors(clinic, backup_folders(clinic)) == known
    assert len(known) == 1


def test_the_folder_of_a_clinic_that_is_held_is_known(east: Desk, tmp_path: Path) -> None:
    choose_folder(east.context, east.database, tmp_path / "chosen")
    clinic = east.database.path
    anchor_path(clinic).unlink()
    with closing(sqlite3.connect(clinic, isolation_level=None)) as holding:
        holding.execute("BEGIN EXCLUSIVE")
        assert backup_folder(clinic) == tmp_path / "chosen"
