"""A practitioner's appointments, or everybody's of a day, as a calendar file of their own.

Who a patient is stands there in initials, unless the clinic has set that names may.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from clinicdesk.exchange.calendar.practitioner_calendar import (
    OwnCalendar,
    OwnEvent,
    practitioner_calendar,
)
from clinicdesk.exchange.patient_words import CalendarWords, Document
from clinicdesk.exchange.value_limits import DEFAULT_PUBLIC_NAME
from clinicdesk.exchange.wall_clock import NoSuchTime
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.clinic.patient_language import words_for
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.own_days import read_own_appointments
from clinicdesk.services.visits.reading.practitioner_day import own_minutes
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo

_EDITIONS = select(Visit.id, Visit.edition, Visit.last_modified).where(
    Visit.id.in_(bindparam("visits", expanding=True))
)

Editions = dict[int, tuple[int, str]]
"""By visit its edition, and the instant at which that began."""


def export_practitioner(
    context: Context, database: Database, resource: int, first: date, last: date
) -> bytes:
    """The calendar file of a practitioner's days from the first to the last, both among them.

    With their second place's. Raises NotFound for who is none, and Refused for a time that the
    clinic's clock does not have any more.
    """
    with database.reading() as session:
        setup, _ = read_clinic(session)
        who = setup.resources.get(setup.first_place(resource))
        if who is None or who.kind != "practitioner":
            raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=str(resource))
        words = words_for(database, setup, None, Document.CALENDAR).calendar
        events = _events(session, setup, words, (who,), first, last, names_who=False)
    return _bytes(context, setup, words, who.name, events)


def export_day(context: Context, database: Database, day: date) -> bytes:
    """The calendar file of the clinic's day: every practitioner's, each event naming whose it is.

    Raises Refused as `export_practitioner`.
    """
    with database.reading() as session:
        setup, _ = read_clinic(session)
        words = words_for(database, setup, None, Document.CALENDAR).calendar
        who = [
            info
            for info in setup.resources.values()
            if info.kind == "practitioner" and info.lane_of is None
        ]
        events = _events(session, setup, words, who, day, day, names_who=True)
    return _bytes(context, setup, words, f"{setup.name} {day.isoformat()}", events)


def _bytes(
    context: Context,
    setup: ClinicSetup,
    words: CalendarWords,
    name: str,
    events: Sequence[OwnEvent],
) -> bytes:
    own = OwnCalendar(
        name=name,
        clinic_id=setup.uid,
        zone=setup.zone,
        stamp=context.instant(),
        events=tuple(events),
        mark=words.demo if setup.demo else "",
    )
    try:
        return practitioner_calendar(own)
    except NoSuchTime as error:
        raise Refused(
            RefusalCode(f"appointment.time-{error.fault}"), day=error.day, minute=error.minute
        ) from error


def _events(
    session: Session,
    setup: ClinicSetup,
    words: CalendarWords,
    who: Sequence[ResourceInfo],
    first: date,
    last: date,
    *,
    names_who: bool,
) -> list[OwnEvent]:
    wanted = {one.id for one in who}
    places = [number for number in setup.resources if setup.first_place(number) in wanted]
    found = [
        item
        for item in read_own_appointments(session, places, first, last)
        if item.status.traits.calendar == "CONFIRMED"
    ]
    editions = _editions(session, {item.visit for item in found})
    return [
        event
        for items in _together(found)
        for event in _own_events(setup, words, items, editions, wanted, names_who=names_who)
    ]


def _editions(session: Session, visits: set[int]) -> Editions:
    rows = session.execute(_EDITIONS, {"visits": list(visits)}).all() if visits else []
    return {number: (edition, modified) for number, edition, modified in rows}


def _together(found: Sequence[AppointmentInfo]) -> Iterator[list[AppointmentInfo]]:
    """Whoever comes to one group class is one event; anybody else is one of their own."""
    groups: dict[int, list[AppointmentInfo]] = {}
    for item in found:
        groups.setdefault(item.number if item.group is None else item.group, []).append(item)
    yield from groups.values()


def _own_events(
    setup: ClinicSetup,
    words: CalendarWords,
    items: Sequence[AppointmentInfo],
    editions: Editions,
    wanted: set[int],
    *,
    names_who: bool,
) -> Iterator[OwnEvent]:
    """One for each of those practitioners who is in it."""
    # What a class blocks stands with one of its members.
    item = max(items, key=lambda one: len(one.claims))
    told = [editions[one.visit] for one in items]
    by_place = {setup.first_place(resource): resource for resource in item.resources}
    for own, resource in by_place.items():
        if own not in wanted:
            continue
        start, end = own_minutes(item, resource)
        whose = setup.resources[own].name if names_who else ""
        yield OwnEvent(
            number=item.number if item.group is None else item.group,
            practitioner=own,
            sequence=max(edition for edition, _ in told),
            day=item.day,
            start=start,
            end=end,
            title=_title(setup, words, item, whose),
            last_modified=max(datetime.fromisoformat(modified) for _, modified in told),
            where=_where(setup, words, item),
        )


def _title(setup: ClinicSetup, words: CalendarWords, item: AppointmentInfo, whose: str) -> str:
    """`S. J. - Appointment`, of a class or a meeting only what it is."""
    who = "" if item.group is not None else _who(item.patient, names=setup.calendar_names)
    named = "" if item.public_name == DEFAULT_PUBLIC_NAME else item.public_name
    what = named or words.untitled
    said = " \N{EN DASH} ".join(filter(None, (who, what)))
    return f"{whose}: {said}" if whose else said


def _who(patient: PatientInfo | None, *, names: bool) -> str:
    if patient is None:
        return ""
    if names:
        return f"{patient.family.upper()}, {patient.given}"
    return f"{patient.family[:1].upper()}. {patient.given[:1].upper()}."


def _where(setup: ClinicSetup, words: CalendarWords, item: AppointmentInfo) -> str:
    by = {"video": words.by_video, "phone": words.by_phone}
    if item.place in by:
        return by[item.place]
    found = (setup.resources.get(number) for number in item.resources)
    room = next((info for info in found if info is not None and info.kind == "room"), None)
    return "" if room is None else room.part_of or room.name


def own_calendar_name(setup: ClinicSetup, who: ResourceInfo) -> str:
    """What their file is called: after them alone, `calendar-dr-carver-1.ics`."""
    plain = unicodedata.normalize("NFKD", who.name).encode("ascii", "ignore").decode().lower()
    parts = ["demo"] if setup.demo else []
    parts += ["calendar", re.sub("[^a-z0-9]+", "-", plain)[:40].strip("-"), str(who.id)]
    return "-".join(filter(None, parts)) + ".ics"
