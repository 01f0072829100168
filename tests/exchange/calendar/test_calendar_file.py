"""The patient's calendar file, read back with two other libraries and byte by byte."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.exchange.calendar.calendar_file import (
    NotExportable,
    StepForCalendar,
    VisitForCalendar,
    calendar_file_name,
    cancellation,
    visit_calendar,
)
from clinicdesk.exchange.calendar.calendar_text import folded_line, lines_of, one_line
from clinicdesk.exchange.patient_words import patient_words
from clinicdesk.exchange.wall_clock import NoSuchTime
from clinicdesk.models.statuses import Status

CHICAGO = ZoneInfo("America/Chicago")
STAMP = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
MODIFIED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2027, 1, 12)


def a_step(number: int = 41, **changes: Any) -> StepForCalendar:
    step = StepForCalendar(
        number=number,
        sequence=2,
        day=DAY,
        start=540,
        end=585,
        public_name="Appointment",
        status=Status.BOOKED,
        last_modified=MODIFIED,
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
        number="1204",
        steps=steps or (a_step(),),
        stamp=STAMP,
        words=patient_words(["en"]).calendar,
    )
    return replace(visit, **changes)


def events(data: bytes) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(data)
    return [part for part in calendar.walk("VEVENT") if isinstance(part, icalendar.Event)]


def the_event(data: bytes) -> icalendar.Event:
    (event,) = events(data)
    return event


def instants(data: bytes) -> list[tuple[datetime, datetime]]:
    return [(event.decoded("DTSTART"), event.decoded("DTEND")) for event in events(data)]


def assert_well_formed(data: bytes) -> None:
    """Only CRLF, at most 75 octets a line, whole characters in each line, a CRLF at the end."""
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n")[:-1]:
        assert 0 < len(line) <= 75
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029]", line.decode("utf-8"))


def unfolded(data: bytes) -> list[str]:
    return data.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def test_visit_calendar_writes_a_whole_event() -> None:
    assert unfolded(visit_calendar(a_visit())) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ClinicDesk//Combined visit//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "SEQUENCE:2",
        "CLASS:PRIVATE",
        "DTSTAMP:20261122T153000Z",
        (
            "DESCRIPTION:Please be there at 08:40.\\nWith Dr. Amara Osei.\\n"
            "Where: Exam 3\\, Lakeside Spine Center.\\nPlease bring a list of your medicines."
        ),
        "DTEND:20270112T154500Z",
        "LAST-MODIFIED:20261120T090000Z",
        "LOCATION:Exam 3\\, Lakeside Spine Center",
        "DTSTART:20270112T150000Z",
        "STATUS:CONFIRMED",
        "SUMMARY:Appointment",
        "TRANSP:OPAQUE",
        "UID:9f3c2a7e5d-1204-41@clinicdesk",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize("status", [Status.BOOKED, Status.CANCELLED])
def test_visit_calendar_of_a_demo_says_so_in_every_event(status: Status) -> None:
    visit = a_visit()
    steps = tuple(replace(step, status=status) for step in visit.steps)
    real = unfolded(visit_calendar(replace(visit, steps=steps)))
    marked = unfolded(visit_calendar(replace(visit, steps=steps, demo=True)))
    said = r"This is a demo: nobody has this appointment.\n"
    assert marked == [
        line.replace("SUMMARY:", "SUMMARY:Demo: ").replace("DESCRIPTION:", f"DESCRIPTION:{said}")
        for line in real
    ]
    assert marked != real


def test_visit_calendar_reads_back_with_vobject() -> None:
    data = visit_calendar(a_visit(a_step(), a_step(42, start=600, end=660, room="PT table 2")))
    calendar = vobject.readOne(data.decode("utf-8"))
    assert calendar.method.value == "PUBLISH"
    assert [event.uid.value for event in calendar.vevent_list] == [
        "9f3c2a7e5d-1204-41@clinicdesk",
        "9f3c2a7e5d-1204-42@clinicdesk",
    ]
    first, second = calendar.vevent_list
    assert first.dtstart.value == datetime(2027, 1, 12, 15, tzinfo=UTC)
    assert second.dtend.value == datetime(2027, 1, 12, 17, tzinfo=UTC)
    assert first.sequence.value == "2"
    assert second.location.value == "PT table 2, Lakeside Spine Center"


def test_visit_calendar_puts_steps_in_the_order_of_their_times() -> None:
    late, early = a_step(1, start=600, end=660), a_step(2, start=480, end=500)
    numbers = [str(event["UID"]) for event in events(visit_calendar(a_visit(late, early)))]
    assert numbers == ["9f3c2a7e5d-1204-2@clinicdesk", "9f3c2a7e5d-1204-1@clinicdesk"]


def test_visit_calendar_of_an_unchanged_visit_differs_in_dtstamp_alone() -> None:
    visit = a_visit(
        *(a_step(number, start=number * 60, end=number * 60 + 30) for number in range(9))
    )
    later = replace(visit, stamp=STAMP + timedelta(days=3))
    first, second = unfolded(visit_calendar(visit)), unfolded(visit_calendar(later))
    changed = {a.split(":")[0] for a, b in zip(first, second, strict=True) if a != b}
    assert changed == {"DTSTAMP"}
    assert visit_calendar(visit) == visit_calendar(replace(visit, steps=visit.steps[::-1]))


def test_visit_calendar_keeps_the_uid_and_raises_the_sequence_when_a_step_moves() -> None:
    before = the_event(visit_calendar(a_visit()))
    after = the_event(visit_calendar(a_visit(a_step(sequence=3, start=600, end=645))))
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (2, 3)


def test_visit_calendar_of_two_clinics_has_different_uids() -> None:
    one, other = a_visit(), a_visit(clinic_id="0000aaaa")
    assert the_event(visit_calendar(one))["UID"] != the_event(visit_calendar(other))["UID"]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.ENTERED_IN_ERROR])
def test_visit_calendar_of_a_visit_taken_back_cancels_the_same_uids(status: Status) -> None:
    booked = a_visit(a_step(), a_step(42, start=600, end=660))
    gone = replace(booked, steps=tuple(replace(s, status=status, sequence=3) for s in booked.steps))
    data = visit_calendar(gone)
    assert_well_formed(data)
    assert icalendar.Calendar.from_ical(data)["METHOD"] == "CANCEL"
    assert {str(e["STATUS"]) for e in events(data)} == {"CANCELLED"}
    assert {str(e["SEQUENCE"]) for e in events(data)} == {"3"}
    published = [e["UID"] for e in events(visit_calendar(booked))]
    assert [e["UID"] for e in events(data)] == published
    assert cancellation(gone) == data


def test_visit_calendar_does_not_show_a_cancelled_step_again() -> None:
    visit = a_visit(a_step(), a_step(42, start=600, end=660, status=Status.CANCELLED))
    data = visit_calendar(visit)
    assert icalendar.Calendar.from_ical(data)["METHOD"] == "PUBLISH"
    assert [str(e["UID"]) for e in events(data)] == ["9f3c2a7e5d-1204-41@clinicdesk"]
    taken_back = cancellation(visit)
    assert taken_back is not None
    assert str(the_event(taken_back)["UID"]) == "9f3c2a7e5d-1204-42@clinicdesk"
    assert icalendar.Calendar.from_ical(taken_back)["METHOD"] == "CANCEL"


def test_cancellation_of_a_visit_with_every_step_booked_is_none() -> None:
    assert cancellation(a_visit()) is None


@pytest.mark.parametrize(
    ("status", "expected"), [(Status.PENDING, "TENTATIVE"), (Status.ARRIVED, "CONFIRMED")]
)
def test_visit_calendar_states_the_status(status: Status, expected: str) -> None:
    assert the_event(visit_calendar(a_visit(a_step(status=status))))["STATUS"] == expected


# ---------------------------------------------------------------- instants

CHANGES = [
    # zone, day, wall-clock minutes, offset in minutes there and then
    ("America/Chicago", date(2027, 3, 14), 119, -360),
    ("America/Chicago", date(2027, 3, 14), 180, -300),
    ("America/Chicago", date(2027, 3, 14), 540, -300),
    ("America/Chicago", date(2026, 11, 1), 59, -300),
    ("America/Chicago", date(2026, 11, 1), 120, -360),
    ("America/Chicago", date(2026, 11, 1), 1380, -360),
    ("Europe/Berlin", date(2027, 3, 28), 119, 60),
    ("Europe/Berlin", date(2027, 3, 28), 180, 120),
    ("Europe/Berlin", date(2026, 10, 25), 119, 120),
    ("Europe/Berlin", date(2026, 10, 25), 180, 60),
    ("Australia/Lord_Howe", date(2026, 10, 4), 119, 630),
    ("Australia/Lord_Howe", date(2026, 10, 4), 150, 660),
    ("Australia/Lord_Howe", date(2027, 4, 4), 89, 660),
    ("Australia/Lord_Howe", date(2027, 4, 4), 120, 630),
    ("America/New_York", date(2027, 1, 5), 540, -300),
    ("America/New_York", date(2027, 7, 6), 540, -240),
]


@pytest.mark.parametrize(("zone", "day", "minute", "offset"), CHANGES)
def test_visit_calendar_gives_the_instant_of_the_clinics_wall_clock(
    zone: str, day: date, minute: int, offset: int
) -> None:
    end = 1439
    step = a_step(day=day, start=minute, end=end, arrive_early=0)
    data = visit_calendar(a_visit(step, zone=ZoneInfo(zone)))
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    last_offset = ZoneInfo(zone).utcoffset(datetime(day.year, day.month, day.day, 23, 59))
    assert last_offset is not None
    expected = midnight + timedelta(minutes=minute - offset)
    assert instants(data) == [(expected, midnight + timedelta(minutes=end) - last_offset)]


@pytest.mark.parametrize(
    ("zone", "day", "minute", "fault"),
    [
        ("America/Chicago", date(2027, 3, 14), 120, "skipped"),
        ("America/Chicago", date(2027, 3, 14), 150, "skipped"),
        ("America/Chicago", date(2026, 11, 1), 60, "twice"),
        ("America/Chicago", date(2026, 11, 1), 90, "twice"),
        ("Europe/Berlin", date(2027, 3, 28), 150, "skipped"),
        ("Europe/Berlin", date(2026, 10, 25), 150, "twice"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 125, "skipped"),
        ("Australia/Lord_Howe", date(2027, 4, 4), 95, "twice"),
    ],
)
def test_visit_calendar_refuses_a_time_that_names_no_instant(
    zone: str, day: date, minute: int, fault: str
) -> None:
    for start, end in ((minute, 600), (0, minute)):
        visit = a_visit(a_step(day=day, start=start, end=end), zone=ZoneInfo(zone))
        with pytest.raises(NoSuchTime) as refused:
            visit_calendar(visit)
        assert (refused.value.fault, refused.value.minute) == (fault, minute)


def test_visit_calendar_ends_at_the_next_midnight() -> None:
    data = visit_calendar(a_visit(a_step(start=1380, end=1440)))
    start = datetime(2027, 1, 13, 5, tzinfo=UTC)
    assert instants(data) == [(start, start + timedelta(hours=1))]


def test_visit_calendar_across_the_change_is_an_hour_shorter_and_longer() -> None:
    lengths = []
    for day in (date(2027, 3, 14), date(2026, 11, 1)):
        ((start, end),) = instants(visit_calendar(a_visit(a_step(day=day, start=30, end=240))))
        lengths.append(end - start)
    assert lengths == [timedelta(minutes=150), timedelta(minutes=270)]


# ---------------------------------------------------------------- text

HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["\r", "\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x00", "\x1c", ";", ",", "\\",
             "\\n", "\\N", "\\;", ":", '"', "END:VCALENDAR", "\r\nEND:VEVENT\r\n", "BEGIN:VALARM",
             "\r\nATTENDEE:mailto:x@example.org", "é", "漢字", "👩‍⚕️", " ", "\t", "^n", "{name}"]
        ),
    ),
    max_size=20,
).map("".join)  # fmt: skip


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_visit_calendar_keeps_one_property_one_property(
    public: str, practitioner: str, room: str, instructions: str, clinic: str
) -> None:
    step = a_step(
        public_name=public, practitioner=practitioner, room=room, instructions=instructions
    )
    data = visit_calendar(a_visit(step, clinic_name=clinic))
    assert_well_formed(data)
    names = [line.partition(":")[0] for line in unfolded(data)]
    assert len(names) == len(set(names)) + 2  # BEGIN and END, twice each
    location = ", ".join(filter(None, (one_line(room), one_line(clinic))))
    lines = ["Please be there at 08:40."]
    if practitioner.strip():
        lines.append(f"With {one_line(practitioner)}.")
    if location:
        lines.append(f"Where: {location}.")
    lines.append(instructions)
    description = "\n".join(filter(None, map(lines_of, lines)))
    assert the_texts(data) == (one_line(public) or "Appointment", location, description)
    vobject.readOne(data.decode("utf-8"))


def the_texts(data: bytes) -> tuple[str, str, str]:
    """SUMMARY, LOCATION and DESCRIPTION by RFC 5545 alone, and icalendar must see the same."""
    found = dict(line.split(":", 1) for line in unfolded(data))
    event = the_event(data)
    texts = []
    for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
        text = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], found.get(name, ""))
        assert str(event.get(name, "")) == text
        texts.append(text)
    return texts[0], texts[1], texts[2]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300))
def test_folded_line_is_short_whole_and_unfolds_to_itself(line: str) -> None:
    data = folded_line(line)
    assert data.endswith(b"\r\n")
    pieces = data[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 and piece.decode("utf-8") is not None for piece in pieces)
    assert data[:-2].replace(b"\r\n ", b"").decode("utf-8") == line


def test_folding_cuts_between_characters_of_several_octets() -> None:
    line = "SUMMARY:" + "x" * 66 + "漢" * 30
    first, second, _ = folded_line(line).split(b"\r\n", 2)
    assert first == b"SUMMARY:" + b"x" * 66
    assert second == b" " + "漢".encode() * 24


def test_visit_calendar_asks_nobody_to_come_while_the_step_before_goes_on() -> None:
    visit = a_visit(a_step(), a_step(42, start=590, end=650, arrive_early=15))
    first, second = (
        str(event["DESCRIPTION"]).split("\n")[0] for event in events(visit_calendar(visit))
    )
    assert (first, second) == ("Please be there at 08:40.", "Please be there at 09:45.")


def test_visit_calendar_of_a_video_step_names_no_room_and_no_arrival() -> None:
    event = the_event(visit_calendar(a_visit(a_step(place="video", room=""))))
    assert event["LOCATION"] == "By video"
    assert "be there" not in str(event["DESCRIPTION"])


def test_visit_calendar_of_an_arrival_before_midnight_stays_on_the_day() -> None:
    event = the_event(visit_calendar(a_visit(a_step(start=10, end=30))))
    assert str(event["DESCRIPTION"]).startswith("Please be there at 00:00.")


@pytest.mark.parametrize(
    ("day", "start", "early", "told"),
    [
        (date(2026, 3, 8), 180, 15, "01:45"),
        (date(2026, 3, 8), 200, 20, "03:00"),
        (date(2026, 3, 8), 210, 240, "00:00"),
        (date(2026, 11, 1), 120, 15, "01:45"),
        (date(2026, 11, 1), 600, 20, "09:40"),
    ],
)
def test_visit_calendar_names_an_arrival_that_the_clock_shows(
    day: date, start: int, early: int, told: str
) -> None:
    step = a_step(day=day, start=start, end=start + 30, arrive_early=early)
    description = str(the_event(visit_calendar(a_visit(step)))["DESCRIPTION"])
    assert description.startswith(f"Please be there at {told}.")


# ---------------------------------------------------------------- refusals and names


@pytest.mark.parametrize(
    ("visit", "code"),
    [
        (replace(a_visit(), steps=()), "no-steps"),
        (a_visit(a_step(), a_step()), "repeated-step"),
        (a_visit(a_step(status=Status.WAITLIST)), "status"),
        (a_visit(a_step(start=600, end=600)), "times"),
        (a_visit(a_step(start=-5)), "times"),
        (a_visit(a_step(end=1441)), "times"),
        (a_visit(a_step(sequence=-1)), "negative"),
        (a_visit(clinic_id="a\r\nb"), "identifier"),
        (a_visit(number=""), "identifier"),
        (a_visit(stamp=datetime(2026, 1, 1)), "instant-without-zone"),
        (a_visit(a_step(last_modified=datetime(2026, 1, 1))), "instant-without-zone"),
    ],
)
def test_visit_calendar_refuses_what_would_make_a_false_file(
    visit: VisitForCalendar, code: str
) -> None:
    export: Callable[[VisitForCalendar], object]
    for export in (visit_calendar, cancellation):
        with pytest.raises(NotExportable) as refused:
            export(visit)
        assert refused.value.code == code


def test_calendar_file_name_is_made_of_the_visit_number() -> None:
    assert calendar_file_name("1204") == "visit-1204.ics"


@pytest.mark.parametrize(
    "number", ["", "../x", "a/b", "a\x00", "CON:", "1" * 300, "\u202e1", "1\n"]
)
def test_calendar_file_name_refuses_anything_else(number: str) -> None:
    with pytest.raises(NotExportable):
        calendar_file_name(number)
