"""What became of writes whose outcome nobody heard: looked up by the keys that they carried."""

from collections.abc import Iterable

from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.journal.description import DescribedChange, describe_entry
from clinicdesk.services.journal.entries import written_by


def changes_written_by(database: Database, keys: Iterable[str]) -> list[list[DescribedChange]]:
    """The changes of each of these writes; none of one that was not written."""
    with database.reading() as session:
        return [
            [
                describe_entry(session, session.get_one(JournalEntry, number))
                for number in written_by(session, key)
            ]
            for key in keys
        ]
