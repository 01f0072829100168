"""Placing appointments: shifts, swaps, circles, refusals that leave everything as it was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused, RulesBroken, SlotTaken
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.rules.overrides import Override
from tests.services.clinics import EVERY_DAY, harbor_file
from tests.services.desk import MONDAY, Clock, Desk, busy_time, desk, dump

NINE = 9 * 60
TUESDAY = MONDAY + timedelta(days=1)
CARVER = ("Dr. Carver", "Room 1")
DUNNE = ("Dr. Dunne", "Room 2")


def adjustment(east: Desk, start: int, resources: tuple[str, str] = CARVER, name: str = "") -> int:
    """The number of a booked adjustment of a patient of its own."""
    patient = east.patient("Patient", name or f"at {start}").number
    visit = east.book_at("Adjustment", patient, start, resources).visit
    return east.visit(visit).steps[0].number


def named_time(east: Desk) -> set[tuple[object, ...]]:
    """Who is busy when, patients left out: names are easier to read than numbers."""
    names = {info.id: info.name for info in east.setup.resources.values()}
    return {
        (appointment, names[int(str(resource))], str(day), start, end)
        for appointment, resource, day, start, end in busy_time(east.database)
        if resource in names
    }


def claims_of_adjustment(
    number: int, start: int, resources: tuple[str, str] = CARVER
) -> set[tuple[object, ...]]:
    return {
        (number, resources[0], str(MONDAY), start, start + 10),
        (number, resources[1], str(MONDAY), start, start + 15),
    }


def test_place_shifts_two_neighbors_each_onto_the_others_time(east: Desk) -> None:
    one, two = adjustment(east, NINE), adjustment(east, NINE + 15)
    east.move(Move(one, start=NINE + 15), Move(two, start=NINE + 30))
    assert named_time(east) == claims_of_adjustment(one, NINE + 15) | claims_of_adjustment(
        two, NINE + 30
    )
    assert check_clinic(east.database).broken == ()


def test_place_swaps_the_rooms_of_two_appointments_at_one_time(east: Desk) -> None:
    one, two = adjustment(east, NINE, CARVER, "one"), adjustment(east, NINE, DUNNE, "two")
    carver, dunne = east.resource("Dr. Carver"), east.resource("Dr. Dunne")
    room_1, room_2 = east.resource("Room 1"), east.resource("Room 2")
    east.move(Move(one, resources=(carver, room_2)), Move(two, resources=(dunne, room_1)))
    assert named_time(east) == claims_of_adjustment(
        one, NINE, ("Dr. Carver", "Room 2")
    ) | claims_of_adjustment(two, NINE, ("Dr. Dunne", "Room 1"))


def test_place_moves_three_appointments_round_in_a_circle(east: Desk) -> None:
    numbers = [adjustment(east, NINE + 15 * n) for n in range(3)]
    starts = [NINE + 15, NINE + 30, NINE]
    east.move(*(Move(n, start=start) for n, start in zip(numbers, starts, strict=True)))
    expected: set[tuple[object, ...]] = set()
    for number, start in zip(numbers, starts, strict=True):
        expected |= claims_of_adjustment(number, start)
    assert named_time(east) == expected


def test_place_by_minutes_onto_part_of_its_own_time(east: Desk) -> None:
    number = adjustment(east, NINE)
    east.move(Move(number, start=NINE + 5))
    assert named_time(east) == claims_of_adjustment(number, NINE + 5)


def test_moving_an_appointment_onto_itself_is_no_change(east: Desk) -> None:
    number = adjustment(east, NINE)
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        east.move(Move(number, start=NINE))
    assert refused.value.code == "change.nothing"
    assert dump(east.database) == before


def test_moving_nothing_at_all_is_no_change(east: Desk) -> None:
    with pytest.raises(Refused) as refused:
        east.move()
    assert refused.value.code == "change.nothing"


def test_half_of_a_swap_is_refused_and_leaves_every_table_as_it_was(east: Desk) -> None:
    one = adjustment(east, NINE)
    adjustment(east, NINE + 15)
    before = dump(east.database)
    with pytest.raises(SlotTaken) as refused:
        east.move(Move(one, start=NINE + 15))
    assert (refused.value.code, dict(refused.value.params)) == (
        "visit.resource-busy",
        {"resource": "Dr. Carver", "day": MONDAY, "start": NINE + 15, "end": NINE + 25},
    )
    assert dump(east.database) == before


def test_two_moves_to_one_place_are_refused_together(east: Desk) -> None:
    one, two = adjustment(east, NINE), adjustment(east, NINE + 15)
    before = dump(east.database)
    with pytest.raises(SlotTaken) as refused:
        east.move(Move(one, start=NINE + 60), Move(two, start=NINE + 60))
    assert refused.value.code == "visit.steps-collide"
    assert dump(east.database) == before


def test_one_appointment_cannot_be_moved_to_two_places(east: Desk) -> None:
    one = adjustment(east, NINE)
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        east.move(Move(one, start=NINE + 60), Move(one, start=NINE + 120))
    assert refused.value.code == "visit.steps-collide"
    assert dump(east.database) == before


def test_a_patient_cannot_be_moved_into_another_visit_of_theirs(east: Desk) -> None:
    patient = east.patient().number
    first = east.book_at("Adjustment", patient, NINE, CARVER).visit
    east.book_at("Adjustment", patient, NINE + 60, DUNNE)
    before = dump(east.database)
    with pytest.raises(SlotTaken) as refused:
        east.move(Move(east.visit(first).steps[0].number, start=NINE + 50))
    assert (refused.value.code, dict(refused.value.params)) == (
        "visit.patient-busy",
        {"resource": "", "day": MONDAY, "start": NINE + 60, "end": NINE + 75},
    )
    assert dump(east.database) == before


def test_both_appointments_buffers_apply_between_neighbors(east: Desk) -> None:
    people = [east.patient("Patient", name).number for name in ("one", "two", "three")]
    east.book_at("Consult", people[0], NINE, ("Dr. Fisk", "Room 1"))
    with pytest.raises(SlotTaken):  # 9:20 + 5 after, 5 before: 9:30 is the first start
        east.book_at("Consult", people[1], NINE + 25, ("Dr. Fisk", "Room 2"))
    east.book_at("Consult", people[2], NINE + 30, ("Dr. Fisk", "Room 2"))


def test_half_open_neighbors_do_not_meet(east: Desk) -> None:
    for start in (NINE, NINE + 10, NINE + 20):
        east.book_at("Call", east.patient("Patient", str(start)).number, start, ("Dr. Fisk",))
    assert {row[3:] for row in named_time(east)} == {
        (NINE, NINE + 10), (NINE + 10, NINE + 20), (NINE + 20, NINE + 30),
    }  # fmt: skip


@pytest.fixture
def night(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    """A manager's desk in a clinic that is open all day and all night."""
    clinic_file = harbor_file(opening="00:00-24:00", days=EVERY_DAY, hours="00:00-24:00")
    return desk(make_clinic(clinic_file), clock, "night", Role.MANAGER)


