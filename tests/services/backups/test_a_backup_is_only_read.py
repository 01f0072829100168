"""A backup that is opened like a clinic can be read, and is not written."""

from pathlib import Path

import pytest

from clinicdesk.models.codes import DatabaseCode
from clinicdesk.models.database import open_database
from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.services.backups.backup_file import make_backup, read_backup
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.upgrading import upgrade_clinic
from tests.models.old_clinics import old_clinic
from tests.services.desk import MORNING, Clock, Desk, desk


def test_a_verb_is_refused_on_a_backup_which_reads_as_before(east: Desk, tmp_path: Path) -> None:
    east.patient()
    backup = make_backup(east.database.path, tmp_path / "backups", MORNING, BackupReason.ASKED)
    database = open_database(backup.path)
    here = desk(database, Clock(), "anna")
    with pytest.raises(DatabaseRefused) as refused:
        here.patient()
    database.close()
    assert (refused.value.code, refused.value.params) == (
        DatabaseCode.IS_BACKUP,
        {"path": str(backup.path)},
    )
    assert read_backup(backup.path) == backup


def test_an_older_backup_is_not_upgraded(east: Desk, tmp_path: Path) -> None:
    older = old_clinic("schema-1-small", tmp_path)
    backup = make_backup(older, tmp_path / "backups", MORNING, BackupReason.ASKED)
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_clinic(east.context, backup.path, tmp_path / "others")
    assert refused.value.code is DatabaseCode.IS_BACKUP
    assert read_backup(backup.path) == backup
    assert not (tmp_path / "others").exists()
