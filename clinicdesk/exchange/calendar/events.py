"""A calendar file of events: what RFC 5545 and 5546 ask of each, bytes ready to save.

METHOD:PUBLISH is what every calendar imports without asking for an answer; METHOD:CANCEL takes back
what has the same UID. Both name an ORGANIZER: without one they are no iTIP, and the calendars of
several desktops refuse them.

The `ics` library writes the properties. What it leaves undone is done here: SEQUENCE, ORGANIZER,
the order (calendar properties before events), line ends, folding; see `calendar_text`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote

from clinicdesk.exchange.calendar.calendar_text import folded, one_line
from clinicdesk.exchange.calendar.calendar_values import VisitForCalendar

Method = Literal["PUBLISH", "CANCEL"]
Standing = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]

PRODID = "-//ClinicDesk//Combined visit//EN"
NOBODY = "nobody@clinicdesk.invalid"
"""Stands where the clinic has no address: an organizer there must be."""

ALARMS = ("-P1D", "-PT2H")
"""A day before there is still time to prepare, or to say that one cannot come; two hours before it
is time to set out."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")


@dataclass(frozen=True)
class CalendarEvent:
    """One VEVENT of a visit; instants are aware, texts are plain, not escaped."""

    uid: str
    begin: datetime
    end: datetime
    title: str
    location: str
    description: str
    standing: Standing
    alarms: tuple[str, ...] = ()
    """When the patient is reminded, as RFC 5545 has durations before the beginning."""


def visit_uid(visit: VisitForCalendar) -> str:
    """Of the event of the whole visit."""
    return f"{visit.clinic_id}-{visit.number}@clinicdesk"


def step_uid(visit: VisitForCalendar, step: int) -> str:
    """Of the event of one step."""
    return f"{visit.clinic_id}-{visit.number}-{step}@clinicdesk"


def calendar(method: Method, events: Iterable[tuple[VisitForCalendar, CalendarEvent]]) -> bytes:
    """One VCALENDAR of these events, each with its visit, in their order."""
    from ics import Calendar

    holder = Calendar(creator=PRODID)
    holder.scale, holder.method = "gregorian", method
    head, last = holder.serialize().split("\r\n")[:-1], "END:VCALENDAR"
    lines = (line for visit, event in events for line in _lines(visit, event))
    return folded([*head, *lines, last])


def _lines(visit: VisitForCalendar, event: CalendarEvent) -> Iterator[str]:
    """The content lines of an event, not yet folded."""
    from ics import Event
    from ics.grammar.parse import ContentLine

    made = Event(
        name=event.title,
        begin=event.begin,
        end=event.end,
        uid=event.uid,
        created=visit.stamp,
        last_modified=visit.last_modified,
        location=event.location,
        description=event.description,
        status=event.standing,
        classification="PRIVATE",
        transparent=False,
    )
    name = {"CN": [_parameter(visit.clinic_name)]} if one_line(visit.clinic_name) else {}
    made.extra.append(ContentLine("ORGANIZER", name, f"mailto:{_address(visit.email)}"))
    made.extra.append(ContentLine("SEQUENCE", value=str(visit.edition)))
    *properties, end = made.serialize().split("\r\n")
    yield from properties
    for before in event.alarms:
        yield from _alarm_lines(event.title, before)
    yield end


def _alarm_lines(title: str, before: str) -> Iterator[str]:
    from ics.grammar.parse import Container, ContentLine
    from ics.utils import escape_string

    alarm = Container(
        "VALARM",
        ContentLine("ACTION", value="DISPLAY"),
        ContentLine("DESCRIPTION", value=escape_string(title)),
        ContentLine("TRIGGER", value=before),
    )
    yield from str(alarm).split("\r\n")


def _address(email: str) -> str:
    found = one_line(email)
    return quote(found, safe="@!$&'*+-./=?^_`{|}~") if _ADDRESS.fullmatch(found) else NOBODY


def _parameter(text: str) -> str:
    """A parameter's value: RFC 6868 for what stands nowhere in one, in quotes where it must be."""
    safe = one_line(text).replace("^", "^^").replace('"', "^'")
    return f'"{safe}"' if re.search("[,;:]", safe) else safe
