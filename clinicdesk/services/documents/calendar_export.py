"""A visit as the patient's calendar files: rows to the plain values that `exchange` writes."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from clinicdesk.exchange.calendar.calendar_file import step_files, visit_file
from clinicdesk.exchange.calendar.calendar_values import StepForCalendar, VisitForCalendar
from clinicdesk.exchange.patient_words import Document, PatientWords
from clinicdesk.exchange.wall_clock import NoSuchTime
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import Stage
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.patient_language import words_for
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.exporting.file_writing import write_file, write_files
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.reading.arrival import arrive_early, opens_before
from clinicdesk.services.visits.reading.once_booked import OnceBooked, StoodAt, once_booked
from clinicdesk.services.visits.reading.visit_reading import (
    AppointmentInfo,
    VisitInfo,
    read_visit_in,
)

BEGINNING = b"BEGIN:VCALENDAR"
"""How every calendar file begins, whoever wrote it."""


def export_visit(context: Context, database: Database, number: int) -> bytes:
    """The visit's file in form `visit`; a cancellation if none of it takes place any more.

    Raises NotFound, or Refused for a visit without a patient or of which no step was ever booked,
    for one at a time that the clinic's clock does not have any more (its zone's rules were changed
    since), and for a faulty file of the patient's language.
    """
    with sayable():
        return visit_file(read_for_calendar(context, database, number))


def export_steps(context: Context, database: Database, number: int) -> dict[str, bytes]:
    """The visit's files in form `steps`, by name. Raises as `export_visit`."""
    with sayable():
        return step_files(read_for_calendar(context, database, number))


def read_for_calendar(context: Context, database: Database, number: int) -> VisitForCalendar:
    """What a calendar file says of a visit. Raises NotFound and Refused as `export_visit`."""
    with database.reading() as session:
        rows = rows_for_calendar(session, number)
    return for_calendar(
        context, rows, words_for(database, rows.clinic[0], rows.visit.patient, Document.CALENDAR)
    )


@dataclass(frozen=True)
class RowsForCalendar:
    """What was read of a visit, which has a patient and was booked once."""

    clinic: ClinicNow
    visit: VisitInfo
    once: OnceBooked


def rows_for_calendar(session: Session, number: int) -> RowsForCalendar:
    """Read it. Raises NotFound and Refused as `export_visit`."""
    visit = read_visit_in(session, number)
    once = _once_booked(session, visit)
    if visit.patient is None or not once.steps:
        raise Refused(RefusalCode.EXPORT_NO_PATIENT, visit=number)
    return RowsForCalendar(read_clinic(session), visit, once)


def write_calendar(path: Path, content: bytes) -> None:
    """Write a calendar file whole or not at all; an older one at `path` is replaced.

    Raises Refused if anything else is at `path` or it cannot be written; then nothing is changed.
    """
    write_file(path, content, replaces=BEGINNING, exists=RefusalCode.EXPORT_FILE_EXISTS)


def write_calendars(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write these calendar files into a folder that is there, all of them or none.

    Raises Refused as `write_calendar`, and if there is no such folder.
    """
    if not folder.is_dir():
        raise Refused(RefusalCode.EXPORT_NO_FOLDER, path=str(folder))
    inside = {folder / name: content for name, content in files.items()}
    write_files(inside, replaces=BEGINNING, exists=RefusalCode.EXPORT_FILE_EXISTS)


@contextmanager
def sayable() -> Iterator[None]:
    """A time that the clock does not have as a refusal."""
    try:
        yield
    except NoSuchTime as error:
        raise Refused(
            RefusalCode(f"appointment.time-{error.fault}"), day=error.day, minute=error.minute
        ) from error


def _once_booked(session: Session, visit: VisitInfo) -> OnceBooked:
    """The journal is read only where something of the visit does not take place."""
    standing = {
        step.number: StoodAt(step.day, step.start, step.end - step.start)
        for step in visit.steps
        if step.status.takes_place
    }
    if len(standing) == len(visit.steps):
        return OnceBooked(standing, standing)
    return once_booked(session, visit.number)


def for_calendar(context: Context, rows: RowsForCalendar, words: PatientWords) -> VisitForCalendar:
    """The rows as what a calendar file, or a page, says in those words."""
    clinic, visit, once = rows.clinic, rows.visit, rows.once
    setup, _ = clinic
    there = setup.whereabouts
    steps = {
        step.number: _step(clinic, step, words.language)
        for step in (_stood(step, once.steps) for step in visit.steps)
        if step.number in once.steps
    }
    ended = {step.number: _stood(step, once.ended_with) for step in visit.steps}
    return VisitForCalendar(
        clinic_name=setup.name,
        clinic_id=setup.uid,
        zone=setup.zone,
        number=visit_number(visit.number),
        edition=visit.edition,
        last_modified=datetime.fromisoformat(visit.last_modified),
        steps=tuple(steps.values()),
        stamp=context.instant(),
        words=words.calendar,
        ended_with=tuple(_step(clinic, ended[step], words.language) for step in once.ended_with),
        twelve_hour=setup.twelve_hour,
        demo=setup.demo,
        discreet=setup.discreet_titles,
        address=there.address,
        directions=there.directions_for(words.language),
        phone=there.phone,
        web=there.web,
        email=there.email,
    )


def _stood(step: AppointmentInfo, once: Mapping[int, StoodAt]) -> AppointmentInfo:
    """The step as it is if it takes place, else where it last did."""
    stood = once.get(step.number)
    if stood is None:
        return step
    return replace(step, day=stood.day, start=stood.start, end=stood.start + stood.minutes)


def _step(clinic: ClinicNow, step: AppointmentInfo, language: str) -> StepForCalendar:
    setup, hours = clinic
    kind = setup.visit_types.get(step.visit_type_id or 0)
    return StepForCalendar(
        number=step.number,
        day=step.day,
        start=step.start,
        end=step.end,
        public_name=kind.public_name_for(language) if kind else step.public_name,
        takes_place=step.status.takes_place,
        held=step.status.stage is Stage.HELD,
        practitioner=_named(setup, step, "practitioner"),
        room=_named(setup, step, "room"),
        place=step.place,
        arrive_early=arrive_early(setup, step.visit_type_id, step.place),
        opens=opens_before(hours, step.day, step.start),
        instructions=kind.instructions_for(language) if kind else "",
    )


def _named(setup: ClinicSetup, step: AppointmentInfo, kind: str) -> str:
    """The first resource of a kind that the step takes; a place of a room goes by the room."""
    for number in step.resources:
        info = setup.resources.get(number)
        if info is not None and info.kind == kind:
            return info.part_of or info.name
    return ""
