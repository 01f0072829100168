"""Who must be told is the same to the call list and to a reschedule list."""

from collections.abc import Callable

import pytest

from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.contacts.noting import NO_ANSWER, TOLD, note_contact
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_step, cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.told_otherwise import told_otherwise
from tests.services.desk import MONDAY, Desk
from tests.services.faults import damage

NINE = 9 * 60


def _booked(at: Desk) -> int:
    return at.book_at("Adjustment", at.patient().number, NINE, ("Dr. Carver", "Room 1")).visit


def _moved(at: Desk, visit: int, start: int) -> None:
    (step,) = at.visit(visit).steps
    at.move(Move(step.number, start=start))


def _as_booked(at: Desk) -> None:
    _booked(at)


def _moved_by_nobody_told(at: Desk) -> None:
    _moved(at, _booked(at), NINE + 30)


def _moved_and_told(at: Desk) -> None:
    visit = _booked(at)
    _moved(at, visit, NINE + 30)
    note_contact(at.context, at.database, visit, TOLD)


def _moved_told_and_moved_again(at: Desk) -> None:
    visit = _booked(at)
    _moved(at, visit, NINE + 30)
    note_contact(at.context, at.database, visit, TOLD)
    _moved(at, visit, NINE + 60)


def _moved_and_not_reached(at: Desk) -> None:
    visit = _booked(at)
    _moved(at, visit, NINE + 30)
    note_contact(at.context, at.database, visit, NO_ANSWER)


def _moved_and_back(at: Desk) -> None:
    visit = _booked(at)
    _moved(at, visit, NINE + 30)
    _moved(at, visit, NINE)


def _in_another_room(at: Desk) -> None:
    (step,) = at.visit(_booked(at)).steps
    at.move(Move(step.number, resources=(step.resources[0], at.resource("Room 2"))))


def _a_step_less(at: Desk) -> None:
    first, *_ = at.visit(at.book_first("Pair", at.patient().number, days=1)).steps
    cancel_step(at.context, at.database, first.number, "not needed")


@pytest.mark.parametrize(
    ("story", "calls"),
    [
        (_as_booked, 0),
        (_moved_by_nobody_told, 1),
        (_moved_and_told, 0),
        (_moved_told_and_moved_again, 1),
        (_moved_and_not_reached, 1),
        (_moved_and_back, 0),
        (_in_another_room, 0),
        (_a_step_less, 1),
    ],
)
def test_the_call_list_and_a_reschedule_list_call_the_same(
    east: Desk, story: Callable[[Desk], None], calls: int
) -> None:
    story(east)
    listed = read_call_list(east.context, east.database, CallFilter.CHANGED).rows
    with east.database.reading() as session:
        told = told_otherwise(session, MONDAY)
    assert frozenset(row.visit for row in listed) == told
    assert len(told) == calls


def test_who_cancelled_on_the_telephone_is_not_called_nor_after_its_undo(east: Desk) -> None:
    visit = _booked(east)
    cancel_visit(east.context, east.database, visit, "ill", patient_knows=True)
    assert read_call_list(east.context, east.database, CallFilter.CHANGED).rows == ()
    undo(east.context, east.database)
    assert read_call_list(east.context, east.database, CallFilter.CHANGED).rows == ()
    assert damage(east.database) == []


def test_whom_the_clinic_cancels_is_called(east: Desk) -> None:
    visit = _booked(east)
    cancel_visit(east.context, east.database, visit, "the practitioner is ill")
    (row,) = read_call_list(east.context, east.database, CallFilter.CHANGED).rows
    assert (row.visit, row.reason) == (visit, CallFilter.CANCELLED)
