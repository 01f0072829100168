"""Whatever makes somebody busy asks for their time anew: each verb, once they are away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinicdesk.models.statuses import Status
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.errors import NotFound, Refused, RulesBroken
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import add_steps, book_visit, hold_visit
from clinicdesk.services.visits.changing import cancel_visit, change_status, restore_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.trying import try_move
from tests.services.absence.lists import first_list
from tests.services.desk import MONDAY, Clock, Desk, dump
from tests.services.faults import rule_breaks
from tests.services.sentences import sentence_of

NINE = 9 * 60
TUESDAY = MONDAY + timedelta(days=1)
CARVER, DUNNE = ("Dr. Carver", "Room 1"), ("Dr. Dunne", "Room 2")

Verb = Callable[[], object]


def booked(east: Desk, *, day: object = MONDAY, family: str = "Able") -> tuple[int, int]:
    """An adjustment with Dr. Dunne at nine: its visit and its appointment."""
    patient = east.patient(family).number
    visit = east.book_at("Adjustment", patient, NINE, DUNNE, day=day).visit  # type: ignore[arg-type]
    return visit, east.visit(visit).steps[0].number


def setup(east: Desk) -> Verb:
    visit_request, plan = east.one_step("Adjustment", east.patient().number, NINE, DUNNE)
    return lambda: book_visit(east.context, east.database, visit_request, plan)


def hold(east: Desk) -> Verb:
    visit_request, plan = east.one_step("Adjustment", east.patient().number, NINE, DUNNE)
    return lambda: hold_visit(east.context, east.database, visit_request, plan)


def book_a_hold(east: Desk) -> Verb:
    visit_request, plan = east.one_step("Adjustment", east.patient().number, NINE, DUNNE)
    held = hold_visit(east.context, east.database, visit_request, plan).visit
    return lambda: book_visit(
        east.context, east.database, visit_request, plan, instead_of_hold=held
    )


def add(east: Desk) -> Verb:
    patient = east.patient().number
    visit = east.book_at("Call", patient, 480, ("Dr. Fisk",)).visit
    visit_request, plan = east.one_step("Adjustment", patient, NINE, DUNNE)
    visit_request = replace(visit_request, joining=visit)
    return lambda: add_steps(east.context, east.database, visit, visit_request, plan)


def move(east: Desk) -> Verb:
    _, number = booked(east, day=TUESDAY)
    return lambda: east.move(Move(number, day=MONDAY))


def hand_over(east: Desk) -> Verb:
    visit = east.book_at("Adjustment", east.patient().number, NINE, CARVER).visit
    (step,) = east.visit(visit).steps
    to = (east.resource("Dr. Dunne"), east.resource("Room 1"))
    return lambda: east.move(Move(step.number, resources=to))


def swap(east: Desk) -> Verb:
    (_, one), (_, two) = booked(east), booked(east, day=TUESDAY, family="Baker")
    return lambda: east.move(Move(one, day=TUESDAY), Move(two, day=MONDAY))


def restore(east: Desk) -> Verb:
    visit, _ = booked(east)
    cancel_visit(east.context, east.database, visit, "asked")
    return lambda: restore_visit(east.context, east.database, visit)


def correct_cancelled(east: Desk) -> Verb:
    visit, number = booked(east)
    cancel_visit(east.context, east.database, visit, "asked")
    return lambda: change_status(east.context, east.database, [number], Status.ARRIVED)


def correct_error(east: Desk) -> Verb:
    _, number = booked(east)
    change_status(east.context, east.database, [number], Status.ENTERED_IN_ERROR)
    return lambda: change_status(east.context, east.database, [number], Status.BOOKED)


def undo_cancelling(east: Desk) -> Verb:
    visit, _ = booked(east)
    cancel_visit(east.context, east.database, visit, "asked")
    return lambda: undo(east.context, east.database)


def redo_booking(east: Desk) -> Verb:
    booked(east)
    undo(east.context, east.database)
    return lambda: redo(east.context, east.database)


def undo_moving(east: Desk) -> Verb:
    _, number = booked(east)
    east.move(Move(number, day=TUESDAY))
    return lambda: undo(east.context, east.database)


def accept(east: Desk) -> Verb:
    """Dr. Carver's patient goes to Dr. Dunne."""
    east.book_at("Adjustment", east.patient().number, NINE, CARVER)
    absence = AbsenceSpan(east.resource("Dr. Carver"), MONDAY, 0, 1440)
    proposal = first_list(east.context, east.availability, absence)
    assert [step.start for moved in proposal.moved for step in moved.steps] == [NINE]
    return lambda: accept_proposal(east.context, east.database, proposal, {})


