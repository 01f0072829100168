"""What a patient confirmed counts for the visit as it was then, and for nothing else."""

import pytest
from sqlalchemy import select

from clinicdesk.models.contacts import Channel, Contact
from clinicdesk.services.contacts.noting import confirm_visit
from clinicdesk.services.errors import NotFound
from clinicdesk.services.undoing.next_change import next_undo
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.moving import Move
from tests.services.desk import Clock, Desk


def is_confirmed(desk: Desk, visit: int) -> list[bool]:
    return [step.confirmed for step in desk.visit(visit).steps]


def contacts(desk: Desk) -> list[tuple[object, ...]]:
    with desk.database.reading() as session:
        return [
            (row.visit_id, row.edition, row.channel, row.outcome, row.with_whom, row.active)
            for row in session.scalars(select(Contact).order_by(Contact.id))
        ]


def test_a_visit_is_confirmed_whole_with_whom_and_how(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Pair", east.patient().number)
    clock.advance(minutes=3)
    confirm_visit(east.context, east.database, visit, " her daughter ", Channel.TEXT)
    assert is_confirmed(east, visit) == [True, True]
    assert contacts(east) == [(visit, 0, "text", "confirmed", "her daughter", True)]
    with east.database.reading() as session:
        (row,) = session.scalars(select(Contact))
        assert (row.actor, row.at) == (east.context.actor, "2027-03-01T12:03:00+00:00")


def test_a_visit_that_is_moved_is_to_be_confirmed_again(east: Desk) -> None:
    visit = east.book_first("Adjustment", east.patient().number)
    confirm_visit(east.context, east.database, visit, "patient")
    step = east.visit(visit).steps[0]
    east.move(Move(step.number, start=step.start + 15))
    assert is_confirmed(east, visit) == [False]
    confirm_visit(east.context, east.database, visit, "patient")
    assert is_confirmed(east, visit) == [True]
    assert [row[1] for row in contacts(east)] == [0, 1]


def test_what_was_confirmed_before_a_move_is_not_so_again_by_its_undo(east: Desk) -> None:
    """The patient may have been told of the move meanwhile."""
    visit = east.book_first("Adjustment", east.patient().number)
    confirm_visit(east.context, east.database, visit, "patient")
    step = east.visit(visit).steps[0]
    east.move(Move(step.number, start=step.start + 15))
    undo(east.context, east.database)
    assert (east.visit(visit).edition, is_confirmed(east, visit)) == (2, [False])
    assert contacts(east) == [(visit, 0, "call", "confirmed", "patient", True)]


def test_a_confirmation_is_taken_back_by_its_own_undo_and_made_again(east: Desk) -> None:
    visit = east.book_first("Adjustment", east.patient().number)
    confirm_visit(east.context, east.database, visit, "patient")
    described = next_undo(east.context, east.database)
    assert described is not None
    assert (described.code, described.patient and described.patient.family) == (
        "visit.confirmed",
        "Able",
    )
    undone = undo(east.context, east.database)
    assert is_confirmed(east, visit) == [False]
    assert undone.changed.days == {east.visit(visit).steps[0].day}
    redo(east.context, east.database)
    assert is_confirmed(east, visit) == [True]


def test_a_booking_that_is_taken_back_keeps_what_the_patient_was_told(
    east: Desk, west: Desk
) -> None:
    visit = east.book_first("Adjustment", east.patient().number)
    confirm_visit(west.context, west.database, visit, "patient")
    undo(east.context, east.database)
    assert [step.status for step in east.visit(visit).steps] == ["entered-in-error"]
    assert contacts(east) == [(visit, 0, "call", "confirmed", "patient", True)]


def test_no_visit_no_confirmation(east: Desk) -> None:
    with pytest.raises(NotFound):
        confirm_visit(east.context, east.database, 4711, "patient")
    assert contacts(east) == []
