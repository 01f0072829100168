"""Clinics whose names are as long as a file system takes: backed up, upgraded and restored over."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.models.database import REVISION, Database, DatabaseRefused, open_database
from clinicdesk.models.making import creating_database
from clinicdesk.services.backups.anchor import anchor_path, read_anchors
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.file_names import name_with, short_ending, short_stem
from clinicdesk.services.backups.folders import backup_folder, backup_folders, default_folder
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.retention import remove_outlived
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.backups.upgrading import upgrade_clinic
from tests.models.old_clinics import old_clinic
from tests.services.backups.files import revision_of, rows_of
from tests.services.desk import MORNING, Desk

STAMP = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}Z"

NAMES = {
    "Latin letters": "a" * 244 + ".db",
    "letters of two bytes": "\N{LATIN SMALL LETTER E WITH ACUTE}" * 122 + ".db",
    "signs of four bytes": "\N{TOOTH}" * 60 + ".db",
    "a long ending": "clinic." + "b" * 240,
    "no ending": "c" * 247,
}


@pytest.fixture(params=NAMES)
def clinic(request: pytest.FixtureRequest, east: Desk) -> Path:
    """A clinic with a visit, closed and renamed."""
    east.book_first("Day", east.patient().number)
    east.database.close()
    return east.database.path.rename(east.database.path.with_name(NAMES[request.param]))


def test_a_long_name_is_backed_up_and_restored_over(clinic: Path, east: Desk) -> None:
    database = open_database(clinic)
    backup = back_up(east.context, database)
    database.close()
    stem = short_stem(clinic)
    assert clinic.stem.startswith(stem)
    assert len(os.fsencode(stem)) <= 100
    assert re.fullmatch(f"{re.escape(stem)}-{STAMP}\\.db", backup.path.name)
    assert backup.path.parent == default_folder(clinic) == backup_folder(clinic)
    assert anchor_path(clinic).exists()
    before = rows_of(clinic)
    kept = restore(east.context, backup.path, clinic).kept
    assert kept is not None
    assert re.fullmatch(f"{re.escape(stem)}-before-restore-{STAMP}(\\.db)?", kept.name)
    assert rows_of(kept) == before
    assert len(read_anchors(clinic, backup_folders(clinic))) >= 1
    assert remove_outlived((backup,), east.context.instant()) == ()


def test_an_older_clinic_of_a_long_name_is_upgraded(tmp_path: Path, east: Desk) -> None:
    old = old_clinic("schema-1-small", tmp_path)
    old = old.rename(old.with_name("o" * 244 + ".db"))
    upgraded = upgrade_clinic(east.context, old, backup_folder(old))
    assert upgraded.backup is not None
    assert (upgraded.former, revision_of(old), revision_of(upgraded.backup.path)) == (
        1,
        REVISION,
        1,
    )


def test_where_even_a_short_name_is_too_long_it_is_refused(
    make_clinic: Callable[..., Database], tmp_path: Path
) -> None:
    path = make_clinic().path
    folder = tmp_path.joinpath(*("f" * 200 for _ in range(2)))
    folder.parent.mkdir()
    with pytest.raises(DatabaseRefused) as refused:
        make_backup(path, folder, MORNING, BackupReason.ASKED)
    assert refused.value.code in ("database.path-too-long", "database.unreachable")
    assert list(folder.iterdir()) == []


def test_names_are_cut_only_where_they_must_be() -> None:
    assert short_stem(Path("clinic.db")) == "clinic"
    assert short_ending(Path("clinic.sqlite")) == ".sqlite"
    assert name_with("clinic.db", ".anchor.json") == "clinic.db.anchor.json"
    cut = {name_with("d" * 246 + end, ".anchor.json") for end in "xy"}
    assert {len(each) for each in cut} == {100 + 17 + 12}
    assert len(cut) == 2


def test_a_clinic_that_is_made_takes_as_long_a_name(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 244 + ".db")
    with creating_database(path):
        pass
    assert path.exists()
