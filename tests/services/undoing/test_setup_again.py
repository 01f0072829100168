"""Undo of the set-up once others have gone by it: what breaks is named, what others need stays."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from clinicdesk.exchange.clinic_file.settings.parts import Entry, Part
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.context import Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.editing import edit_clinic, read_entries
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.meeting_rows import LeftOut
from clinicdesk.services.setup.meetings import MeetingTime
from clinicdesk.services.setup.writing_on import write_meetings_on
from clinicdesk.services.undoing.undo import Undone, redo, undo
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk, dump
from tests.services.faults import rule_breaks
from tests.services.sentences import sentence_of

NINE = 9 * 60
FRIDAY = MONDAY + timedelta(days=4)
LOU = {
    "name": "Lou Reyes",
    "specialties": ["chiropractic"],
    "hours": [{"days": ["mon-fri"], "time": ["08:00-17:00"]}],
}
ROUNDS = {
    "name": "Rounds",
    "who": ["Dr. Carver", "Dr. Fisk"],
    "hours": [{"days": ["mon"], "time": ["09:00-09:30"]}],
}
AT_NINE = ("Dr. Carver", "Room 2")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def east(make_clinic: Callable[..., Database], clock: Clock) -> Desk:
    return desk(make_clinic(harbor_file()), clock, role=Role.MANAGER)


@pytest.fixture
def west(east: Desk, clock: Clock) -> Desk:
    return desk(east.database, clock, "west", Role.MANAGER)


def edit(at: Desk, part: Part, before: Entry | None, after: Entry | None) -> None:
    edit_clinic(at.context, at.database, Edit(part, before, after), apply=True)


def entry(at: Desk, part: Part, name: str = "") -> Entry:
    thinking = Thinking(at.context, at.availability, lambda _part: None, lambda: False)
    entries = read_entries(thinking).entries[part]
    return next(one for one in entries if not name or one["name"] == name)


def taken_back(at: Desk) -> Undone:
    return undo(at.context, at.database)


def made_again(at: Desk) -> Undone:
    return redo(at.context, at.database)


def broken(undone: Undone) -> list[tuple[int, list[str]]]:
    return [(one.appointment.number, [*one.rules]) for one in undone.breaks]


def refused(at: Desk) -> str:
    """Why undo is refused, which writes nothing."""
    before = dump(at.database)
    with pytest.raises(Refused) as error:
        taken_back(at)
    assert dump(at.database) == before
    return sentence_of(error.value)


def test_who_was_booked_with_somebody_whose_start_is_taken_back_is_named(
    east: Desk, west: Desk
) -> None:
    edit(east, Part.PRACTITIONERS, None, LOU)
    visit = west.book_at("Adjustment", west.patient().number, NINE, ("Lou Reyes", "Room 1")).visit
    number = west.visit(visit).steps[0].number
    assert broken(taken_back(east)) == [(number, ["rule-name.retired"])]
    assert [found[1] for found in rule_breaks(east.database)] == [number]
    assert broken(made_again(east)) == []
    assert rule_breaks(east.database) == []


def test_a_closed_day_that_is_closed_again_names_what_was_booked_between(
    east: Desk, west: Desk
) -> None:
    edit(east, Part.CLOSED, None, {"date": FRIDAY, "name": "Floor"})
    assert broken(taken_back(east)) == []
    visit = west.book_at("Adjustment", west.patient().number, NINE, AT_NINE, day=FRIDAY).visit
    number = west.visit(visit).steps[0].number
    assert broken(made_again(east)) == [(number, ["rule-name.outside", "rule-name.window"])]


def test_only_what_the_undo_breaks_is_named(east: Desk, west: Desk) -> None:
    west.book_at("Adjustment", west.patient().number, NINE, AT_NINE, day=FRIDAY)
    edit(west, Part.CLOSED, None, {"date": FRIDAY, "name": "Floor"})
    edit(east, Part.PRACTITIONERS, None, LOU)
    assert broken(taken_back(east)) == []


def test_opening_hours_by_which_others_have_set_up_hours_since_are_not_taken_back(
    east: Desk, west: Desk
) -> None:
    opening = entry(east, Part.OPENING)
    edit(east, Part.OPENING, opening, {**opening, "saturday": ["08:00-12:00"]})
    fisk = entry(west, Part.PRACTITIONERS, "Dr. Fisk")
    hours = [*fisk["hours"], {"days": ["sat"], "time": ["08:00-12:00"]}]
    edit(west, Part.PRACTITIONERS, fisk, {**fisk, "hours": hours})
    assert "change Dr. Fisk first" in refused(east)
    taken_back(west)
    taken_back(east)
    assert entry(east, Part.OPENING) == opening


def test_a_specialty_that_somebody_has_since_is_not_taken_back(east: Desk, west: Desk) -> None:
    edit(east, Part.SPECIALTIES, None, {"key": "yoga", "name": "Yoga"})
    pia = entry(west, Part.PRACTITIONERS, "Pia Thorn")
    edit(west, Part.PRACTITIONERS, pia, {**pia, "specialties": ["pt", "yoga"]})
    assert "west-clerk at west changed the same since" in refused(east)
    taken_back(west)
    taken_back(east)


def test_what_others_have_retired_since_is_referred_to_by_nothing_again(
    east: Desk, west: Desk
) -> None:
    edit(west, Part.SPECIALTIES, None, {"key": "yoga", "name": "Yoga"})
    pia = entry(west, Part.PRACTITIONERS, "Pia Thorn")
    both = {**pia, "specialties": ["pt", "yoga"]}
    edit(west, Part.PRACTITIONERS, pia, both)
    edit(east, Part.PRACTITIONERS, both, pia)
    edit(west, Part.SPECIALTIES, entry(west, Part.SPECIALTIES, "Yoga"), None)
    assert "west-clerk at west changed the same since" in refused(east)
    taken_back(west)
    taken_back(east)
    assert entry(east, Part.PRACTITIONERS, "Pia Thorn") == both


# ---------------------------------------------------------------------- meetings


def held(at: Desk) -> list[date]:
    """The days on which the meeting stands in people's calendars."""
    with at.database.reading() as session:
        booked = (Appointment.title == "Rounds", Appointment.status == Status.BOOKED)
        return list(session.scalars(select(Appointment.day).where(*booked).order_by("day")))


