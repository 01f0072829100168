"""The journal and the check: one entry for each change, and nothing goes on behind its back."""

import shutil
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


def tampered(path: Path, *statements: str) -> list[str]:
    """What a check finds on a copy in which these statements were run without any guard."""
    copy = path.with_name("tampered.db")
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount
        for _, guard in guards:
            connection.execute(guard)
    return broken(copy)


TAMPERINGS: dict[str, tuple[tuple[str, ...], set[str]]] = {
    "a row edited": (
        ("UPDATE appointment SET reason = 'because' WHERE id = 1",), {"check.row-differs"},
    ),
    "a patient's name edited": (
        ("UPDATE patient SET family = 'Nobody'",), {"check.row-differs"},
    ),
    "a row edited with its claims": (
        ("UPDATE appointment SET start = start + 5 WHERE id = 1",
         'UPDATE claim SET start = start + 5, "end" = "end" + 5 WHERE appointment_id = 1'),
        {"check.row-differs"},
    ),
    "a claim removed": (("DELETE FROM claim WHERE id = 1",), {"check.claims-differ"}),
    "a claim made longer": (('UPDATE claim SET "end" = 1440',), {"check.claims-differ"}),
    "a claim doubled": (
        (('INSERT INTO claim (appointment_id, resource_id, day, start, "end", busy)'
          ' SELECT appointment_id, resource_id, day, start, "end", busy FROM claim LIMIT 1'),),
        {"check.claims-differ", "check.overlap"},
    ),
    "an appointment removed": (
        ("DELETE FROM claim WHERE appointment_id = 1", "DELETE FROM appointment WHERE id = 1"),
        {"check.row-differs", "check.step-missing"},
    ),
    "a journal entry edited": (
        ("UPDATE journal SET actor = 'somebody' WHERE number = 3",), {"check.journal-hash"},
    ),
    "a journal entry's time edited": (
        ("UPDATE journal SET at = '2020-01-01T00:00:00+00:00' WHERE number = 3",),
        {"check.journal-hash"},
    ),
    "a payload changed": (
        ("UPDATE journal SET payload = replace(payload, 'booked', 'noshow') WHERE number = 3",),
        {"check.journal-payload"},
    ),
    "a journal entry removed": (
        ("DELETE FROM journal WHERE number = 4",), {"check.journal-chain"},
    ),
    "the first journal entry removed": (
        ("DELETE FROM journal WHERE number = 1",), {"check.journal-chain"},
    ),
    "the last journal entry removed": (
        ("DELETE FROM journal WHERE number = (SELECT max(number) FROM journal)",),
        {"check.journal-chain"},
    ),
    "journal entries reordered": (
        ("UPDATE journal SET number = -number WHERE number IN (3, 4)",
         "UPDATE journal SET number = 7 + number WHERE number < 0"),
        {"check.journal-chain"},
    ),
    "a hold without its visit": (
        (
            (
                "INSERT INTO hold (visit_id, actor, workstation, expires_at, digest)"
                " VALUES (1001, '', '', 0, '')"
            ),
        ),
        {"check.hold"},
    ),
    "a class with a member too many": (
        ("UPDATE appointment SET group_size = 0 WHERE group_size NOTNULL",),
        {"check.class", "check.row-differs"},
    ),
    "a step of another day": (
        ("UPDATE visit SET step_count = 2 WHERE id = 1001",), {"check.step-missing"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_a_check_finds(busy_clinic: Path, kind: str) -> None:
    statements, expected = TAMPERINGS[kind]
    assert set(tampered(busy_clinic, *statements)) >= expected


def test_a_check_finds_a_missing_guard(busy_clinic: Path) -> None:
    with closing(sqlite3.connect(busy_clinic)) as connection:
        connection.execute("DROP TRIGGER claim_update_overlap")
    assert "check.guards" in broken(busy_clinic)


def test_a_redacted_payload_breaks_nothing(busy_clinic: Path) -> None:
    with closing(sqlite3.connect(busy_clinic)) as connection, connection:
        connection.execute("UPDATE journal SET payload = NULL WHERE number = 3")
    assert broken(busy_clinic) == []


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


def test_a_change_whose_contents_were_redacted_is_not_taken_back(east: Desk) -> None:
    east.patient()
    with closing(sqlite3.connect(east.database.path)) as connection, connection:
        connection.execute("UPDATE journal SET payload = NULL WHERE number = 2")
    with pytest.raises(Refused) as refused:
        undo(east.context, east.database)
    assert refused.value.code == "undo.redacted"
    assert check_clinic(east.database).broken == ()
