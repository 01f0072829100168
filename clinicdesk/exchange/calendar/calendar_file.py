"""A combined visit as the patient's calendar file (.ics): one event a step, bytes ready to save.

What stands in it may be read by anyone who sees the patient's telephone: public names, never a
diagnosis, a service's inner name, a birth date or another patient.

A booked visit is METHOD:PUBLISH, which every calendar imports without asking for an answer; it
holds the steps that take place and no others. A step that was taken out of a visit is not among
them: several calendars ignore STATUS:CANCELLED in a published file and would show the step again,
as an ordinary event. `cancellation` takes such steps back in a file of their own, METHOD:CANCEL
with the same UIDs. A visit none of whose steps takes place is METHOD:CANCEL as a whole.

The `ics` library writes the properties. What it leaves undone is done here: SEQUENCE, the order
(calendar properties before events, events by time), line ends, folding; see `calendar_text`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from clinicdesk.exchange.calendar.calendar_text import folded, lines_of, one_line
from clinicdesk.exchange.patient_words import CalendarWords, clock_text, filled
from clinicdesk.exchange.wall_clock import MIDNIGHT, minute_before, to_instant
from clinicdesk.models.statuses import Status

Method = Literal["PUBLISH", "CANCEL"]

CANCELLED = "CANCELLED"
"""The STATUS of what is taken back."""

IDENTIFIER = re.compile(r"[A-Za-z0-9-]{1,64}")
FILE_NUMBER = re.compile(r"[A-Za-z0-9-]{1,40}")
PRODID = "-//ClinicDesk//Combined visit//EN"


class NotExportable(ValueError):
    """A visit that cannot become a calendar file; `code` and `params` make the sentence."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code, self.params = code, params


@dataclass(frozen=True)
class StepForCalendar:
    """One step of a visit: the wall-clock minutes `[start, end)` of `day`, 0 to 1440.

    `number` is the appointment's, which no other has; `sequence` only rises. `public_name` is what
    may be printed. `practitioner` and `room` may be empty. `arrive_early` is in minutes before the
    start. `last_modified` is an aware instant.
    """

    number: int
    sequence: int
    day: date
    start: int
    end: int
    public_name: str
    status: Status
    last_modified: datetime
    practitioner: str = ""
    room: str = ""
    place: str = "on site"
    arrive_early: int = 0
    instructions: str = ""


@dataclass(frozen=True)
class VisitForCalendar:
    """What leaves the clinic about one visit; `stamp` is the aware instant of the export.

    `clinic_id` is the clinic's random id: with the visit's and the step's number it makes UIDs
    that are the same in every export and that no other clinic's database makes.
    """

    clinic_name: str
    clinic_id: str
    zone: ZoneInfo
    number: str
    steps: tuple[StepForCalendar, ...]
    stamp: datetime
    words: CalendarWords
    twelve_hour: bool = False
    demo: bool = False
    """Of a demo clinic: its events say so, whatever calendar they get into."""
    address: str = ""
    """Of several lines, as `directions`; these, `phone` and `web` may be empty."""
    directions: str = ""
    phone: str = ""
    web: str = ""


def visit_calendar(visit: VisitForCalendar) -> bytes:
    """The visit's calendar file: the steps that take place, or its cancellation if none does.

    Equal but for DTSTAMP as long as the visit does not change. Raises NotExportable, and
    NoSuchTime for a start or end that the clinic's clock skips or shows twice.
    """
    check(visit)
    kept = [step for step in visit.steps if step.status.traits.calendar != CANCELLED]
    if kept:
        return calendar(visit, kept, "PUBLISH")
    return calendar(visit, visit.steps, "CANCEL")


def cancellation(visit: VisitForCalendar) -> bytes | None:
    """A file that takes back the visit's cancelled steps alone, None if there are none.

    For a calendar that has them already, sent with the corrected `visit_calendar`. Raises as that.
    """
    check(visit)
    cancelled = [step for step in visit.steps if step.status.traits.calendar == CANCELLED]
    return calendar(visit, cancelled, "CANCEL") if cancelled else None


def calendar_file_name(visit_number: str) -> str:
    """A file name from the visit's number alone: no patient's name leaves in it, or attacks by it.

    Raises NotExportable for a number that is not letters, digits and hyphens.
    """
    if not FILE_NUMBER.fullmatch(visit_number):
        raise NotExportable("visit-number")
    return f"visit-{visit_number}.ics"


