"""Where no backup is restored and no clinic upgraded: nothing is written there, no backup made."""

import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import REVISION, DatabaseRefused
from clinicdesk.services.backups.backup_file import Backup, list_backups, read_backup
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.backups.upgrading import Upgraded, upgrade_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.storage import REFUSALS
from tests.models.old_clinics import old_clinic
from tests.services.backups.files import revision_of
from tests.services.desk import Desk


@pytest.fixture
def backup(east: Desk) -> Backup:
    east.patient()
    made = back_up(east.context, east.database)
    east.patient("Baker")
    east.database.close()
    return made


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_newer_clinic_is_not_replaced_by_an_older_backup(
    backup: Backup, east: Desk, mode: str
) -> None:
    clinic = east.database.path
    with closing(sqlite3.connect(clinic)) as connection:
        connection.execute(f"PRAGMA user_version = {REVISION + 1}")
        # What a newer program calls its tables, nobody knows.
        connection.execute("ALTER TABLE clinic RENAME TO practice")
        connection.commit()
        connection.execute(f"PRAGMA journal_mode = {mode}")
    before = everything(clinic.parent)
    with pytest.raises(DatabaseRefused) as refused:
        restore(east.context, backup.path, clinic)
    assert refused.value.code == "database.newer"
    assert everything(clinic.parent) == before


@pytest.mark.parametrize("way", ["itself", "by a link", "another backup"])
def test_a_backup_is_restored_over_no_backup(
    backup: Backup, east: Desk, tmp_path: Path, way: str
) -> None:
    target = backup.path
    if way == "by a link":
        target = tmp_path / "link.db"
        target.symlink_to(backup.path)
    elif way == "another backup":
        target = tmp_path / "moved" / backup.path.name
        target.parent.mkdir()
        shutil.copyfile(backup.path, target)
        shutil.copyfile(backup.manifest_path, target.with_suffix(".json"))
    before = everything(tmp_path)
    with pytest.raises(Refused) as refused:
        restore(east.context, backup.path, target)
    assert refused.value.code == "restore.over-backup"
    assert everything(tmp_path) == before
    assert read_backup(backup.path) == backup


def test_a_backup_that_was_opened_and_written_to_is_a_clinic_again(
    backup: Backup, east: Desk
) -> None:
    again = backup.path.with_name("again.db")
    shutil.copyfile(east.database.path, again)
    shutil.copyfile(backup.manifest_path, again.with_suffix(".json"))
    assert restore(east.context, backup.path, again).kept is not None


def test_in_a_folder_that_syncs_nothing_is_made_before_an_upgrade_is_refused(
    east: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    old = old_clinic("schema-1-small", folder)
    before = everything(folder)
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_clinic(east.context, old, folder / "backups")
    assert refused.value.code == "database.synced-folder"
    assert (everything(folder), list(folder.iterdir())) == (before, [old])


def test_of_a_newer_clinic_no_backup_is_made_before_its_upgrade_is_refused(
    east: Desk, tmp_path: Path
) -> None:
    newer = old_clinic("schema-1-small", tmp_path)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version = {REVISION + 1}")
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_clinic(east.context, newer, tmp_path / "backups")
    assert refused.value.code == "database.newer"
    assert not (tmp_path / "backups").exists()


def test_of_upgrades_at_the_same_time_one_says_that_it_did_it(east: Desk, tmp_path: Path) -> None:
    old = old_clinic("schema-1-small", tmp_path)
    folder = backup_folder(old)
    said: list[Upgraded | str] = []

    def upgrade() -> None:
        try:
            said.append(upgrade_clinic(east.context, old, folder))
        except REFUSALS as refusal:
            said.append(refusal.code)

    desks = [threading.Thread(target=upgrade) for _ in range(3)]
    for desk in desks:
        desk.start()
    for desk in desks:
        desk.join()
    (done,) = (each for each in said if isinstance(each, Upgraded) and each.former == 1)
    assert done.backup in list_backups(folder, None)
    already = Upgraded(REVISION, REVISION, None)
    assert [each for each in said if each != done] == [already, already]
    assert revision_of(old) == REVISION
