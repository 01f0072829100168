"""The two forms of a visit in a calendar: one event for all of it, or a file a step."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinicdesk.exchange.calendar.calendar_file import (
    step_cancellations,
    step_files,
    visit_cancellation,
    visit_file,
)
from clinicdesk.exchange.calendar.calendar_values import VisitForCalendar
from tests.exchange.calendar.samples import (
    CHICAGO,
    a_step,
    a_visit,
    called_off,
    method,
    said,
    the_event,
    unfolded,
)

THERAPY = a_step(
    42, start=590, end=650, public_name="Physical therapy", practitioner="Bo Lind", room="Gym",
    arrive_early=15, instructions="",
)  # fmt: skip


def test_form_visit_writes_a_whole_event() -> None:
    visit = a_visit(
        THERAPY, a_step(),
        address="12 Main Street\nSpringfield",
        directions="Over the bridge.\n9:30 the bus goes.\n8 am too.\n2 stops.",
        phone="555-0100", web="https://lakeside.example", email="desk@lakeside.example",
        twelve_hour=True,
    )  # fmt: skip
    assert unfolded(visit_file(visit)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ClinicDesk//Combined visit//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "ORGANIZER;CN=Lakeside Spine Center:mailto:desk@lakeside.example",
        "SEQUENCE:2",
        "CLASS:PRIVATE",
        "DTSTAMP:20261122T153000Z",
        (
            "DESCRIPTION:Please arrive by 8:40 am.\\n"
            "9:00 am Appointment\\, Dr. Amara Osei\\, Exam 3\\n"
            "9:50 am Physical therapy\\, Bo Lind\\, Gym\\n"
            "Where: Lakeside Spine Center\\, 12 Main Street\\, Springfield.\\n"
            "Over the bridge.\\n– 9:30 the bus goes.\\n– 8 am too.\\n2 stops.\\n"
            "Please bring a list of your medicines.\\n"
            "Questions: 555-0100\\, https://lakeside.example."
        ),
        "DTEND:20270112T165000Z",
        "LAST-MODIFIED:20261120T090000Z",
        "LOCATION:Lakeside Spine Center\\, 12 Main Street\\, Springfield",
        "DTSTART:20270112T144000Z",
        "STATUS:CONFIRMED",
        "SUMMARY:Appointment at Lakeside Spine Center",
        "TRANSP:OPAQUE",
        "UID:9f3c2a7e5d-V-1204@clinicdesk",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Appointment at Lakeside Spine Center",
        "TRIGGER:-P1D",
        "END:VALARM",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Appointment at Lakeside Spine Center",
        "TRIGGER:-PT2H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_form_steps_writes_a_file_a_step() -> None:
    gone = a_step(43, start=700, end=730, takes_place=False)
    files = step_files(a_visit(THERAPY, a_step(), gone))
    assert list(files) == [f"visit-V-1204-step-{number}.ics" for number in (41, 42, 43)]
    assert [method(data) for data in files.values()] == ["PUBLISH", "PUBLISH", "CANCEL"]
    events = [the_event(data) for data in files.values()]
    assert [event["UID"] for event in events] == [
        f"9f3c2a7e5d-V-1204-{number}@clinicdesk" for number in (41, 42, 43)
    ]
    assert [event["SUMMARY"] for event in events] == [
        "Appointment (1 of 2), Lakeside Spine Center",
        "Physical therapy (2 of 2), Lakeside Spine Center",
        "Appointment, Lakeside Spine Center",
    ]
    assert [event["LOCATION"] for event in events] == [
        f"{room}, Lakeside Spine Center" for room in ("Exam 3", "Gym", "Exam 3")
    ]
    nine = datetime(2027, 1, 12, 15, tzinfo=UTC)
    assert [
        (event.decoded("DTSTART") - nine, event.decoded("DTEND") - nine) for event in events
    ] == [
        (timedelta(minutes=begin), timedelta(minutes=end))
        for begin, end in ((0, 45), (50, 110), (160, 190))
    ]
    # Nobody is reminded while they are there already.
    assert [len(event.walk("VALARM")) for event in events] == [2, 0, 0]


def test_between_steps_nobody_is_asked_to_be_there_at_a_time() -> None:
    by_video = replace(THERAPY, number=40, start=480, end=510, place="video", room="")
    first, second, third = step_files(a_visit(by_video, a_step(), THERAPY)).values()
    assert said(first) == ["With Bo Lind.", "Where: By video."]
    assert said(second)[:2] == ["Please arrive by 08:40.", "With Dr. Amara Osei."]
    assert said(third)[:2] == ["You come here from the appointment before.", "With Bo Lind."]


def test_who_does_not_come_arrives_at_no_time() -> None:
    visit = a_visit(a_step(place="phone", room=""), address="12 Main Street")
    event = the_event(visit_file(visit))
    assert event.decoded("DTSTART") == datetime(2027, 1, 12, 15, tzinfo=UTC)
    assert event["LOCATION"] == "By phone"
    assert said(visit_file(visit))[0] == "09:00 Appointment, Dr. Amara Osei, By phone"


def test_a_discreet_title_names_neither_clinic_nor_service() -> None:
    visit = a_visit(a_step(), THERAPY, discreet=True)
    titles = [the_event(data)["SUMMARY"] for data in step_files(visit).values()]
    assert titles == ["Appointment (1 of 2)", "Appointment (2 of 2)"]
    assert the_event(visit_file(visit))["SUMMARY"] == "Appointment"


@pytest.mark.parametrize(
    ("day", "start", "early", "opens", "utc", "told"),
    [
        (date(2027, 1, 12), 540, 20, 480, "14:40", "08:40"),
        (date(2027, 1, 12), 540, 20, 530, "14:50", "08:50"),
        (date(2027, 1, 12), 540, 20, 540, "15:00", "09:00"),
        (date(2027, 1, 12), 10, 20, 0, "06:00", "00:00"),
        # An hour is skipped, and shown twice, before the start.
        (date(2026, 3, 8), 180, 15, 0, "07:45", "01:45"),
        (date(2026, 3, 8), 210, 240, 0, "06:00", "00:00"),
        (date(2026, 11, 1), 120, 15, 0, "07:45", "01:45"),
        (date(2026, 11, 1), 120, 75, 0, "06:45", "01:45"),
        (date(2026, 11, 1), 600, 20, 0, "15:40", "09:40"),
    ],
)
def test_the_arrival_is_within_the_opening_hours_and_on_the_day(
    day: date, start: int, early: int, opens: int, utc: str, told: str
) -> None:
    step = a_step(day=day, start=start, end=start + 30, arrive_early=early, opens=opens)
    visit = a_visit(step, zone=CHICAGO)
    assert f"{the_event(visit_file(visit)).decoded('DTSTART'):%H:%M}" == utc
    for data in (visit_file(visit), *step_files(visit).values()):
        assert said(data)[0] == f"Please arrive by {told}."


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "America/Chicago"])
def test_the_arrival_is_real_minutes_before_the_start_at_every_change_of_the_clock(
    zone: str,
) -> None:
    changes = {
        "Europe/Berlin": (date(2027, 3, 28), date(2026, 10, 25)),
        "Australia/Lord_Howe": (date(2026, 10, 4), date(2027, 4, 4)),
        "America/Chicago": (date(2027, 3, 14), date(2026, 11, 1)),
    }
    for day in changes[zone]:
        step = a_step(day=day, start=185, end=300, arrive_early=90)
        visit = a_visit(step, zone=ZoneInfo(zone))
        (own,) = step_files(visit).values()
        starts = the_event(own).decoded("DTSTART")
        assert starts - the_event(visit_file(visit)).decoded("DTSTART") == timedelta(minutes=90)


def test_what_takes_the_other_form_back() -> None:
    visit = a_visit(a_step(), replace(THERAPY, takes_place=False))
    whole = the_event(visit_cancellation(visit))
    assert (whole["STATUS"], whole["UID"]) == ("CANCELLED", the_event(visit_file(visit))["UID"])
    files = step_cancellations(visit)
    assert list(files) == list(step_files(visit))
    assert {method(data) for data in files.values()} == {"CANCEL"}


def test_the_last_state_gives_a_cancellation_its_times() -> None:
    """One step was called off and the other moved before all was called off."""
    moved = replace(THERAPY, start=700, end=760)
    visit: VisitForCalendar = replace(called_off(a_visit(a_step(), moved)), ended_with=(moved,))
    event = the_event(visit_file(visit))
    assert event.decoded("DTSTART") == datetime(2027, 1, 12, 17, 25, tzinfo=UTC)
    assert event.decoded("DTEND") == datetime(2027, 1, 12, 18, 40, tzinfo=UTC)
