"""A step lasts as long as those who do it need, in whichever way it comes to them."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest

from clinicdesk.models.database import Database
from clinicdesk.services.absence.accepting import accept_proposal
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.errors import Refused, RulesBroken, SlotTaken
from clinicdesk.services.setup.availability_changes import take_time_off
from clinicdesk.services.undoing.undo import redo, undo
from clinicdesk.services.visits.booking import book_visit
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.trying import Tried, try_move
from tests.services.absence.lists import first_list
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk, dump
from tests.services.sentences import sentence_of

NINE = 9 * 60
OWN = (
    b'needs = [{ one_of = ["chiropractic"], holds = ["0-10"] }, { one_of = ["treatment"] }]',
    b"""needs = [
  { one_of = ["chiropractic", { who = "Dr. Dunne", minutes = 30 }] },
  { one_of = ["treatment"] },
]""",
)
"""An adjustment is 15 minutes with Dr. Carver, 30 with Dr. Dunne."""


@pytest.fixture
def east(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    """A desk of a clinic in which one chiropractor needs twice as long as the other."""
    clinic_file = harbor_file()
    assert OWN[0] in clinic_file
    return desk(make_clinic(clinic_file.replace(*OWN)), clock, "east")


@pytest.fixture
def west(east: Desk, clock: Clock) -> Desk:
    """Another desk of it."""
    return desk(east.database, clock, "west")


def setup(at: Desk, family: str, start: int, who: str, room: str) -> int:
    """The appointment's number."""
    minutes = 30 if who == "Dr. Dunne" else 15
    patient = at.patient(family).number
    visit_request, plan = at.one_step("Adjustment", patient, start, (who, room), minutes=minutes)
    visit = book_visit(at.context, at.database, visit_request, plan).visit
    return at.visit(visit).steps[0].number


def to(at: Desk, number: int, who: str, room: str, minutes: int | None = None) -> Move:
    return Move(number, minutes=minutes, resources=(at.resource(who), at.resource(room)))


def times(at: Desk, day: date = MONDAY) -> dict[int, tuple[int, int, list[str]]]:
    """By number: start, end and the names of what is claimed."""
    return {
        item.number: (item.start, item.end, [claim.name for claim in item.claims])
        for item in at.day(day)
    }


def refused(at: Desk, verb: Callable[[], object]) -> Refused:
    before = dump(at.database)
    with pytest.raises(Refused) as caught:
        verb()
    assert dump(at.database) == before
    assert sentence_of(caught.value)
    return caught.value


def test_a_step_becomes_longer_with_who_needs_longer_and_shorter_again(east: Desk) -> None:
    number = setup(east, "Able", NINE, "Dr. Carver", "Room 1")
    east.move(to(east, number, "Dr. Dunne", "Room 1"))
    assert times(east) == {number: (NINE, NINE + 30, ["Dr. Dunne", "Room 1"])}
    east.move(to(east, number, "Dr. Carver", "Room 1"))
    assert times(east) == {number: (NINE, NINE + 15, ["Dr. Carver", "Room 1"])}
    undo(east.context, east.database)
    assert times(east) == {number: (NINE, NINE + 30, ["Dr. Dunne", "Room 1"])}
    redo(east.context, east.database)
    assert times(east) == {number: (NINE, NINE + 15, ["Dr. Carver", "Room 1"])}


def test_where_the_longer_time_is_taken_it_is_refused_and_so_is_the_look_at_it(
    east: Desk, west: Desk
) -> None:
    number = setup(east, "Able", NINE, "Dr. Carver", "Room 1")
    move = to(east, number, "Dr. Dunne", "Room 1")
    assert try_move(east.context, east.database, [move]) == Tried((), {number: 30})
    setup(west, "Baker", NINE + 15, "Dr. Dunne", "Room 2")
    taken = refused(east, lambda: east.move(move))
    assert isinstance(taken, SlotTaken)
    assert (taken.code, taken.params) == (
        "visit.resource-busy",
        {"resource": "Dr. Dunne", "day": MONDAY, "start": NINE + 15, "end": NINE + 45},
    )
    (broken,) = try_move(east.context, east.database, [move]).broken
    assert (broken.rule, broken.appointment, broken.params["end"]) == ("taken", number, NINE + 30)


def test_the_longer_time_may_not_reach_past_the_hours(east: Desk) -> None:
    number = setup(east, "Able", 1005, "Dr. Carver", "Room 1")
    past = refused(east, lambda: east.move(to(east, number, "Dr. Dunne", "Room 1")))
    assert isinstance(past, RulesBroken)
    assert past.rules == ("outside", "window")


