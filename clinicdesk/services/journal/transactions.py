"""A write transaction of a desk, in which each change becomes an entry of the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context, new_write_key
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.journal.entries import append_entry


class Transaction:
    """One write transaction of a desk, in which each change becomes a journal entry."""

    def __init__(self, session: Session, context: Context) -> None:
        self.session = session
        self.context = context
        self.write_key = context.write_key or new_write_key()

    @contextmanager
    def change(
        self,
        code: ChangeCode,
        *,
        undoable: bool = True,
        kind: str = "change",
        of_number: int | None = None,
        baseline: bool = False,
        **params: Any,
    ) -> Iterator[Change]:
        """Record one change and write its journal entry when the block ends well.

        With `baseline` the entry says what every table holds after it.
        """
        change = Change(self.session, self.context, params)
        with change.recording():
            yield change
        change.changed = append_entry(
            change,
            code,
            self.write_key,
            undoable=undoable,
            kind=kind,
            of_number=of_number,
            baseline=baseline,
        )
