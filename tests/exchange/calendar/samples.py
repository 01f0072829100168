"""A visit for calendar files, and files read back with other libraries and byte by byte."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import ics
import vobject

from clinicdesk.exchange.calendar.calendar_values import StepForCalendar, VisitForCalendar
from clinicdesk.exchange.language_files import patient_words
from tests.exchange.calendar.libical import faults

CHICAGO = ZoneInfo("America/Chicago")
STAMP = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
MODIFIED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2027, 1, 12)


def a_step(number: int = 41, **changes: Any) -> StepForCalendar:
    step = StepForCalendar(
        number=number,
        day=DAY,
        start=540,
        end=585,
        public_name="Appointment",
        practitioner="Dr. Amara Osei",
        room="Exam 3",
        arrive_early=20,
        instructions="Please bring a list of your medicines.",
    )
    return replace(step, **changes)


def a_visit(*steps: StepForCalendar, **changes: Any) -> VisitForCalendar:
    visit = VisitForCalendar(
        clinic_name="Lakeside Spine Center",
        clinic_id="9f3c2a7e5d",
        zone=CHICAGO,
        number="V-1204",
        edition=2,
        last_modified=MODIFIED,
        steps=steps or (a_step(),),
        stamp=STAMP,
        words=patient_words(["en"]).calendar,
    )
    return replace(visit, **changes)


def called_off(visit: VisitForCalendar, **changes: Any) -> VisitForCalendar:
    """The same once nothing of it takes place any more."""
    steps = tuple(replace(step, takes_place=False) for step in visit.steps)
    return replace(visit, steps=steps, ended_with=visit.steps, **changes)


def the_event(data: bytes) -> icalendar.Event:
    """The one event of a file that every reader takes, and takes for the same."""
    assert_well_formed(data)
    assert faults(data) == ""
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert isinstance(event, icalendar.Event)
    other = vobject.readOne(data.decode("utf-8"))
    (third,) = ics.Calendar(StringIO(data.decode("utf-8")).read()).events
    assert other.method.value == method(data)
    uids = {str(event["UID"]), other.vevent.uid.value, third.uid}
    begins = {
        event.decoded("DTSTART"), other.vevent.dtstart.value, third.begin.datetime,
    }  # fmt: skip
    ends = {event.decoded("DTEND"), other.vevent.dtend.value, third.end.datetime}
    assert (len(uids), len(begins), len(ends)) == (1, 1, 1)
    return event


def method(data: bytes) -> str:
    return str(icalendar.Calendar.from_ical(data)["METHOD"])


def said(data: bytes) -> list[str]:
    """The lines of the description."""
    return str(the_event(data)["DESCRIPTION"]).split("\n")


def assert_well_formed(data: bytes) -> None:
    """Only CRLF, at most 75 octets a line, whole characters in each line, a CRLF at the end."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n")[:-1]:
        assert 0 < len(line) <= 75
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", line.decode("utf-8"))


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]
