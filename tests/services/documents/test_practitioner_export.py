"""A practitioner's own calendar file, and the clinic's day, out of a clinic's rows."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import icalendar
import pytest

from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Status
from clinicdesk.services.documents.practitioner_export import (
    export_day,
    export_practitioner,
    own_calendar_name,
)
from clinicdesk.services.errors import NotFound
from clinicdesk.services.visits.changing import cancel_visit, change_status
from clinicdesk.services.visits.moving import Move
from clinicdesk.services.visits.on_the_day import note_purpose
from tests.services.clinics import harbor_file
from tests.services.desk import MONDAY, Clock, Desk, desk

CARVER, DUNNE = ("Dr. Carver", "Room 1"), ("Dr. Dunne", "Room 2")
Event = tuple[str, str, str, str, int]


@pytest.fixture
def at(make_clinic: Callable[..., Database]) -> Desk:
    """Able goes from Carver at eight to Thorn and Fisk; Baker is with Carver on Tuesday."""
    made = desk(make_clinic(), Clock())
    made.book_first("Day", made.patient("Able").number)
    made.book_at("Adjustment", made.patient("Baker", "Bo").number, 600, CARVER, day=MONDAY + DAY)
    return made


DAY = timedelta(days=1)


def export(at: Desk, who: str = "Dr. Carver", days: int = 7) -> bytes:
    last = MONDAY + timedelta(days=days - 1)
    return export_practitioner(at.context, at.database, at.resource(who), MONDAY, last)


def events(content: bytes) -> list[Event]:
    """Begin and end by the clinic's clock, title, place, sequence."""
    found = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return [
        (
            f"{_wall(event.decoded('DTSTART')):%a %H:%M}",
            f"{_wall(event.decoded('DTEND')):%H:%M}",
            str(event["SUMMARY"]),
            str(event.get("LOCATION", "")),
            int(str(event["SEQUENCE"])),
        )
        for event in found
    ]


def _wall(instant: datetime) -> datetime:
    return instant.astimezone(UTC) - timedelta(hours=6)


def uids(content: bytes) -> list[str]:
    return [str(event["UID"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]


def test_it_has_their_own_minutes_with_initials_and_what_is_cancelled_is_left_out(
    at: Desk,
) -> None:
    first = export(at)
    assert events(first) == [
        ("Mon 08:00", "08:10", "A. A. – Appointment", "Room 1", 0),
        ("Tue 10:00", "10:10", "B. B. – Appointment", "Room 1", 0),
    ]
    tuesday = at.day(MONDAY + DAY)[0]
    at.move(Move(tuesday.number, start=630))
    moved = export(at)
    assert events(moved)[1] == ("Tue 10:30", "10:40", "B. B. – Appointment", "Room 1", 1)
    assert uids(moved) == uids(first)
    cancel_visit(at.context, at.database, tuesday.visit, "ill")
    assert events(export(at)) == events(first)[:1]
    assert (events(export(at, days=1)), events(export(at, "Dr. Dunne"))) == (events(first)[:1], [])


def test_names_stand_there_only_where_the_clinic_lets_them_and_nothing_else_ever(
    make_clinic: Callable[..., Database],
) -> None:
    text = (
        harbor_file()
        .decode()
        .replace('date_order = "MDY"', 'date_order = "MDY"\ncalendar_names = true')
    )
    at = desk(make_clinic(text.encode()), Clock())
    booked = at.book_at("Adjustment", at.patient("O'Able;", "Ann").number, 540, CARVER)
    number = at.visit(booked.visit).steps[0].number
    note_purpose(at.context, at.database, number, comes_for="numb foot", note="bring films")
    content = export(at)
    assert [event[2] for event in events(content)] == ["O'ABLE;, Ann – Appointment"]
    said = content.decode().replace("\r\n ", "")
    assert [word for word in ("numb", "films", "1980", "P-1", "555") if word in said] == []


def test_who_comes_to_one_class_is_one_event_without_anybodys_initials(at: Desk) -> None:
    thorn = ("Pia Thorn", "Hall")
    day = MONDAY + 2 * DAY
    first = at.book_at("Back class", at.patient("Castle").number, 600, thorn, day=day)
    content = export(at, "Pia Thorn")
    assert [event[:4] for event in events(content)] == [
        ("Mon 08:20", "08:45", "A. A. – Appointment", "Room 1"),
        ("Wed 10:00", "11:00", "Appointment", "Hall"),
    ]
    assert first.visit


def test_the_clinics_day_names_whose_each_event_is(at: Desk) -> None:
    at.book_at("Adjustment", at.patient("Dole").number, 480, DUNNE)
    content = export_day(at.context, at.database, MONDAY)
    assert [event[:3] for event in events(content)] == [
        ("Mon 08:00", "08:10", "Dr. Carver: A. A. – Appointment"),
        ("Mon 08:00", "08:10", "Dr. Dunne: D. A. – Appointment"),
        ("Mon 08:20", "08:45", "Pia Thorn: A. A. – Appointment"),
        ("Mon 08:50", "09:10", "Dr. Fisk: A. A. – Appointment"),
    ]
    assert set(uids(export(at, days=1))) < set(uids(content))


def test_holds_are_no_appointments_and_what_was_done_stays(at: Desk) -> None:
    at.hold_first("Adjustment", at.patient("Finch").number)
    (step, *_) = [one for one in at.day(MONDAY) if one.visit_type == "Adjustment"]
    clock = at.context.clock
    assert isinstance(clock, Clock)
    before = events(export(at))
    clock.set_wall("America/Chicago", MONDAY, 8, 5)
    for status in (Status.ARRIVED, Status.FULFILLED):
        change_status(at.context, at.database, [step.number], status)
    assert events(export(at)) == before


def test_who_is_no_practitioner_has_no_calendar_and_its_file_is_named_after_who_is(
    at: Desk,
) -> None:
    with pytest.raises(NotFound):
        export(at, "Room 1")
    carver = at.setup.resources[at.resource("Dr. Carver")]
    assert own_calendar_name(at.setup, carver) == f"calendar-dr-carver-{carver.id}.ics"
