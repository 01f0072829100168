"""Reads the clinic's setup from its rows: resources, visit types, templates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from clinicdesk.models import tables
from clinicdesk.models.base import Retirable
from clinicdesk.models.clinic import Clinic
from clinicdesk.models.stored_values import StepRule
from clinicdesk.services.clinic.clinic_setup import (
    Candidate,
    ClinicSetup,
    MailServer,
    MessageTextInfo,
    NeedInfo,
    OwnText,
    ResourceInfo,
    TemplateInfo,
    TemplateStepInfo,
    VisitTypeInfo,
    Whereabouts,
)
from clinicdesk.services.clinic.usable_values import refuse_unusable_clinic, usable

_Row = TypeVar("_Row", bound=Retirable)


def read_setup(session: Session) -> ClinicSetup:
    """Read the clinic's setup in the session's transaction. Raises Refused if it is unusable."""
    clinic = session.scalars(select(Clinic)).one()
    refuse_unusable_clinic(clinic)
    resources = _resources(session)
    return ClinicSetup(
        name=clinic.name,
        uid=clinic.uid,
        zone=ZoneInfo(clinic.zone),
        grid_minutes=clinic.grid_minutes,
        transfer_minutes=clinic.transfer_minutes,
        way_minutes=clinic.way_minutes,
        hold_minutes=clinic.hold_minutes,
        date_order=clinic.date_order,
        week_start=clinic.week_start,
        twelve_hour=clinic.twelve_hour,
        demo=clinic.demo,
        resources=resources,
        visit_types=_visit_types(session, resources, clinic.grid_minutes),
        templates=_templates(session, clinic.transfer_minutes),
        type_names=dict(
            session.execute(select(tables.ResourceType.key, tables.ResourceType.name)).all()
        ),
        whereabouts=Whereabouts(
            clinic.address,
            clinic.directions,
            dict(clinic.directions_in),
            clinic.phone,
            clinic.web,
            clinic.email,
        ),
        languages=clinic.languages,
        discreet_titles=clinic.discreet_titles,
        calendar_names=clinic.calendar_names,
        mail=MailServer(clinic.mail_server, clinic.mail_security, clinic.mail_user),
        messages=_messages(session),
    )


def _messages(session: Session) -> dict[str, MessageTextInfo]:
    rows = session.scalars(select(tables.MessageText).where(tables.MessageText.active))
    return {
        row.occasion: MessageTextInfo(
            OwnText(row.subject, dict(row.subject_in)),
            OwnText(row.letter, dict(row.letter_in)),
            OwnText(row.short_text, dict(row.short_text_in)),
        )
        for row in rows
    }


def _resources(session: Session) -> dict[int, ResourceInfo]:
    types: dict[int, list[tuple[str, str | None]]] = {}
    for resource_id, key, color in session.execute(
        select(tables.Qualification.resource_id, tables.ResourceType.key, tables.ResourceType.color)
        .join(tables.ResourceType, tables.Qualification.type_id == tables.ResourceType.id)
        .where(tables.Qualification.active)
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
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            pace=row.pace,
            takes_new_patients=row.profile is None or row.profile.takes_new_patients,
            languages=row.profile.languages if row.profile else (),
        )
        for row in usable(rows)
    }


_PlacedNeed = tuple[tuple[str, ...], NeedInfo]
"""The places at which a visit type needs it, all where there are none, and the need."""


def _visit_types(
    session: Session, resources: Mapping[int, ResourceInfo], grid: int
) -> dict[int, VisitTypeInfo]:
    type_keys = dict(session.execute(select(tables.ResourceType.id, tables.ResourceType.key)).all())
    needs = _needs(session, resources, type_keys, grid)
    rows = usable(session.scalars(select(tables.VisitType).order_by(tables.VisitType.id)))
    return {
        row.id: _at_each_place(
            VisitTypeInfo(
                id=row.id,
                key=row.key,
                name=row.name,
                public_name=row.public_name,
                minutes=row.minutes,
                arrive_early=row.arrive_early,
                place=row.place,
                instructions=row.instructions,
                public_name_in=dict(row.public_name_in),
                instructions_in=dict(row.instructions_in),
                group_size=row.group_size,
                only_in_blocks=row.only_in_blocks,
                specialty=type_keys.get(row.specialty_id) if row.specialty_id else None,
                needs=(),
                offered=row.active,
                requirements=row.requirements,
            ),
            needs.get(row.id, ()),
            row.other_places,
        )
        for row in rows
    }


def _at_each_place(
    kind: VisitTypeInfo, needs: Sequence[_PlacedNeed], other_places: Iterable[str]
) -> VisitTypeInfo:
    """The visit type with what it needs at its own place, and at each of the others."""

    def needed_at(place: str) -> tuple[NeedInfo, ...]:
        return tuple(need for places, need in needs if not places or place in places)

    elsewhere = {
        place: replace(kind, place=place, needs=needed_at(place)) for place in other_places
    }
    return replace(kind, needs=needed_at(kind.place), elsewhere=elsewhere)


def _needs(
    session: Session,
    resources: Mapping[int, ResourceInfo],
    type_keys: Mapping[int, str],
    grid: int,
) -> dict[int, list[_PlacedNeed]]:
    lengths = dict(session.execute(select(tables.VisitType.id, tables.VisitType.minutes)).all())
    options: dict[int, list[tables.NeedOption]] = {}
    for option in _in_use(session, tables.NeedOption, tables.NeedOption.id):
        options.setdefault(option.need_id, []).append(option)
    needs: dict[int, list[_PlacedNeed]] = {}
    for row in _in_use(session, tables.VisitTypeNeed, tables.VisitTypeNeed.position):
        one_of = tuple(
            _at_own_pace(candidate, lengths[row.visit_type_id], resources, grid)
            for candidate in _candidates(options.get(row.id, ()), type_keys, resources)
        )
        need = NeedInfo(one_of=one_of, holds=row.holds, before=row.before, after=row.after)
        needs.setdefault(row.visit_type_id, []).append((row.places, need))
    return needs


def _at_own_pace(
    candidate: Candidate, minutes: int, resources: Mapping[int, ResourceInfo], grid: int
) -> Candidate:
    """The candidate with the minutes of its pace, up to a start of the grid; its own go before."""
    pace = resources[candidate.resource].pace
    if pace == 100 or candidate.minutes is not None:
        return candidate
    return replace(candidate, minutes=-(-minutes * pace // (100 * grid)) * grid)


def _candidates(
    options: Iterable[tables.NeedOption],
    type_keys: Mapping[int, str],
    resources: Mapping[int, ResourceInfo],
) -> tuple[Candidate, ...]:
    """Every active resource that qualifies; an option that names it goes before one of its type."""
    found: dict[int, Candidate] = {}
    for option in sorted(options, key=lambda option: option.resource_id is None):
        if option.resource_id is not None:
            ids = [option.resource_id] if option.resource_id in resources else []
        else:
            assert option.type_id is not None
            key = type_keys[option.type_id]
            # A lane is opened by hand, with a reason: planning never takes it.
            ids = [
                info.id for info in resources.values() if key in info.types and info.lane_of is None
            ]
        for resource in ids:
            found.setdefault(resource, Candidate(resource, option.minutes, option.penalty))
    order = {resource: index for index, resource in enumerate(resources)}
    return tuple(sorted(found.values(), key=lambda candidate: order[candidate.resource]))


def _templates(session: Session, transfer_minutes: int) -> dict[int, TemplateInfo]:
    steps: dict[int, list[TemplateStepInfo]] = {}
    lengths = dict(session.execute(select(tables.VisitType.id, tables.VisitType.minutes)).all())
    for step in _in_use(session, tables.TemplateStep, tables.TemplateStep.position):
        minutes = lengths[step.visit_type_id] if step.minutes is None else step.minutes
        steps.setdefault(step.template_id, []).append(
            TemplateStepInfo(step.visit_type_id, minutes, step.place)
        )
    rules: dict[int, list[StepRule]] = {}
    reasons: dict[int, list[tuple[int, int, str]]] = {}
    for row in _in_use(session, tables.TemplateRule, tables.TemplateRule.id):
        rule = StepRule(row.first, row.then, row.min_gap, row.max_gap)
        rules.setdefault(row.template_id, []).append(rule)
        if row.why:
            reasons.setdefault(row.template_id, []).append((row.first, row.then, row.why))
    rows = _in_use(session, tables.VisitTemplate, tables.VisitTemplate.id)
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
            same_rules=row.same_rules,
            one_window=row.one_window,
            longest_stay=row.longest_stay,
            reasons=tuple(reasons.get(row.id, ())),
        )
        for row in rows
    }


def _in_use(
    session: Session, table: type[_Row], order: InstrumentedAttribute[int]
) -> Iterator[_Row]:
    """The rows of a table that are in use. Raises Refused for one that no verb can have written."""
    return usable(session.scalars(select(table).where(table.active).order_by(order)))
