"""A restore that another desk made: which backup it put in place, and what it took from here."""

from dataclasses import dataclass

from clinicdesk.models.database import Database
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.backups.taking_turns import last_backup
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.journal.entry_texts import read_params


@dataclass(frozen=True)
class RestoredElsewhere:
    """What whoever works with the clinic must know of it."""

    made_at: int | None
    """When the backup was made, in seconds of Unix time; None if it does not say."""
    lost: int
    """Changes that were there before, and are no longer."""


def restored_elsewhere(
    context: Context, database: Database, number: int, seen: int
) -> RestoredElsewhere | None:
    """What the entry of that number tells, if it is of a restore by another desk; None if not.

    `seen` is the number of the newest entry that was there before. Raises DatabaseRefused.
    """
    with database.reading() as session:
        entry = session.get(JournalEntry, number)
        if entry is None or entry.code != ChangeCode.CLINIC_RESTORED:
            return None
        if (entry.actor, entry.workstation) == (context.actor, context.workstation):
            return None
        name = read_params(entry.params).get("backup")
    last = last_backup(database)
    return RestoredElsewhere(
        last.good_at if last.name == name else None, max(0, seen - (number - 1))
    )
