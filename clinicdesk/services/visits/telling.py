"""That the patient was there when a visit was changed, and so knows of it."""

from clinicdesk.models.contacts import Channel, Contact, ContactOutcome
from clinicdesk.models.visits import Visit
from clinicdesk.services.journal.changes import Change


def note_told(change: Change, visit: int) -> None:
    """The patient was there when it was changed, and knows the visit as it is now."""
    change.session.add(
        Contact(
            visit_id=visit,
            edition=change.session.get_one(Visit, visit).edition,
            channel=Channel.CALL,
            outcome=ContactOutcome.TOLD,
            actor=change.context.actor,
            at=change.context.instant().isoformat(),
        )
    )
