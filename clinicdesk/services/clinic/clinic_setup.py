"""The clinic's setup as frozen values: what the clinic is, whom and what it has, what it offers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.clinic import Clinic
from clinicdesk.scheduling import Hold
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import NotFound


@dataclass(frozen=True)
class ResourceInfo:
    """An active resource that is not a patient; `types` are keys of resource types."""

    id: int
    kind: str
    name: str
    types: tuple[str, ...] = ()
    lane_of: int | None = None
    always: bool = False
    color: str | None = None
    part_of: str = ""


@dataclass(frozen=True)
class Candidate:
    """A resource that qualifies for a need; `minutes` replaces the step's, `penalty` is a cost."""

    resource: int
    minutes: int | None = None
    penalty: int = 0


@dataclass(frozen=True)
class NeedInfo:
    """One resource out of `one_of`, for the parts `holds` of a step, with buffers in minutes."""

    one_of: tuple[Candidate, ...]
    holds: tuple[Hold, ...]
    before: int
    after: int


@dataclass(frozen=True)
class VisitTypeInfo:
    """A service. `name` is for the clinic; only `public_name` may leave the building."""

    id: int
    key: str
    name: str
    public_name: str
    minutes: int
    arrive_early: int
    place: str
    instructions: str
    group_size: int
    only_in_sessions: bool
    specialty: str | None
    needs: tuple[NeedInfo, ...]


@dataclass(frozen=True)
class TemplateStepInfo:
    """A step of a template: which visit type, for how many minutes."""

    visit_type: int
    minutes: int


@dataclass(frozen=True)
class Rule:
    """A sequence rule between two steps, told by their positions; gaps in minutes."""

    first: int
    then: int
    min_gap: int | None = None
    max_gap: int | None = None


