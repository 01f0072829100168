"""Calendar files for a patient who has a visit in their calendar already, perhaps in another form.

A calendar that has the one form must lose it before it takes the other, or shows the visit twice:
what is handed over begins with the cancellations of the form that the patient has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.calendar.calendar_file import (
    step_cancellations,
    step_files,
    visit_cancellation,
    visit_file,
    visit_file_name,
    visits_file,
)
from clinicdesk.exchange.calendar.calendar_values import VisitForCalendar
from clinicdesk.exchange.calendar_form import Form
from clinicdesk.models.contacts import Contact
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.documents.calendar_export import read_for_calendar, sayable
from clinicdesk.services.errors import Refused
from clinicdesk.services.visits.reading.visit_reading import HANDED_A_CALENDAR_FILE


@dataclass(frozen=True)
class Held:
    """What a patient has of a visit in their calendar: in which form, and of which edition."""

    form: Form
    edition: int


@dataclass(frozen=True)
class HandOver:
    """Calendar files by name; first those that take back what the patient has in the other form."""

    visits: tuple[int, ...]
    takes_back: Mapping[str, bytes]
    files: Mapping[str, bytes]


def held_in_calendar(session: Session, visit: int) -> Held | None:
    """What the patient was handed last of the visit; None if nothing is known of that.

    Before a visit had forms its file held an event a step.
    """
    row = session.execute(
        select(Contact.form, Contact.edition)
        .where(Contact.visit_id == visit, Contact.active, HANDED_A_CALENDAR_FILE)
        .order_by(Contact.id.desc())
        .limit(1)
    ).first()
    return None if row is None else Held(Form(row.form or Form.STEPS), row.edition)


def read_hand_over(context: Context, database: Database, visit: int, form: str) -> HandOver:
    """The visit's files in that form (`Form`). Raises as `export_visit`."""
    document = read_for_calendar(context, database, visit)
    with sayable():
        if form == Form.STEPS:
            files: Mapping[str, bytes] = step_files(document)
        else:
            files = {visit_file_name(document.number): visit_file(document)}
        return HandOver((visit,), _takes_back(database, [(visit, document)], Form(form)), files)


def read_coming(context: Context, database: Database, patient: int, name: str) -> HandOver:
    """All of a patient's visits to come in one file of that name, an event each.

    Raises Refused if there is none, and as `export_visit`.
    """
    with database.reading() as session:
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        visits = session.scalars(
            select(Visit.id)
            .join(Appointment, Appointment.visit_id == Visit.id)
            .where(Visit.patient_id == patient, Appointment.busy, Appointment.day >= today)
            .group_by(Visit.id)
            .order_by(Visit.id)
        ).all()
    if not visits:
        raise Refused(RefusalCode.EXPORT_NOTHING_TO_COME)
    documents = [(visit, read_for_calendar(context, database, visit)) for visit in visits]
    with sayable():
        content = visits_file([document for _, document in documents])
        takes_back = _takes_back(database, documents, Form.VISIT)
    return HandOver(tuple(visits), takes_back, {name: content})


def _takes_back(
    database: Database, documents: Iterable[tuple[int, VisitForCalendar]], form: Form
) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for visit, document in documents:
        with database.reading() as session:
            held = held_in_calendar(session, visit)
        if held is None or held.form is form:
            continue
        if held.form is Form.STEPS:
            found |= step_cancellations(document)
        else:
            found[visit_file_name(document.number)] = visit_cancellation(document)
    return found
