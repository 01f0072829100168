"""The folder that was chosen for backups: found again when the clinic's file can say nothing."""

import json
import os
import shutil
from pathlib import Path

import pytest

from clinicdesk.services.backups.anchor import SaidBeside, anchor_now, anchor_path, said_beside
from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.folders import (
    backup_folder,
    backup_folders,
    choose_folder,
    default_folder,
)
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.doctor.kept_backups import kept_backups
from tests.services.backups.files import uid_of
from tests.services.desk import Desk


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "other disk"


@pytest.fixture
def backup(east: Desk, elsewhere: Path) -> Backup:
    """A backup in the folder that the clinic has chosen, which is closed."""
    east.patient()
    choose_folder(east.context, east.database, elsewhere)
    made = back_up(east.context, east.database)
    east.database.close()
    return made


def spoil(clinic: Path) -> None:
    clinic.write_bytes(os.urandom(100_000))


def test_it_is_kept_as_soon_as_it_is_chosen(east: Desk, elsewhere: Path) -> None:
    path = east.database.path
    uid = uid_of(path)
    assert said_beside(path) == SaidBeside()
    choose_folder(east.context, east.database, elsewhere)
    assert said_beside(path) == SaidBeside(uid, str(elsewhere))
    choose_folder(east.context, east.database, None)
    assert said_beside(path) == SaidBeside(uid, "")


def test_a_damaged_clinic_finds_its_backups_and_they_are_restored(
    backup: Backup, east: Desk, elsewhere: Path
) -> None:
    clinic = east.database.path
    spoil(clinic)
    assert (backup_folder(clinic), backup_folders(clinic)) == (
        elsewhere,
        {elsewhere, default_folder(clinic)},
    )
    assert kept_backups(clinic) == (backup,)
    restore(east.context, backup.path, clinic)
    assert said_beside(clinic).backup_folder == str(elsewhere)


def test_another_clinics_backups_in_the_same_folder_are_not_offered(
    backup: Backup, east: Desk
) -> None:
    manifest = json.loads(backup.manifest_path.read_text("utf-8"))
    other = backup.path.with_name("other.db")
    shutil.copyfile(backup.path, other)
    other.with_suffix(".json").write_text(json.dumps({**manifest, "clinic_uid": "another"}))
    spoil(east.database.path)
    assert kept_backups(east.database.path) == (backup,)


def test_what_the_file_says_counts_while_it_can_say_it(
    backup: Backup, east: Desk, tmp_path: Path
) -> None:
    clinic = east.database.path
    beside = anchor_path(clinic)
    values = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps({**values, "backup_folder": str(tmp_path / "stale")}))
    assert backup_folder(clinic) == backup.path.parent
    assert backup_folders(clinic) == {
        backup.path.parent,
        default_folder(clinic),
        tmp_path / "stale",
    }


def test_it_is_kept_of_a_clinic_that_chose_it_before_that_was_done(
    backup: Backup, east: Desk, elsewhere: Path
) -> None:
    clinic = east.database.path
    beside = anchor_path(clinic)
    for write in (
        lambda: anchor_now(east.context, east.database),
        lambda: back_up(east.context, east.database),
    ):
        values = json.loads(beside.read_text("utf-8"))
        beside.write_text(
            json.dumps({name: values[name] for name in values if name != "backup_folder"})
        )
        assert said_beside(clinic).backup_folder == ""
        write()
        assert said_beside(clinic).backup_folder == str(elsewhere) == str(backup.path.parent)


@pytest.mark.parametrize("folder", [7, "relative/folder", "/nul\0", "/lone \ud800"])
def test_what_is_no_folder_is_not_believed(backup: Backup, east: Desk, folder: object) -> None:
    clinic = east.database.path
    beside = anchor_path(clinic)
    values = json.loads(beside.read_text("utf-8"))
    beside.write_text(json.dumps({**values, "backup_folder": folder}))
    spoil(clinic)
    assert said_beside(clinic) == SaidBeside()
    assert backup_folder(clinic) == default_folder(clinic) != backup.path.parent