def check(visit: VisitForCalendar) -> None:
    """Refuse what would make a false file or a UID that is not one."""
    if not IDENTIFIER.fullmatch(visit.clinic_id) or not IDENTIFIER.fullmatch(visit.number):
        raise NotExportable("identifier")
    if not visit.steps:
        raise NotExportable("no-steps", visit=visit.number)
    numbers = [step.number for step in visit.steps]
    if len(set(numbers)) < len(numbers):
        raise NotExportable("repeated-step", visit=visit.number)
    for instant in (visit.stamp, *(step.last_modified for step in visit.steps)):
        if instant.utcoffset() is None:  # the library would take it for UTC
            raise NotExportable("instant-without-zone", visit=visit.number)
    for step in visit.steps:
        if step.status.traits.calendar is None:  # nobody was ever told a time of it
            raise NotExportable("status", number=step.number, status=step.status)
        if not 0 <= step.start < step.end <= MIDNIGHT:
            raise NotExportable("times", number=step.number)
        if step.number < 0 or step.sequence < 0 or step.arrive_early < 0:
            raise NotExportable("negative", number=step.number)


def calendar(visit: VisitForCalendar, steps: Iterable[StepForCalendar], method: Method) -> bytes:
    """One VCALENDAR of these steps in the order of their times."""
    from ics import Calendar

    holder = Calendar(creator=PRODID)
    holder.scale, holder.method = "gregorian", method
    head, last = holder.serialize().split("\r\n")[:-1], "END:VCALENDAR"
    ordered = sorted(steps, key=lambda step: (step.day, step.start, step.number))
    return folded([*head, *event_lines(visit, ordered, method), last])


def event_lines(
    visit: VisitForCalendar, ordered: Sequence[StepForCalendar], method: Method
) -> Iterator[str]:
    """The content lines of every event, not yet folded."""
    from ics import Event
    from ics.grammar.parse import ContentLine

    busy_until = 0
    for index, step in enumerate(ordered):
        if index and ordered[index - 1].day != step.day:
            busy_until = 0
        event = Event(
            name=title(visit, step),
            begin=to_instant(visit.zone, step.day, step.start),
            end=to_instant(visit.zone, step.day, step.end),
            uid=f"{visit.clinic_id}-{visit.number}-{step.number}@clinicdesk",
            created=visit.stamp,
            last_modified=step.last_modified,
            location=location(visit, step),
            description=said_of(
                visit,
                description(visit, step, busy_until)
                if method == "PUBLISH"
                else lines_of(visit.words.cancelled),
            ),
            status=step.status.traits.calendar if method == "PUBLISH" else CANCELLED,
            classification="PRIVATE",
            transparent=False,
        )
        event.extra.append(ContentLine("SEQUENCE", value=str(step.sequence)))
        yield from event.serialize().split("\r\n")
        busy_until = max(busy_until, step.end)


def title(visit: VisitForCalendar, step: StepForCalendar) -> str:
    """What the calendar shows of the step, a demo's marked as one."""
    name = one_line(step.public_name) or one_line(visit.words.untitled)
    return f"{one_line(visit.words.demo)}: {name}" if visit.demo else name


def said_of(visit: VisitForCalendar, text: str) -> str:
    """The description, which says first of a demo that it is one."""
    return "\n".join(filter(None, (lines_of(visit.words.demo_said), text))) if visit.demo else text


def location(visit: VisitForCalendar, step: StepForCalendar) -> str:
    """Room, clinic and its address, or how the patient and the clinic meet."""
    if step.place == "video":
        return one_line(visit.words.by_video)
    if step.place == "phone":
        return one_line(visit.words.by_phone)
    address = lines_of(visit.address).split("\n")
    return ", ".join(filter(None, (one_line(step.room), one_line(visit.clinic_name), *address)))


def description(visit: VisitForCalendar, step: StepForCalendar, busy_until: int) -> str:
    """When to be there, with whom, where, the way, how to prepare, and whom to ask; lines each.

    Nobody is asked to be at a step's door while the step before it goes on (until `busy_until`).
    """
    words, lines = visit.words, []
    if step.place == "on site":
        early = minute_before(visit.zone, step.day, step.start, step.arrive_early)
        arrive = max(early, min(busy_until, step.start))
        lines.append(filled(words.arrive, time=clock_text(arrive, twelve_hour=visit.twelve_hour)))
    if step.practitioner.strip():
        lines.append(filled(words.with_whom, name=one_line(step.practitioner)))
    where = location(visit, step)
    if where:
        lines.append(filled(words.where, place=where))
    if step.place == "on site":
        lines.append(visit.directions)
    lines.append(step.instructions)
    if reached := ", ".join(filter(None, map(one_line, (visit.phone, visit.web)))):
        lines.append(filled(words.reached, contact=reached))
    return "\n".join(filter(None, map(lines_of, lines)))
