"""The folder of the backups that is chosen by now: a restore does not go back to an older one."""

from pathlib import Path

import pytest

from clinicdesk.services.backups.backup_file import Backup
from clinicdesk.services.backups.folders import (
    backup_folder,
    choose_folder,
    chosen_folder,
    default_folder,
)
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up
from tests.services.desk import Desk


@pytest.fixture
def backup(east: Desk, tmp_path: Path) -> Backup:
    """A backup in a folder that is no longer the chosen one."""
    east.patient()
    choose_folder(east.context, east.database, tmp_path / "first")
    made = back_up(east.context, east.database)
    choose_folder(east.context, east.database, tmp_path / "second")
    return made


def test_a_restored_clinic_keeps_the_folder_that_is_chosen_now(
    backup: Backup, east: Desk, tmp_path: Path
) -> None:
    clinic = east.database.path
    east.database.close()
    restore(east.context, backup.path, clinic)
    assert chosen_folder(clinic) == str(tmp_path / "second")
    assert backup_folder(clinic) == tmp_path / "second"


def test_so_does_one_in_place_of_a_damaged_clinic(
    backup: Backup, east: Desk, tmp_path: Path
) -> None:
    clinic = east.database.path
    east.database.close()
    clinic.write_bytes(b"x" * 10_000)
    restore(east.context, backup.path, clinic)
    assert chosen_folder(clinic) == str(tmp_path / "second")


def test_the_folder_beside_the_clinic_is_kept_too(backup: Backup, east: Desk) -> None:
    choose_folder(east.context, east.database, None)
    clinic = east.database.path
    east.database.close()
    restore(east.context, backup.path, clinic)
    assert backup_folder(clinic) == default_folder(clinic)


def test_where_no_clinic_was_the_folder_is_that_of_the_backup(
    backup: Backup, east: Desk, tmp_path: Path
) -> None:
    restore(east.context, backup.path, tmp_path / "new.db")
    assert chosen_folder(tmp_path / "new.db") == str(tmp_path / "first")