def test_an_appointment_may_end_at_midnight_but_not_after(night: Desk) -> None:
    people = [night.patient("Patient", name).number for name in ("one", "two")]
    night.book_at("Call", people[0], 1430, ("Dr. Fisk",))
    assert {row[3:] for row in named_time(night)} == {(1430, 1440)}
    before = dump(night.database)
    for start in (1435, 1440, -5):
        with pytest.raises(Refused) as refused:
            night.book_at("Call", people[1], start, ("Dr. Fisk",), day=TUESDAY)
        assert refused.value.code == "appointment.past-midnight"
    assert dump(night.database) == before


@pytest.mark.parametrize("start", [0, 1420])
def test_no_buffer_reaches_past_midnight(night: Desk, start: int) -> None:
    patient = night.patient().number
    before = dump(night.database)
    with pytest.raises(Refused) as refused:
        night.book_at("Consult", patient, start, ("Dr. Fisk", "Room 1"), day=TUESDAY)
    assert refused.value.code == "appointment.past-midnight"
    assert dump(night.database) == before


@pytest.mark.parametrize("minutes", [0, -15])
def test_an_appointment_that_ends_before_it_begins_is_refused(east: Desk, minutes: int) -> None:
    number = adjustment(east, NINE)
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        east.move(Move(number, minutes=minutes))
    assert refused.value.code == "hours.ends-before-it-begins"
    assert dump(east.database) == before


