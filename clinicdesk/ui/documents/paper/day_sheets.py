"""A day as sheets to be printed: one for each practitioner who is in, the rooms, or everybody.

Two identifiers stand beside every patient; who is not expected any more is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from clinicdesk.services.clinic.clinic_setup import ClinicSetup, ResourceInfo
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.services.visits.reading.practitioner_day import Encounter, encounters
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.people.naming import lacks_text, place_name, shown_name, who_with
from clinicdesk.ui.kit.sheet import Sheet, SheetColumn
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date, long_day


def practitioner_sheets(day: DayInfo, *, only: int | None = None) -> list[Sheet]:
    """A sheet for each practitioner who is in that day or has a patient, or for one alone.

    Where there is nobody, one says so.
    """
    found = []
    for column in day.columns:
        resource = column.resource
        if resource.kind != "practitioner" or only not in (None, resource.id):
            continue
        own = encounters(day, resource.id)
        # A second place is a sheet of its own only where somebody is booked there.
        in_anyway = column.present and resource.lane_of is None
        if own or in_anyway or only is not None:
            found.append(_practitioner_sheet(day, resource, own))
    nobody = Sheet(long_day(day.day), readable(day.setup.name), (), (), say("paper.nobody"))
    return found or [nobody]


def room_sheets(day: DayInfo) -> list[Sheet]:
    """One sheet of what goes on in each room, room by room and by time."""
    rows = [
        (readable(column.resource.name), *_room_row(day.setup, item))
        for column in day.columns
        if column.resource.kind == "room"
        for item in day.appointments
        if item.busy and column.resource.id in item.resources
    ]
    columns = (
        SheetColumn(say("paper.room"), 1.8, strong=True),
        SheetColumn(say("paper.time"), 2.6),
        SheetColumn(say("paper.patient"), 3.8),
        SheetColumn(say("paper.identifiers"), 3.4),
        SheetColumn(say("paper.what"), 3),
        SheetColumn(say("paper.with"), 3),
    )
    title, subtitle = say("paper.rooms"), _subtitle(day.setup, day.day)
    return [Sheet(title, subtitle, columns, tuple(rows), say("paper.nobody"))]


def whole_day_sheet(day: DayInfo) -> list[Sheet]:
    """One list of all who are expected, by time, for whoever receives them."""
    expected = sorted(
        (item for item in day.appointments if item.busy and item.patient is not None),
        key=lambda item: (item.start, item.end, item.number),
    )
    rows = tuple(
        (
            time_text(item.start),
            _who(item),
            _identifiers(item),
            readable(item.visit_type),
            readable(who_with(day.setup, item)),
            readable(place_name(day.setup, item)),
        )
        for item in expected
    )
    columns = (
        SheetColumn(say("paper.came"), 0.8, ticks=True),
        SheetColumn(say("paper.time"), 1.6),
        SheetColumn(say("paper.patient"), 4.1, strong=True),
        SheetColumn(say("paper.identifiers"), 3.2),
        SheetColumn(say("paper.what"), 2.8),
        SheetColumn(say("paper.with"), 2.7),
        SheetColumn(say("paper.where"), 1.6),
        SheetColumn(say("paper.done"), 0.9, ticks=True),
    )
    title, subtitle = say("paper.whole-day"), _subtitle(day.setup, day.day)
    return [Sheet(title, subtitle, columns, rows, say("paper.nobody"))]


def _practitioner_sheet(day: DayInfo, resource: ResourceInfo, own: Sequence[Encounter]) -> Sheet:
    columns = (
        SheetColumn(say("paper.came"), 0.8, ticks=True),
        SheetColumn(say("paper.time"), 1.6),
        SheetColumn(say("paper.patient"), 4.1, strong=True),
        SheetColumn(say("paper.identifiers"), 3.2),
        SheetColumn(say("paper.what"), 2.8),
        SheetColumn(say("paper.where"), 1.6),
        SheetColumn(say("paper.notes"), 2.8),
        SheetColumn(say("paper.done"), 0.9, ticks=True),
    )
    rows = tuple(_row(day, one) for one in own)
    title = readable(resource.name)
    return Sheet(title, _subtitle(day.setup, day.day), columns, rows, say("paper.nobody"))


def _row(day: DayInfo, encounter: Encounter) -> tuple[str, ...]:
    item = encounter.appointment
    return (
        time_text(item.start),
        _who(item),
        _identifiers(item),
        readable(item.visit_type),
        readable(place_name(day.setup, item)),
        "; ".join(_notes(encounter)),
    )


def _room_row(setup: ClinicSetup, item: AppointmentInfo) -> tuple[str, ...]:
    span = f"{time_text(item.start)}\N{EN DASH}{time_text(item.end)}"
    who = readable(who_with(setup, item))
    return span, _who(item), _identifiers(item), readable(item.visit_type), who


def _who(item: AppointmentInfo) -> str:
    return "" if item.patient is None else readable(shown_name(item.patient))


def _identifiers(item: AppointmentInfo) -> str:
    if item.patient is None:
        return ""
    return f"{birth_date(item.patient.born)}  {patient_number(item.patient.number)}"


def _notes(encounter: Encounter) -> Iterator[str]:
    """What whoever meets the patient has to know, and where they go next."""
    item = encounter.appointment
    if item.patient is not None:
        yield from map(readable, item.patient.alerts)
    if item.lacks:
        yield lacks_text(item)
    yield from filter(None, map(readable, (item.comes_for, item.note)))
    if encounter.after is not None:
        then = {"time": encounter.after.start, "visit_type": readable(encounter.after.visit_type)}
        yield say("flow.then", then)


def _subtitle(setup: ClinicSetup, day: date) -> str:
    parts: Iterable[str] = (long_day(day), readable(setup.name))
    return "   ".join(parts)
