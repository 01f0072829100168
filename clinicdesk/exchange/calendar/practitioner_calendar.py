"""A practitioner's own appointments as one calendar file (.ics), or all practitioners' of a day.

It is read on a telephone in a pocket: initials and public names, never a diagnosis, a reason, a
note, a service's inner name or a birth date. Whether names may stand there is for whoever makes the
values to say. The file is the whole calendar of its days (METHOD:PUBLISH): what does not take place
any more is left out, so a calendar that is read anew from it shows it no more.

The UIDs are not those of the patients' files: whoever has both keeps both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clinicdesk.exchange.calendar.calendar_text import folded, one_line
from clinicdesk.exchange.wall_clock import MIDNIGHT, to_instant

PRODID = "-//ClinicDesk//Practitioner's calendar//EN"


@dataclass(frozen=True)
class OwnEvent:
    """The practitioner's own minutes `[start, end)` of an appointment of that `day`, 0 to 1440.

    `number` is the appointment's or the group class's, `practitioner` whose minutes they are: the
    two make the UID. `title` is all that is said of it, `where` the room or how it takes place.
    `sequence` only rises while the appointment is there; `last_modified` is an aware instant.
    """

    number: int
    practitioner: int
    sequence: int
    day: date
    start: int
    end: int
    title: str
    last_modified: datetime
    where: str = ""


@dataclass(frozen=True)
class OwnCalendar:
    """What stands in one file; `stamp` is the aware instant at which it was made.

    `clinic_id` is the clinic's random id. `name` is what a calendar shows it as; `mark` stands
    before every title, as of a demo.
    """

    name: str
    clinic_id: str
    zone: ZoneInfo
    stamp: datetime
    events: tuple[OwnEvent, ...]
    mark: str = ""


def practitioner_calendar(own: OwnCalendar) -> bytes:
    """The file's bytes: equal but for DTSTAMP as long as no event is otherwise.

    Raises ValueError for times that are none, and NoSuchTime (one) for a start or end that the
    clinic's clock skips or shows twice.
    """
    from ics import Calendar
    from ics.grammar.parse import ContentLine
    from ics.utils import escape_string

    holder = Calendar(creator=PRODID)
    holder.scale, holder.method = "gregorian", "PUBLISH"
    holder.extra.append(ContentLine("X-WR-CALNAME", value=escape_string(one_line(own.name))))
    head, last = holder.serialize().split("\r\n")[:-1], "END:VCALENDAR"
    ordered = sorted(own.events, key=lambda one: (one.day, one.start, one.number, one.practitioner))
    return folded([*head, *_event_lines(own, ordered), last])


def _event_lines(own: OwnCalendar, ordered: Sequence[OwnEvent]) -> Iterator[str]:
    from ics import Event
    from ics.grammar.parse import ContentLine

    for one in ordered:
        if not 0 <= one.start < one.end <= MIDNIGHT or one.sequence < 0:
            raise ValueError(one)
        event = Event(
            name=": ".join(filter(None, (one_line(own.mark), one_line(one.title)))),
            begin=to_instant(own.zone, one.day, one.start),
            end=to_instant(own.zone, one.day, one.end),
            uid=f"{own.clinic_id}-a-{one.number}-{one.practitioner}@clinicdesk",
            created=own.stamp,
            last_modified=one.last_modified,
            location=one_line(one.where),
            status="CONFIRMED",
            classification="PRIVATE",
            transparent=False,
        )
        event.extra.append(ContentLine("SEQUENCE", value=str(one.sequence)))
        yield from event.serialize().split("\r\n")