VERBS: tuple[Callable[[Desk], Verb], ...] = (
    setup, hold, book_a_hold, add, move, hand_over, swap, restore, correct_cancelled,
    correct_error, undo_cancelling, redo_booking, undo_moving, accept,
)  # fmt: skip


@pytest.mark.parametrize("prepare", VERBS, ids=lambda verb: verb.__name__)
def test_nobody_is_brought_into_an_absence_of_another_desk(
    east: Desk, west: Desk, prepare: Callable[[Desk], Verb]
) -> None:
    verb = prepare(east)
    take_time_off(west.context, west.database, west.resource("Dr. Dunne"), MONDAY, MONDAY)
    before, named = dump(east.database), rule_breaks(east.database)
    with pytest.raises(RulesBroken) as refused:
        verb()
    assert refused.value.rules == ("outside",)
    assert "Dr. Dunne" in sentence_of(refused.value)
    assert (dump(east.database), rule_breaks(east.database)) == (before, named)


def test_the_look_at_a_move_finds_the_absence_too(east: Desk, west: Desk) -> None:
    _, number = booked(east, day=TUESDAY)
    take_time_off(west.context, west.database, west.resource("Dr. Dunne"), MONDAY, MONDAY)
    (broken,) = try_move(east.context, east.database, [Move(number, day=MONDAY)]).broken
    assert (broken.rule, broken.params["resource"]) == ("outside", "Dr. Dunne")


def test_nobody_whose_record_was_taken_back_is_expected(
    east: Desk, west: Desk, clock: Clock
) -> None:
    """Held, cancelled and missed visits of a patient whom the other desk then took back."""
    patient = west.patient().number
    missed = east.book_at("Adjustment", patient, NINE, DUNNE).visit
    gone = east.book_at("Call", patient, NINE + 60, ("Dr. Fisk",)).visit
    held = east.hold_first("Back class", patient, TUESDAY, 1)
    cancel_visit(east.context, east.database, gone, "asked")
    clock.set_wall("America/Chicago", MONDAY, 9, 30)
    at = (east.context, east.database)
    number, called, place = (east.visit(v).steps[0].number for v in (missed, gone, held))
    change_status(*at, [number], Status.NOSHOW)
    visit_request, plan = east.one_step("Call", patient, NINE + 90, ("Dr. Fisk",))
    # The hold has run out by now.
    undo(west.context, west.database)
    assert [step.status for step in east.visit(held).steps] == ["proposed"]
    before = dump(east.database)
    verbs: tuple[Verb, ...] = (
        lambda: book_visit(*at, visit_request, plan),
        lambda: hold_visit(*at, visit_request, plan),
        lambda: add_steps(*at, missed, visit_request, plan),
        lambda: restore_visit(*at, gone),
        lambda: change_status(*at, [number], Status.BOOKED),
        lambda: change_status(*at, [called], Status.ARRIVED),
        lambda: change_status(*at, [place], Status.BOOKED),
        lambda: undo(*at),
    )
    codes = []
    for verb in verbs:
        with pytest.raises(Refused) as refused:
            verb()
        assert sentence_of(refused.value)
        codes.append((refused.value.code, isinstance(refused.value, NotFound)))
    unknown = ("patient.unknown", True)
    assert codes == [unknown, unknown, ("visit.cannot-join", False), *[unknown] * 5]
    assert dump(east.database) == before
    cancel_visit(*at, missed, "had called")
    assert rule_breaks(east.database) == []
