"""What patients were told does not fall when an older state is put back, nor do numbers."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from clinicdesk.models.database import open_database
from clinicdesk.services.backups.anchor import anchor_now
from clinicdesk.services.backups.restoring import restore
from clinicdesk.services.backups.routine import back_up
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.visits.moving import Move
from tests.services.desk import Clock, Desk, desk


@pytest.fixture
def reopened() -> Iterator[list[Desk]]:
    """Takes what is opened anew after a restore, and closes it."""
    opened: list[Desk] = []
    yield opened
    for each in opened:
        each.database.close()


def put_back(east: Desk, backup: Path, clock: Clock, opened: list[Desk]) -> Desk:
    """A desk of the clinic in which the backup was put back."""
    path = east.database.path
    east.database.close()
    restore(east.context, backup, path)
    opened.append(desk(open_database(path), clock))
    return opened[-1]


def moved(at: Desk, visit: int, by: int) -> None:
    step = at.visit(visit).steps[0]
    at.move(Move(step.number, start=step.start + by))


def test_a_visit_that_a_restore_changes_has_a_higher_edition_than_was_told(
    east: Desk, clock: Clock, reopened: list[Desk]
) -> None:
    patient = east.patient().number
    changed, same = east.book_first("Adjustment", patient), east.book_first("Consult", patient)
    before = east.visit(same)
    backup = back_up(east.context, east.database).path
    clock.advance(minutes=5)
    moved(east, changed, 60)
    moved(east, changed, 60)
    assert east.visit(changed).edition == 2
    clock.advance(minutes=5)
    again = put_back(east, backup, clock, reopened)
    assert again.visit(changed).edition == 3
    assert again.visit(changed).last_modified == "2027-03-01T12:10:00+00:00"
    assert again.visit(same) == before
    assert check_clinic(again.database).ok


def test_what_a_restore_gave_up_comes_back_above_what_was_told_since(
    east: Desk, clock: Clock, reopened: list[Desk]
) -> None:
    visit = east.book_first("Adjustment", east.patient().number)
    backup = back_up(east.context, east.database).path
    clock.advance(minutes=5)
    moved(east, visit, 60)
    path = east.database.path
    east.database.close()
    kept = restore(east.context, backup, path).kept
    assert kept is not None
    restored = desk(open_database(path), clock)
    assert restored.visit(visit).edition == 2
    again = put_back(restored, kept, clock, reopened)
    assert again.visit(visit).edition == 3
    assert check_clinic(again.database).ok


def test_numbers_that_were_said_are_not_given_again(
    east: Desk, clock: Clock, reopened: list[Desk]
) -> None:
    patient = east.patient().number
    backup = back_up(east.context, east.database).path
    lost = east.book_first("Adjustment", patient)
    baker = east.patient("Baker").number
    again = put_back(east, backup, clock, reopened)
    assert again.book_first("Adjustment", patient) > lost
    assert again.patient("Cole").number > baker
    assert check_clinic(again.database).ok


def test_a_restore_does_not_make_good_what_was_changed_by_another_hand(
    east: Desk, clock: Clock, reopened: list[Desk]
) -> None:
    east.patient()
    with closing(sqlite3.connect(east.database.path)) as connection, connection:
        connection.execute("UPDATE patient SET family = 'Evil', family_key = 'evil'")
    found = [fault.params for fault in check_clinic(east.database).broken]
    backup = back_up(east.context, east.database).path
    again = put_back(east, backup, clock, reopened)
    assert [fault.params for fault in check_clinic(again.database).broken] == found != []


def test_an_anchor_that_shows_a_cut_journal_is_not_written_over(east: Desk) -> None:
    east.patient()
    anchor_now(east.context, east.database)
    path = east.database.path
    with closing(sqlite3.connect(path)) as connection, connection:
        guard = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'journal_delete'"
        ).fetchone()[0]
        connection.execute("DROP TRIGGER journal_delete")
        (last,) = connection.execute("SELECT max(number) FROM journal").fetchone()
        connection.execute("DELETE FROM journal WHERE number = ?", (last,))
        connection.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'journal'", (last - 1,))
        connection.execute(guard)
    found = [str(fault.code) for fault in check_clinic(east.database).broken]
    assert "check.journal-rebuilt" in found
    back_up(east.context, east.database)
    anchor_now(east.context, east.database)
    assert [str(fault.code) for fault in check_clinic(east.database).broken] == found
