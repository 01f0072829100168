"""The journal and the check: one entry for each change, and nothing goes on behind its back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import release_hold
from clinicdesk.services.visits.changing import cancel_visit, change_status, note_whereabouts
from clinicdesk.services.visits.moving import Move
from clinicdesk.wording import worded
from clinicdesk.wording.catalog import SENTENCES
from tests.services.desk import Clock, Desk, busy_time, dump

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")


def entries(east: Desk) -> list[tuple[object, ...]]:
    with east.database.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT number, code, kind, of_number, undoable, actor, workstation, role"
            " FROM journal ORDER BY number"
        )
        return [tuple(row) for row in rows]


def test_each_change_is_one_entry_that_names_who_and_what(east: Desk, west: Desk) -> None:
    patient = east.patient().number
    visit = east.book_first("Pair", patient)
    undo(east.context, east.database)
    redo(east.context, east.database)
    held = west.hold_first("Call", patient)
    release_hold(west.context, west.database, held)
    cancel_visit(west.context, west.database, visit, "asked")
    one, other = ("east-clerk", "east", "front-desk"), ("west-clerk", "west", "front-desk")
    assert entries(east) == [
        (1, "clinic.founded", "change", None, False, "founder", "office", "manager"),
        (2, "patient.added", "change", None, True, *one),
        (3, "visit.booked", "change", None, True, *one),
        (4, "visit.booked", "undo", 3, False, *one),
        (5, "visit.booked", "redo", 3, False, *one),
        (6, "hold.made", "change", None, False, *other),
        (7, "hold.released", "change", None, False, *other),
        (8, "visit.cancelled", "change", None, True, *other),
    ]


def test_a_change_that_wrote_nothing_has_no_entry(east: Desk) -> None:
    number = east.visit(east.book_first("Pair", east.patient().number)).steps[0].number
    note_whereabouts(east.context, east.database, number, "Room 1")
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        note_whereabouts(east.context, east.database, number, "Room 1")
    assert refused.value.code == "change.nothing"
    assert dump(east.database) == before


def test_an_expired_hold_is_swept_by_the_next_write_as_an_entry_of_its_own(
    east: Desk, west: Desk, clock: Clock
) -> None:
    patient = east.patient().number
    visit_request = east.visit_request("Pair", patient)
    plans = east.plan(visit_request)
    held = east.hold_first("Pair", patient)
    assert busy_time(east.database)
    assert west.plan(visit_request) != plans
    clock.advance(minutes=5)
    assert west.plan(visit_request) == plans
    west.patient("Baker")
    assert busy_time(east.database) == set()
    assert [row[1:3] + row[4:6] for row in entries(east)[-2:]] == [
        ("hold.expired", "change", False, "west-clerk"),
        ("patient.added", "change", True, "west-clerk"),
    ]
    with pytest.raises(Refused) as refused:
        release_hold(east.context, east.database, held)
    assert refused.value.code == "hold.over"


def test_a_hold_is_not_given_back_by_another_desk(east: Desk, west: Desk) -> None:
    held = east.hold_first("Pair", east.patient().number)
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        release_hold(west.context, west.database, held)
    assert refused.value.code == "hold.of-another-desk"
    assert dump(east.database) == before


@pytest.fixture
def busy_clinic(east: Desk) -> Path:
    """A clinic with a bit of everything in its journal; nobody has it open."""
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, NINE, CARVER).visit
    number = east.visit(visit).steps[0].number
    east.move(Move(number, start=NINE + 60))
    undo(east.context, east.database)
    change_status(east.context, east.database, [number], Status.ARRIVED)
    east.book_first("Back class", east.patient("Baker").number)
    assert check_clinic(east.database).broken == ()
    east.database.close()
    return east.database.path


def broken(path: Path) -> list[str]:
    """The codes of what a check of the file finds; each has its sentence."""
    database = open_database(path)
    try:
        found = check_clinic(database).broken
    finally:
        database.close()
    assert all(worded(SENTENCES[fault.code], fault.params) for fault in found)
    return sorted({fault.code for fault in found})


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal WHERE number = 3",
        "UPDATE journal SET actor = 'somebody' WHERE number = 3",
        "UPDATE journal SET payload = '[]' WHERE number = 3",
        "UPDATE journal SET hash = '' WHERE number = 3",
        "UPDATE journal SET undoable = 0",
    ],
)
def test_the_journal_is_neither_shortened_nor_rewritten(busy_clinic: Path, statement: str) -> None:
    with (
        closing(sqlite3.connect(busy_clinic)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="the journal is never"),
    ):
        connection.execute(statement)
    assert broken(busy_clinic) == []