def test_minutes_that_were_chosen_are_kept_unless_they_are_too_few(east: Desk) -> None:
    number = setup(east, "Able", NINE, "Dr. Carver", "Room 1")
    few = refused(east, lambda: east.move(to(east, number, "Dr. Dunne", "Room 1", 20)))
    assert (few.code, few.params) == (
        "visit.too-short", {"step": "Adjustment", "day": MONDAY, "minutes": 30},
    )  # fmt: skip
    east.move(to(east, number, "Dr. Dunne", "Room 1", 40))
    assert times(east) == {number: (NINE, NINE + 40, ["Dr. Dunne", "Room 1"])}
    east.move(to(east, number, "Dr. Carver", "Room 1"))
    assert times(east) == {number: (NINE, NINE + 40, ["Dr. Carver", "Room 1"])}
    east.move(Move(number, minutes=20))
    east.move(to(east, number, "Dr. Dunne", "Room 2"))
    assert times(east) == {number: (NINE, NINE + 30, ["Dr. Dunne", "Room 2"])}
    assert refused(east, lambda: east.move(Move(number, minutes=25))).code == "visit.too-short"


def test_a_room_alone_changes_no_length(east: Desk) -> None:
    number = setup(east, "Able", NINE, "Dr. Dunne", "Room 1")
    east.move(Move(number, start=NINE + 5))
    east.move(to(east, number, "Dr. Dunne", "Room 2"))
    assert times(east) == {number: (NINE + 5, NINE + 35, ["Dr. Dunne", "Room 2"])}


def test_a_swap_gives_each_the_length_of_the_other_one(east: Desk) -> None:
    one = setup(east, "Able", NINE, "Dr. Carver", "Room 1")
    two = setup(east, "Baker", NINE, "Dr. Dunne", "Room 2")
    east.move(to(east, one, "Dr. Dunne", "Room 2"), to(east, two, "Dr. Carver", "Room 1"))
    assert times(east) == {
        one: (NINE, NINE + 30, ["Dr. Dunne", "Room 2"]),
        two: (NINE, NINE + 15, ["Dr. Carver", "Room 1"]),
    }


def proposed(at: Desk, name: str) -> Proposal:
    absence = AbsenceSpan(at.resource(name), MONDAY, 0, 1440)
    return first_list(at.context, at.availability, absence)


@pytest.mark.parametrize(
    ("before", "after", "minutes"),
    [("Dr. Carver", "Dr. Dunne", 30), ("Dr. Dunne", "Dr. Carver", 15)],
)
def test_a_repaired_day_gives_each_the_length_that_the_other_needs(
    east: Desk, before: str, after: str, minutes: int
) -> None:
    number = setup(east, "Able", NINE, before, "Room 1")
    accept_proposal(east.context, east.database, proposed(east, before), {})
    assert times(east) == {number: (NINE, NINE + minutes, [after, "Room 1"])}
    assert check_clinic(east.database).broken == ()


def test_another_day_is_offered_as_long_as_whoever_is_there_needs(east: Desk) -> None:
    """From who needs 30 minutes to who needs 15, on the next day."""
    number = setup(east, "Able", NINE, "Dr. Dunne", "Room 1")
    carver, dunne = east.resource("Dr. Carver"), east.resource("Dr. Dunne")
    take_time_off(east.context, east.database, carver, MONDAY, MONDAY)
    take_time_off(east.context, east.database, dunne, date(2027, 3, 2), date(2027, 4, 30))
    (out,) = proposed(east, "Dr. Dunne").stranded
    lengths: Sequence[int] = [option.end - option.start for option in out.options]
    assert (out.steps[0].number, lengths) == (number, [15, 15, 15])


def test_a_pace_makes_every_service_longer_up_to_the_grid(
    make_clinic: Callable[..., Database], clock: Clock
) -> None:
    fisk = 'name = "Dr. Fisk"\n'
    clinic_file = harbor_file().decode().replace(fisk, f"{fisk}pace = 130\n").encode()
    at = desk(make_clinic(clinic_file), clock)
    lengths = {}
    for template in ("Call", "Consult", "Adjustment"):
        (plan,) = at.plan(at.visit_request(template, at.patient(template).number))
        lengths[template] = plan.steps[0].end - plan.steps[0].start
    # 130 percent of 10, of 20, and somebody else's 15 minutes.
    assert lengths == {"Call": 15, "Consult": 30, "Adjustment": 15}
