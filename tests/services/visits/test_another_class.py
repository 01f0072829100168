"""A place in a group class goes to another class when its visit is moved, or opens one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment
from clinicdesk.services.errors import SlotTaken
from clinicdesk.services.planning.options import ClassPlace, Option, plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.another_time import move_visit, read_visit_to_move
from clinicdesk.services.visits.around_fixed import moves_around
from clinicdesk.services.visits.booking import add_steps
from clinicdesk.services.visits.moving import Move
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, states
from tests.services.faults import damage, rule_breaks

EIGHT, TEN = 8 * 60, 10 * 60
TUESDAY = MONDAY + timedelta(days=1)
THORN = ("Pia Thorn", "Hall")


def booked(at: Desk, family: str, day: date = MONDAY, start: int = EIGHT) -> int:
    """The number of a visit of one place in a class, which is joined or opened."""
    patient = at.patient(family).number
    return at.book_at("Back class", patient, start, THORN, day=day).visit


def asked(at: Desk, visit: int, first: date = TUESDAY, days: int = 5) -> VisitRequest:
    found = read_visit_to_move(at.context, at.database, visit).visit_request
    return replace(found, first_day=first, days=days)


def best(at: Desk, visit_request: VisitRequest) -> Option:
    return plan_visit(at.context, at.availability, visit_request).options[0]


def move(at: Desk, visit: int, first: date = TUESDAY) -> None:
    visit_request = asked(at, visit, first)
    move_visit(at.context, at.database, visit_request, best(at, visit_request).plan)


def classes(at: Desk) -> dict[tuple[date, int], list[int]]:
    """The visits in each class that takes place, by its day and start."""
    with at.database.reading() as session:
        groups = session.query(Appointment).filter(Appointment.group_size.is_not(None))
        return {
            (group.day, group.start): sorted(
                row.visit_id
                for row in session.query(Appointment).filter_by(class_id=group.id, busy=True)
            )
            for group in groups
            if group.busy
        }


@pytest.fixture
def at(east: Desk) -> Desk:
    return east


def test_it_joins_a_class_that_is_there_and_its_own_goes_on_without_it(at: Desk) -> None:
    moves, stays = booked(at, "Able"), booked(at, "Baker")
    there = booked(at, "Cole", TUESDAY, TEN)
    before, rows = busy_time(at.database), states(at.database)
    move(at, moves)
    after = busy_time(at.database)
    assert classes(at) == {(MONDAY, EIGHT): [stays], (TUESDAY, TEN): [moves, there]}
    (step,) = at.visit(moves).steps
    assert (step.day, step.start, step.end) == (TUESDAY, TEN, TEN + 60)
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])
    undo(at.context, at.database)
    assert (busy_time(at.database), states(at.database)) == (before, rows)
    redo(at.context, at.database)
    assert busy_time(at.database) == after


def test_where_none_is_there_one_is_opened_and_its_own_ends_with_its_last_member(
    at: Desk,
) -> None:
    visit = booked(at, "Able")
    before = busy_time(at.database)
    move(at, visit)
    ((when, members),) = classes(at).items()
    assert (when[0], members) == (TUESDAY, [visit])
    assert (damage(at.database), rule_breaks(at.database)) == ([], [])
    undo(at.context, at.database)
    assert busy_time(at.database) == before
    assert classes(at) == {(MONDAY, EIGHT): [visit]}


def test_a_class_of_its_own_can_begin_half_an_hour_later(at: Desk) -> None:
    """Its teacher and its room are free for it, as nobody else is in it."""
    visit = booked(at, "Able")
    visit_request = replace(asked(at, visit, MONDAY, 1), begin=EIGHT + 30)
    move_visit(at.context, at.database, visit_request, best(at, visit_request).plan)
    assert classes(at) == {(MONDAY, EIGHT + 30): [visit]}


def test_a_full_class_takes_nobody_more(at: Desk) -> None:
    visit = booked(at, "Able")
    full = [booked(at, name, TUESDAY, TEN) for name in ("Baker", "Cole")]
    visit_request = replace(asked(at, visit, TUESDAY, 1), earliest=TEN)
    assert best(at, visit_request).start >= TEN + 60
    assert classes(at)[TUESDAY, TEN] == full


def test_a_class_that_filled_meanwhile_leaves_it_where_it_was(at: Desk, west: Desk) -> None:
    visit, there = booked(at, "Able"), booked(at, "Baker", TUESDAY, TEN)
    visit_request = asked(at, visit)
    plan = best(at, visit_request).plan
    faster = booked(west, "Cole", TUESDAY, TEN)
    with pytest.raises(SlotTaken):
        move_visit(at.context, at.database, visit_request, plan)
    assert classes(at) == {(MONDAY, EIGHT): [visit], (TUESDAY, TEN): [there, faster]}


def test_in_the_class_in_which_it_is_it_can_stay_while_the_rest_goes(at: Desk) -> None:
    visit, other = booked(at, "Able"), booked(at, "Baker")
    patient = at.visit(visit).patient
    assert patient is not None
    also, plan = at.one_step("Consult", patient.number, 15 * 60, ("Dr. Fisk", "Room 1"))
    add_steps(at.context, at.database, visit, also, plan)
    visit_request = replace(asked(at, visit, MONDAY, 1), latest=12 * 60)
    move_visit(at.context, at.database, visit_request, best(at, visit_request).plan)
    group, consult = at.visit(visit).steps
    assert (group.start, consult.start < 12 * 60) == (EIGHT, True)
    assert classes(at) == {(MONDAY, EIGHT): [visit, other]}


def test_around_a_step_that_is_put_elsewhere_a_place_in_a_class_stays(at: Desk) -> None:
    visit = booked(at, "Able")
    patient = at.visit(visit).patient
    assert patient is not None
    for kind, start, names in (
        ("Consult", 15 * 60, ("Dr. Fisk", "Room 1")),
        ("Adjustment", 11 * 60, ("Dr. Dunne", "Room 2")),
    ):
        also, plan = at.one_step(kind, patient.number, start, names)
        add_steps(at.context, at.database, visit, also, plan)
    consult, adjustment = at.visit(visit).steps[1:]
    found = moves_around(at.context, at.availability, visit, Move(consult.number, start=14 * 60))
    assert found is not None
    assert [each.appointment for each in found] == [adjustment.number]


def test_it_is_told_of_another_class_once_it_is_on_another_day(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    at = desk(make_clinic(harbor_file()), clock)
    visit = booked(at, "Able")
    before = at.visit(visit).edition
    move(at, visit)
    assert at.visit(visit).edition == before + 1


def test_an_option_that_joins_a_class_names_who_leads_it_and_where(at: Desk) -> None:
    visit = booked(at, "Able")
    booked(at, "Baker", TUESDAY, TEN)
    (step,) = best(at, asked(at, visit)).steps
    assert [info.name for info in step.resources] == ["Pia Thorn", "Hall"]
    assert step.class_place is ClassPlace.JOINS
