"""A clinic's rows, as a shape says them: written anew, or brought to what it says now."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from clinicdesk.exchange.clinic_file.settings.descriptions import columns
from clinicdesk.exchange.clinic_file.settings.parts import Part
from clinicdesk.exchange.clinic_shape import (
    Away,
    ClinicShape,
    ExtraDay,
    HoursBlock,
    Meeting,
    MessageShape,
    NeedShape,
    OpeningSeason,
    RecurringStretch,
    ResourceShape,
    ResourceType,
    TemplateShape,
    VisitTypeShape,
)
from clinicdesk.models import tables
from clinicdesk.models.base import Recurring, Retirable
from clinicdesk.models.statuses import Status
from clinicdesk.models.stored_values import HolidayRule, Profile, Requirement, ResourceUse, SameRule
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.journal.changes import Change
from clinicdesk.services.setup.meetings import MeetingTime
from clinicdesk.services.visits.placing import PlacedAppointment, place

Columns = dict[str, Any]


class ClinicWriting:
    """Adds the rows of a clinic's parts; knows which number each key and name has."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.session: Session = change.session
        self.types: dict[str, int] = {}
        self.resources: dict[str, int] = {}
        self.visit_types: dict[str, int] = {}

    def add_type(self, shape: ResourceType) -> None:
        """A specialty, or a type of rooms or equipment."""
        row = tables.ResourceType(**type_columns(shape))
        self._add(row)
        self.types[shape.key] = row.id

    def add_resource(self, shape: ResourceShape, position: int) -> None:
        """A person or thing with its lanes, what it is, and its hours; its blocks come later."""
        number = self.add_resource_row(shape, shape.name, position, None)
        for name in shape.lane_names:
            self.add_resource_row(shape, name, position, number)
        for key in shape.types:
            self._add(tables.Qualification(resource_id=number, type_id=self.types[key]))
        for item in shape.hours or ():
            self._add(tables.WorkingHours(resource_id=number, **stretch_columns(item)))
        for away in shape.away or ():
            self._add(tables.TimeOff(resource_id=number, **away_columns(away)))
        for extra in shape.extra or ():
            self._add(tables.ExtraHours(resource_id=number, **extra_columns(extra)))

    def add_resource_row(
        self, shape: ResourceShape, name: str, position: int, lane_of: int | None
    ) -> int:
        """The resource itself, or one of its lanes; its number."""
        row = tables.Resource(name=name, lane_of=lane_of, **resource_columns(shape, position))
        self._add(row)
        self.resources[name] = row.id
        return row.id

    def add_block(self, resource: int, block: HoursBlock) -> None:
        """A stretch of somebody's hours with rules of its own."""
        row = tables.HoursBlock(
            resource_id=resource,
            new_patients_only=block.new_patients_only,
            only_here=block.only_here,
            release_days=block.release.days if block.release else None,
            release_minute=block.release.minute if block.release else None,
            **stretch_columns(block.stretch),
        )
        self._add(row)
        for key, most in block.at_most:
            kind = self.visit_types[key]
            self._add(tables.HoursBlockQuota(block_id=row.id, visit_type_id=kind, at_most=most))
        for key in block.visit_types:
            listed = tables.HoursBlockVisitType(
                block_id=row.id, visit_type_id=self.visit_types[key]
            )
            self._add(listed)

    def add_visit_type(self, shape: VisitTypeShape) -> None:
        """A service with its needs."""
        row = tables.VisitType(key=shape.key, **self.visit_type_columns(shape))
        self._add(row)
        self.visit_types[shape.key] = row.id
        self.add_needs(row.id, shape.needs)

    def visit_type_columns(self, shape: VisitTypeShape) -> Columns:
        """All of a service's own row but its key."""
        return {
            **columns(Part.VISIT_TYPES, shape),
            "public_name_in": shape.public_name_in,
            "instructions_in": shape.instructions_in,
            "other_places": shape.other_places,
            "specialty_id": self.types.get(shape.specialty),
            "requirements": tuple(
                Requirement(item.text, item.lead_days) for item in shape.requirements
            ),
        }

    def add_needs(self, visit_type: int, needs: Iterable[NeedShape]) -> None:
        """What a service takes, and who and what qualifies."""
        for position, shape in enumerate(needs):
            need = tables.VisitTypeNeed(
                visit_type_id=visit_type,
                position=position,
                holds=shape.holds,
                before=shape.before,
                after=shape.after,
                places=shape.places,
            )
            self._add(need)
            for candidate in shape.one_of:
                by_name = candidate.resource
                option = tables.NeedOption(
                    need_id=need.id,
                    type_id=self.types[candidate.type] if candidate.type else None,
                    resource_id=self.resources[by_name] if by_name else None,
                    minutes=candidate.minutes,
                    penalty=candidate.penalty,
                )
                self._add(option)

    def add_template(self, shape: TemplateShape) -> None:
        """A combined visit with its steps and rules."""
        row = tables.VisitTemplate(key=shape.key, **template_columns(shape))
        self._add(row)
        self.add_steps(row.id, shape)

    def add_steps(self, template: int, shape: TemplateShape) -> None:
        """A template's steps and their sequence."""
        positions = _positions(shape)
        for step in shape.steps:
            self._add(
                tables.TemplateStep(
                    template_id=template,
                    position=positions[step.key],
                    visit_type_id=self.visit_types[step.visit_type],
                    minutes=step.minutes,
                    place=step.place or "",
                )
            )
        for rule in shape.sequence:
            self._add(
                tables.TemplateRule(
                    template_id=template,
                    first=positions[rule.first],
                    then=positions[rule.then],
                    min_gap=rule.min_gap,
                    max_gap=rule.max_gap,
                    why=rule.why,
                )
            )

    def add_message(self, shape: MessageShape) -> None:
        """The clinic's own words for messages of one occasion."""
        self._add(tables.MessageText(**message_columns(shape)))

    def add_meeting(self, meeting: Meeting) -> None:
        """A meeting, with when it comes back and who takes part; not the times of it."""
        row = tables.Meeting(name=meeting.name)
        self._add(row)
        members = [self.resources[name] for name in meeting.resources]
        self.add_to_meeting(row.id, meeting.stretches, members)

    def add_to_meeting(
        self, meeting: int, stretches: Iterable[RecurringStretch], members: Iterable[int]
    ) -> None:
        """More times and members of a meeting that is there."""
        self.session.add_all(
            tables.MeetingHours(meeting_id=meeting, **stretch_columns(item)) for item in stretches
        )
        self.session.add_all(
            tables.MeetingMember(meeting_id=meeting, resource_id=number) for number in members
        )

    def add_meeting_time(self, meeting: Meeting, time: MeetingTime) -> None:
        """Each is an appointment of the clinic itself: it claims its people's time."""
        written_at = self.change.context.instant().isoformat()
        visit = Visit(step_count=1, transfer_minutes=0, rules=(), last_modified=written_at)
        self._add(visit)
        row = Appointment(visit_id=visit.id, position=0, title=meeting.name)
        uses = tuple(ResourceUse(self.resources[name]) for name in meeting.resources)
        minutes = time.end - time.start
        place(
            self.change,
            [PlacedAppointment(row, time.day, time.start, minutes, uses, Status.BOOKED)],
        )

    def _add(self, row: tables.Base) -> None:
        self.session.add(row)
        self.session.flush()


