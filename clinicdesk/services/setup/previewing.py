"""What an edit of the set-up would do: looked at on a copy, with what it breaks and its repairs."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from clinicdesk.models.database import Database, open_database
from clinicdesk.models.stores.snapshots import private_snapshot
from clinicdesk.services.context import Context
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.setup.absences import AbsenceChange, change_absences
from clinicdesk.services.setup.broken_visits import BrokenVisit, broken_visits
from clinicdesk.services.setup.difference import Difference
from clinicdesk.services.setup.editing import EntryFault, FaultyEdit, edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.finding_repairs import Looking, find_repairs
from clinicdesk.services.setup.meeting_rows import LeftOut
from clinicdesk.services.setup.repairs import Mending, Repairs
from clinicdesk.services.setup.updating import Updated

SECONDS = 120.0
"""How long repairs are looked for, of the processor's time."""


SetupChange = Edit | AbsenceChange
"""What is looked at before it is saved."""


@dataclass(frozen=True)
class Preview:
    """What an edit would do. With faults nothing is done, and the rest is empty."""

    faults: tuple[EntryFault, ...] = ()
    difference: Difference = field(default_factory=lambda: Difference((), (), ()))
    breaks: tuple[BrokenVisit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    """Times at which a meeting is not held, as somebody who takes part is taken."""
    unstaffed: tuple[date, ...] = ()
    """Days soon to come with times at which the clinic opens anew and nobody works."""


def do_change(
    context: Context,
    database: Database,
    change: SetupChange,
    *,
    apply: bool,
    mending: Mending | None = None,
) -> Updated:
    """Do it, or say what it does; raises as `edit_clinic` and `change_absences` do."""
    if isinstance(change, AbsenceChange):
        return change_absences(context, database, change, apply=apply, mending=mending)
    return edit_clinic(context, database, change, apply=apply, mending=mending)


def preview_edit(thinking: Thinking, edit: SetupChange) -> Preview:
    """What the edit would do to the clinic as it is: a question to the planner.

    It is tried on a copy, so that nobody waits. Raises Refused as `edit_clinic` does, but for
    faults, and DatabaseRefused.
    """
    with _on_a_copy(thinking) as copy:
        try:
            updated = do_change(thinking.context, copy, edit, apply=False)
        except FaultyEdit as refusal:
            return Preview(refusal.faults)
        with copy.reading() as session:
            breaks = tuple(broken_visits(session, updated.breaks))
        return Preview((), updated.difference, breaks, updated.left_out, updated.unstaffed)


def repairs_of_edit(
    thinking: Thinking,
    edit: SetupChange,
    breaks: Sequence[BrokenVisit],
    instead: Mapping[int, int],
    seconds: float | None = None,
    known: Repairs | None = None,
) -> Repairs:
    """The best repair of each visit that the edit breaks: a question to the planner.

    Those found by then are told time and again. `instead`: whose visits go to which colleague;
    `known`: what a look has found whose time was up. Takes SECONDS if nothing else is said. Raises
    as `edit_clinic` does, and DatabaseRefused.
    """
    with _on_a_copy(thinking) as copy:
        do_change(thinking.context, copy, edit, apply=True)
        looking = Looking(
            SECONDS if seconds is None else seconds,
            instead,
            thinking.stop,
            thinking.tell,
            known or Repairs(),
        )
        return find_repairs(thinking.context, copy, [one.appointment for one in breaks], looking)


@contextlib.contextmanager
def _on_a_copy(thinking: Thinking) -> Iterator[Database]:
    """The clinic as it is now, to be written by nobody else."""
    clinic = thinking.availability.database
    with (
        private_snapshot(clinic.path, clinic.busy_seconds) as copy,
        contextlib.closing(open_database(copy.path)) as database,
    ):
        yield database
