"""What patients were told last of visits that have changed since, by the journal's entries."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from clinicdesk.models.database import REVISION
from clinicdesk.models.journal import JournalEntry
from clinicdesk.models.visits import Appointment
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.changes import Image, attributes
from clinicdesk.services.journal.entries import rows_of
from clinicdesk.services.journal.entry_texts import Row
from clinicdesk.services.visits.editions import Told, told

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
    classes: Mapping[int, int] = field(default_factory=dict)
    """The group classes in which steps are places, by the steps' numbers: who and where stands
    with the class."""


@dataclass(frozen=True)
class LastTold:
    """What the patient knows."""

    differs: bool
    """Whether it is so far from what is so now that the patient has to be called."""
    steps: Mapping[int, Told] | None = None
    """The steps that were to take place, by number, in the order of their times; None if nobody
    can tell."""


def last_told(session: Session, visits: Mapping[int, Changing]) -> dict[int, LastTold]:
    """For each of the visits, by number: what its patient was told last.

    The journal is read backwards, as far as the oldest of what is not told. What it does not hold,
    or no more, is unknown, and then differs.
    """
    traces = {number: _Trace(visit) for number, visit in visits.items()}
    if traces:
        with closing(session.scalars(_BACKWARDS)) as entries:
            _follow(traces, entries)
    setup, _ = read_clinic(session)
    return {number: trace.found(setup) for number, trace in traces.items()}


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
            self._steps |= dict(self._before_in_classes(rows))
            self._edition, self.last_modified = before["edition"], before["last_modified"]
            self.ended = self._is_known = self._edition <= self._visit.known

    def _before_in_classes(self, rows: list[Row]) -> Iterator[tuple[int, Told]]:
        """With whom and where the steps in classes were before; what no row says is as it is."""
        former = {
            number: Appointment(**attributes(Appointment, before)).resources
            for table, number, before, _ in rows
            if table == "appointment" and before is not None
        }
        for number, group in self._visit.classes.items():
            step, now = self._steps.get(number), self._visit.now.get(number)
            if step is not None:
                kept = step.resources or (now.resources if now else ())
                yield number, replace(step, resources=former.get(group, kept))

    def found(self, setup: ClinicSetup) -> LastTold:
        """What was found on the way."""
        if not self._is_known:
            return LastTold(differs=True)
        now = self._visit.now
        differs = any(
            _calls_for(setup, step, now.get(number)) for number, step in self._steps.items()
        )
        steps = [(number, step) for number, step in self._steps.items() if step is not None]
        steps.sort(key=lambda step: (step[1].day, step[1].start))
        return LastTold(differs, dict(steps))


def _calls_for(setup: ClinicSetup, before: Told | None, now: Told | None) -> bool:
    """Whether a patient who was told the one is called because it is the other.

    As in an absence, nobody is called because of another room.
    """
    if before is None or now is None:
        return before is not now
    if replace(before, resources=()) != replace(now, resources=()):
        return True
    return _practitioners(setup, before) != _practitioners(setup, now)


def _practitioners(setup: ClinicSetup, step: Told) -> list[int]:
    found = (setup.resources.get(number) for number in step.resources)
    return [each.id for each in found if each is not None and each.kind == "practitioner"]


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
