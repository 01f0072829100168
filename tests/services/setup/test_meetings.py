"""Meetings of the clinic: left out where somebody is taken, written on before they end."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.resources import Meeting, Resource
from clinicdesk.models.statuses import Status
from clinicdesk.models.visits import Appointment
from clinicdesk.services.backups.folders import backup_folder
from clinicdesk.services.backups.upgrading import upgrade_clinic
from clinicdesk.services.checking.file_checking import check_clinic
from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import Refused
from clinicdesk.services.setup.difference import Difference, Item, Section
from clinicdesk.services.setup.editing import FaultyEdit, edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.meeting_rows import LeftOut
from clinicdesk.services.setup.meetings import MeetingTime
from clinicdesk.services.setup.updating import Updated
from clinicdesk.services.setup.writing_on import meetings_run_out, write_meetings_on
from clinicdesk.services.undoing.undo import undo
from clinicdesk.services.visits.changing import cancel_visit
from tests.models.old_clinics import old_clinic
from tests.services.desk import MONDAY, Clock, Desk, desk

MakeClinic = Callable[..., Database]

NINE = 9 * 60
ROUNDS = {
    "name": "Rounds",
    "who": ["Dr. Carver", "Dr. Fisk"],
    "hours": [{"days": ["mon"], "time": ["09:00-09:30"]}],
}
WITH_ROUNDS = Difference((Item(Section.MEETING, "Rounds"),), (), ())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def at(make_clinic: MakeClinic, clock: Clock) -> Desk:
    return desk(make_clinic(), clock)


def edited(at: Desk, edit: Edit) -> Updated:
    return edit_clinic(at.context, at.database, edit, apply=True)


def held(at: Desk, title: str = "Rounds") -> list[date]:
    """The days on which the meeting stands in people's calendars."""
    with at.database.reading() as session:
        booked = (Appointment.title == title, Appointment.status == Status.BOOKED)
        return list(session.scalars(select(Appointment.day).where(*booked).order_by("day")))


def weeks(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(7 * n) for n in range(count))


def test_a_time_at_which_somebody_is_taken_is_left_out_and_stops_no_meeting(at: Desk) -> None:
    at.book_at("Adjustment", at.patient().number, NINE + 15, ("Dr. Carver", "Room 2"))
    done = edited(at, Edit(Part.MEETINGS, None, ROUNDS))
    who = frozenset(("Dr. Carver", "Dr. Fisk"))
    left_out = (LeftOut("Rounds", MeetingTime(MONDAY, NINE, NINE + 30, who)),)
    assert (done.difference, done.breaks, done.left_out) == (WITH_ROUNDS, (), left_out)
    assert held(at) == list(weeks(MONDAY + timedelta(7), 52))
    assert check_clinic(at.database).broken == ()
    undo(at.context, at.database)
    assert held(at) == []


def test_what_was_left_out_is_no_other_meeting_to_whoever_changes_something_else(at: Desk) -> None:
    at.book_at("Adjustment", at.patient().number, NINE, ("Dr. Carver", "Room 2"))
    edited(at, Edit(Part.MEETINGS, None, ROUNDS))
    before = held(at)
    done = edited(at, Edit(Part.CLOSED, None, {"date": MONDAY + timedelta(4), "name": "Floor"}))
    closed = Item(Section.CLOSURE, f"{MONDAY + timedelta(4):%Y-%m-%d}")
    assert done.difference == Difference((closed,), (), ())
    assert held(at) == before


def test_meetings_are_written_on_by_themselves_and_undo_takes_that_from_nobody(
    at: Desk, clock: Clock
) -> None:
    west = desk(at.database, clock, "west")
    edited(west, Edit(Part.MEETINGS, None, ROUNDS))
    clock.advance(days=7 * 20)
    assert not meetings_run_out(at.context, at.database)
    assert write_meetings_on(at.context, at.database) is None
    clock.advance(days=7 * 20)
    assert meetings_run_out(at.context, at.database)
    written = write_meetings_on(at.context, at.database)
    assert written is not None and written.everything
    after = list(weeks(MONDAY, 40 + 53))
    assert held(at) == after
    assert not meetings_run_out(at.context, at.database)
    assert check_clinic(at.database).broken == ()
    with pytest.raises(Refused):
        undo(at.context, at.database)
    assert held(at) == after


