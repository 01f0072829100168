"""A clinic as it is made what a shape says: added, changed, retired, in one change that is undone.

What has dates (hours, sessions, closures, meetings) is changed from today on: a change ends one row
and begins another. What the clinic offers has none: what is booked keeps what it was booked with.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_shape import (
    ClinicShape,
    HoursBlock,
    RecurringStretch,
    Release,
    ResourceShape,
    TemplateShape,
    VisitTypeShape,
)
from clinicdesk.models import tables
from clinicdesk.models.base import Recurring, Retirable
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Visit
from clinicdesk.services.clinic.clinic_now import ClinicNow, read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.exporting.clinic_reading import read_clinic_shape
from clinicdesk.services.exporting.clinic_rows import ClinicRows
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.journal.transactions import Transaction
from clinicdesk.services.setup.clinic_writing import (
    ClinicWriting,
    resource_columns,
    retire,
    row_stretch,
    setting_columns,
    stretch_columns,
    template_columns,
    type_columns,
)
from clinicdesk.services.setup.dated_rows import write_known_days, write_seasons
from clinicdesk.services.setup.difference import (
    Difference,
    Item,
    bare_template,
    begun,
    closures_to_come,
    difference,
)
from clinicdesk.services.setup.meeting_rows import LeftOut, MeetingRows
from clinicdesk.services.setup.mending import mend
from clinicdesk.services.setup.renaming import Names, with_names
from clinicdesk.services.setup.repairs import Mending
from clinicdesk.services.setup.touched_visits import touched_time
from clinicdesk.services.setup.unstaffed import opened_for_nobody
from clinicdesk.services.visits.rules.rule_breaks import RuleBreak, rule_breaks
from clinicdesk.services.visits.writing import writing

_Row = TypeVar("_Row", bound=Retirable)
_Recurring = TypeVar("_Recurring", bound=Recurring)
_Shape = TypeVar("_Shape")
_HasResource = TypeVar("_HasResource", tables.Qualification, tables.WorkingHours, tables.HoursBlock)


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
    with_breaks: bool = True,
    renaming: Callable[[ClinicShape], Names] = lambda _now: {},
    mending: Mending | None = None,
) -> Updated:
    """Make the clinic what `make` makes of it as it is, as one change, which is `about` one thing.

    Who or what is called otherwise by `renaming` stays the same person or thing.

    Without `apply` only say what that is. Nothing that is booked is moved or cancelled but by
    `mending`, in the same change: what breaks a rule then is named `with_breaks`, for which nobody
    else can write for a second in a large clinic. Raises what `make` and `mend` do, Refused where
    zone or grid would change under what is booked.
    """
    found: list[Updated] = []
    try:
        with writing(context, database) as transaction:
            session = transaction.session
            today, _ = context.wall_clock(read_clinic(session)[0].zone)
            now = shape_now(session, today)
            names = renaming(now)
            old, shape = with_names(now, names), make(now)
            meetings = MeetingRows(session, old, shape, today, names)
            differs = difference(old, shape, today, names) + meetings.difference()
            if not differs:
                return Updated(differs, (), None)
            before = read_clinic(session)
            with _change_about(transaction, about, mending) as change:
                left_out = _Updating(change, old, shape, today, names).write(meetings)
                change.affect_everything()
                if mending is not None:
                    mend(change, mending)
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
    transaction: Transaction, about: Item | None, mending: Mending | None
) -> AbstractContextManager[Change]:
    if about is None:
        return transaction.change(ChangeCode.CLINIC_CHANGED)
    what: dict[str, Any] = {"what": about.section, "what_params": {"name": about.name}}
    visits = sorted(mending.visits) if mending else []
    if not visits:
        return transaction.change(ChangeCode.CLINIC_EDITED, **what)
    return transaction.change(
        ChangeCode.CLINIC_EDITED_AND_MENDED, **what, visits=visits, count=len(visits)
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


class _Updating:
    """Brings the rows to what a shape says; writes only what differs."""

    def __init__(
        self, change: Change, old: ClinicShape, new: ClinicShape, today: date, names: Names
    ) -> None:
        self._change, self._old, self._new, self._today = change, old, new, today
        self._names = names
        self._session = change.session
        self._add = ClinicWriting(change)

    def write(self, meetings: MeetingRows) -> tuple[LeftOut, ...]:
        """Everything, in the order in which one thing refers to another; times left out."""
        self._settings()
        self._dated(
            self._in_use(tables.OpeningHours),
            self._new.opening,
            stretch_of=lambda item: item,
            alike=lambda _row, _item: True,
            add=lambda _item, stretch: self._session.add(
                tables.OpeningHours(**stretch_columns(stretch))
            ),
        )
        write_seasons(self._session, self._new.seasons, self._today)
        self._closures()
        self._types()
        self._resources()
        self._visit_types()
        self._hours_and_blocks()
        write_known_days(self._session, self._new, self._add.resources, self._today)
        self._templates()
        left_out = meetings.write(self._change, self._add)
        self._session.flush()
        return left_out

    def _settings(self) -> None:
        row = self._session.scalars(select(tables.Clinic)).one()
        fixed = (row.zone, row.grid_minutes) == (self._new.zone, self._new.grid_minutes)
        booked = select(Visit.id).where(Visit.patient_id.is_not(None)).limit(1)
        if not fixed and self._session.scalar(booked) is not None:
            raise Refused(RefusalCode.SETUP_ZONE_AND_GRID_FIXED)
        _set(row, setting_columns(self._new))

    def _closures(self) -> None:
        wanted = {
            (item.day, item.start, item.end, item.name)
            for item in closures_to_come(self._new, self._today)
        }
        for row in self._in_use(tables.Closure):
            kept = (row.day, row.start, row.end, row.name)
            if row.day >= self._today and kept not in wanted:
                row.active = False
            wanted.discard(kept)
        for day, start, end, name in sorted(wanted):
            self._session.add(tables.Closure(day=day, start=start, end=end, name=name))

    def _types(self) -> None:
        rows = {row.key: row for row in self._session.scalars(select(tables.ResourceType))}
        for shape in self._new.resource_types:
            row = rows.pop(shape.key, None)
            if row is None:
                self._add.add_type(shape)
            else:
                _set(row, type_columns(shape))
                self._add.types[shape.key] = row.id
        retire(rows.values())

    def _resources(self) -> None:
        rows = self._resource_rows()
        # A name may pass to another kind: those that go give it up first.
        wanted = {(shape.kind, shape.name) for shape in self._new.resources}
        gone = {row.id for key, row in rows.items() if key not in wanted}
        retire(row for row in self._in_use(tables.Resource) if {row.id, row.lane_of} & gone)
        self._session.flush()
        qualified = _by_resource(self._in_use(tables.Qualification))
        for position, shape in enumerate(self._new.resources):
            row = rows.get((shape.kind, shape.name))
            if row is None:
                # The hours begin today, as those of somebody who is there already do.
                self._add.add_resource_row(shape, shape.name, position, None)
            else:
                _set(row, {"name": shape.name, **resource_columns(shape, position)})
                self._add.resources[shape.name] = row.id
            number = self._add.resources[shape.name]
            self._qualifications(number, shape, qualified.get(number, []))
            self._lanes(shape, position)

    def _resource_rows(self) -> dict[tuple[str, str], tables.Resource]:
        """By kind and name as it shall be; of several that had it the one in use, or the last."""
        rows = self._session.scalars(
            select(tables.Resource)
            .where(tables.Resource.kind != "patient", tables.Resource.lane_of.is_(None))
            .order_by(tables.Resource.active, tables.Resource.id)
        )
        return {(row.kind, self._name(row)): row for row in rows}

    def _name(self, row: tables.Resource) -> str:
        """Somebody who has left keeps the name."""
        return self._names.get(row.name, row.name) if row.active else row.name

    def _qualifications(
        self, number: int, shape: ResourceShape, rows: Sequence[tables.Qualification]
    ) -> None:
        wanted = {self._add.types[key] for key in shape.types}
        kept = {row.type_id for row in rows} & wanted
        retire(row for row in rows if row.type_id not in kept)
        for kind in sorted(wanted - kept):
            self._session.add(tables.Qualification(resource_id=number, type_id=kind))

    def _lanes(self, shape: ResourceShape, position: int) -> None:
        number = self._add.resources[shape.name]
        rows = {
            self._name(row): row
            for row in self._session.scalars(
                select(tables.Resource)
                .where(tables.Resource.lane_of == number)
                .order_by(tables.Resource.active, tables.Resource.id)
            )
        }
        for name in shape.lane_names:
            row = rows.pop(name, None)
            if row is None:
                self._add.add_resource_row(shape, name, position, number)
            else:
                _set(row, {"name": name, **resource_columns(shape, position)})
                self._add.resources[name] = row.id
        retire(rows.values())

    def _visit_types(self) -> None:
        rows = {row.key: row for row in self._session.scalars(select(tables.VisitType))}
        former = {shape.key: shape for shape in self._old.visit_types}
        for shape in self._new.visit_types:
            row = rows.pop(shape.key, None)
            if row is None:
                self._add.add_visit_type(shape)
                continue
            self._add.visit_types[shape.key] = row.id
            _set(row, self._add.visit_type_columns(shape))
            before = former.get(shape.key)
            if before is None or before.needs != shape.needs:
                self._renew_needs(row.id, shape)
        retire(rows.values())

    def _renew_needs(self, number: int, shape: VisitTypeShape) -> None:
        needs = [n for n in self._in_use(tables.VisitTypeNeed) if n.visit_type_id == number]
        gone = {need.id for need in needs}
        retire(needs)
        retire(option for option in self._in_use(tables.NeedOption) if option.need_id in gone)
        # Out of use before others take their places.
        self._session.flush()
        self._add.add_needs(number, shape.needs)

    def _hours_and_blocks(self) -> None:
        worked = _by_resource(self._in_use(tables.WorkingHours))
        blocks = _by_resource(self._in_use(tables.HoursBlock))
        listed: dict[int, set[int]] = {}
        for row in self._in_use(tables.HoursBlockVisitType):
            listed.setdefault(row.block_id, set()).add(row.visit_type_id)
        quotas: dict[int, dict[int, int]] = {}
        for quota in self._in_use(tables.HoursBlockQuota):
            quotas.setdefault(quota.block_id, {})[quota.visit_type_id] = quota.at_most

        for shape in self._new.resources:
            number = self._add.resources[shape.name]

            def add_hours(
                _item: RecurringStretch, stretch: RecurringStretch, number: int = number
            ) -> None:
                columns = stretch_columns(stretch)
                self._session.add(tables.WorkingHours(resource_id=number, **columns))

            def add_block(
                item: HoursBlock, stretch: RecurringStretch, number: int = number
            ) -> None:
                self._add.add_block(number, replace(item, stretch=stretch))

            def same_block(row: tables.HoursBlock, item: HoursBlock) -> bool:
                numbers = self._add.visit_types
                return (
                    listed.get(row.id, set()),
                    row.new_patients_only,
                    quotas.get(row.id, {}),
                    row.only_here,
                    _release(row),
                ) == (
                    {numbers[key] for key in item.visit_types},
                    item.new_patients_only,
                    {numbers[key]: most for key, most in item.at_most},
                    item.only_here,
                    item.release,
                )

            self._dated(
                worked.get(number, []),
                shape.hours or (),
                stretch_of=lambda item: item,
                alike=lambda _row, _item: True,
                add=add_hours,
            )
            self._dated(
                blocks.get(number, []),
                shape.blocks,
                stretch_of=lambda item: item.stretch,
                alike=same_block,
                add=add_block,
            )

    def _dated(
        self,
        rows: Iterable[_Recurring],
        wanted: Iterable[_Shape],
        *,
        stretch_of: Callable[[_Shape], RecurringStretch],
        alike: Callable[[_Recurring, _Shape], bool],
        add: Callable[[_Shape, RecurringStretch], object],
    ) -> None:
        """From today on just what is wanted: what is not ends yesterday, what is new begins.

        `add` is given what is new, and its stretch from today on.
        """
        left = [(item, begun(stretch_of(item), self._today)) for item in wanted]
        for row in rows:
            now = begun(row_stretch(row), self._today)
            if now is None:
                continue
            same = next((pair for pair in left if pair[1] == now and alike(row, pair[0])), None)
            if same is not None:
                left.remove(same)
            elif row.starts_on >= self._today:
                row.active = False
            else:
                row.ends_on = self._today - timedelta(days=1)
        for item, stretch in left:
            if stretch is not None:
                add(item, stretch)

    def _templates(self) -> None:
        rows = {row.key: row for row in self._session.scalars(select(tables.VisitTemplate))}
        former = {shape.key: shape for shape in self._old.templates}
        # A name may pass from one to another: those that go give it up first.
        retire(row for key, row in rows.items() if key not in {s.key for s in self._new.templates})
        self._session.flush()
        for shape in self._new.templates:
            row = rows.get(shape.key)
            if row is None:
                self._add.add_template(shape)
                continue
            _set(row, template_columns(shape))
            before = former.get(shape.key)
            if before is None or bare_template(before) != bare_template(shape):
                self._renew_steps(row.id, shape)

    def _renew_steps(self, number: int, shape: TemplateShape) -> None:
        retire(row for row in self._in_use(tables.TemplateStep) if row.template_id == number)
        retire(row for row in self._in_use(tables.TemplateRule) if row.template_id == number)
        self._session.flush()
        self._add.add_steps(number, shape)

    def _in_use(self, table: type[_Row]) -> list[_Row]:
        return list(self._session.scalars(select(table).where(table.active).order_by(table.id)))


def _release(row: tables.HoursBlock) -> Release | None:
    if row.release_minute is None:
        return None
    return Release(row.release_minute, row.release_days or 0)


def _by_resource(rows: Iterable[_HasResource]) -> dict[int, list[_HasResource]]:
    found: dict[int, list[_HasResource]] = {}
    for row in rows:
        found.setdefault(row.resource_id, []).append(row)
    return found


def _set(row: tables.Base, columns: Mapping[str, Any]) -> None:
    """Only what differs, so that the journal names what was changed; in use again if it was not."""
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    if isinstance(row, Retirable) and not row.active:
        row.active = True
