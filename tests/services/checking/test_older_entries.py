"""Entries that a former schema wrote: whatever is changed in them is named by `check` too."""

import shutil
from pathlib import Path

import pytest

from clinicdesk.models.tables import JournalEntry
from clinicdesk.services.backups.upgrading import upgrade_clinic
from clinicdesk.services.context import Context, Role
from tests.models.old_clinics import old_clinic
from tests.services.checking.tampering import found_codes, statements, tamper
from tests.services.desk import Clock

COLUMNS = sorted(column.name for column in JournalEntry.__table__.columns)

NUMBERS = {"number", "of_number", "undoable", "everything", "revision"}


@pytest.fixture(scope="module")
def upgraded_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("upgraded")
    path = old_clinic("schema-1-small", folder)
    manager = Context("manager", "office", Role.MANAGER, Clock())
    (folder / "backups").mkdir()
    upgrade_clinic(manager, path, folder / "backups")
    return path


@pytest.fixture
def upgraded(upgraded_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(upgraded_template, tmp_path / "clinic.db"))


def test_an_upgraded_clinic_is_sound(upgraded: Path) -> None:
    assert found_codes(upgraded) == set()


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_column_of_an_entry_of_the_first_schema_is_named(
    upgraded: Path, column: str
) -> None:
    value = (
        f"coalesce({column}, 0) + 100" if column in NUMBERS else f"coalesce({column}, '') || 'x'"
    )
    tamper(upgraded, statements(f"UPDATE journal SET {column} = {value} WHERE number = 2"))
    assert {code for code in found_codes(upgraded) if code.startswith("check.journal-")}


@pytest.mark.parametrize("column", ["write_key", "baseline"])
def test_an_empty_text_where_there_was_nothing_is_named(upgraded: Path, column: str) -> None:
    tamper(upgraded, statements(f"UPDATE journal SET {column} = '' WHERE number = 2"))
    assert "check.journal-hash" in found_codes(upgraded)