def test_meetings_of_a_former_schema_are_kept_once_a_window_opens(tmp_path: Path) -> None:
    path, clock = old_clinic("schema-1", tmp_path), Clock()
    clock.set_wall("America/Chicago", date(2026, 11, 30), 6)
    upgrade_clinic(Context("east", "desk", Role.MANAGER, clock), path, backup_folder(path))
    with closing(open_database(path)) as database:
        at = desk(database, clock)
        titles = titles_of(at)
        assert titles and meetings_run_out(at.context, database)
        before = [held(at, title) for title in titles]
        assert write_meetings_on(at.context, database)
        assert [held(at, title) for title in titles] == before
        assert not meetings_run_out(at.context, database)
        with database.reading() as session:
            assert set(session.scalars(select(Meeting.name))) <= titles


def titles_of(at: Desk) -> set[str]:
    with at.database.reading() as session:
        booked = (Appointment.title != "", Appointment.status == Status.BOOKED)
        return set(session.scalars(select(Appointment.title).where(*booked)))


def test_a_meeting_with_an_end_is_not_written_on(at: Desk) -> None:
    hours = {**ROUNDS["hours"][0], "until": MONDAY + timedelta(14)}  # type: ignore[dict-item]
    edited(at, Edit(Part.MEETINGS, None, {**ROUNDS, "hours": [hours]}))
    assert held(at) == list(weeks(MONDAY, 3))
    assert write_meetings_on(at.context, at.database) is None


def test_whoever_is_retired_takes_part_no_more_and_one_undo_brings_them_back(at: Desk) -> None:
    edited(at, Edit(Part.MEETINGS, None, {**ROUNDS, "who": ["Dr. Carver", "Dr. Dunne"]}))
    before = held(at)
    assert who_holds(at) == {("Dr. Carver", "Dr. Dunne")}
    done = edited(at, Edit(Part.PRACTITIONERS, {"name": "Dr. Dunne"}, None))
    assert done.difference == Difference(
        (), (Item(Section.MEETING, "Rounds"),), (Item(Section.PRACTITIONER, "Dr. Dunne"),)
    )
    assert (held(at), who_holds(at)) == (before, {("Dr. Carver",)})
    assert check_clinic(at.database).broken == ()
    undo(at.context, at.database)
    assert (held(at), who_holds(at)) == (before, {("Dr. Carver", "Dr. Dunne")})


def test_whoever_alone_holds_a_meeting_is_not_retired_before_it(at: Desk) -> None:
    edited(at, Edit(Part.MEETINGS, None, {**ROUNDS, "who": ["Dr. Dunne"]}))
    with pytest.raises(FaultyEdit) as refused:
        edited(at, Edit(Part.PRACTITIONERS, {"name": "Dr. Dunne"}, None))
    assert [fault.whose for fault in refused.value.faults] == [(Part.MEETINGS, "Rounds")]


def who_holds(at: Desk) -> set[tuple[str, ...]]:
    with at.database.reading() as session:
        booked = (Appointment.title == "Rounds", Appointment.status == Status.BOOKED)
        rows = session.scalars(select(Appointment).where(*booked)).all()
        names = {info.id: info.name for info in session.scalars(select(Resource))}
    return {tuple(names[number] for number in row.resources) for row in rows}


def test_one_that_was_cancelled_stays_so_when_the_others_are_written_on(
    at: Desk, clock: Clock
) -> None:
    edited(at, Edit(Part.MEETINGS, None, ROUNDS))
    with at.database.reading() as session:
        last = session.scalars(select(Appointment).where(Appointment.title == "Rounds")).all()[-1]
        visit, day = last.visit_id, last.day
    cancel_visit(at.context, at.database, visit, "holidays")
    clock.advance(days=7 * 30)
    write_meetings_on(at.context, at.database)
    assert held(at) == [other for other in weeks(MONDAY, 30 + 53) if other != day]
