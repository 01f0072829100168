"""What `check` names of the rules: whatever lies outside, with no reason, from whatever verb."""

from datetime import timedelta

import pytest

from clinicdesk.models.database import open_database
from clinicdesk.models.statuses import Status
from clinicdesk.services.checking.file_checking import Fault, check_clinic
from clinicdesk.services.clinic.stretches import Stretch
from clinicdesk.services.codes import CheckCode
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.setup.availability_changes import (
    cancel_time_off,
    change_working_hours,
    take_time_off,
)
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import arrive, cancel_visit, change_status, restore_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.wording import say
from tests.services.desk import MONDAY, Clock, Desk, desk
from tests.services.faults import damage, rule_breaks
from tests.services.sentences import sentence_of

NINE = 9 * 60
FISK = ("Dr. Fisk",)


def call(east: Desk, family: str, start: int = NINE) -> int:
    """The appointment of a call that was booked."""
    visit = east.book_at("Call", east.patient(family).number, start, FISK).visit
    return east.visit(visit).steps[0].number


def test_a_class_in_an_absence_is_named_by_its_number(east: Desk, west: Desk) -> None:
    visit = east.book_first("Back class", east.patient().number)
    group = east.visit(visit).steps[0].group
    away = take_time_off(west.context, west.database, west.resource("Hall"), MONDAY, MONDAY)
    params: dict[str, object] = {
        "appointment": group, "day": MONDAY, "start": 480, "rule": "rule-name.outside",
    }  # fmt: skip
    assert check_clinic(east.database).broken == (Fault(CheckCode.CLASS_BREAKS_RULE, params),)
    assert say("check.class-breaks-rule", params) == (
        f"The group class {group} on 2027-03-01 at 08:00 breaks a rule that nobody has overridden"
        " (working hours). Its members have to be told."
    )
    cancel_time_off(west.context, west.database, away.number)
    assert check_clinic(east.database).ok


def test_a_class_whose_members_are_gone_is_not_named(east: Desk, west: Desk) -> None:
    visit = east.book_first("Back class", east.patient().number)
    take_time_off(west.context, west.database, west.resource("Hall"), MONDAY, MONDAY)
    cancel_visit(east.context, east.database, visit, "told")
    assert check_clinic(east.database).ok


def test_the_end_of_a_session_that_becomes_shorter(east: Desk, west: Desk) -> None:
    """Three calls at the end: the first still fits, the others are named until they are moved."""
    numbers = [call(east, f"A{start}", start) for start in (940, 970, 1000)]
    fisk = west.resource("Dr. Fisk")
    shorter = Stretch("FREQ=WEEKLY;BYDAY=MO", MONDAY, None, 480, 960)
    change_working_hours(west.context, west.database, fisk, [shorter], MONDAY)
    outside = [("check.breaks-rule", number, "outside") for number in numbers[1:]]
    assert (rule_breaks(east.database), damage(east.database)) == (outside, [])
    east.move(Move(numbers[1], start=NINE))
    assert rule_breaks(east.database) == outside[1:]
    undo(west.context, west.database)
    assert check_clinic(east.database).ok


def test_what_somebody_gave_a_reason_for_is_not_named(east: Desk) -> None:
    manager = east.as_role(Role.MANAGER)
    late = east.patient().number
    why = Override("agreed with Dr. Fisk")
    manager.book_at("Call", late, 1020, FISK, override=why)
    assert check_clinic(east.database).ok


def test_what_took_place_and_what_is_past_is_not_named(east: Desk, clock: Clock) -> None:
    seen, waits = call(east, "Able"), call(east, "Baker", NINE + 30)
    visit = next(item.visit for item in east.day(MONDAY) if item.number == seen)
    arrive(east.context, east.database, visit)
    change_status(east.context, east.database, [seen], Status.FULFILLED)
    take_time_off(east.context, east.database, east.resource("Dr. Fisk"), MONDAY, MONDAY)
    assert rule_breaks(east.database) == [("check.breaks-rule", waits, "outside")]
    clock.advance(days=1)
    east.patient("Cole")
    assert check_clinic(east.database).ok


def test_a_held_visit_is_not_named_and_not_booked(east: Desk, west: Desk) -> None:
    held = east.hold_first("Call", east.patient().number)
    take_time_off(west.context, west.database, west.resource("Dr. Fisk"), MONDAY, MONDAY)
    assert check_clinic(east.database).ok
    number = east.visit(held).steps[0].number
    with pytest.raises(Refused) as refused:
        change_status(east.context, east.database, [number], Status.BOOKED)
    assert refused.value.code == "visit.illegal-status"
    assert east.visit(held).steps[0].status == "pending"


def test_what_the_clinic_has_no_more_takes_nobody(east: Desk, clock: Clock) -> None:
    """A room that was given up: what stands in it is named, and is neither restored nor kept."""
    visits = [
        east.book_at("Adjustment", east.patient(f"A{n}").number, NINE, (who, f"Room {n}")).visit
        for n, who in ((1, "Dr. Carver"), (2, "Dr. Dunne"))
    ]
    cancel_visit(east.context, east.database, visits[0], "asked")
    with east.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE resource SET active = 0 WHERE name LIKE 'R%'")
    east.database.close()
    again = desk(open_database(east.database.path), clock, "east")
    number = again.visit(visits[1]).steps[0].number
    assert rule_breaks(again.database) == [("check.breaks-rule", number, "retired")]
    codes = []
    for verb in (
        lambda: restore_visit(again.context, again.database, visits[0]),
        lambda: again.move(Move(number, start=NINE + 60)),
        lambda: again.as_role(Role.MANAGER).move(
            Move(number, day=MONDAY + timedelta(days=1)), override=Override("must be")
        ),
    ):
        with pytest.raises(Refused) as refused:
            verb()
        assert sentence_of(refused.value)
        codes.append(refused.value.code)
    again.database.close()
    assert codes == ["rule.retired"] * 3


def test_a_reason_on_one_of_two_steps_is_for_the_order_of_both(east: Desk) -> None:
    visit = east.book_first("Day", east.patient().number)
    _, exercise, _ = east.visit(visit).steps
    east.move(Move(exercise.number, start=exercise.start + 120), override=Override("asked for"))
    assert check_clinic(east.database).broken == ()
