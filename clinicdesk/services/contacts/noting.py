"""Noting that a patient was told of a visit, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class CameOfIt:
    """What came of telling a patient, and how it was tried."""

    outcome: ContactOutcome
    channel: Channel = Channel.CALL
    form: str = ""
    """Of the calendar file that the patient was given, as in `contact`."""


TOLD, CONFIRMED = CameOfIt(ContactOutcome.TOLD), CameOfIt(ContactOutcome.CONFIRMED)
NO_ANSWER = CameOfIt(ContactOutcome.NO_ANSWER)
VOICEMAIL = CameOfIt(ContactOutcome.NO_ANSWER, Channel.VOICEMAIL)
"""What a telephone call comes to."""


def handed_over(form: str) -> CameOfIt:
    """The patient was given the calendar file of that form."""
    return CameOfIt(ContactOutcome.HANDED_OVER, Channel.FILE, form)


_CHANGES: Mapping[ContactOutcome, ChangeCode] = {
    ContactOutcome.TOLD: ChangeCode.VISIT_TOLD,
    ContactOutcome.HANDED_OVER: ChangeCode.VISIT_TOLD,
    ContactOutcome.CONFIRMED: ChangeCode.VISIT_CONFIRMED,
    ContactOutcome.NO_ANSWER: ChangeCode.VISIT_NOT_REACHED,
    ContactOutcome.FAILED: ChangeCode.VISIT_NOT_REACHED,
}


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

    It counts until the visit changes. Raises as `note_contact` does.
    """
    came_of_it = CameOfIt(ContactOutcome.CONFIRMED, channel)
    return note_contact(context, database, visit, came_of_it, with_whom, seen=seen)


def note_contact(
    context: Context,
    database: Database,
    visit: int,
    came_of_it: CameOfIt,
    with_whom: str = "",
    *,
    seen: Seen | None = None,
    edition: int | None = None,
) -> Changed:
    """Note what came of telling the patient just now of the visit as it is now.

    What was handed over is of the `edition` that stands on it, whatever has changed meanwhile.

    Raises NotFound, Refused for a text that cannot be kept, and ChangedSince if what the patient is
    told is not as it was `seen`.
    """
    refuse_unfit("whom", with_whom)
    with writing(context, database) as transaction:
        session = transaction.session
        rows = visit_rows(session, visit)
        row = session.get_one(Visit, visit)
        refuse_if_changed(session, seen, [row], {"edition"})
        with transaction.change(_CHANGES[came_of_it.outcome], visit=visit) as change:
            contact = Contact(
                visit_id=visit,
                edition=row.edition if edition is None else edition,
                channel=came_of_it.channel,
                form=came_of_it.form,
                outcome=came_of_it.outcome,
                with_whom=with_whom.strip(),
                actor=context.actor,
                at=context.instant().isoformat(),
            )
            session.add(contact)
            affect_days(change, rows)
    return change.done()
