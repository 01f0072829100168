"""A visit as the patient's calendar file: rows to the plain values that `exchange` writes."""

from datetime import datetime
from pathlib import Path

from clinicdesk.exchange.calendar.calendar_file import (
    StepForCalendar,
    VisitForCalendar,
    visit_calendar,
)
from clinicdesk.exchange.wall_clock import NoSuchTime
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.patient_language import words_for
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.exporting.file_writing import write_file
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo, read_visit

BEGINNING = b"BEGIN:VCALENDAR"
"""How every calendar file begins, whoever wrote it."""


def export_visit(context: Context, database: Database, number: int) -> bytes:
    """The calendar file of a visit; a cancellation if none of it takes place any more.

    Raises NotFound, or Refused for a visit of which no patient was given a time, and for one at a
    time that the clinic's clock does not have any more (its zone's rules were changed since).
    """
    visit = read_visit(database, number)
    with database.reading() as session:
        setup, _ = read_clinic(session)
    steps = [step for step in visit.steps if step.status.traits.calendar]
    if visit.patient is None or not steps:
        raise Refused(RefusalCode.EXPORT_NO_PATIENT, visit=number)
    there, words = setup.whereabouts, words_for(database, setup, visit.patient)
    document = VisitForCalendar(
        clinic_name=setup.name,
        clinic_id=setup.uid,
        zone=setup.zone,
        number=visit_number(number),
        steps=tuple(_step(setup, visit, step, words.language) for step in steps),
        stamp=context.instant(),
        words=words.calendar,
        twelve_hour=setup.twelve_hour,
        demo=setup.demo,
        address=there.address,
        directions=there.directions_for(words.language),
        phone=there.phone,
        web=there.web,
    )
    try:
        return visit_calendar(document)
    except NoSuchTime as error:
        raise Refused(
            RefusalCode(f"appointment.time-{error.fault}"), day=error.day, minute=error.minute
        ) from error


def write_calendar(path: Path, content: bytes) -> None:
    """Write a calendar file whole or not at all; an older one at `path` is replaced.

    Raises Refused if anything else is at `path` or it cannot be written; then nothing is changed.
    """
    write_file(path, content, replaces=BEGINNING, exists=RefusalCode.EXPORT_FILE_EXISTS)


def _step(
    setup: ClinicSetup, visit: VisitInfo, step: AppointmentInfo, language: str
) -> StepForCalendar:
    kind = setup.visit_types.get(step.visit_type_id or 0)
    return StepForCalendar(
        number=step.number,
        sequence=visit.edition,
        day=step.day,
        start=step.start,
        end=step.end,
        public_name=kind.public_name_for(language) if kind else step.public_name,
        status=step.status,
        last_modified=datetime.fromisoformat(visit.last_modified),
        practitioner=_named(setup, step, "practitioner"),
        room=_named(setup, step, "room"),
        place=step.place,
        arrive_early=kind.arrive_early if kind else 0,
        instructions=kind.instructions_for(language) if kind else "",
    )


def _named(setup: ClinicSetup, step: AppointmentInfo, kind: str) -> str:
    """The first resource of a kind that the step takes; a place of a room goes by the room."""
    for number in step.resources:
        info = setup.resources.get(number)
        if info is not None and info.kind == kind:
            return info.part_of or info.name
    return ""
