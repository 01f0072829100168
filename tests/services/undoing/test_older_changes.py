"""Changes that were made before an upgrade: they can be read, and not be taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clinicdesk.models.database import Database, open_database
from clinicdesk.services.backups.folders import default_folder
from clinicdesk.services.backups.upgrading import upgrade_clinic
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.history import visit_history
from clinicdesk.services.undoing.next_change import next_undo
from clinicdesk.services.undoing.undo import redo, undo
from tests.models.old_clinics import old_clinic
from tests.services.desk import Clock, Desk, desk, dump
from tests.services.sentences import sentence_of

VISIT = 1001
"""Booked, confirmed, one step cancelled and restored by undo, arrived: all before the upgrade."""


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Database]:
    path = old_clinic("schema-1-small", tmp_path)
    clock = Clock(datetime(2027, 3, 1, 13, 0, tzinfo=UTC))
    manager = Context("manager", "office", Role.MANAGER, clock)
    upgrade_clinic(manager, path, default_folder(path))
    database = open_database(path)
    yield database
    database.close()


@pytest.fixture
def east(upgraded: Database) -> Desk:
    return desk(upgraded, Clock(datetime(2027, 3, 1, 13, 5, tzinfo=UTC)))


def test_a_change_of_an_older_schema_is_not_taken_back(east: Desk) -> None:
    assert next_undo(east.context, east.database) is not None
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        undo(east.context, east.database)
    assert refused.value.code == "undo.older-schema"
    assert sentence_of(refused.value)
    assert dump(east.database) == before


def test_what_was_done_since_the_upgrade_is_taken_back_and_made_again(east: Desk) -> None:
    confirm_visit(east.context, east.database, VISIT, "patient")
    undo(east.context, east.database)
    redo(east.context, east.database)
    undo(east.context, east.database)
    with pytest.raises(Refused) as refused:
        undo(east.context, east.database)
    assert refused.value.code == "undo.older-schema"
    assert check_clinic(east.database).ok


def test_the_history_of_a_visit_goes_back_beyond_the_upgrade(east: Desk) -> None:
    confirm_visit(east.context, east.database, VISIT, "patient")
    history = visit_history(east.database, VISIT)
    assert [(entry.kind, entry.change.code) for entry in history] == [
        ("change", "visit.confirmed"),
        ("change", "visit.status-changed"),
        ("undo", "visit.cancelled"),
        ("change", "visit.cancelled"),
        ("change", "visit.confirmed"),
        ("change", "visit.booked"),
    ]
    assert {entry.change.patient.family for entry in history if entry.change.patient} == {"Able"}