def test_a_visit_is_never_torn_over_two_days(east: Desk) -> None:
    visit = east.book_first("pair", east.patient().number)
    step = east.visit(visit).steps[0]
    before = dump(east.database)
    with pytest.raises(Refused) as refused:
        east.move(Move(step.number, day=step.day + timedelta(days=1)))
    assert refused.value.code == "rule.one-day"
    assert dump(east.database) == before


def test_a_visit_moves_whole_to_another_day(east: Desk) -> None:
    visit = east.book_first("pair", east.patient().number)
    steps = east.visit(visit).steps
    east.move(*(Move(step.number, day=step.day + timedelta(days=1)) for step in steps))
    assert [step.day for step in east.visit(visit).steps] == [TUESDAY, TUESDAY]
    assert check_clinic(east.database).broken == ()


def test_moving_past_its_sequence_rule_asks_for_a_reason_and_keeps_it(east: Desk) -> None:
    visit = east.book_first("day", east.patient().number)
    last = east.visit(visit).steps[2]
    before = dump(east.database)
    with pytest.raises(RulesBroken) as refused:
        east.move(Move(last.number, start=last.start + 120))
    assert (refused.value.code, refused.value.rules) == ("visit.breaks-rule", ("sequence",))
    assert dump(east.database) == before
    east.move(Move(last.number, start=last.start + 120), override=Override("asked for it"))
    moved = east.visit(visit).steps[2]
    assert (moved.start, moved.override_reason) == (last.start + 120, "asked for it")


def test_a_lane_asks_for_a_role_and_a_reason(east: Desk) -> None:
    adjustment(east, NINE)
    lane = east.setup.lanes[east.resource("Dr. Carver")][0]
    name = east.setup.resources[lane].name
    patient = east.patient("Squeezed", "In").number
    before = dump(east.database)
    with pytest.raises(RulesBroken) as refused:
        east.book_at("Adjustment", patient, NINE, (name, "Room 2"))
    assert refused.value.rules == ("lane",)
    reason = Override("severe pain")
    with pytest.raises(Refused) as denied:
        east.book_at("Adjustment", patient, NINE, (name, "Room 2"), override=reason)
    assert denied.value.code == "override.not-allowed"
    assert dump(east.database) == before
    manager = east.as_role(Role.MANAGER)
    manager.book_at("Adjustment", patient, NINE, (name, "Room 2"), override=reason)
    assert check_clinic(east.database).broken == ()


def test_a_resource_that_does_not_qualify_is_refused(east: Desk) -> None:
    number = adjustment(east, NINE)
    before = dump(east.database)
    for names in (("Pia Thorn", "Room 1"), ("Dr. Carver", "Hall"), ("Dr. Carver",)):
        with pytest.raises(Refused) as refused:
            east.move(Move(number, resources=tuple(east.resource(name) for name in names)))
        assert refused.value.code == "visit.resource-unqualified"
    assert dump(east.database) == before


def test_an_edition_is_raised_only_by_what_the_patient_was_told(east: Desk, clock: Clock) -> None:
    number = adjustment(east, NINE)
    visit = east.visit(east.book_first("pair", east.patient("Other").number)).number
    carver, dunne = east.resource("Dr. Carver"), east.resource("Dr. Dunne")
    room_1, room_2 = east.resource("Room 1"), east.resource("Room 2")
    before = east.visit(visit)

    def told() -> tuple[int, str]:
        with east.database.reading() as session:
            own = select(Visit).join(Appointment).where(Appointment.id == number)
            found = session.scalars(own).one()
            return found.edition, found.last_modified

    history = [told()]
    for move in (
        Move(number, start=NINE + 15),
        Move(number, resources=(carver, room_2)),
        Move(number, resources=(dunne, room_1)),
        Move(number, day=TUESDAY),
    ):
        clock.advance(minutes=1)
        east.move(move)
        history.append(told())
    assert [edition for edition, _ in history] == [0, 1, 2, 3, 4]
    assert sorted({instant for _, instant in history}) == [instant for _, instant in history]
    assert east.visit(visit) == before
