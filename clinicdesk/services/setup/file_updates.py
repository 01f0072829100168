"""A clinic brought to what its file says, as the window would: hours cut, and looked at before."""

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clinicdesk.exchange.clinic_file import ClinicFileFaults
from clinicdesk.exchange.clinic_file.clinic_reading import parsed
from clinicdesk.exchange.clinic_shape import ClinicShape, ResourceShape
from clinicdesk.models.database import Database, open_database
from clinicdesk.models.stores.snapshots import private_snapshot
from clinicdesk.services.clinic.clinic_now import clinic_setup
from clinicdesk.services.context import Context
from clinicdesk.services.setup.broken_visits import BrokenVisit, broken_visits
from clinicdesk.services.setup.difference import same_hours
from clinicdesk.services.setup.editing import judged
from clinicdesk.services.setup.finding_repairs import Looking, find_repairs
from clinicdesk.services.setup.opening_cuts import cut_to_opening, owners
from clinicdesk.services.setup.repairs import Repairs
from clinicdesk.services.setup.updating import Updated, clinic_now, update_clinic

SECONDS = 20.0
"""How long repairs are looked for, of the processor's time."""


@dataclass(frozen=True)
class FilePreview:
    """What an update does, whom it breaks, and where each of these visits could go."""

    updated: Updated
    breaks: tuple[BrokenVisit, ...]
    repairs: Repairs


def read_update(context: Context, database: Database, data: bytes) -> ClinicShape:
    """What a clinic file says for a clinic that is there.

    Where it opens shorter, and leaves somebody the hours that are set up, these are cut. Hours that
    it changes itself to outside its opening hours are a slip of the pen. Raises ClinicFileFaults.
    """
    tables = parsed(data)
    shape, faults = judged(tables)
    if not faults:
        return shape
    now = clinic_now(context, database)
    today, _ = context.wall_clock(clinic_setup(database).zone)
    whose = [owners(tables, fault) for fault in faults]
    if all(whose):
        cut_to_opening(tables, faults)
        cut, left = judged(tables)
        # The same file once more finds them cut.
        kept = {*_with_same_hours(now, shape, today), *_with_same_hours(now, cut, today)}
        if not left and all(names <= kept for names in whose):
            return cut
    raise ClinicFileFaults(tuple(faults))


def _with_same_hours(now: ClinicShape, shape: ClinicShape, today: date) -> Iterable[str]:
    """Who has the hours that they have, by name; of several places the name of the whole."""
    known = {(one.kind, one.name): one for one in now.resources}
    for one in shape.resources:
        was = known.get((one.kind, one.name))
        if was is not None and same_hours(was, one, today):
            yield _called(one)


def _called(resource: ResourceShape) -> str:
    return resource.part_of or resource.name


def preview_update(
    context: Context, database: Database, shape: ClinicShape, seconds: float = SECONDS
) -> FilePreview:
    """What it would do, and where each visit that it breaks could go; on a copy: nobody waits.

    Raises what `update_clinic` does, and DatabaseRefused.
    """
    with (
        private_snapshot(database.path, database.busy_seconds) as snapshot,
        contextlib.closing(open_database(snapshot.path)) as copy,
    ):
        updated = update_clinic(context, copy, shape, apply=False)
        with copy.reading() as session:
            breaks = tuple(broken_visits(session, updated.breaks))
        if not breaks:
            return FilePreview(updated, (), Repairs(whole=True))
        update_clinic(context, copy, shape, apply=True)
        looking = Looking(seconds, {}, lambda: False, lambda _found: None)
        found = find_repairs(context, copy, [one.appointment for one in breaks], looking)
        return FilePreview(updated, breaks, found)
