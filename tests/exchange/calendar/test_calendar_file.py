"""What holds of a calendar file in either form: text, instants, names, what is refused."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.exchange.calendar.calendar_file import (
    step_cancellations,
    step_file_name,
    step_files,
    visit_cancellation,
    visit_file,
    visit_file_name,
    visits_file,
)
from clinicdesk.exchange.calendar.calendar_text import folded_line, lines_of, one_line
from clinicdesk.exchange.calendar.calendar_values import NotExportable, VisitForCalendar
from clinicdesk.exchange.language_files import patient_words
from clinicdesk.exchange.wall_clock import NoSuchTime
from tests.exchange.calendar.samples import (
    STAMP,
    a_step,
    a_visit,
    assert_well_formed,
    called_off,
    the_event,
    unfolded,
)

Write = Callable[[VisitForCalendar], bytes]


def one_step_file(visit: VisitForCalendar) -> bytes:
    """The file of the visit's only step."""
    (content,) = step_files(visit).values()
    return content


EITHER = pytest.mark.parametrize("write", [visit_file, one_step_file], ids=["visit", "steps"])


@EITHER
def test_an_unchanged_visit_gives_a_file_that_differs_in_dtstamp_alone(write: Write) -> None:
    visit = a_visit()
    later = replace(visit, stamp=STAMP + timedelta(days=3))
    pairs = zip(unfolded(write(visit)), unfolded(write(later)), strict=True)
    assert {one.split(":")[0] for one, other in pairs if one != other} == {"DTSTAMP"}


@EITHER
def test_a_demo_says_so_in_every_event(write: Write) -> None:
    for visit in (a_visit(), called_off(a_visit())):
        real, marked = unfolded(write(visit)), unfolded(write(replace(visit, demo=True)))
        first = r"This is a demo: nobody has this appointment.\n" if visit.standing else ""
        expected = [
            # An alarm says the title.
            line.replace("SUMMARY:", "SUMMARY:Demo: ")
            .replace("DESCRIPTION:Appointment", "DESCRIPTION:Demo: Appointment")
            .replace("DESCRIPTION:Please", f"DESCRIPTION:{first}Please")
            for line in real
        ]
        assert marked == expected
        assert marked != real


@EITHER
def test_a_cancellation_has_the_same_uid_and_no_alarm_and_says_one_sentence(write: Write) -> None:
    booked = a_visit()
    before, after = the_event(write(booked)), the_event(write(called_off(booked, edition=3)))
    assert (after["UID"], after["DTSTART"], after["DTEND"]) == (
        before["UID"], before["DTSTART"], before["DTEND"],
    )  # fmt: skip
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (2, 3)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["DESCRIPTION"] == "This appointment is cancelled."
    assert (len(before.walk("VALARM")), len(after.walk("VALARM"))) == (2, 0)


@EITHER
def test_two_clinics_have_different_uids(write: Write) -> None:
    one, other = a_visit(), a_visit(clinic_id="0000aaaa")
    assert the_event(write(one))["UID"] != the_event(write(other))["UID"]


@EITHER
def test_it_is_tentative_while_it_is_held(write: Write) -> None:
    assert the_event(write(a_visit(a_step(held=True))))["STATUS"] == "TENTATIVE"


@EITHER
@pytest.mark.parametrize(
    ("name", "email", "line"),
    [
        ("Lakeside", "desk@lakeside.example", "ORGANIZER;CN=Lakeside:mailto:desk@lakeside.example"),
        ("Lake: A, B; C", "", 'ORGANIZER;CN="Lake: A, B; C":mailto:nobody@clinicdesk.invalid'),
        ('The "Lake" ^n', "", "ORGANIZER;CN=The ^'Lake^' ^^n:mailto:nobody@clinicdesk.invalid"),
        ("", "no address", "ORGANIZER:mailto:nobody@clinicdesk.invalid"),
        ("L", "a@b.c\r\nX:y", "ORGANIZER;CN=L:mailto:nobody@clinicdesk.invalid"),
        ("L", "Müller@see.example", "ORGANIZER;CN=L:mailto:M%C3%BCller@see.example"),
    ],
)
def test_the_organizer_is_the_clinic(write: Write, name: str, email: str, line: str) -> None:
    lines = unfolded(write(a_visit(clinic_name=name, email=email)))
    assert [found for found in lines if found.startswith("ORGANIZER")] == [line]


