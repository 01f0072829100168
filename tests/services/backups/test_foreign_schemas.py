"""An older clinic to whose schema somebody did something: it is not upgraded, and told by name."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import DatabaseRefused
from clinicdesk.models.upgrading import upgrade_database
from clinicdesk.services.backups.backup_file import make_backup
from clinicdesk.services.backups.manifest import BackupReason
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.upgrading import upgrade_clinic
from clinicdesk.services.checking.file_checking import check_file
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import Refused
from tests.models.old_clinics import old_clinic
from tests.services.desk import MORNING, Clock
from tests.services.sentences import sentence_of

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"

FOREIGN = {
    "a table more": ("CREATE TABLE extra (a, b)", [("extra", "table", "extra")]),
    "an index more": ("CREATE INDEX more ON visit (patient_id)", [("extra", "index", "more")]),
    "a trigger more": (
        "CREATE TRIGGER more AFTER INSERT ON visit BEGIN SELECT 1; END",
        [("extra", "trigger", "more")],
    ),
    "a view more": (f"CREATE VIEW more AS {ENDLESS}", [("extra", "view", "more")]),
    "a guard less": ("DROP TRIGGER journal_delete", [("missing", "trigger", "journal_delete")]),
    "a column more": ("ALTER TABLE hold ADD COLUMN more", [("changed", "table", "hold")]),
    "an index of our name": (
        "DROP INDEX ix_journal_desk; CREATE INDEX ix_journal_desk ON journal (number)",
        [("changed", "index", "ix_journal_desk")],
    ),
    "the next schema's table": ("CREATE TABLE contact (id)", [("extra", "table", "contact")]),
}


@pytest.fixture(params=FOREIGN)
def foreign(
    request: pytest.FixtureRequest, tmp_path: Path
) -> tuple[Path, list[tuple[str, str, str]]]:
    """Such a clinic, and what is other in it: how, what it is, its name."""
    path = old_clinic("schema-1-small", tmp_path)
    statements, told = FOREIGN[request.param]
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statements)
    return path, told


def test_it_is_not_upgraded_and_no_backup_is_made_for_it(
    foreign: tuple[Path, object], tmp_path: Path
) -> None:
    path, _ = foreign
    before = path.read_bytes()
    manager = Context("manager", "office", Role.MANAGER, Clock())
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_clinic(manager, path, tmp_path / "backups")
    assert sentence_of(refused.value)
    assert refused.value.code == "database.foreign-schema"
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_what_was_done_to_it_in_the_last_moment_is_seen_too(foreign: tuple[Path, object]) -> None:
    path, _ = foreign
    before = path.read_bytes()
    with pytest.raises(DatabaseRefused) as refused:
        upgrade_database(path, lambda _session, _former: None)
    assert (refused.value.code, path.read_bytes()) == ("database.foreign-schema", before)


def test_a_check_names_what_was_done(foreign: tuple[Path, list[tuple[str, str, str]]]) -> None:
    path, told = foreign
    before = path.read_bytes()
    report = check_file(path)
    found = [(fault.code, fault.params["what"], fault.params["name"]) for fault in report.broken]
    assert found == [(CheckCode(f"check.schema-{how}"), what, name) for how, what, name in told]
    assert (report.checked, path.read_bytes()) == ({}, before)


def test_a_backup_of_a_clinic_with_a_view_does_not_call_it_damaged(tmp_path: Path) -> None:
    path = old_clinic("schema-1-small", tmp_path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"CREATE VIEW more AS {ENDLESS}")
    with pytest.raises(DatabaseRefused) as refused:
        make_backup(path, tmp_path / "backups", MORNING, BackupReason.ASKED)
    assert refused.value.code == "database.foreign-schema"


def test_it_is_not_put_in_a_clinics_place(foreign: tuple[Path, object], tmp_path: Path) -> None:
    path, _ = foreign
    (tmp_path / "clinic").mkdir()
    clinic = old_clinic("schema-1-small", tmp_path / "clinic")
    before = clinic.read_bytes()
    manager = Context("manager", "office", Role.MANAGER, Clock())
    with pytest.raises(Refused) as refused:
        restore(manager, path, clinic)
    assert refused.value.code == "backup.foreign"
    assert sentence_of(refused.value)
    assert clinic.read_bytes() == before
