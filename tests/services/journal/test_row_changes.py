"""What became of one row, by the journal: from a version on, and in which columns."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment
from clinicdesk.services.context import Role
from clinicdesk.services.journal.redaction import redact_entries
from clinicdesk.services.journal.row_changes import changes_since, differing
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import arrive, note_whereabouts
from clinicdesk.services.visits.moving import Move
from tests.services.desk import Desk

COLUMNS = ("start", "status", "whereabouts")
NOON = 12 * 60


def changed_step(east: Desk) -> int:
    """A step booked, moved, there by an arrival, in a room; and a note that looks like its row."""
    visit = east.book_first("Adjustment", east.patient().number)
    number = east.visit(visit).steps[0].number
    other = east.book_first("Adjustment", east.patient("Baker").number)
    east.move(Move(number, start=NOON))
    arrive(east.context, east.database, visit)
    note_whereabouts(east.context, east.database, number, "Room 2")
    beside = east.visit(other).steps[0].number
    note_whereabouts(east.context, east.database, beside, f'["appointment",{number},')
    return number


def found(session: Session, number: int, version: int) -> tuple[list[str], list[str]]:
    """The codes of what was written since that version, and what is another now."""
    row = session.get_one(Appointment, number)
    since = changes_since(session, row, version)
    return [change.entry.code for change in since], sorted(differing(row, version, since, COLUMNS))


def test_what_was_written_since_each_version_newest_first(east: Desk) -> None:
    number = changed_step(east)
    codes = ["visit.whereabouts", "visit.status-changed", "visit.moved", "visit.booked"]
    with east.database.reading() as session:
        assert [found(session, number, version) for version in (4, 3, 2, 1, 0)] == [
            ([], ["start", "status", "whereabouts"]),
            (codes[:1], ["whereabouts"]),
            (codes[:2], ["status", "whereabouts"]),
            (codes[:3], ["start", "status", "whereabouts"]),
            (codes, ["start", "status", "whereabouts"]),
        ]


def test_what_was_taken_back_is_no_difference(east: Desk) -> None:
    number = changed_step(east)
    for _ in range(3):
        undo(east.context, east.database)
    with east.database.reading() as session:
        codes, differs = found(session, number, 2)
    assert (codes, differs) == (
        ["visit.status-changed", "visit.whereabouts", "visit.whereabouts", "visit.status-changed"],
        [],
    )


def test_where_contents_were_taken_out_everything_may_be_another(east: Desk) -> None:
    number = changed_step(east)
    with east.database.reading() as session:
        row = session.get_one(Appointment, number)
        moved = changes_since(session, row, 1)[-1].entry.number
    manager = east.as_role(Role.MANAGER)
    redact_entries(manager.context, east.database, [moved], "asked by the patient")
    with east.database.reading() as session:
        assert found(session, number, 1) == (
            ["visit.whereabouts", "visit.status-changed"],
            ["start", "status", "whereabouts"],
        )


def test_no_more_of_the_journal_is_read_than_needed(east: Desk) -> None:
    """What happened before the version that was seen may be years of entries away."""
    number = changed_step(east)
    asked: list[str] = []

    def note(*executed: object) -> None:
        asked.append(str(executed[2]))

    with east.database.reading() as session:
        row = session.get_one(Appointment, number)
        connection = session.connection()
        event.listen(connection, "before_cursor_execute", note)
        changes_since(session, row, 3)
    # The journal's end and the newest entry of the row: neither the note, nor what was before.
    assert len([statement for statement in asked if "FROM journal" in statement]) == 2
