"""Looks at an open clinic for a desk: what has changed, what can be undone, what is wrong with it.

It belongs to one thread, which waits for the file as long as that takes.
"""

from dataclasses import dataclass, replace

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.clinic.kept_clinic import KeptClinic
from clinicdesk.services.codes import CALLS
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.journal.description import DescribedChange, describe_change
from clinicdesk.services.storage import REFUSALS, Database, DatabaseRefused, FileWatch
from clinicdesk.services.undoing.next_change import next_redo, next_undo


@dataclass(frozen=True)
class Look:
    """What one look found."""

    setup: ClinicSetup
    """As it is now; as it was read last while the file cannot be read."""
    news: tuple[Changed, ...] = ()
    """What has changed since the look before, oldest first; each change once."""
    undo: DescribedChange | None = None
    """What undo would take back."""
    undo_but_calls: DescribedChange | None = None
    """The same, if nothing that was noted of calls is."""
    redo: DescribedChange | None = None
    """What redo would make again."""
    done: DescribedChange | None = None
    """The change that this desk just wrote."""
    trouble: Refused | DatabaseRefused | None = None
    """Why nothing can be written, or the file could not be read; None while all is well."""
    unread: bool = False
    """Whether the file could not be read: what has changed is news the next time."""


class ClinicWatch:
    """Whoever reads the journal's news owns it: they are handed out once, by the next look."""

    def __init__(self, context: Context, database: Database) -> None:
        """Read the clinic. Raises what `Database.reading` does."""
        self._context, self._database = context, database
        self._file = FileWatch(database)
        self._clinic = KeptClinic(context, database)
        self._clinic.news()
        self._last = Look(self._clinic.setup_read)
        self._named = False
        """Whether undo and redo were read since something changed last."""

    def look(self) -> Look:
        """What has changed since the last look, and how it stands."""
        another = self._file.look()
        if another:
            self._clinic.forget()
        try:
            found = self._found(tuple(self._clinic.news()))
        except REFUSALS as refusal:
            found = replace(
                self._last, news=(), done=None, trouble=self._file.trouble or refusal, unread=True
            )
        self._last = found
        return found

    def after_write(self, changed: Changed | None) -> Look:
        """A write went well: what it changed is among the news, and described."""
        self._file.written()
        found = self.look()
        if changed is None or found.unread:
            return found
        try:
            return replace(found, done=describe_change(self._database, changed.number))
        except REFUSALS:
            # It is written; what it was about is said by its code alone.
            return replace(found, done=DescribedChange(changed.code, changed.params))

    def after_failed_write(self, refused: DatabaseRefused) -> Look:
        """A write met this fault of the file."""
        self._file.write_failed(refused)
        return self.look()

    def found_damaged(self) -> Look:
        """A look at the whole file found a page that is damaged."""
        self._file.found_damaged()
        return self.look()

    def _found(self, news: tuple[Changed, ...]) -> Look:
        """Undo and redo are read anew only after a change: nothing else moves them."""
        undo, redo, but_calls = self._last.undo, self._last.redo, self._last.undo_but_calls
        if news or not self._named:
            self._named = False
            undo = next_undo(self._context, self._database)
            redo = next_redo(self._context, self._database)
            but_calls = undo
            if undo is not None and undo.code in CALLS:
                but_calls = next_undo(self._context, self._database, calls=False)
            self._named = True
        # Just read with the news, in one transaction.
        setup = self._clinic.setup_read
        return Look(setup, news, undo, but_calls, redo, trouble=self._file.trouble)
