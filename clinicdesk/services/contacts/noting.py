"""Noting that a patient was told of a visit, and what came of it."""

from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Visit
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.reading.visit_rows import affect_days, visit_rows
from clinicdesk.services.visits.seen import Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing


def confirm_visit(
    context: Context,
    database: Database,
    visit: int,
    with_whom: str,
    channel: Channel = Channel.CALL,
    *,
    seen: Seen | None = None,
) -> Changed:
    """Note with whom the visit, as it is now, was confirmed just now.

    It counts until the visit changes. Raises NotFound, Refused for a text that cannot be kept, and
    ChangedSince if what the patient is told is not as it was `seen`.
    """
    refuse_unfit("whom", with_whom)
    with writing(context, database) as transaction:
        session = transaction.session
        rows = visit_rows(session, visit)
        row = session.get_one(Visit, visit)
        refuse_if_changed(session, seen, [row], {"edition"})
        with transaction.change(ChangeCode.VISIT_CONFIRMED, visit=visit) as change:
            contact = Contact(
                visit_id=visit,
                edition=row.edition,
                channel=channel,
                outcome=ContactOutcome.CONFIRMED,
                with_whom=with_whom.strip(),
                actor=context.actor,
                at=context.instant().isoformat(),
            )
            session.add(contact)
            affect_days(change, rows)
    return change.done()
