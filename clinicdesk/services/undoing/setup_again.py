"""The set-up as it was, again: judged as an edit is, and what others booked by the other named."""

import contextlib

from sqlalchemy.orm import Session

from clinicdesk.models.database import Database, DatabaseRefused
from clinicdesk.models.journal import JournalEntry
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.setup.broken_visits import BrokenVisit, broken_visits
from clinicdesk.services.setup.editing import faults_since
from clinicdesk.services.setup.moved_arrivals import raise_moved_arrivals
from clinicdesk.services.setup.updating import breaks_since, shape_now
from clinicdesk.services.undoing.later_changes import named
from clinicdesk.services.undoing.meetings_again import withdraw_written_on

_MEETINGS = frozenset({"meeting", "meeting_hours", "meeting_member"})

_JUDGED = frozenset(
    {
        ChangeCode.CLINIC_CHANGED,
        ChangeCode.CLINIC_EDITED,
        ChangeCode.CLINIC_EDITED_AND_MENDED,
        ChangeCode.CLINIC_RETIRED,
        ChangeCode.CLINIC_RETIRED_AND_MENDED,
    }
)
"""Changes after which the clinic is one that its file can describe."""


class SetupAgain:
    """The set-up before a change of it is taken back, or made again, in the same transaction."""

    def __init__(self, session: Session, context: Context, entry: JournalEntry) -> None:
        self._session, self._context, self._entry = session, context, entry
        self._everything = entry.everything
        self._rows = {(table, number) for table, number, *_ in rows_of(entry)}
        self._before = read_clinic(session)
        self._today, _ = context.wall_clock(self._before[0].zone)
        self._shape = shape_now(session, self._today) if entry.code in _JUDGED else None

    def settle(self, change: Change) -> None:
        """Once the rows are as they were: raise Refused if what others set up since needs them."""
        if not self._everything:
            return
        raise_moved_arrivals(change, self._before, self._today)
        if any(table in _MEETINGS for table, _ in self._rows):
            withdraw_written_on(change, self._context, self._entry)
        if self._shape is not None:
            faults = faults_since(self._shape, shape_now(self._session, self._today))
            if faults:
                about = faults[0].about
                raise Refused(
                    RefusalCode.UNDO_BUILT_UPON, about=about, **named(self._session, self._entry)
                )

    def breaks(self, database: Database) -> tuple[BrokenVisit, ...]:
        """What breaks a rule now, and did not before: asked once it is written, as nobody waits.

        Nothing is named where that cannot be read any more: it is taken back all the same.
        """
        if not self._everything:
            return ()
        with contextlib.suppress(DatabaseRefused), database.reading() as session:
            breaks = breaks_since(session, self._before, self._today)
            return tuple(broken_visits(session, breaks))
        return ()
