"""A new clinic's database, written from the shape that a clinic file gives."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_shape import (
    ClinicShape,
    NeedShape,
    RecurringStretch,
    ResourceShape,
    TemplateShape,
    VisitTypeShape,
)
from clinicdesk.exchange.public_holidays import public_holidays
from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.making import creating_database
from clinicdesk.models.statuses import Status
from clinicdesk.models.stored_values import Profile, Requirement, ResourceUse, SameRule
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import MIDNIGHT
from clinicdesk.services.clinic.hours import Stretch, days_from
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.texts import refuse_unfit
from clinicdesk.services.visits.placing import PlacedAppointment, place
from clinicdesk.services.visits.writing import writing

HOLIDAY_YEARS = 10
"""Public holidays are written for so many years to come; later ones when they are nearer."""

MEETING_DAYS = 366
"""Meetings stand in their people's calendars for so many days from the clinic's first."""


@contextmanager
def founding_clinic(
    context: Context, path: Path, shape: ClinicShape, *, demo: bool = False
) -> Iterator[Database]:
    """A new clinic's database, to be filled further in the block; at `path` when that ends well.

    Its first journal entry is the founding; undo does not take it back. Raises DatabaseRefused.
    """
    with creating_database(path) as database:
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
    _Founding(change, shape).write(today, demo=demo)


class _Founding:
    """Writes one shape; remembers which number each key and name got."""

    def __init__(self, change: Change, shape: ClinicShape) -> None:
        self.change, self.shape = change, shape
        self.session: Session = change.session
        self.types: dict[str, int] = {}
        self.resources: dict[str, int] = {}
        self.visit_types: dict[str, int] = {}

    def write(self, today: date, *, demo: bool) -> None:
        """Everything, in the order in which one thing refers to another."""
        self._clinic(today, demo=demo)
        self._types()
        for position, resource in enumerate(self.shape.resources):
            self._resource(resource, position)
        for visit_type in self.shape.visit_types:
            self._visit_type(visit_type)
        for resource in self.shape.resources:
            self._blocks(resource)
        for template in self.shape.templates:
            self._template(template)
        self._meetings(today)

    def _clinic(self, today: date, *, demo: bool) -> None:
        shape = self.shape
        self.session.add(
            tables.Clinic(
                id=1,
                name=shape.name,
                # The demo clinic is the same each time it is made from the same seed.
                uid="demo" if demo else secrets.token_hex(8),
                zone=shape.zone,
                grid_minutes=shape.grid_minutes,
                transfer_minutes=shape.transfer_minutes,
                way_minutes=shape.way_minutes,
                hold_minutes=shape.hold_minutes,
                date_order=shape.date_order,
                week_start=shape.week_start,
                twelve_hour=shape.twelve_hour,
                languages=shape.languages,
                demo=demo,
            )
        )
        self.session.add_all(tables.OpeningHours(**_columns(item)) for item in shape.opening)
        closed = {day.day: day.name for day in shape.closed_days}
        if shape.holiday_rule is not None:
            # The year before too: the demo clinic has a past.
            years = range(today.year - 1, today.year + HOLIDAY_YEARS + 1)
            for day in public_holidays(shape.holiday_rule, years):
                closed.setdefault(day.day, day.name)
        self.session.add_all(
            tables.Closure(day=day, start=0, end=MIDNIGHT, name=name)
            for day, name in sorted(closed.items())
        )

    def _types(self) -> None:
        for kind in self.shape.resource_types:
            row = tables.ResourceType(
                key=kind.key, name=kind.name, kind=kind.group, color=kind.color
            )
            self.session.add(row)
            self.session.flush()
            self.types[kind.key] = row.id

    def _resource(self, shape: ResourceShape, position: int) -> None:
        number = self._resource_row(shape, shape.name, position, None)
        for name in shape.lane_names:
            self._resource_row(shape, name, position, number)
        self.session.add_all(
            tables.Qualification(resource_id=number, type_id=self.types[key]) for key in shape.types
        )
        self.session.add_all(
            tables.WorkingHours(resource_id=number, **_columns(item)) for item in shape.hours or ()
        )

    def _resource_row(
        self, shape: ResourceShape, name: str, position: int, lane_of: int | None
    ) -> int:
        row = tables.Resource(
            kind=shape.kind,
            name=name,
            movable=shape.movable,
            always=shape.hours is None,
            lane_of=lane_of,
            position=position,
            part_of=shape.part_of or "",
            profile=Profile(
                shape.credentials,
                shape.languages,
                shape.conditions,
                shape.procedures,
                shape.takes_new_patients,
            ),
        )
        self.session.add(row)
        self.session.flush()
        self.resources[name] = row.id
        return row.id

    def _visit_type(self, shape: VisitTypeShape) -> None:
        row = tables.VisitType(
            key=shape.key,
            name=shape.name,
            public_name=shape.public_name,
            specialty_id=self.types.get(shape.specialty),
            minutes=shape.minutes,
            arrive_early=shape.arrive_early,
            place=shape.place,
            instructions=shape.instructions,
            requirements=tuple(
                Requirement(item.text, item.lead_days) for item in shape.requirements
            ),
            group_size=shape.group_size,
            only_in_blocks=shape.only_in_blocks,
        )
        self.session.add(row)
        self.session.flush()
        self.visit_types[shape.key] = row.id
        for position, need in enumerate(shape.needs):
            self._need(row.id, position, need)

    def _need(self, visit_type: int, position: int, shape: NeedShape) -> None:
        need = tables.VisitTypeNeed(
            visit_type_id=visit_type,
            position=position,
            holds=shape.holds,
            before=shape.before,
            after=shape.after,
        )
        self.session.add(need)
        self.session.flush()
        for candidate in shape.one_of:
            self.session.add(
                tables.NeedOption(
                    need_id=need.id,
                    type_id=self.types[candidate.type] if candidate.type else None,
                    resource_id=self.resources[candidate.resource] if candidate.resource else None,
                    minutes=candidate.minutes,
                    penalty=candidate.penalty,
                )
            )

    def _blocks(self, shape: ResourceShape) -> None:
        for block in shape.blocks:
            row = tables.HoursBlock(
                resource_id=self.resources[shape.name],
                new_patients_only=block.new_patients_only,
                **_columns(block.stretch),
            )
            self.session.add(row)
            self.session.flush()
            self.session.add_all(
                tables.HoursBlockVisitType(block_id=row.id, visit_type_id=self.visit_types[key])
                for key in block.visit_types
            )

    def _template(self, shape: TemplateShape) -> None:
        positions = {step.key: position for position, step in enumerate(shape.steps)}
        row = tables.VisitTemplate(
            key=shape.key,
            name=shape.name,
            transfer_minutes=shape.transfer_minutes,
            same_rules=tuple(
                SameRule(tuple(positions[key] for key in same.steps), same.kind)
                for same in shape.same
            ),
            one_window=shape.one_window,
            longest_stay=shape.longest_stay,
        )
        self.session.add(row)
        self.session.flush()
        self.session.add_all(
            tables.TemplateStep(
                template_id=row.id,
                position=positions[step.key],
                visit_type_id=self.visit_types[step.visit_type],
                minutes=step.minutes,
            )
            for step in shape.steps
        )
        self.session.add_all(
            tables.TemplateRule(
                template_id=row.id,
                first=positions[rule.first],
                then=positions[rule.then],
                min_gap=rule.min_gap,
                max_gap=rule.max_gap,
                why=rule.why,
            )
            for rule in shape.sequence
        )

    def _meetings(self, today: date) -> None:
        """A meeting is an appointment of the clinic itself: it claims its people's time."""
        closed = set(self.session.scalars(select(tables.Closure.day)))
        for meeting in self.shape.meetings:
            uses = tuple(ResourceUse(self.resources[name]) for name in meeting.resources)
            for day, start, end in _happenings(meeting.stretches, today):
                if day not in closed:
                    self._meeting(meeting.name, day, start, end, uses)

    def _meeting(
        self, name: str, day: date, start: int, end: int, uses: tuple[ResourceUse, ...]
    ) -> None:
        founded_at = self.change.context.instant().isoformat()
        visit = Visit(step_count=1, transfer_minutes=0, rules=(), last_modified=founded_at)
        self.session.add(visit)
        self.session.flush()
        row = Appointment(visit_id=visit.id, position=0, title=name)
        place(self.change, [PlacedAppointment(row, day, start, end - start, uses, Status.BOOKED)])


def _happenings(stretches: Iterable[RecurringStretch], today: date) -> list[tuple[date, int, int]]:
    days = days_from(today, MEETING_DAYS)
    return sorted(
        (day, item.start, item.end)
        for item in stretches
        for day in Stretch(**_columns(item)).days(days[0], days[-1])
    )


def _columns(stretch: RecurringStretch) -> dict[str, Any]:
    return {
        "rule": stretch.rule,
        "starts_on": stretch.starts_on,
        "ends_on": stretch.ends_on,
        "start": stretch.start,
        "end": stretch.end,
    }
