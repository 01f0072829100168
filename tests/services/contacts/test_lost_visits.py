"""Who is on the call list as the hours of a visit were lost, and nobody has moved it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.models.database import Database
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.contacts.call_list import CallFilter, CallRow, read_call_list
from clinicdesk.services.contacts.noting import NO_ANSWER, TOLD, note_contact
from clinicdesk.services.context import Role
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.availability_changes import (
    cancel_time_off,
    change_working_hours,
    take_time_off,
)
from clinicdesk.services.setup.editing import edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.previewing import preview_edit
from clinicdesk.services.setup.repairs import Mending
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.changing import arrive, cancel_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.reading import lost_time
from clinicdesk.services.visits.reading.clinic_day import read_whole_day
from clinicdesk.services.visits.reading.lost_time import LostTime
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.absence.lists import first_list
from tests.services.clinics import harbor_file, second_teacher
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import rule_breaks

NINE = 9 * 60
CARVER, FISK = ("Dr. Carver", "Room 1"), ("Dr. Fisk",)
TUESDAY, FRIDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=4)


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    return desk(make_clinic(harbor_file()), Clock(), role=Role.MANAGER)


def rows(at: Desk) -> tuple[CallRow, ...]:
    return read_call_list(at.context, at.database, CallFilter.LOST).rows


def listed(at: Desk) -> list[int]:
    return [row.visit for row in rows(at)]


def call(at: Desk, family: str, start: int = NINE, day: int = 1) -> int:
    when = MONDAY + timedelta(days=day)
    return at.book_at("Call", at.patient(family).number, start, FISK, day=when).visit


def away(at: Desk, name: str = "Dr. Fisk", day: int = 1) -> int:
    when = MONDAY + timedelta(days=day)
    return take_time_off(at.context, at.database, at.resource(name), when, when).number


def test_what_a_reschedule_leaves_as_booked_stays_on_it_until_it_is_moved(at: Desk) -> None:
    visits = [call(at, "Able"), call(at, "Baker", NINE + 60)]
    assert listed(at) == []
    span = AbsenceSpan(at.resource("Dr. Fisk"), TUESDAY, 0, 1440)
    proposal = first_list(at.context, at.availability, span)
    left = accept_proposal(at.context, at.database, proposal, {}).left
    assert sorted(visit.visit for visit in left) == visits
    (step,) = at.visit(visits[0]).steps
    assert step.patient is not None
    lost = {step.number: (LostTime(NINE, NINE + 10, at.resource("Dr. Fisk"), "Dr. Fisk"),)}
    expected = CallRow(visits[0], step.patient, CallFilter.LOST, (step,), None, None, lost)
    assert (rows(at)[0], listed(at)) == (expected, visits)
    at.move(Move(step.number, day=FRIDAY))
    assert listed(at) == visits[1:]
    cancel_visit(at.context, at.database, visits[1], "asked")
    assert listed(at) == []


def test_it_names_what_the_check_of_the_file_names(at: Desk) -> None:
    for n, family in enumerate(("Able", "Baker", "Cole")):
        call(at, family, NINE + 60 * n)
    at.book_first("Day", at.patient("Whole").number, TUESDAY, 1)
    at.book_first("Back class", at.patient("Group").number, TUESDAY, 1)
    for name in ("Dr. Fisk", "Room 2", "Hall"):
        away(at, name)
    named = {number for _, number, _ in rule_breaks(at.database)}
    classes = {s.group for s in at.day(TUESDAY) if s.group is not None}
    single = {n for row in rows(at) for n in row.lost}
    groups = {s.group for s in at.day(TUESDAY) if s.number in single} - {None}
    assert {*single, *groups} - {s.number for s in at.day(TUESDAY) if s.group} == named
    assert groups == classes


def test_an_edit_of_the_set_up_whose_visits_are_left_puts_them_on_it(at: Desk) -> None:
    moved, reason, left = (
        at.book_at("Adjustment", at.patient(f).number, 600 + 30 * n, CARVER, day=FRIDAY).visit
        for n, f in enumerate(("Able", "Baker", "Cole"))
    )
    closed = Edit(Part.CLOSED, None, {"date": FRIDAY, "name": "Floor"})
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    shown = {
        one.appointment.visit: one.appointment for one in preview_edit(thinking, closed).breaks
    }
    why = Mending((), (shown[reason],), "the floor is done by then")
    edit_clinic(at.context, at.database, closed, apply=True, mending=why)
    assert listed(at) == [moved, left]
    (step,) = at.visit(left).steps
    (row,) = (row for row in rows(at) if row.visit == left)
    assert row.lost[step.number][0] == LostTime(660, 675)
    undo(at.context, at.database)
    assert listed(at) == []
    redo(at.context, at.database)
    assert listed(at) == [moved, left]


def test_a_reason_takes_it_off_and_its_undo_puts_it_back(at: Desk) -> None:
    visit = call(at, "Able")
    away(at)
    (step,) = at.visit(visit).steps
    at.move(Move(step.number, start=NINE + 30), override=Override("Dr. Fisk calls from home"))
    assert listed(at) == []
    undo(at.context, at.database)
    assert listed(at) == [visit]


def test_to_be_told_is_not_enough_and_stands_in_the_row(at: Desk) -> None:
    visit = call(at, "Able")
    away(at)
    for came_of_it in (NO_ANSWER, TOLD):
        note_contact(at.context, at.database, visit, came_of_it)
    (row,) = rows(at)
    assert row.last is not None
    assert (row.visit, row.last.outcome) == (visit, TOLD.outcome)


def test_whoever_is_here_or_whose_day_is_past_is_not_on_it(at: Desk) -> None:
    here, today = call(at, "Able", day=0), call(at, "Baker", NINE + 60, day=0)
    away(at, day=0)
    assert listed(at) == [here, today]
    arrive(at.context, at.database, here)
    assert listed(at) == [today]
    clock = at.context.clock
    assert isinstance(clock, Clock)
    clock.advance(days=1)
    assert listed(at) == []


def test_all_of_a_class_stand_on_it_and_whoever_was_retired_is_named(
    make_clinic: Callable[..., Database],
) -> None:
    at = desk(make_clinic(second_teacher()), Clock(), role=Role.MANAGER)
    visits = [
        at.book_at("Back class", at.patient(f).number, 600, ("Pia Thorn", "Hall")).visit
        for f in ("Able", "Baker")
    ]
    shown = {"name": "Pia Thorn", "specialties": ["pt"]}
    edit_clinic(at.context, at.database, Edit(Part.PRACTITIONERS, shown, None), apply=True)
    found = rows(at)
    assert [row.visit for row in found] == visits
    (times,) = found[0].lost.values()
    assert [(time.name, time.in_clinic) for time in times] == [("Pia Thorn", False)]


def test_a_visit_of_several_steps_stands_on_it_once_with_those_that_cannot_take_place(
    at: Desk,
) -> None:
    visit = at.book_first("Day", at.patient().number, TUESDAY, 1)
    steps = at.visit(visit).steps
    away(at, "Pia Thorn")
    (row,) = rows(at)
    assert (row.steps, list(row.lost)) == (steps, [steps[1].number])


def test_shorter_hours_and_hours_given_back(at: Desk) -> None:
    early, late = call(at, "Able"), call(at, "Baker", 1000)
    short = Stretch("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", MONDAY, None, 480, 960)
    fisk = at.resource("Dr. Fisk")
    change_working_hours(at.context, at.database, fisk, [short], MONDAY)
    assert listed(at) == [late]
    number = away(at)
    assert listed(at) == [early, late]
    cancel_time_off(at.context, at.database, number)
    assert listed(at) == [late]


def test_a_day_counts_its_own(at: Desk) -> None:
    visit = call(at, "Able")
    away(at)
    read = [read_whole_day(at.context, at.database, day).lost for day in (MONDAY, TUESDAY)]
    assert read == [frozenset(), {visit}]


def test_after_a_change_only_the_days_that_it_touched_are_looked_at(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits = [call(at, "Able"), call(at, "Baker", day=4)]
    away(at)
    away(at, day=4)
    asked: list[str] = []
    found = lost_time._found

    def watched(session, on_days):  # type: ignore[no-untyped-def]
        asked.append(str(on_days.compile(compile_kwargs={"literal_binds": True})))
        return found(session, on_days)

    monkeypatch.setattr(lost_time, "_found", watched)
    assert listed(at) == visits
    assert listed(at) == visits
    (step,) = at.visit(visits[0]).steps
    at.move(Move(step.number, start=NINE + 30), override=Override("from home"))
    assert listed(at) == visits[1:]
    assert asked == ["claim.day >= '2027-03-01'", "claim.day IN ('2027-03-02')"]
