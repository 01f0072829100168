"""Taking the contents out of entries of the journal, as an entry of its own that says so.

What an entry did, when and by whom stays; whose rows it wrote, before and after, is gone. Such an
entry can no longer be taken back.
"""

from collections.abc import Collection

from sqlalchemy import select, text, update

from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context, Role
from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.texts import refuse_unfit


def redact_entries(
    context: Context, database: Database, numbers: Collection[int], reason: str
) -> Changed:
    """Take out the contents of these entries; the reason stays, so it must name nobody.

    Raises Refused if the role is not a manager's, if there is no reason, or if one of the entries
    is not there or empty already; then nothing is changed.
    """
    if context.role is not Role.MANAGER:
        raise Refused(RefusalCode.REDACTION_NOT_ALLOWED, role=context.role.value)
    if not reason.strip():
        raise Refused(RefusalCode.REDACTION_REASON_MISSING)
    refuse_unfit("reason", reason)
    entries = sorted(set(numbers))
    with database.writing() as session:
        full = select(JournalEntry.number).where(
            JournalEntry.number.in_(entries), JournalEntry.payload.is_not(None)
        )
        for number in sorted({*entries} - {*session.scalars(full)}):
            raise NotFound(RefusalCode.REDACTION_NOTHING, number=number)
        # What is taken out is overwritten in the file too, not only let go.
        session.execute(text("PRAGMA secure_delete = ON"))
        with Transaction(session, context).change(
            ChangeCode.JOURNAL_REDACTED,
            undoable=False,
            baseline=True,
            entries=entries,
            reason=reason.strip(),
        ) as change:
            session.execute(
                update(JournalEntry).where(JournalEntry.number.in_(entries)).values(payload=None)
            )
            change.affect_everything()
        return change.done()
