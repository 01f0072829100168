"""Verbs that change hours answer with the appointments that the hours do not cover any more."""

from datetime import timedelta

import pytest

from clinicdesk.models.statuses import Status
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.context import Role
from clinicdesk.services.errors import RulesBroken
from clinicdesk.services.setup.availability_changes import (
    HoursChanged,
    cancel_time_off,
    change_working_hours,
    open_extra_hours,
    take_time_off,
)
from clinicdesk.services.undoing.undo import Undone, redo, undo
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.changing import arrive, cancel_visit, change_status
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.desk import MONDAY, Clock, Desk
from tests.services.faults import rule_breaks

NINE = 9 * 60
FISK = ("Dr. Fisk",)
TUESDAY = MONDAY + timedelta(days=1)
SHORT = Stretch("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", MONDAY, None, 480, 960)
"""To four in the afternoon."""


def call(east: Desk, start: int, **more: object) -> int:
    """The appointment of a call that was booked for somebody new."""
    patient = east.patient("At", f"{start} {sorted(more)}").number
    visit = east.book_at("Call", patient, start, FISK, **more).visit  # type: ignore[arg-type]
    return east.visit(visit).steps[0].number


def shorten(at: Desk, name: str = "Dr. Fisk") -> HoursChanged:
    resource = at.resource(name)
    return change_working_hours(at.context, at.database, resource, [SHORT], MONDAY)


def test_three_at_the_end_of_hours_that_become_shorter(east: Desk, west: Desk) -> None:
    numbers = [call(east, start) for start in (945, 955, 1005)]
    tomorrow = call(east, 1000, day=TUESDAY)
    changed = shorten(west)
    assert (changed.number, changed.appointments) == (0, (*numbers[1:], tomorrow))
    named = [number for _, number, _ in rule_breaks(east.database)]
    assert sorted(named) == sorted(changed.appointments)


def test_what_another_desk_books_into_the_old_hours_is_refused(east: Desk, west: Desk) -> None:
    visit_request, plan = east.one_step("Call", east.patient().number, 1000, FISK)
    shorten(west)
    with pytest.raises(RulesBroken) as refused:
        book_visit(east.context, east.database, visit_request, plan)
    assert refused.value.rules == ("outside",)


def test_a_reason_covers_hours_but_no_absence(east: Desk) -> None:
    manager = east.as_role(Role.MANAGER)
    late = call(manager, 1020, override=Override("agreed"))
    early = call(east, NINE)
    assert shorten(east).appointments == ()
    away = take_time_off(east.context, east.database, east.resource("Dr. Fisk"), MONDAY, MONDAY)
    assert away.appointments == (late, early)


def test_members_of_a_class_are_named_not_its_session(east: Desk, west: Desk) -> None:
    numbers = []
    for family in ("Able", "Baker", "Cole"):
        visit = east.book_first("Back class", east.patient(family).number, MONDAY, 1)
        numbers.append(east.visit(visit).steps[0].number)
    cancel_visit(east.context, east.database, east.day(MONDAY)[0].visit, "asked")
    for name in ("Hall", "Pia Thorn"):
        away = take_time_off(west.context, west.database, west.resource(name), MONDAY, MONDAY)
        assert away.appointments == tuple(numbers[1:])


def test_a_second_place_has_the_hours_of_the_first(east: Desk) -> None:
    manager = east.as_role(Role.MANAGER)
    lane = next(info for info in east.setup.resources.values() if info.lane_of is not None)
    visit = manager.book_at(
        "Adjustment",
        east.patient().number,
        1000,
        (lane.name, "Room 1"),
        override=Override("work-in"),
    ).visit
    (step,) = east.visit(visit).steps
    assert shorten(east, "Dr. Carver").appointments == (step.number,)


def test_what_took_place_is_nobodys_to_move_and_a_held_call_is_named(
    east: Desk, west: Desk
) -> None:
    seen = call(east, 1000)
    visit = next(item.visit for item in east.day(MONDAY) if item.number == seen)
    arrive(east.context, east.database, visit)
    change_status(east.context, east.database, [seen], Status.FULFILLED)
    held = west.hold_first("Call", west.patient("Held").number, TUESDAY, 1)
    (step,) = west.visit(held).steps
    away = take_time_off(east.context, east.database, east.resource("Dr. Fisk"), MONDAY, TUESDAY)
    assert away.appointments == (step.number,)


def test_what_is_past_is_not_named(east: Desk, clock: Clock) -> None:
    call(east, 1000)
    clock.advance(days=1)
    tomorrow = call(east, 1000, day=TUESDAY)
    assert shorten(east).appointments == (tomorrow,)


def test_extra_hours_and_an_absence_that_is_called_off_name_what_is_still_outside(
    east: Desk,
) -> None:
    numbers = [call(east, start) for start in (NINE, 965, 1005)]
    fisk, at = east.resource("Dr. Fisk"), (east.context, east.database)
    away = take_time_off(*at, fisk, MONDAY, MONDAY)
    assert away.appointments == tuple(numbers)
    assert shorten(east).appointments == tuple(numbers)
    assert cancel_time_off(*at, away.number).appointments == tuple(numbers[1:])
    more = open_extra_hours(*at, fisk, MONDAY, 960, 990)
    assert (more.number > 0, more.appointments) == (True, (numbers[2],))


def broken(undone: Undone) -> list[int]:
    return [one.appointment.number for one in undone.breaks]


def test_undo_and_redo_of_hours_name_what_they_leave_outside(east: Desk, west: Desk) -> None:
    """Extra hours are taken back once another desk has booked into them."""
    fisk = east.resource("Dr. Fisk")
    open_extra_hours(east.context, east.database, fisk, MONDAY, 420, 480)
    before = call(west, NINE)
    wide = west.as_role(Role.MANAGER)
    early = call(wide, 470, override=Override("agreed with the patient"))
    assert broken(undo(east.context, east.database)) == [early]
    assert broken(redo(east.context, east.database)) == []
    take_time_off(east.context, east.database, fisk, MONDAY, MONDAY)
    assert broken(undo(east.context, east.database)) == []
    assert broken(redo(east.context, east.database)) == [early, before]
    west.move(Move(before, day=TUESDAY), Move(early, day=TUESDAY, start=NINE + 30))
    assert rule_breaks(east.database) == []
