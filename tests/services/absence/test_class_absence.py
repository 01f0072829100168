"""A group class stands and falls with its practitioner and its room, whichever verb asks for it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.scheduling.core.problem import Plan, Reason
from clinicdesk.services.absence.accepting import accept_proposal, still_holds
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.contacts.call_list import CallFilter, read_call_list
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.setup.availability_changes import change_working_hours, take_time_off
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import book_visit, hold_visit
from clinicdesk.services.visits.changing import cancel_visit, change_status, restore_visit
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.absence.lists import first_list
from tests.services.clinics import second_teacher
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, dump
from tests.services.faults import rule_breaks
from tests.services.sentences import sentence_of

EIGHT = 8 * 60
LACKING = {"Hall": (EIGHT, EIGHT + 70), "Pia Thorn": (EIGHT, EIGHT + 60)}
"""What a class needs on Monday at eight, with the minutes in which it does."""

needed = pytest.mark.parametrize("name", sorted(LACKING))


def book_class(desk: Desk, family: str) -> int:
    return desk.book_first("Back class", desk.patient(family).number, MONDAY, 1)


def joining(desk: Desk, family: str) -> tuple[VisitRequest, Plan]:
    """A request for Monday's class and the plan that joins it."""
    visit_request = desk.visit_request("Back class", desk.patient(family).number, MONDAY, 1)
    (plan,) = desk.plan(visit_request)
    assert plan.steps[0].resources[0].startswith("class-")
    return visit_request, plan


def away(desk: Desk, name: str) -> None:
    take_time_off(desk.context, desk.database, desk.resource(name), MONDAY, MONDAY)


def named(name: str) -> dict[str, object]:
    """Whole parameters of the refusal that names what is away."""
    begin, end = LACKING[name]
    return {
        "rule": "rule.outside",
        "rule_params": {
            "step": "Back class",
            "day": MONDAY,
            "start": EIGHT,
            "end": EIGHT + 60,
            "resource": name,
            "begin": begin,
            "to": end,
        },
        "why": "",
    }


def refused(desk: Desk, verb: Callable[[], object]) -> tuple[str, dict[str, object]]:
    """Code and parameters; nothing was written, and there is a sentence."""
    before = dump(desk.database)
    with pytest.raises(Refused) as caught:
        verb()
    assert dump(desk.database) == before
    assert sentence_of(caught.value)
    return caught.value.code, dict(caught.value.params)


@needed
def test_a_class_in_an_absence_is_not_offered_and_what_is_away_is_named(
    east: Desk, west: Desk, name: str
) -> None:
    book_class(east, "Able")
    visit_request, _ = joining(east, "Baker")
    away(west, name)
    planned = plan_visit(east.context, east.availability, visit_request)
    need = 1 if name == "Hall" else 0
    why = {"request": "visit", "step": "Back class", "need": need, "one_of": (name,), "minutes": 60}
    assert planned.options == ()
    assert planned.reasons == (Reason("reason.need-never-free", why),)


@needed
def test_a_class_is_not_joined_once_another_desk_entered_the_absence(
    east: Desk, west: Desk, name: str
) -> None:
    book_class(east, "Able")
    visit_request, plan = joining(east, "Baker")
    away(west, name)
    for verb in (book_visit, hold_visit):
        code, params = refused(
            east, partial(verb, east.context, east.database, visit_request, plan)
        )
        assert (code, params) == ("visit.breaks-rule", named(name))


@needed
def test_a_place_in_a_class_is_not_taken_again_in_an_absence(
    east: Desk, west: Desk, name: str
) -> None:
    visit = book_class(east, "Able")
    cancel_visit(east.context, east.database, visit, "asked")
    away(west, name)
    at = (east.context, east.database)
    number = east.visit(visit).steps[0].number
    for verb in (
        lambda: restore_visit(*at, visit),
        lambda: change_status(*at, [number], Status.BOOKED),
        lambda: undo(*at),
    ):
        assert refused(east, verb) == ("visit.breaks-rule", named(name))


@needed
def test_nor_while_another_member_keeps_the_class(east: Desk, west: Desk, name: str) -> None:
    book_class(east, "Able")
    visit = book_class(east, "Baker")
    cancel_visit(east.context, east.database, visit, "asked")
    away(west, name)
    found = refused(east, lambda: restore_visit(east.context, east.database, visit))
    assert found == ("visit.breaks-rule", named(name))


@needed
def test_a_booking_in_a_class_is_not_made_again_in_an_absence(
    east: Desk, west: Desk, name: str
) -> None:
    book_class(west, "Able")
    book_class(east, "Baker")
    undo(east.context, east.database)
    away(west, name)
    found = refused(east, lambda: redo(east.context, east.database))
    assert found == ("visit.breaks-rule", named(name))


@needed
def test_a_missed_place_in_a_class_is_not_expected_again_in_an_absence(
    east: Desk, west: Desk, clock: Clock, name: str
) -> None:
    visit = book_class(east, "Able")
    number = east.visit(visit).steps[0].number
    clock.set_wall("America/Chicago", MONDAY, 8, 5)
    change_status(east.context, east.database, [number], Status.NOSHOW)
    away(west, name)
    for status in (Status.BOOKED, Status.ARRIVED):
        code, params = refused(
            east, partial(change_status, east.context, east.database, [number], status)
        )
        assert (code, params) == ("visit.breaks-rule", named(name))


