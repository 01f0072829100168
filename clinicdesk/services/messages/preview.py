"""A message as it is looked at before it goes, and that a desk has handed one over itself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.messages.agreed_channels import recipient_by
from clinicdesk.services.messages.attachments import FORM
from clinicdesk.services.messages.composing import compose_in
from clinicdesk.services.messages.message_values import MessageOfVisit
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, read_visit_in
from clinicdesk.services.visits.reading.visit_rows import affect_days, visit_rows
from clinicdesk.services.visits.writing import writing


@dataclass(frozen=True)
class Way:
    """Where a message would go by one channel: an address or number, or why there is none."""

    to: str
    why_not: Refused | None = None


@dataclass(frozen=True)
class Preview:
    """What the patient would be told now, and by which ways."""

    message: MessageOfVisit
    patient: PatientInfo
    step: AppointmentInfo
    """The visit's first step."""
    email: Way
    text: Way
    by_server: bool
    """Whether the clinic sends e-mails by a mail server."""


def read_preview(context: Context, database: Database, visit: int) -> Preview:
    """The message about the visit as it is now. Raises as `compose`."""
    with database.reading() as session:
        message = compose_in(session, context, database, visit)
        info = read_visit_in(session, visit)
        assert info.patient is not None
        setup, _ = read_clinic(session)
        return Preview(
            message,
            info.patient,
            min(info.steps, key=lambda step: (step.day, step.start, step.number)),
            _way(session, info.patient, Channel.EMAIL),
            _way(session, info.patient, Channel.TEXT),
            bool(setup.mail.server),
        )


def note_handed_over(
    context: Context, database: Database, message: MessageOfVisit, channel: Channel
) -> Changed:
    """Note that the patient was given this message: they know the edition that it tells of."""
    with writing(context, database) as transaction:
        rows = visit_rows(transaction.session, message.visit)
        with transaction.change(ChangeCode.VISIT_TOLD, visit=message.visit) as change:
            change.session.add(
                Contact(
                    visit_id=message.visit,
                    edition=message.edition,
                    channel=channel,
                    form=FORM if channel is Channel.EMAIL else "",
                    outcome=ContactOutcome.HANDED_OVER,
                    actor=context.actor,
                    at=context.instant().isoformat(),
                )
            )
            affect_days(change, rows)
    return change.done()


def _way(session: Session, patient: PatientInfo, channel: Channel) -> Way:
    try:
        return Way(recipient_by(session, patient, channel))
    except Refused as why:
        return Way("", why)
