"""What a visit is for and its note, written with the booking: each of its steps has them."""

import pytest
from sqlalchemy import select

from clinicdesk.models.visits import Appointment as Row
from clinicdesk.services.errors import Refused
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.booking import add_steps, book_visit, hold_visit
from clinicdesk.services.visits.purpose import Purpose
from tests.services.desk import MONDAY, Desk
from tests.services.sentences import sentence_of

SAID = Purpose(" low back pain ", "bring films ")
KEPT = ("low back pain", "bring films")


def purposes(at: Desk, visit: int) -> list[tuple[str, str]]:
    return [(step.comes_for, step.note) for step in at.visit(visit).steps]


def test_each_step_of_a_visit_has_it_and_undo_takes_the_visit_back_whole(east: Desk) -> None:
    asked = east.visit_request("Day", east.patient().number)
    booked = book_visit(east.context, east.database, asked, east.plan(asked)[0], purpose=SAID)
    assert purposes(east, booked.visit) == [KEPT, KEPT, KEPT]
    undo(east.context, east.database)
    assert {step.status for step in east.visit(booked.visit).steps} == {"entered-in-error"}


def test_only_the_steps_that_are_added_to_a_visit_have_it(east: Desk) -> None:
    patient = east.patient().number
    visit = east.book_at("Adjustment", patient, 540, ("Dr. Dunne", "Room 2")).visit
    asked, plan = east.one_step("Consult", patient, 600, ("Dr. Fisk", "Room 1"))
    add_steps(east.context, east.database, visit, asked, plan, purpose=SAID)
    assert purposes(east, visit) == [("", ""), KEPT]


def test_what_is_held_has_it_too(east: Desk) -> None:
    asked = east.visit_request("Call", east.patient().number)
    held = hold_visit(east.context, east.database, asked, east.plan(asked)[0], purpose=SAID)
    assert purposes(east, held.visit) == [KEPT]


def test_a_class_is_for_nothing_that_one_of_its_members_comes_for(east: Desk) -> None:
    asked = east.visit_request("Back class", east.patient().number)
    visit = book_visit(east.context, east.database, asked, east.plan(asked)[0], purpose=SAID).visit
    with east.database.reading() as session:
        rows = session.execute(select(Row.visit_id, Row.comes_for, Row.note)).all()
    assert set(map(tuple, rows)) == {(visit, *KEPT), (visit + 1, "", "")}


@pytest.mark.parametrize("said", [Purpose("x" * 121), Purpose("", "x" * 501), Purpose("a\0b")])
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_is_written(
    east: Desk, said: Purpose
) -> None:
    asked = east.visit_request("Call", east.patient().number)
    plan = east.plan(asked)[0]
    for book in (book_visit, hold_visit):
        with pytest.raises(Refused) as caught:
            book(east.context, east.database, asked, plan, purpose=said)
        assert sentence_of(caught.value)
    assert east.day(MONDAY) == []
