"""A new clinic's database, written from the shape that a clinic file gives."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.services.backups.drafts import making_clinic
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.setup.clinic_writing import (
    ClinicWriting,
    season_columns,
    setting_columns,
    stretch_columns,
)
from clinicdesk.services.setup.difference import HOLIDAY_YEARS, closed_times, closures_from
from clinicdesk.services.setup.meetings import meeting_times
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.writing import writing


@contextmanager
def founding_clinic(
    context: Context, path: Path, shape: ClinicShape, *, demo: bool = False
) -> Iterator[Database]:
    """A new clinic's database, to be filled further in the block; at `path` when that ends well.

    Its first journal entry is the founding; undo does not take it back. Raises DatabaseRefused.
    """
    with making_clinic(path) as database:
        today, _ = context.wall_clock(ZoneInfo(shape.zone))
        with (
            writing(context, database) as transaction,
            transaction.change(ChangeCode.CLINIC_FOUNDED, undoable=False, baseline=True) as change,
        ):
            write_clinic(change, shape, today, demo=demo)
            # A founding cannot be undone, so the journal begins with what desks do after it.
            change.rows.clear()
            change.affect_everything()
        yield database


def found_clinic(context: Context, path: Path, shape: ClinicShape) -> None:
    """Make a clinic without patients at `path`. Raises DatabaseRefused, or Refused for its name."""
    refuse_unfit("clinic-name", shape.name)
    with founding_clinic(context, path, shape):
        pass


def write_clinic(change: Change, shape: ClinicShape, today: date, *, demo: bool = False) -> None:
    """The clinic's own rows, meetings from `today` on among them, into an empty database."""
    writing_rows = ClinicWriting(change)
    session = change.session
    # The demo clinic is the same each time it is made from the same seed.
    uid = "demo" if demo else secrets.token_hex(8)
    session.add(tables.Clinic(id=1, uid=uid, demo=demo, **setting_columns(shape)))
    session.add_all(tables.OpeningHours(**stretch_columns(item)) for item in shape.opening)
    session.add_all(
        tables.OpeningSeason(starts_on=item.first_day, **season_columns(item))
        for item in shape.seasons
    )
    # From the year before: the demo clinic has a past.
    closures = closures_from(shape, date(today.year - 1, 1, 1), until=today.year + HOLIDAY_YEARS)
    session.add_all(
        tables.Closure(day=item.day, start=item.start, end=item.end, name=item.name)
        for item in closures
    )
    # In the order in which one thing refers to another.
    for kind in shape.resource_types:
        writing_rows.add_type(kind)
    for position, resource in enumerate(shape.resources):
        writing_rows.add_resource(resource, position)
    for visit_type in shape.visit_types:
        writing_rows.add_visit_type(visit_type)
    for resource in shape.resources:
        for block in resource.blocks:
            writing_rows.add_block(writing_rows.resources[resource.name], block)
    for template in shape.templates:
        writing_rows.add_template(template)
    for message in shape.messages:
        writing_rows.add_message(message)
    times = meeting_times(shape, today, closed_times(closures))
    for meeting in shape.meetings:
        writing_rows.add_meeting(meeting)
        for time in sorted(times[meeting.name]):
            writing_rows.add_meeting_time(meeting, time)