@needed
def test_a_held_place_is_not_booked_once_the_class_stands_in_an_absence(
    east: Desk, west: Desk, name: str
) -> None:
    book_class(east, "Able")
    visit_request, plan = joining(east, "Baker")
    held = hold_visit(east.context, east.database, visit_request, plan).visit
    away(west, name)
    code, params = refused(
        east,
        lambda: book_visit(east.context, east.database, visit_request, plan, instead_of_hold=held),
    )
    assert (code, params) == ("visit.breaks-rule", named(name))
    assert [step.status for step in east.visit(held).steps] == ["pending"]


@needed
def test_a_class_that_a_hold_has_opened_is_named_once_somebody_is_booked_in_it(
    east: Desk, west: Desk, name: str
) -> None:
    held = east.hold_first("Back class", east.patient("Able").number, MONDAY, 1)
    group = east.visit(held).steps[0].group
    book_class(west, "Baker")
    away(west, name)
    assert rule_breaks(east.database) == [("check.class-breaks-rule", group, "outside")]


def test_a_class_outside_shorter_hours_is_neither_offered_nor_joined(
    east: Desk, west: Desk
) -> None:
    book_class(east, "Able")
    visit_request, plan = joining(east, "Baker")
    change_working_hours(west.context, west.database, west.resource("Pia Thorn"), [], MONDAY)
    assert east.plan(visit_request) == []
    with pytest.raises(RulesBroken) as broken:
        book_visit(east.context, east.database, visit_request, plan)
    assert dict(broken.value.params) == named("Pia Thorn")


def test_a_manager_joins_with_a_reason_that_stays_with_the_class(east: Desk, west: Desk) -> None:
    first = book_class(east, "Able")
    visit_request, plan = joining(east, "Baker")
    away(west, "Hall")
    why = Override("the hall is open for this class")
    manager = east.as_role(Role.MANAGER)
    book_visit(manager.context, manager.database, visit_request, plan, override=why)
    group = east.visit(first).steps[0].group
    with east.database.reading() as session:
        row = session.connection().exec_driver_sql(
            "SELECT override_reason, override_rules FROM appointment WHERE id = ?", (group,)
        ).one()  # fmt: skip
    assert tuple(row) == ("the hall is open for this class", '["outside"]')


def test_the_classes_of_other_days_are_still_joined(east: Desk, west: Desk) -> None:
    tuesday = MONDAY + timedelta(days=1)
    book_class(east, "Able")
    east.book_first("Back class", east.patient("Cole").number, tuesday, 1)
    away(west, "Hall")
    visit_request = east.visit_request("Back class", east.patient("Baker").number)
    plan = east.plan(visit_request)[0]
    assert (plan.day, plan.steps[0].resources[0].startswith("class-")) == (tuesday, True)


def test_a_class_that_loses_its_teacher_moves_whole_to_one_who_is_free(
    make_clinic: Callable[..., Database],
) -> None:
    at = desk(make_clinic(second_teacher()), Clock())
    visits = [
        at.book_at("Back class", at.patient(f"Able{n}").number, EIGHT, ("Pia Thorn", "Hall")).visit
        for n in range(3)
    ]
    before = busy_time(at.database)
    absence = AbsenceSpan(at.resource("Pia Thorn"), MONDAY, 0, 1440)
    proposal = first_list(at.context, at.availability, absence)
    (moved,) = proposal.moved
    assert (proposal.stranded, proposal.manual, proposal.unaffected) == ((), (), 0)
    assert (moved.visit, [m.visit for m in moved.members], moved.minutes) == (visits[0], visits, 0)
    assert still_holds(at.context, at.database, proposal)
    accept_proposal(at.context, at.database, proposal, {})
    who = (at.resource("Quinn Vale"), at.resource("Hall"))
    steps = [step for visit in visits for step in at.visit(visit).steps]
    assert {(s.day, s.start, s.resources) for s in steps} == {(MONDAY, EIGHT, who)}
    calls = read_call_list(at.context, at.database, CallFilter.CHANGED).rows
    assert [row.visit for row in calls] == visits
    assert rule_breaks(at.database) == []
    assert not still_holds(at.context, at.database, proposal)
    undo(at.context, at.database)
    assert busy_time(at.database) == before
    assert read_call_list(at.context, at.database, CallFilter.CHANGED).rows == ()


def test_a_class_keeps_away_from_what_its_members_have_besides(
    make_clinic: Callable[..., Database],
) -> None:
    text = second_teacher().decode()
    at = desk(
        make_clinic(text.replace('"Quinn Vale"\n', '"Quinn Vale"\nfrom = 2027-03-02\n').encode()),
        Clock(),
    )
    able, baker = at.patient("Able").number, at.patient("Baker").number
    for patient in (able, baker):
        at.book_at("Back class", patient, 600, ("Pia Thorn", "Hall"))
    at.book_at("Adjustment", able, 665, ("Dr. Carver", "Room 1"))
    at.book_at("Consult", baker, 540, ("Dr. Fisk", "Room 2"))
    absence = AbsenceSpan(at.resource("Pia Thorn"), MONDAY, 0, 615)
    proposal = first_list(at.context, at.availability, absence)
    (moved,) = proposal.moved
    assert (moved.steps[0].start, moved.steps[0].end) == (680, 740)
    accept_proposal(at.context, at.database, proposal, {})
    assert rule_breaks(at.database) == []
