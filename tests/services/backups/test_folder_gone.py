"""A chosen backup folder that is not there, as when its disk is not connected: never made anew."""

from pathlib import Path

import pytest

from clinicdesk.services.backups.folders import choose_folder, default_folder
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up, back_up_in_turn
from clinicdesk.services.backups.taking_turns import last_backup
from clinicdesk.services.errors import Refused
from tests.services.desk import Desk


@pytest.fixture
def disk(east: Desk, tmp_path: Path) -> Path:
    """A disk with the folder that a clinic has chosen, which is unplugged then."""
    disk = tmp_path / "disk"
    (disk / "practice").mkdir(parents=True)
    east.patient()
    choose_folder(east.context, east.database, disk / "practice" / "backups")
    disk.rename(tmp_path / "unplugged")
    return disk


def test_nothing_is_made_where_the_disk_was(east: Desk, disk: Path, tmp_path: Path) -> None:
    for make in (back_up, back_up_in_turn):
        with pytest.raises(Refused) as refused:
            make(east.context, east.database)
        assert (refused.value.code, refused.value.params) == (
            "backup.folder-gone",
            {"path": str(disk / "practice" / "backups")},
        )
    assert not disk.exists()
    assert last_backup(east.database).failure == "backup.folder-gone"
    (tmp_path / "unplugged").rename(disk)
    assert back_up(east.context, east.database).path.parent == disk / "practice" / "backups"


def test_a_folder_that_was_removed_alone_is_not_made_either(east: Desk, disk: Path) -> None:
    (disk / "practice").mkdir(parents=True)
    with pytest.raises(Refused) as refused:
        back_up(east.context, east.database)
    assert refused.value.code == "backup.folder-gone"
    assert list((disk / "practice").iterdir()) == []


def test_a_folder_is_made_when_it_is_chosen_but_none_above_it(east: Desk, tmp_path: Path) -> None:
    choose_folder(east.context, east.database, tmp_path / "new")
    assert (tmp_path / "new").is_dir()
    with pytest.raises(Refused) as refused:
        choose_folder(east.context, east.database, tmp_path / "other" / "backups")
    assert (refused.value.code, refused.value.params) == (
        "backup.folder-gone",
        {"path": str(tmp_path / "other")},
    )
    assert not (tmp_path / "other").exists()


def test_a_restore_makes_no_folder_where_the_disk_was(
    east: Desk, disk: Path, tmp_path: Path
) -> None:
    (tmp_path / "unplugged").rename(disk)
    backup = back_up(east.context, east.database)
    safe = tmp_path / backup.path.name
    backup.path.rename(safe)
    backup.manifest_path.rename(safe.with_suffix(".json"))
    disk.rename(tmp_path / "unplugged")
    clinic = east.database.path
    east.database.close()
    restore(east.context, safe, clinic)
    assert not disk.exists()
    assert not default_folder(clinic).exists()
