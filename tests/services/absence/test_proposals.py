"""A practitioner is absent: a repaired day proposed, accepted whole or not at all, and undone."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.absence.accepting import accept_proposal, still_holds
from clinicdesk.services.absence.other_days import (
    offer_days_again,
    visit_request_of,
    with_options,
)
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.changing import cancel_visit, change_status
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.absence.lists import first_list
from tests.services.desk import MONDAY, Clock, Desk, busy_time, dump, states
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

NINE = 9 * 60
CARVER = ("Dr. Carver", "Room 1")
FISK = ("Dr. Fisk", "Room 2")


def proposed(at: Desk, who: str, start: int = 0, end: int = 1440) -> Proposal:
    absence = AbsenceSpan(at.resource(who), MONDAY, start, end)
    return first_list(at.context, at.availability, absence)


def moves(at: Desk, proposal: Proposal) -> list[tuple[int, int, tuple[str, ...]]]:
    """Visit, new start and new resources of each step that moves."""
    names = {number: info.name for number, info in at.setup.resources.items()}
    return [
        (visit.visit, step.start, tuple(names[number] for number in step.resources))
        for visit in proposal.moved
        for step in visit.steps
    ]


def refused(at: Desk, proposal: Proposal) -> Refused:
    """How accepting is refused; that it wrote nothing is asserted."""
    before = dump(at.database)
    with pytest.raises(Refused) as fault:
        accept_proposal(at.context, at.database, proposal, {})
    assert dump(at.database) == before
    assert sentence_of(fault.value)
    return fault.value


def test_another_practitioner_takes_over_and_nobody_else_moves(east: Desk) -> None:
    one = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    east.book_at("Adjustment", east.patient("Best").number, NINE, ("Dr. Dunne", "Room 2"))
    east.book_at("Call", east.patient("Cole").number, NINE, ("Dr. Fisk",))
    before = dump(east.database)
    proposal = proposed(east, "Dr. Carver")
    assert dump(east.database) == before
    ((visit, start, who),) = moves(east, proposal)
    assert (visit, who[0]) == (one, "Dr. Dunne")
    assert 0 < abs(start - NINE) <= 30
    assert (proposal.stranded, proposal.manual, proposal.unaffected) == ((), (), 2)
    assert proposal.moved[0].affected


def test_accepting_writes_the_absence_and_the_moves_as_one_change(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    proposal = proposed(east, "Dr. Carver", 8 * 60, 12 * 60)
    entries = len(dump(east.database)["journal"])
    accepted = accept_proposal(east.context, east.database, proposal, {})
    assert len(dump(east.database)["journal"]) == entries + 1
    (step,) = east.visit(visit).steps
    assert (step.start, step.resources) == (
        proposal.moved[0].steps[0].start, proposal.moved[0].steps[0].resources,
    )  # fmt: skip
    (absence,) = [row for row in states(east.database)["time_off"] if row["active"]]
    assert (absence["first_day"], absence["start"], absence["end"]) == (MONDAY, 480, 720)
    assert accepted.changed.everything
    assert accepted.left == ()
    assert check_clinic(east.database).broken == ()


def test_undo_restores_the_day_exactly_and_redo_makes_it_again(east: Desk) -> None:
    for n in range(6):
        east.book_at("Adjustment", east.patient(f"A{n}").number, NINE + 15 * n, CARVER)
    east.book_first("Day", east.patient("Whole").number)
    time, rows = busy_time(east.database), states(east.database)
    accept_proposal(east.context, east.database, proposed(east, "Dr. Carver"), {})
    accepted = busy_time(east.database)
    assert accepted != time
    undo(east.context, east.database)
    assert busy_time(east.database) == time
    after = states(east.database)
    assert [row["active"] for row in after.pop("time_off")] == [False]
    assert rows.pop("time_off") == []
    assert after == rows
    assert check_clinic(east.database).broken == ()
    redo(east.context, east.database)
    assert busy_time(east.database) == accepted


def test_who_cannot_stay_is_offered_days_and_left_unless_one_is_chosen(east: Desk) -> None:
    one = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    two = east.book_at("Consult", east.patient("Best").number, NINE + 30, FISK).visit
    proposal = proposed(east, "Dr. Fisk")
    assert [out.visit for out in proposal.stranded] == [one, two]
    assert all(len(out.options) == 3 for out in proposal.stranded)
    assert all(option.day > MONDAY for out in proposal.stranded for option in out.options)
    chosen = proposal.stranded[0].options[0]
    accepted = accept_proposal(east.context, east.database, proposal, {one: chosen})
    assert [out.visit for out in accepted.left] == [two]
    (moved,), (left,) = east.visit(one).steps, east.visit(two).steps
    assert (moved.day, moved.start, moved.status) == (chosen.day, chosen.start, "booked")
    assert (left.day, left.start, left.status) == (MONDAY, NINE + 30, "booked")
    assert damage(east.database) == []
    assert rule_breaks(east.database) == [("check.breaks-rule", left.number, "outside")]
    undo(east.context, east.database)
    assert (east.visit(one).steps[0].day, east.visit(one).steps[0].start) == (MONDAY, NINE)


def test_what_is_chosen_for_one_visit_is_offered_to_no_other(east: Desk) -> None:
    one = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    east.book_at("Consult", east.patient("Best").number, NINE + 30, FISK)
    proposal = proposed(east, "Dr. Fisk")
    first, second = proposal.stranded
    assert first.options[0].plan.steps == second.options[0].plan.steps
    again = offer_days_again(east.availability, proposal, {one: first.options[0]})
    assert again.stranded[0] == first
    taken, offered = first.options[0], again.stranded[1].options[0]
    assert (taken.day, taken.start) != (offered.day, offered.start)
    choices = {one: taken, second.visit: offered}
    assert accept_proposal(east.context, east.database, again, choices).left == ()
    assert check_clinic(east.database).broken == ()


def test_a_combined_visit_keeps_its_order_and_moves_as_a_whole(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number)
    proposal = proposed(east, "Dr. Carver")
    assert [moved.visit for moved in proposal.moved] == [visit]
    accept_proposal(east.context, east.database, proposal, {})
    steps = east.visit(visit).steps
    assert [step.visit_type for step in sorted(steps, key=lambda s: s.start)] == [
        "Adjustment", "Exercise", "Consult",
    ]  # fmt: skip
    assert east.resource("Dr. Carver") not in steps[0].resources


def test_the_same_patient_at_another_practitioner_is_not_in_two_places(east: Desk) -> None:
    """Another resource is free at the same time; the patient is not."""
    patient = east.patient().number
    one = east.book_at("Consult", patient, NINE, FISK).visit
    stranded = proposed(east, "Dr. Fisk").stranded[0]
    other = east.book_at("Adjustment", patient, NINE + 60, CARVER).visit
    wanted = visit_request_of(east.setup, *visit_and_rows(east, other))
    second = replace(stranded, visit=other, visit_request=wanted, options=())
    alone = with_options(east.availability, [stranded, second], {})
    choices = {one: alone[0].options[0]}
    found = with_options(east.availability, [stranded, second], choices)
    chosen = choices[one]
    met = alone[1].options[0]
    assert met.day == chosen.day
    assert met.start < chosen.end
    assert chosen.start < met.end
    assert all(
        option.day != chosen.day or option.start >= chosen.end or option.end <= chosen.start
        for option in found[1].options
    )


def visit_and_rows(at: Desk, number: int) -> tuple[Visit, list[Appointment]]:
    with at.database.reading() as session:
        rows = session.scalars(select(Appointment).where(Appointment.visit_id == number)).all()
        visit = session.get_one(Visit, number)
        session.expunge_all()
        return visit, list(rows)


def test_what_has_begun_or_is_a_class_stays_and_is_named(east: Desk, clock: Clock) -> None:
    begun = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    clock.set_wall("America/Chicago", MONDAY, 9, 5)
    proposal = proposed(east, "Dr. Carver", NINE + 5)
    assert [(item.appointment.visit, item.why) for item in proposal.manual] == [
        (begun, "absence.under-way")
    ]
    assert (proposal.moved, proposal.stranded) == ((), ())
    gym = east.book_first("Back class", east.patient("Best").number)
    proposal = proposed(east, "Pia Thorn", NINE + 5)
    assert proposal.manual == ()
    assert [(out.visit, out.why, out.options) for out in proposal.stranded] == [
        (gym, "absence.class", ())
    ]
    accept_proposal(east.context, east.database, proposal, {})
    assert east.visit(gym).steps[0].status == "booked"


def test_a_hold_is_left_to_its_desk(east: Desk, west: Desk) -> None:
    held = west.hold_first("Consult", west.patient().number)
    proposal = proposed(east, "Dr. Fisk")
    assert [(item.appointment.visit, item.why) for item in proposal.manual] == [
        (held, "absence.held")
    ]


def test_who_is_here_already_is_offered_no_other_day(east: Desk) -> None:
    visit = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    change_status(east.context, east.database, [east.visit(visit).steps[0].number], Status.ARRIVED)
    (out,) = proposed(east, "Dr. Fisk").stranded
    assert (out.visit_request, out.options, out.why) == (None, (), "absence.here-already")


def test_an_override_elsewhere_does_not_make_a_visit_move(east: Desk) -> None:
    """A visit that knowingly breaks a rule is not repaired by somebody else's absence."""
    visit_request = east.visit_request("Day", east.patient().number)
    manager = east.as_role(east.context.role.MANAGER)
    late = manager.book_at(
        "Call", visit_request.patient, 17 * 60, ("Dr. Fisk",), override=Override("asked for it")
    ).visit
    one = east.book_at("Adjustment", east.patient("Best").number, NINE, CARVER).visit
    proposal = proposed(east, "Dr. Carver")
    assert [visit.visit for visit in proposal.moved] == [one]
    assert east.visit(late).steps[0].start == 17 * 60