@dataclass(frozen=True)
class TemplateInfo:
    """A named same-day bundle of steps with their sequence rules."""

    id: int
    key: str
    name: str
    transfer_minutes: int
    steps: tuple[TemplateStepInfo, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class ClinicSetup:
    """Everything about the clinic but its people's hours, its patients and its appointments."""

    name: str
    uid: str
    zone: ZoneInfo
    grid_minutes: int
    transfer_minutes: int
    hold_minutes: int
    date_order: str
    week_start: int
    twelve_hour: bool
    demo: bool
    resources: Mapping[int, ResourceInfo]
    """In the order of columns and lists."""
    visit_types: Mapping[int, VisitTypeInfo]
    templates: Mapping[int, TemplateInfo]
    type_names: Mapping[str, str] = field(default_factory=dict)
    """What specialties and types of rooms and equipment are called, by their keys."""

    def template_named(self, name: str) -> TemplateInfo:
        """The active template of that name, whatever its case. Raises NotFound."""
        for template in self.templates.values():
            if template.name.casefold() == name.strip().casefold():
                return template
        raise NotFound(RefusalCode.TEMPLATE_UNKNOWN, name=name)

    def resource_named(self, name: str) -> ResourceInfo:
        """The active resource of that name, whatever its case. Raises NotFound."""
        for resource in self.resources.values():
            if resource.name.casefold() == name.strip().casefold():
                return resource
        raise NotFound(RefusalCode.RESOURCE_UNKNOWN, name=name)

    def first_place(self, number: int) -> int:
        """The resource of which this one is a second place; itself where it is none."""
        info = self.resources.get(number)
        return (info.lane_of if info else None) or number

    @cached_property
    def lanes(self) -> Mapping[int, tuple[int, ...]]:
        """By resource: its second places for work-ins."""
        found: dict[int, tuple[int, ...]] = {}
        for resource in self.resources.values():
            if resource.lane_of is not None:
                found[resource.lane_of] = (*found.get(resource.lane_of, ()), resource.id)
        return found


def read_setup(session: Session) -> ClinicSetup:
    """Read the clinic's setup in the session's transaction."""
    clinic = session.scalars(select(Clinic)).one()
    resources = _resources(session)
    return ClinicSetup(
        name=clinic.name,
        uid=clinic.uid,
        zone=ZoneInfo(clinic.zone),
        grid_minutes=clinic.grid_minutes,
        transfer_minutes=clinic.transfer_minutes,
        hold_minutes=clinic.hold_minutes,
        date_order=clinic.date_order,
        week_start=clinic.week_start,
        twelve_hour=clinic.twelve_hour,
        demo=clinic.demo,
        resources=resources,
        visit_types=_visit_types(session, resources),
        templates=_templates(session, clinic.transfer_minutes),
        type_names=dict(
            session.execute(select(tables.ResourceType.key, tables.ResourceType.name)).all()
        ),
    )


def _resources(session: Session) -> dict[int, ResourceInfo]:
    types: dict[int, list[tuple[str, str | None]]] = {}
    for resource_id, key, color in session.execute(
        select(tables.Qualification.resource_id, tables.ResourceType.key, tables.ResourceType.color)
        .join(tables.ResourceType, tables.Qualification.type_id == tables.ResourceType.id)
        .order_by(tables.ResourceType.id)
    ):
        types.setdefault(resource_id, []).append((key, color))
    rows = session.scalars(
        select(tables.Resource)
        .where(tables.Resource.active, tables.Resource.kind != "patient")
        .order_by(tables.Resource.position, tables.Resource.id)
    )
    return {
        row.id: ResourceInfo(
            id=row.id,
            kind=row.kind,
            name=row.name,
            types=tuple(key for key, _ in types.get(row.id, ())),
            lane_of=row.lane_of,
            always=row.always,
            color=next((color for _, color in types.get(row.id, ()) if color), None),
            part_of=row.part_of,
        )
        for row in rows
    }


def _visit_types(
    session: Session, resources: Mapping[int, ResourceInfo]
) -> dict[int, VisitTypeInfo]:
    type_keys = dict(session.execute(select(tables.ResourceType.id, tables.ResourceType.key)).all())
    options: dict[int, list[tables.NeedOption]] = {}
    for option in session.scalars(select(tables.NeedOption).order_by(tables.NeedOption.id)):
        options.setdefault(option.need_id, []).append(option)
    needs: dict[int, list[NeedInfo]] = {}
    for need in session.scalars(
        select(tables.VisitTypeNeed).order_by(tables.VisitTypeNeed.position)
    ):
        needs.setdefault(need.visit_type_id, []).append(
            NeedInfo(
                one_of=_candidates(options.get(need.id, ()), type_keys, resources),
                holds=tuple((begin, end) for begin, end in need.holds),
                before=need.before,
                after=need.after,
            )
        )
    rows = session.scalars(
        select(tables.VisitType).where(tables.VisitType.active).order_by(tables.VisitType.id)
    )
    return {
        row.id: VisitTypeInfo(
            id=row.id,
            key=row.key,
            name=row.name,
            public_name=row.public_name,
            minutes=row.minutes,
            arrive_early=row.arrive_early,
            place=row.place,
            instructions=row.instructions,
            group_size=row.group_size,
            only_in_sessions=row.only_in_sessions,
            specialty=type_keys.get(row.specialty_id) if row.specialty_id else None,
            needs=tuple(needs.get(row.id, ())),
        )
        for row in rows
    }


def _candidates(
    options: Iterable[tables.NeedOption],
    type_keys: Mapping[int, str],
    resources: Mapping[int, ResourceInfo],
) -> tuple[Candidate, ...]:
    """Every active resource that qualifies; one named itself goes before one of a type."""
    found: dict[int, Candidate] = {}
    for option in sorted(options, key=lambda option: option.resource_id is None):
        if option.resource_id is not None:
            ids = [option.resource_id] if option.resource_id in resources else []
        else:
            assert option.type_id is not None
            key = type_keys[option.type_id]
            # A lane is opened by hand, with a reason: it is nobody's alternative.
            ids = [
                info.id for info in resources.values() if key in info.types and info.lane_of is None
            ]
        for resource in ids:
            found.setdefault(resource, Candidate(resource, option.minutes, option.penalty))
    order = {resource: index for index, resource in enumerate(resources)}
    return tuple(sorted(found.values(), key=lambda candidate: order[candidate.resource]))


def _templates(session: Session, transfer_minutes: int) -> dict[int, TemplateInfo]:
    steps: dict[int, list[TemplateStepInfo]] = {}
    for template, visit_type, own, minutes in session.execute(
        select(
            tables.TemplateStep.template_id,
            tables.TemplateStep.visit_type_id,
            tables.TemplateStep.minutes,
            tables.VisitType.minutes,
        )
        .join(tables.VisitType, tables.TemplateStep.visit_type_id == tables.VisitType.id)
        .order_by(tables.TemplateStep.position)
    ):
        steps.setdefault(template, []).append(
            TemplateStepInfo(visit_type, minutes if own is None else own)
        )
    rules: dict[int, list[Rule]] = {}
    for row in session.scalars(select(tables.TemplateRule).order_by(tables.TemplateRule.id)):
        rule = Rule(row.first, row.then, row.min_gap, row.max_gap)
        rules.setdefault(row.template_id, []).append(rule)
    rows = session.scalars(
        select(tables.VisitTemplate)
        .where(tables.VisitTemplate.active)
        .order_by(tables.VisitTemplate.id)
    )
    return {
        row.id: TemplateInfo(
            id=row.id,
            key=row.key,
            name=row.name,
            transfer_minutes=(
                transfer_minutes if row.transfer_minutes is None else row.transfer_minutes
            ),
            steps=tuple(steps.get(row.id, ())),
            rules=tuple(rules.get(row.id, ())),
        )
        for row in rows
    }