def weeks(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(7 * n) for n in range(count))


def test_a_meeting_that_is_taken_back_goes_with_the_times_that_were_written_on_since(
    east: Desk, west: Desk, clock: Clock
) -> None:
    edit(east, Part.MEETINGS, None, ROUNDS)
    clock.advance(days=7 * 40)
    write_meetings_on(west.context, west.database)
    after = list(weeks(MONDAY, 40 + 53))
    assert held(east) == after
    taken_back(east)
    assert held(east) == []
    assert check_clinic(east.database).broken == ()
    made_again(east)
    write_meetings_on(west.context, west.database)
    assert held(east) == after
    assert check_clinic(east.database).broken == ()


def test_a_meeting_at_its_former_time_again_loses_only_the_later_times_of_the_other(
    east: Desk, west: Desk, clock: Clock
) -> None:
    edit(west, Part.MEETINGS, None, ROUNDS)
    tuesdays = [{"days": ["tue"], "time": ["09:00-09:30"]}]
    edit(east, Part.MEETINGS, ROUNDS, {**ROUNDS, "hours": tuesdays})
    clock.advance(days=7 * 40)
    write_meetings_on(west.context, west.database)
    assert held(east) == list(weeks(MONDAY + timedelta(1), 40 + 53))
    taken_back(east)
    assert held(east) == list(weeks(MONDAY, 53))
    write_meetings_on(west.context, west.database)
    assert held(east) == list(weeks(MONDAY, 40 + 53))


def test_a_meeting_whose_former_time_is_taken_by_then_is_left_out_as_when_it_is_set_up(
    east: Desk, west: Desk
) -> None:
    edit(west, Part.MEETINGS, None, ROUNDS)
    all_of_them = held(east)
    edit(east, Part.MEETINGS, ROUNDS, None)
    west.book_at("Adjustment", west.patient().number, NINE, AT_NINE)
    who = frozenset(("Dr. Carver", "Dr. Fisk"))
    left_out = (LeftOut("Rounds", MeetingTime(MONDAY, NINE, NINE + 30, who)),)
    assert taken_back(east).left_out == left_out
    assert held(east) == all_of_them[1:]
    assert made_again(east).left_out == ()
    assert held(east) == []
    assert taken_back(east).left_out == left_out
    assert check_clinic(east.database).broken == ()