def test_the_lane_of_whoever_is_away_is_away_too(east: Desk) -> None:
    manager = east.as_role(east.context.role.MANAGER)
    lane = east.setup.resources[east.setup.lanes[east.resource("Dr. Carver")][0]].name
    visit = manager.book_at(
        "Adjustment", east.patient().number, NINE, (lane, "Room 1"), override=Override("work-in")
    ).visit
    proposal = proposed(east, lane)
    assert proposal.absence.resource == east.resource("Dr. Carver")
    ((moved, _, who),) = moves(east, proposal)
    assert (moved, who[0]) == (visit, "Dr. Dunne")
    accept_proposal(east.context, east.database, proposal, {})
    assert check_clinic(east.database).broken == ()


def test_a_room_can_be_away(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    ((moved, start, who),) = moves(east, proposed(east, "Room 1"))
    assert (moved, start, who) == (visit, NINE, ("Dr. Carver", "Room 2"))


def test_an_absence_without_visits_is_entered_all_the_same(east: Desk) -> None:
    proposal = proposed(east, "Dr. Carver")
    assert (proposal.moved, proposal.affected, proposal.unaffected) == ((), frozenset(), 0)
    accept_proposal(east.context, east.database, proposal, {})
    assert len(states(east.database)["time_off"]) == 1
    fault = refused(east, proposed(east, "Dr. Carver"))
    assert fault.code == "change.nothing"


def test_visits_that_were_left_are_rescheduled_by_asking_again(east: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    carver = east.resource("Dr. Carver")
    take_time_off(east.context, east.database, carver, MONDAY, MONDAY)
    proposal = proposed(east, "Dr. Carver")
    assert [moved.visit for moved in proposal.moved] == [visit]
    accept_proposal(east.context, east.database, proposal, {})
    assert len(states(east.database)["time_off"]) == 1
    undo(east.context, east.database)
    assert east.visit(visit).steps[0].resources[0] == carver


def test_a_time_that_is_past_or_nobody_known_is_refused(east: Desk, clock: Clock) -> None:
    clock.set_wall("America/Chicago", MONDAY, 12)
    with pytest.raises(Refused) as past:
        proposed(east, "Dr. Carver", NINE, 11 * 60)
    assert past.value.code == "absence.past"
    assert sentence_of(past.value)
    with pytest.raises(Refused) as order:
        proposed(east, "Dr. Carver", 900, 900)
    assert order.value.code == "hours.ends-before-it-begins"
    nobody = AbsenceSpan(99999, MONDAY, 0, 1440)
    with pytest.raises(NotFound):
        first_list(east.context, east.availability, nobody)


def test_a_visit_moved_meanwhile_makes_the_proposal_void(east: Desk, west: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    proposal = proposed(east, "Dr. Carver")
    assert still_holds(east.context, east.database, proposal)
    west.move(Move(west.visit(visit).steps[0].number, start=NINE + 60))
    assert not still_holds(east.context, east.database, proposal)
    assert sentence_of(refused(east, proposal)) == (
        f"west-clerk at west changed this at 06:00 on 2027-03-01 (move visit V-{visit});"
        " your change was not made. Look at it again."
    )


def test_a_new_booking_in_the_absence_makes_it_void(east: Desk, west: Desk) -> None:
    east.book_at("Adjustment", east.patient().number, NINE, CARVER)
    proposal = proposed(east, "Dr. Carver")
    west.book_at("Adjustment", west.patient("Best").number, NINE + 60, CARVER)
    assert refused(east, proposal).code == "record.changed-since"


def test_the_new_place_taken_meanwhile_makes_it_void(east: Desk, west: Desk) -> None:
    east.book_at("Adjustment", east.patient().number, NINE, CARVER)
    proposal = proposed(east, "Dr. Carver")
    ((_, start, who),) = moves(east, proposal)
    west.book_at("Adjustment", west.patient("Best").number, start, (who[0], "Room 2"))
    assert refused(east, proposal).code == "absence.changed-since"


def test_a_cancelled_visit_makes_it_void_and_an_arrival_does_not(east: Desk, west: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    proposal = proposed(east, "Dr. Carver")
    number = west.visit(visit).steps[0].number
    change_status(west.context, west.database, [number], Status.ARRIVED)
    assert still_holds(east.context, east.database, proposal)
    cancel_visit(west.context, west.database, visit, "by the patient")
    assert refused(east, proposal).code == "record.changed-since"


def test_who_arrives_meanwhile_is_not_sent_to_another_day(east: Desk, west: Desk) -> None:
    visit = east.book_at("Consult", east.patient().number, NINE, FISK).visit
    proposal = proposed(east, "Dr. Fisk")
    number = west.visit(visit).steps[0].number
    change_status(west.context, west.database, [number], Status.ARRIVED)
    assert not still_holds(east.context, east.database, proposal)
    assert refused(east, proposal).code == "record.changed-since"


def test_two_desks_accept_at_once_and_one_of_them_wins(
    east: Desk, west: Desk, harbor: Database
) -> None:
    for n in range(4):
        east.book_at("Adjustment", east.patient(f"A{n}").number, NINE + 15 * n, CARVER)
    mine, theirs = proposed(east, "Dr. Carver"), proposed(west, "Dr. Carver")
    accept_proposal(east.context, harbor, mine, {})
    assert refused(west, theirs).code == "record.changed-since"
    assert check_clinic(harbor).broken == ()


def test_undo_is_refused_once_somebody_has_built_on_it(east: Desk, west: Desk) -> None:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    accept_proposal(east.context, east.database, proposed(east, "Dr. Carver"), {})
    west.move(Move(west.visit(visit).steps[0].number, start=15 * 60))
    before = dump(east.database)
    with pytest.raises(Refused) as fault:
        undo(east.context, east.database)
    assert fault.value.code == "undo.changed-since"
    assert "enter an absence and reschedule 1 visit" in sentence_of(fault.value)
    assert dump(east.database) == before


def test_nothing_personal_stands_in_the_journals_parameters(east: Desk) -> None:
    patient = east.patient("Featherstone", "Quirin")
    east.book_at("Adjustment", patient.number, NINE, CARVER)
    accepted = accept_proposal(east.context, east.database, proposed(east, "Dr. Carver"), {})
    assert set(accepted.changed.params) == {"resource", "visits", "count"}
    assert "eatherstone" not in str(accepted.changed.params)


def test_nobody_comes_sooner_than_an_hour_from_now_who_is_not_here(
    east: Desk, clock: Clock
) -> None:
    east.book_at("Adjustment", east.patient().number, 11 * 60, CARVER)
    east.book_at("Adjustment", east.patient("Best").number, 11 * 60, ("Dr. Dunne", "Room 2"))
    clock.set_wall("America/Chicago", MONDAY, 10, 30)
    ((_, start, _),) = moves(east, proposed(east, "Dr. Carver", 10 * 60 + 30))
    assert start == 11 * 60 + 10


def test_an_absence_of_whom_it_leads_to_makes_it_void(east: Desk, west: Desk) -> None:
    east.book_at("Adjustment", east.patient().number, NINE, CARVER)
    proposal = proposed(east, "Dr. Carver")
    assert still_holds(east.context, east.database, proposal)
    take_time_off(west.context, west.database, west.resource("Dr. Dunne"), MONDAY, MONDAY)
    assert not still_holds(east.context, east.database, proposal)
    assert refused(east, proposal).code == "visit.breaks-rule"
