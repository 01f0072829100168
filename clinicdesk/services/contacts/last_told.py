"""What patients were told last of visits that have changed since, by the journal's entries."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import REVISION
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.visits import Appointment
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.changes import Image, attributes
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.journal.entry_texts import Row
from clinicdesk.services.visits.editions import Told, tells_more, told

CLOCKS_DIFFER = timedelta(hours=1)
"""Desks' clocks are not further apart: entries in their order may be as far out of time."""


@dataclass(frozen=True)
class Changing:
    """A visit whose edition has risen since its patient was told."""

    edition: int
    known: int
    """The last edition that the patient was told of."""
    last_modified: str
    """UTC instant, ISO 8601, at which the present edition began."""
    now: Mapping[int, Told | None]
    """Its steps by number as they are now; None for one that does not take place."""


@dataclass(frozen=True)
class LastTold:
    """What the patient knows, and whether it is another thing than what is so now."""

    differs: bool
    steps: tuple[Told, ...] | None = None
    """What was to take place, by time; None if nobody can tell."""


def last_told(session: Session, visits: Mapping[int, Changing]) -> dict[int, LastTold]:
    """For each of the visits, by number: what its patient was told last.

    The journal is read backwards, as far as the oldest of what is not told. What it does not hold,
    or no more, is unknown, and then differs.
    """
    traces = {number: _Trace(visit) for number, visit in visits.items()}
    if traces:
        with closing(session.scalars(_BACKWARDS)) as entries:
            _follow(traces, entries)
    return {number: trace.found(session) for number, trace in traces.items()}


_BACKWARDS = (
    select(JournalEntry)
    .where(
        JournalEntry.revision == REVISION,
        JournalEntry.payload.contains('["visit",'),
        # What is new has no former edition.
        or_(
            JournalEntry.code.not_in((ChangeCode.VISIT_BOOKED, ChangeCode.HOLD_MADE)),
            JournalEntry.kind != "change",
        ),
    )
    .order_by(JournalEntry.number.desc())
    .execution_options(yield_per=50)
)
"""Entries that may have written a visit again, newest first."""


class _Trace:
    """One visit on its way back to what was told of it."""

    def __init__(self, visit: Changing) -> None:
        self._visit = visit
        self._edition = visit.edition
        self._steps = dict(visit.now)
        self.last_modified = visit.last_modified
        self.ended = False
        self._is_known = False

    def take(
        self, entry: JournalEntry, number: int, before: Image, after: Image, rows: list[Row]
    ) -> None:
        """Go back over an entry that wrote the visit."""
        if before["edition"] == after["edition"]:
            return
        if after["edition"] != self._edition:
            # One between was taken out of the journal.
            self.ended = True
        elif entry.code == ChangeCode.VISIT_EXTENDED and entry.kind != "undo":
            self.ended = self._is_known = True
        else:
            self._steps |= dict(_before(rows, number))
            self._edition, self.last_modified = before["edition"], before["last_modified"]
            self.ended = self._is_known = self._edition <= self._visit.known

    def found(self, session: Session) -> LastTold:
        """What was found on the way."""
        if not self._is_known:
            return LastTold(differs=True)
        now = self._visit.now
        differs = any(
            tells_more(session, step, now.get(number)) for number, step in self._steps.items()
        )
        steps = (step for step in self._steps.values() if step is not None)
        return LastTold(differs, tuple(sorted(steps, key=lambda step: (step.day, step.start))))


def _before(rows: list[Row], visit: int) -> Iterator[tuple[int, Told | None]]:
    """What the patient knew before an entry of each of the visit's steps that it wrote."""
    for table, number, before, after in rows:
        if table == "appointment" and after["visit_id"] == visit:
            row = None if before is None else Appointment(**attributes(Appointment, before))
            yield number, None if row is None else told(row)


def _follow(traces: Mapping[int, _Trace], entries: Iterable[JournalEntry]) -> None:
    going_on = dict(traces)
    for entry in entries:
        if not going_on or entry.at < _oldest(going_on.values()):
            return
        rows = rows_of(entry)
        for table, number, before, after in rows:
            trace = going_on.get(number) if table == "visit" else None
            if trace is not None and before is not None:
                trace.take(entry, number, before, after, rows)
                if trace.ended:
                    del going_on[number]


def _oldest(traces: Iterable[_Trace]) -> str:
    """No entry that matters is older, ISO 8601."""
    first = min(trace.last_modified for trace in traces)
    return (datetime.fromisoformat(first) - CLOCKS_DIFFER).isoformat()