@EITHER
def test_the_organizers_name_reads_back(write: Write) -> None:
    name = 'Lake: "A", B; ^C' + "é" * 500
    organizer = the_event(write(a_visit(clinic_name=name)))["ORGANIZER"]
    assert organizer.params["CN"] == name


@EITHER
def test_spanish_throughout(write: Write) -> None:
    visit = a_visit(words=patient_words(["es"]).calendar, clinic_name="Centro", phone="555")
    event = the_event(write(visit))
    assert event["SUMMARY"] in ("Cita en Centro", "Appointment, Centro")
    lines = str(event["DESCRIPTION"]).split("\n")
    assert (lines[0], lines[-1]) == ("Hora de llegada: 08:40.", "Preguntas: 555.")
    gone = the_event(write(called_off(visit)))
    assert gone["DESCRIPTION"] == "Esta cita fue cancelada."


# ---------------------------------------------------------------- instants

CHANGES = [
    # zone, day, wall-clock minutes, offset in minutes there and then
    ("America/Chicago", date(2027, 3, 14), 119, -360),
    ("America/Chicago", date(2027, 3, 14), 180, -300),
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
    ("America/New_York", date(2027, 7, 6), 540, -240),
]


@EITHER
@pytest.mark.parametrize(("zone", "day", "minute", "offset"), CHANGES)
def test_an_instant_is_that_of_the_clinics_wall_clock(
    write: Write, zone: str, day: date, minute: int, offset: int
) -> None:
    end = 1439
    step = a_step(day=day, start=minute, end=end, arrive_early=0)
    event = the_event(write(a_visit(step, zone=ZoneInfo(zone))))
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    last_offset = ZoneInfo(zone).utcoffset(datetime(day.year, day.month, day.day, 23, 59))
    assert last_offset is not None
    assert event.decoded("DTSTART") == midnight + timedelta(minutes=minute - offset)
    assert event.decoded("DTEND") == midnight + timedelta(minutes=end) - last_offset


@EITHER
@pytest.mark.parametrize(
    ("zone", "day", "minute", "fault"),
    [
        ("America/Chicago", date(2027, 3, 14), 120, "skipped"),
        ("America/Chicago", date(2026, 11, 1), 90, "twice"),
        ("Europe/Berlin", date(2027, 3, 28), 150, "skipped"),
        ("Europe/Berlin", date(2026, 10, 25), 150, "twice"),
        ("Australia/Lord_Howe", date(2026, 10, 4), 125, "skipped"),
        ("Australia/Lord_Howe", date(2027, 4, 4), 95, "twice"),
    ],
)
def test_a_time_that_names_no_instant_is_refused(
    write: Write, zone: str, day: date, minute: int, fault: str
) -> None:
    for start, end in ((minute, 600), (0, minute)):
        visit = a_visit(a_step(day=day, start=start, end=end), zone=ZoneInfo(zone))
        with pytest.raises(NoSuchTime) as refused:
            write(visit)
        assert (refused.value.fault, refused.value.minute) == (fault, minute)


@EITHER
def test_an_end_at_the_next_midnight(write: Write) -> None:
    event = the_event(write(a_visit(a_step(start=1380, end=1440, arrive_early=0))))
    start = datetime(2027, 1, 13, 5, tzinfo=UTC)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (start, start + timedelta(hours=1))


@EITHER
def test_across_the_change_it_is_an_hour_shorter_and_longer(write: Write) -> None:
    lengths = []
    for day in (date(2027, 3, 14), date(2026, 11, 1)):
        event = the_event(write(a_visit(a_step(day=day, start=30, end=240, arrive_early=0))))
        lengths.append(event.decoded("DTEND") - event.decoded("DTSTART"))
    assert lengths == [timedelta(minutes=150), timedelta(minutes=270)]


# ---------------------------------------------------------------- text

HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from(
            ["\r", "\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\x00", "\x1c", ";", ",", "\\",
             "\\n", "\\N", "\\;", ":", '"', "END:VCALENDAR", "\r\nEND:VEVENT\r\n", "BEGIN:VALARM",
             "\r\nATTENDEE:mailto:x@example.org", "é", "漢字", "👩‍⚕️", " ", "\t", "^n", "{name}",
             "\u202e", "\u2067", "x" * 500, "{time}", "\n14:55 "]
        ),
    ),
    max_size=20,
).map("".join)  # fmt: skip


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_one_property_stays_one_property(
    public: str, practitioner: str, room: str, instructions: str, clinic: str
) -> None:
    step = a_step(
        public_name=public, practitioner=practitioner, room=room, instructions=instructions
    )
    visit = a_visit(step, clinic_name=clinic)
    for data, title in (
        (visit_file(visit), one_line(clinic) and f"Appointment at {one_line(clinic)}"),
        (one_step_file(visit), f"{one_line(public) or 'Appointment'}, {one_line(clinic)}"),
    ):
        assert_well_formed(data)
        names = [re.split("[:;]", line)[0] for line in unfolded(data)]
        once = {name for name in names if names.count(name) == 1}
        # BEGIN and END, of which an alarm has its own, as it has ACTION and TRIGGER.
        assert {*names} - once == {"BEGIN", "END", "DESCRIPTION", "ACTION", "TRIGGER"}
        summary, description = the_texts(data)
        assert summary == (one_line(title) or "Appointment")
        timed = [line for line in description.split("\n") if re.match(r"\d?\d:\d\d", line)]
        assert timed[1:] == []
        assert all(part in description for part in lines_of(instructions).split("\n"))


def the_texts(data: bytes) -> tuple[str, str]:
    """SUMMARY and DESCRIPTION by RFC 5545 alone, and icalendar must see the same."""
    event, texts = the_event(data), []
    found = dict(line.split(":", 1) for line in unfolded(data)[::-1])
    for name in ("SUMMARY", "DESCRIPTION"):
        text = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], found.get(name, ""))
        assert str(event.get(name, "")) == text
        texts.append(text)
    return texts[0], texts[1]


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


# ---------------------------------------------------------------- refusals, names, several visits


@pytest.mark.parametrize(
    ("visit", "code"),
    [
        (replace(a_visit(), steps=()), "no-steps"),
        (a_visit(a_step(takes_place=False)), "no-steps"),
        (a_visit(a_step(), a_step()), "repeated-step"),
        (a_visit(a_step(start=600, end=600)), "times"),
        (a_visit(a_step(start=-5)), "times"),
        (a_visit(a_step(end=1441)), "times"),
        (a_visit(edition=-1), "negative"),
        (a_visit(a_step(arrive_early=-1)), "negative"),
        (a_visit(clinic_id="a\r\nb"), "identifier"),
        (a_visit(number=""), "identifier"),
        (a_visit(stamp=datetime(2026, 1, 1)), "instant-without-zone"),
        (a_visit(last_modified=datetime(2026, 1, 1)), "instant-without-zone"),
    ],
)
def test_what_would_make_a_false_file_is_refused(visit: VisitForCalendar, code: str) -> None:
    export: Callable[[VisitForCalendar], object]
    for export in (visit_file, step_files, visit_cancellation, step_cancellations):
        with pytest.raises(NotExportable) as refused:
            export(visit)
        assert refused.value.code == code


def test_file_names_are_made_of_numbers() -> None:
    assert visit_file_name("V-1204") == "visit-V-1204.ics"
    assert step_file_name("V-1204", 41) == "visit-V-1204-step-41.ics"


@pytest.mark.parametrize(
    "number", ["", "../x", "a/b", "a\x00", "CON:", "1" * 300, "\u202e1", "1\n"]
)
def test_a_file_name_of_anything_else_is_refused(number: str) -> None:
    with pytest.raises(NotExportable):
        visit_file_name(number)


def test_several_visits_in_one_file_have_an_event_each() -> None:
    one, other = a_visit(), a_visit(number="V-1300", edition=7)
    data = visits_file([one, other])
    assert_well_formed(data)
    found = icalendar.Calendar.from_ical(data).walk("VEVENT")
    alone = [the_event(visit_file(visit)) for visit in (one, other)]
    assert [event.to_ical() for event in found] == [event.to_ical() for event in alone]
