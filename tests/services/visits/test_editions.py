"""An edition of a visit is raised by what its patient was told, once a change, by nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import add_steps
from clinicdesk.services.visits.changing import (
    arrive,
    cancel_step,
    cancel_visit,
    change_status,
    note_whereabouts,
    restore_visit,
)
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

Change = Callable[[Desk, int], object]


def first(east: Desk, visit: int) -> int:
    return east.visit(visit).steps[0].number


def later(east: Desk, visit: int) -> None:
    """Every step a quarter of an hour later, as one change."""
    east.move(*(Move(s.number, start=s.start + 15) for s in east.visit(visit).steps))


def longer(east: Desk, visit: int) -> None:
    step = max(east.visit(visit).steps, key=lambda step: step.end)
    minutes = step.end - step.start
    east.move(Move(step.number, minutes=minutes + 5), override=Override("asked for"))


def another_day(east: Desk, visit: int) -> None:
    steps = east.visit(visit).steps
    east.move(*(Move(step.number, day=step.day + timedelta(days=1)) for step in steps))


def more_steps(east: Desk, visit: int) -> None:
    info = east.visit(visit)
    assert info.patient is not None
    wanted = east.visit_request("Consult", info.patient.number, info.steps[0].day, 1)
    plan, override = east.plan(wanted)[0], Override("asked for")
    add_steps(east.context, east.database, visit, wanted, plan, override=override)


TOLD: dict[str, Change] = {
    "all steps later": later,
    "the last step longer": longer,
    "another day": another_day,
    "one step cancelled": lambda east, visit: cancel_step(
        east.context, east.database, first(east, visit), "asked"
    ),
    "cancelled whole": lambda east, visit: cancel_visit(
        east.context, east.database, visit, "asked"
    ),
    "steps added": more_steps,
}


@pytest.mark.parametrize("change", TOLD)
def test_what_the_patient_was_told_and_is_no_longer_so_raises_it_once(
    east: Desk, clock: Clock, change: str
) -> None:
    visit = east.book_first("Pair", east.patient().number)
    booked = east.visit(visit).last_modified
    clock.advance(minutes=5)
    TOLD[change](east, visit)
    after = east.visit(visit)
    assert (after.edition, booked < after.last_modified) == (1, True)
    clock.advance(minutes=5)
    undo(east.context, east.database)
    assert east.visit(visit).edition == 2
    redo(east.context, east.database)
    assert east.visit(visit).edition == 3


def test_a_visit_that_is_restored_is_told_again(east: Desk) -> None:
    visit = east.book_first("Pair", east.patient().number)
    cancel_visit(east.context, east.database, visit, "asked")
    restore_visit(east.context, east.database, visit)
    assert east.visit(visit).edition == 2


UNTOLD: dict[str, Change] = {
    "arrival": lambda east, visit: arrive(east.context, east.database, visit),
    "where the patient is": lambda east, visit: note_whereabouts(
        east.context, east.database, first(east, visit), "Room 1"
    ),
    "completed": lambda east, visit: change_status(
        east.context, east.database, [first(east, visit)], Status.FULFILLED
    ),
    "another visit of the patient": lambda east, visit: east.book_first(
        "Consult",
        east.visit(visit).steps[0].patient.number,  # type: ignore[union-attr]
    ),
}


@pytest.mark.parametrize("change", UNTOLD)
def test_what_changes_nothing_for_the_patient_does_not_raise_it(east: Desk, change: str) -> None:
    visit = east.book_first("Pair", east.patient().number)
    if change == "completed":
        arrive(east.context, east.database, visit)
    before = east.visit(visit)
    UNTOLD[change](east, visit)
    after = east.visit(visit)
    assert (after.edition, after.last_modified) == (before.edition, before.last_modified)


def test_a_noshow_leaves_what_was_told(east: Desk, clock: Clock) -> None:
    visit = east.book_first("Pair", east.patient().number)
    clock.advance(hours=10)
    numbers = [step.number for step in east.visit(visit).steps]
    change_status(east.context, east.database, numbers, Status.NOSHOW)
    assert east.visit(visit).edition == 0


PLACES = (
    '[[rooms]]\nname = "Gym"\ntype = "gym"\nplaces = 2\n\n'
    '[[equipment]]\nnames = ["Scope 1", "Scope 2"]\ntype = "scope"\n\n'
    '[visit_types.gym]\nname = "Gym"\nspecialty = "pt"\nminutes = 30\n'
    'needs = [{ one_of = ["gym"] }, { one_of = ["scope"] }]\n\n[templates.gym]\nname = "Gym"\n'
    'steps = ["gym"]\n'
)


def test_another_place_of_the_same_room_and_other_equipment_are_not_told(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    east = desk(make_clinic(harbor_file() + PLACES.encode()), clock)
    booked = east.book_at("Gym", east.patient().number, 540, ("Gym place 1", "Scope 1"))
    number = first(east, booked.visit)
    other = tuple(map(east.resource, ("Gym place 2", "Scope 2")))
    east.move(Move(number, resources=other))
    visit = east.visit(booked.visit)
    assert (visit.edition, visit.steps[0].resources, visit.steps[0].day) == (0, other, MONDAY)
