"""What undo and redo would do next, in values that can be put into words."""

from clinicdesk.models.database import Database
from clinicdesk.services.context import Context
from clinicdesk.services.journal.description import DescribedChange, describe_entry
from clinicdesk.services.undoing.desk_changes import change_to_redo, change_to_undo


def next_undo(
    context: Context, database: Database, *, calls: bool = True
) -> DescribedChange | None:
    """The change that `undo` would take back now; None if there is none."""
    with database.reading() as session:
        entry = change_to_undo(session, context, calls=calls)
        return None if entry is None else describe_entry(session, entry)


def next_redo(context: Context, database: Database) -> DescribedChange | None:
    """The change that `redo` would make again now."""
    with database.reading() as session:
        entry = change_to_redo(session, context)
        return None if entry is None else describe_entry(session, entry)