def retire(rows: Iterable[Retirable]) -> None:
    """Out of use from now on; what refers to them stays as it is."""
    for row in rows:
        row.active = False


def row_stretch(row: Recurring) -> RecurringStretch:
    """What `stretch_columns` makes a row of."""
    return RecurringStretch(row.rule, row.starts_on, row.ends_on, row.start, row.end)


def setting_columns(shape: ClinicShape) -> Columns:
    """The clinic's own settings."""
    rule = shape.holiday_rule
    own = {
        "zone": shape.zone,
        "directions_in": shape.directions_in,
        "holiday_rule": rule and HolidayRule(**vars(rule)),
    }
    return {**columns(Part.CLINIC, shape), **own}


def type_columns(shape: ResourceType) -> Columns:
    """A specialty's or type's row."""
    return {"key": shape.key, "name": shape.name, "kind": shape.group, "color": shape.color}


def resource_columns(shape: ResourceShape, position: int) -> Columns:
    """A resource's row, or that of one of its lanes, but for the name and whose lane it is."""
    return {
        "kind": shape.kind,
        "movable": shape.movable,
        "always": shape.hours is None,
        "pace": shape.pace,
        "position": position,
        "part_of": shape.part_of or "",
        "starts_on": shape.starts_on,
        "ends_on": shape.ends_on,
        "profile": Profile(
            shape.credentials,
            shape.languages,
            shape.conditions,
            shape.procedures,
            shape.takes_new_patients,
        ),
    }


def template_columns(shape: TemplateShape) -> Columns:
    """All of a template's own row but its key."""
    positions = _positions(shape)
    return {
        **columns(Part.TEMPLATES, shape),
        "same_rules": tuple(
            SameRule(tuple(positions[key] for key in same.steps), same.kind) for same in shape.same
        ),
    }


def message_columns(shape: MessageShape) -> Columns:
    """A row of the clinic's own words for messages."""
    return dict(vars(shape))


def season_columns(season: OpeningSeason) -> Columns:
    """Opening hours that take the place of the usual ones, but for when they begin to count."""
    return {
        "name": season.name,
        "first_day": season.first_day,
        "last_day": season.last_day,
        "every_year": season.every_year,
        "week": season.week,
    }


def away_columns(away: Away) -> Columns:
    """When somebody is away."""
    return {
        "first_day": away.first_day,
        "start": away.start,
        "last_day": away.last_day,
        "end": away.end,
        "reason": away.reason,
    }


def extra_columns(extra: ExtraDay) -> Columns:
    """When somebody is there besides their hours."""
    return {"day": extra.day, "start": extra.start, "end": extra.end}


def stretch_columns(stretch: RecurringStretch) -> Columns:
    """When hours come back."""
    return {
        "rule": stretch.rule,
        "starts_on": stretch.starts_on,
        "ends_on": stretch.ends_on,
        "start": stretch.start,
        "end": stretch.end,
    }


def _positions(shape: TemplateShape) -> dict[str, int]:
    return {step.key: position for position, step in enumerate(shape.steps)}
