"""A combined visit as the patient's calendar files (.ics), in either form; bytes ready to save.

What stands in it may be read by anyone who sees the patient's telephone: public names, never a
diagnosis, a service's inner name, a birth date or another patient.

Some calendars take only the first event of a file, or open a second calendar for several. So a file
has one event: form `visit` the visit from the arrival to its last step, form `steps` one step. A
step that does not take place any more is taken back by a file of its own: METHOD:CANCEL with the
same UID, as several calendars ignore STATUS:CANCELLED in a published file and would show it again.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from clinicdesk.exchange.calendar.calendar_values import (
    NotExportable,
    StepForCalendar,
    VisitForCalendar,
    in_order,
    refuse_false,
)
from clinicdesk.exchange.calendar.events import (
    ALARMS,
    CalendarEvent,
    Standing,
    calendar,
    step_uid,
    visit_uid,
)
from clinicdesk.exchange.calendar.said import (
    place_of,
    step_description,
    step_title,
    visit_description,
    visit_title,
)
from clinicdesk.exchange.wall_clock import arrival, to_instant

_FILE_NUMBER = re.compile(r"[A-Za-z0-9-]{1,40}")


def visit_file(visit: VisitForCalendar) -> bytes:
    """Form `visit`: one event for all that takes place, or its cancellation if nothing does.

    Equal but for DTSTAMP as long as the visit does not change. Raises NotExportable, and
    NoSuchTime for a start or end that the clinic's clock skips or shows twice.
    """
    refuse_false(visit)
    event = visit_event(visit)
    return calendar("PUBLISH" if visit.standing else "CANCEL", [(visit, event)])


def visits_file(visits: Sequence[VisitForCalendar]) -> bytes:
    """Several visits of which something takes place in one file, an event each. Raises as that."""
    for visit in visits:
        refuse_false(visit)
    return calendar("PUBLISH", [(visit, visit_event(visit)) for visit in visits])


def visit_cancellation(visit: VisitForCalendar) -> bytes:
    """What takes the event of the whole visit back, whether or not it takes place: for a calendar
    that shall have its steps instead. Raises as `visit_file`."""
    refuse_false(visit)
    return calendar("CANCEL", [(visit, _visit_taken_back(visit))])


def step_files(visit: VisitForCalendar) -> dict[str, bytes]:
    """Form `steps`: by file name, each step that takes place, and the cancellations of the others.

    Raises as `visit_file`.
    """
    refuse_false(visit)
    return {
        step_file_name(visit.number, step.number): calendar(
            "PUBLISH" if step.takes_place else "CANCEL",
            [(visit, step_event(visit, step) if step.takes_place else _taken_back(visit, step))],
        )
        for step in in_order(visit.steps)
    }


def step_cancellations(visit: VisitForCalendar) -> dict[str, bytes]:
    """What takes the events of all steps back, whether or not they take place, by file name."""
    refuse_false(visit)
    return {
        step_file_name(visit.number, step.number): calendar(
            "CANCEL", [(visit, _taken_back(visit, step))]
        )
        for step in in_order(visit.steps)
    }


def visit_event(visit: VisitForCalendar) -> CalendarEvent:
    """The event of the whole visit: from when to be there to the end of the last step."""
    steps = visit.standing
    if not steps:
        return _visit_taken_back(visit)
    begin, end = _from_arrival(visit, steps)
    return CalendarEvent(
        uid=visit_uid(visit),
        begin=begin,
        end=end,
        title=visit_title(visit),
        location=place_of(visit, steps),
        description=visit_description(visit),
        standing=_certainty(visit),
        alarms=ALARMS,
    )


def step_event(visit: VisitForCalendar, step: StepForCalendar) -> CalendarEvent:
    """The event of one step; the patient is reminded of the first, being there for the others."""
    return CalendarEvent(
        uid=step_uid(visit, step.number),
        begin=to_instant(visit.zone, step.day, step.start),
        end=to_instant(visit.zone, step.day, step.end),
        title=step_title(visit, step),
        location=place_of(visit, [step], room=step.room),
        description=step_description(visit, step),
        standing=_certainty(visit),
        alarms=ALARMS if step == visit.standing[0] else (),
    )


def visit_file_name(visit_number: str) -> str:
    """A file name from the visit's number alone: no patient's name leaves in it, or attacks by it.

    Raises NotExportable for a number that is not letters, digits and hyphens.
    """
    if not _FILE_NUMBER.fullmatch(visit_number):
        raise NotExportable("visit-number")
    return f"visit-{visit_number}.ics"


def step_file_name(visit_number: str, step: int) -> str:
    """The name that a step's file has for life. Raises as `visit_file_name`."""
    whole = visit_file_name(visit_number)
    return f"{whole.removesuffix('.ics')}-step-{step}.ics"


def _visit_taken_back(visit: VisitForCalendar) -> CalendarEvent:
    steps = visit.standing or in_order(visit.ended_with)
    begin, end = _from_arrival(visit, steps)
    return CalendarEvent(
        uid=visit_uid(visit),
        begin=begin,
        end=end,
        title=visit_title(visit),
        location=place_of(visit, steps),
        description=visit.words.cancelled,
        standing="CANCELLED",
    )


def _taken_back(visit: VisitForCalendar, step: StepForCalendar) -> CalendarEvent:
    return CalendarEvent(
        uid=step_uid(visit, step.number),
        begin=to_instant(visit.zone, step.day, step.start),
        end=to_instant(visit.zone, step.day, step.end),
        title=step_title(visit, step),
        location=place_of(visit, [step], room=step.room),
        description=visit.words.cancelled,
        standing="CANCELLED",
    )


def _from_arrival(
    visit: VisitForCalendar, steps: Sequence[StepForCalendar]
) -> tuple[datetime, datetime]:
    """From when the patient is to be there for the first of these to the last end."""
    first = steps[0]
    early = first.arrive_early if first.on_site else 0
    begin = arrival(visit.zone, first.day, first.start, early, first.opens)
    return begin, max(to_instant(visit.zone, step.day, step.end) for step in steps)


def _certainty(visit: VisitForCalendar) -> Standing:
    return "TENTATIVE" if any(step.held for step in visit.standing) else "CONFIRMED"
