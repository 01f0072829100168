"""The rows of a clinic brought to what a shape says: written is what differs, and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import select

from clinicdesk.exchange.clinic_shape import (
    ClinicShape,
    ResourceShape,
    TemplateShape,
    VisitTypeShape,
)
from clinicdesk.models import tables
from clinicdesk.models.base import Retirable
from clinicdesk.models.visits import Visit
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.setup.clinic_writing import (
    ClinicWriting,
    message_columns,
    resource_columns,
    retire,
    setting_columns,
    template_columns,
    type_columns,
)
from clinicdesk.services.setup.dated_rows import write_known_days, write_seasons
from clinicdesk.services.setup.difference import bare_template, closures_to_come
from clinicdesk.services.setup.meeting_rows import LeftOut, MeetingRows
from clinicdesk.services.setup.recurring_rows import write_hours_and_blocks, write_opening
from clinicdesk.services.setup.renaming import Names
from clinicdesk.services.setup.rows_in_use import by_resource, in_use

_Row = TypeVar("_Row", bound=Retirable)


class Updating:
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
        write_opening(self._session, self._new.opening, self._today)
        write_seasons(self._session, self._new.seasons, self._today)
        self._closures()
        self._types()
        self._resources()
        self._visit_types()
        write_hours_and_blocks(self._session, self._add, self._new.resources, self._today)
        write_known_days(self._session, self._new, self._add.resources, self._today)
        self._templates()
        self._messages()
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
        qualified = by_resource(self._in_use(tables.Qualification))
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

    def _messages(self) -> None:
        rows = {row.occasion: row for row in self._in_use(tables.MessageText)}
        for shape in self._new.messages:
            row = rows.pop(shape.occasion, None)
            if row is None:
                self._add.add_message(shape)
            else:
                _set(row, message_columns(shape))
        retire(rows.values())

    def _in_use(self, table: type[_Row]) -> list[_Row]:
        return in_use(self._session, table)


def _set(row: tables.Base, columns: Mapping[str, Any]) -> None:
    """Only what differs, so that the journal names what was changed; in use again if it was not."""
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    if isinstance(row, Retirable) and not row.active:
        row.active = True
