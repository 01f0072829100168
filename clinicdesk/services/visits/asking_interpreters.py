"""Having somebody interpret a step that is booked without anybody who speaks the language."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import blocked_minutes, subtract_intervals
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.problem.interpreting import (
    Language,
    interpreters,
    interpreting_need,
    is_understood,
    visit_languages,
)
from clinicdesk.services.planning.problem.occupied_time import read_resources
from clinicdesk.services.visits.moving import Move, move_within
from clinicdesk.services.visits.reading.visit_rows import appointment_row
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing


def ask_interpreter(
    context: Context, database: Database, appointment: int, *, seen: Seen | None = None
) -> Changed:
    """Take whoever interprets the patient's language and is free then, for a step that is booked.

    Raises Refused if the patient needs nobody, is understood already or is in a group class, or if
    nobody is free; as `move_appointments` does for a step that may not be changed.
    """
    with writing(context, database) as transaction:
        session = transaction.session
        row = appointment_row(session, appointment)
        refuse_if_changed(session, seen, [row], PLACE_AND_STATUS)
        language = _needed(session, row)
        own = [use.resource for use in row.resource_uses if not use.interprets]
        free = next(_free(session, row, language), None)
        if free is None:
            raise Refused(
                RefusalCode.VISIT_NO_INTERPRETER,
                language=language.name,
                day=row.day,
                start=row.start,
            )
        with transaction.change(ChangeCode.VISIT_INTERPRETED, visit=row.visit_id) as change:
            move_within(change, [Move(row.id, resources=(*own, free))])
    return change.done()


def _needed(session: Session, row: Appointment) -> Language:
    """What somebody has to interpret there. Raises Refused if nobody has to."""
    setup, _ = read_clinic(session)
    language = visit_languages(session, [row.visit_id]).get(row.visit_id)
    kind = setup.booked_kind(row.visit_type_id, row.resource_uses)
    if language is None or kind is None or row.class_id is not None:
        raise Refused(RefusalCode.VISIT_NOT_INTERPRETED)
    if is_understood(setup, language, kind.needs, row.resource_uses):
        raise Refused(RefusalCode.VISIT_UNDERSTOOD, language=language.name)
    return language


def _free(session: Session, row: Appointment, language: Language) -> Iterator[int]:
    """Who interprets it and is free while somebody has to, in the setup's order."""
    setup, hours = read_clinic(session)
    numbers = [candidate.resource for candidate in interpreters(setup, language)]
    known = read_resources(session, setup, hours, numbers, [row.day], excluding=[row.id])
    need = interpreting_need(setup, [use for use in row.resource_uses if not use.interprets])
    wanted = blocked_minutes(need.holds, 0, 0, row.start, row.minutes)
    for number, resource in known.items():
        there = subtract_intervals(
            resource.free.get(row.day, ()), list(resource.busy.get(row.day, ()))
        )
        if not subtract_intervals(list(wanted), list(there)):
            yield number
