"""A clinic as it is made what a shape says: added, changed, retired, in one change that is undone.

What has dates (hours, sessions, closures, meetings) is changed from today on: a change ends one row
and begins another. What the clinic offers has none: what is booked keeps what it was booked with.
"""

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_shape import ClinicShape
from clinicdesk.models.database import Database
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.clinic.patient_language import refuse_faulty_languages
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.exporting.clinic_reading import read_clinic_shape
from clinicdesk.services.exporting.clinic_rows import ClinicRows
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.setup.difference import Difference, Item, difference
from clinicdesk.services.setup.meeting_rows import LeftOut, MeetingRows
from clinicdesk.services.setup.mending import mend
from clinicdesk.services.setup.moved_arrivals import raise_moved_arrivals
from clinicdesk.services.setup.renaming import Names, with_names
from clinicdesk.services.setup.repairs import Mending
from clinicdesk.services.setup.row_updating import Updating
from clinicdesk.services.setup.touched_visits import touched_time
from clinicdesk.services.setup.unstaffed import opened_for_nobody
from clinicdesk.services.visits.rules.rule_breaks import RuleBreak, rule_breaks
from clinicdesk.services.visits.writing import writing


@dataclass(frozen=True)
class Updated:
    """What an update does, and the appointments to come that break a rule because of it."""

    difference: Difference
    breaks: tuple[RuleBreak, ...]
    changed: Changed | None
    """None where it was only tried, or nothing differs."""
    left_out: tuple[LeftOut, ...] = ()
    """Times of meetings at which somebody who takes part is taken: they are not held then."""
    unstaffed: tuple[date, ...] = ()
    """Days soon to come with times at which the clinic opens anew and nobody works; if tried."""


class _OnlyTried(Exception):
    """Gives up the transaction of an update that is only looked at."""


def update_clinic(
    context: Context, database: Database, shape: ClinicShape, *, apply: bool
) -> Updated:
    """Make the clinic what the shape says; raises and answers as `change_clinic` does."""
    return change_clinic(context, database, lambda _now: shape, apply=apply)


def change_clinic(
    context: Context,
    database: Database,
    make: Callable[[ClinicShape], ClinicShape],
    *,
    apply: bool,
    about: Item | None = None,
    retires: bool = False,
    with_breaks: bool = True,
    renaming: Callable[[ClinicShape], Names] = lambda _now: {},
    mending: Mending | None = None,
) -> Updated:
    """Make the clinic what `make` makes of it as it is, as one change, which is `about` one thing.

    Whether it `retires` that is what people are told of it.

    Who or what is called otherwise by `renaming` stays the same person or thing.

    Without `apply` only say what that is. Nothing that is booked is moved or cancelled but by
    `mending`, in the same change: what breaks a rule then is named `with_breaks`, for which nobody
    else can write for a second in a large clinic. Raises what `make` and `mend` do, Refused where
    zone or grid would change under what is booked, or a new language has a faulty file.
    """
    found: list[Updated] = []
    try:
        with writing(context, database) as transaction:
            session = transaction.session
            today, _ = context.wall_clock(read_clinic(session)[0].zone)
            now = shape_now(session, today)
            names = renaming(now)
            old, shape = with_names(now, names), make(now)
            if shape.languages != now.languages:
                refuse_faulty_languages(database, shape.languages)
            meetings = MeetingRows(session, old, shape, today, names)
            differs = difference(old, shape, today, names) + meetings.difference()
            if not differs:
                return Updated(differs, (), None)
            before = read_clinic(session)
            with _change_about(transaction, about, mending, retires=retires) as change:
                left_out = Updating(change, old, shape, today, names).write(meetings)
                change.affect_everything()
                if mending is not None:
                    mend(change, mending)
                raise_moved_arrivals(change, before, today)
            breaks = breaks_since(session, before, today) if with_breaks else ()
            empty = () if apply else opened_for_nobody(before, read_clinic(session), today)
            found.append(Updated(differs, breaks, change.changed, left_out, empty))
            if not apply:
                raise _OnlyTried
    except _OnlyTried:
        return replace(found[0], changed=None)
    return found[0]


def breaks_since(session: Session, before: ClinicNow, today: date) -> tuple[RuleBreak, ...]:
    """What breaks a rule in the clinic as it is now, and did not in the one `before`."""
    now = read_clinic(session)
    touched = touched_time(session, before, now, today)
    broken = rule_breaks(session, today, clinic=now, within=touched)
    if not broken:
        return ()
    known = set(rule_breaks(session, today, clinic=before, within=touched))
    return tuple(item for item in broken if item not in known)


def _change_about(
    transaction: Transaction, about: Item | None, mending: Mending | None, *, retires: bool
) -> AbstractContextManager[Change]:
    if about is None:
        return transaction.change(ChangeCode.CLINIC_CHANGED)
    what: dict[str, Any] = {"what": about.section, "what_params": {"name": about.name}}
    visits = sorted(mending.visits) if mending else []
    if not visits:
        alone = ChangeCode.CLINIC_RETIRED if retires else ChangeCode.CLINIC_EDITED
        return transaction.change(alone, **what)
    mended = ChangeCode.CLINIC_EDITED_AND_MENDED
    return transaction.change(
        ChangeCode.CLINIC_RETIRED_AND_MENDED if retires else mended,
        **what,
        visits=visits,
        count=len(visits),
    )


def clinic_now(context: Context, database: Database) -> ClinicShape:
    """The clinic as its file would describe it today."""
    with database.reading() as session:
        today, _ = context.wall_clock(read_clinic(session)[0].zone)
        return shape_now(session, today)


def shape_now(session: Session, today: date) -> ClinicShape:
    """The same in a transaction, as it is by now."""
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    session.flush()
    return read_clinic_shape(ClinicRows(connection, today))
