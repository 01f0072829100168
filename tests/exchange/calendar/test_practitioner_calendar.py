"""A practitioner's calendar file: its lines, its UIDs, and what it refuses."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from clinicdesk.exchange.calendar.practitioner_calendar import (
    OwnCalendar,
    OwnEvent,
    practitioner_calendar,
)
from clinicdesk.exchange.wall_clock import NoSuchTime

EVENT = OwnEvent(
    number=41,
    practitioner=7,
    sequence=2,
    day=date(2027, 1, 12),
    start=540,
    end=550,
    title="A. A. \N{EN DASH} Appointment",
    last_modified=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
    where="Exam 3",
)
OWN = OwnCalendar(
    name="Dr. Carver",
    clinic_id="9f3c2a7e5d",
    zone=ZoneInfo("America/Chicago"),
    stamp=datetime(2026, 11, 22, 15, 30, tzinfo=UTC),
    events=(EVENT,),
)


def test_an_event_has_these_lines_and_no_others() -> None:
    lines = practitioner_calendar(OWN).decode().split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    assert sorted(lines[1:-2]) == [
        "BEGIN:VEVENT",
        "CALSCALE:GREGORIAN",
        "CLASS:PRIVATE",
        "DTEND:20270112T151000Z",
        "DTSTAMP:20261122T153000Z",
        "DTSTART:20270112T150000Z",
        "END:VEVENT",
        "LAST-MODIFIED:20261120T090000Z",
        "LOCATION:Exam 3",
        "METHOD:PUBLISH",
        "PRODID:-//ClinicDesk//Practitioner's calendar//EN",
        "SEQUENCE:2",
        "STATUS:CONFIRMED",
        "SUMMARY:A. A. \N{EN DASH} Appointment",
        "TRANSP:OPAQUE",
        "UID:9f3c2a7e5d-a-41-7@clinicdesk",
        "VERSION:2.0",
        "X-WR-CALNAME:Dr. Carver",
    ]


def test_events_stand_by_time_and_one_without_any_is_a_calendar_too() -> None:
    later = replace(EVENT, number=42, start=600, end=620)
    found = icalendar.Calendar.from_ical(
        practitioner_calendar(replace(OWN, events=(later, EVENT), mark="Demo"))
    ).walk("VEVENT")
    assert [str(event["UID"])[:15] for event in found] == ["9f3c2a7e5d-a-41", "9f3c2a7e5d-a-42"]
    assert {str(event["SUMMARY"]) for event in found} == {"Demo: A. A. \N{EN DASH} Appointment"}
    empty = icalendar.Calendar.from_ical(practitioner_calendar(replace(OWN, events=())))
    assert (empty["METHOD"], empty.walk("VEVENT")) == ("PUBLISH", [])


def test_what_a_name_or_title_holds_ends_no_line_and_stands_there_escaped() -> None:
    title = "O;B,\r\nBEGIN:VEVENT \u2028 x"
    found = icalendar.Calendar.from_ical(
        practitioner_calendar(replace(OWN, name=title, events=(replace(EVENT, title=title),)))
    )
    (event,) = found.walk("VEVENT")
    assert str(event["SUMMARY"]) == "O;B, BEGIN:VEVENT x"
    lines = practitioner_calendar(replace(OWN, name=title)).split(b"\r\n")
    assert b"X-WR-CALNAME:O\\;B\\, BEGIN:VEVENT x" in lines


def test_times_that_are_none_are_refused() -> None:
    skipped = replace(EVENT, day=date(2027, 3, 14), start=120, end=150)
    for event, error in ((replace(EVENT, end=540), ValueError), (skipped, NoSuchTime)):
        with pytest.raises(error):
            practitioner_calendar(replace(OWN, events=(event,)))
