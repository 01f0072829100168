"""Moving appointments: to another time or day, to other resources, or as long as others need.

A group class is moved through one of its members, and takes all of them with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.stored_values import ResourceUse
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.scheduling import PlacedStep
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.planning.requests import StepRequest
from clinicdesk.services.visits.class_places import exchange_class, leave_class
from clinicdesk.services.visits.placing import PlacedAppointment, as_it_is, place
from clinicdesk.services.visits.reading.visit_rows import appointment_row, refuse_past
from clinicdesk.services.visits.rules.lengths import minutes_with
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.rules.resource_uses import exchanged_uses, planned_uses
from clinicdesk.services.visits.rules.visit_rules import refuse_unless_rules_hold
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, Seen, refuse_if_changed
from clinicdesk.services.visits.telling import note_told
from clinicdesk.services.visits.writing import end_draft, writing


@dataclass(frozen=True)
class Move:
    """A new place for one appointment; what is None stays as it is.

    `start` is in minutes after midnight, `resources` are numbers in the order of its needs. With
    somebody who needs longer or shorter a usual length changes too.
    """

    appointment: int
    day: date | None = None
    start: int | None = None
    minutes: int | None = None
    resources: tuple[int, ...] | None = None
    whole_class: bool = False
    """A place in a group class moves with the class, and with all who are in it."""
    planned: PlacedStep | None = None
    """What it takes is as a plan of what is offered now has it; of a place in a group class that is
    a place in another class: one that is there, or one that it opens."""


def move_appointments(
    context: Context,
    database: Database,
    moves: Sequence[Move],
    *,
    override: Override | None = None,
    seen: Seen | None = None,
    patient_knows: bool = False,
    draft: int | None = None,
) -> Changed:
    """Move these appointments at once: shift neighbors, swap rooms, go round in a circle.

    Where the `patient_knows`, who perhaps asked for it on the telephone, nobody has to call. The
    workstation's `draft` of it, by number, is finished then.

    Raises SlotTaken, RulesBroken, or Refused for a time that is past, an appointment that is over
    or cancelled, a resource that does not qualify or needs longer, ChangedSince if one is not where
    it was `seen`, or has another status; then nothing moved.
    """
    with writing(context, database) as transaction:
        rows = [appointment_row(transaction.session, move.appointment) for move in moves]
        refuse_if_changed(transaction.session, seen, rows, PLACE_AND_STATUS)
        with transaction.change(ChangeCode.VISIT_MOVED) as change:
            going = move_within(change, moves, override=override)
            change.params["visits"] = sorted({row.visit_id for row in going})
            change.params["appointments"] = sorted({row.id for row in going})
            for visit in change.params["visits"] if patient_knows else ():
                note_told(change, visit)
        end_draft(transaction, draft)
    return change.done()


def move_within(
    change: Change, moves: Sequence[Move], *, override: Override | None = None
) -> list[Appointment]:
    """Move these appointments as part of a larger change; raises as `move_appointments` does.

    Returns those of patients that were moved, all members of a class that was.
    """
    session, context = change.session, change.context
    others = [move for move in moves if move.planned is None]
    placements = list(placed_moves(session, context, others))
    opened = [row for move in moves for row in _go_as_planned(change, move, placements)]
    same_people = {
        placed.appointment.id
        for placed in placements
        if placed.resource_uses == placed.appointment.resource_uses
    }
    sooner = {placed.appointment.id for placed in placements if placed.day < placed.appointment.day}
    place(change, placements)
    rows = [*opened, *(placement.appointment for placement in placements)]
    refuse_unless_rules_hold(
        session, context, rows, override, same_people=same_people, sooner=sooner
    )
    return [row for row in rows if row.group_size is None]


def _go_as_planned(
    change: Change, move: Move, placements: list[PlacedAppointment]
) -> Iterator[Appointment]:
    """Add where the move leads what is as a plan has it; the group class, if it opens one."""
    step, session = move.planned, change.session
    if step is None:
        return
    setup, _ = read_clinic(session)
    row = appointment_row(session, move.appointment)
    day, kind = move.day or row.day, setup.kind_at(row.visit_type_id, row.place)
    _refuse_unmovable(setup, change.context, row, day)
    if kind is None or not kind.offered:
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    refuse_past(change.context, setup, day, step.start)
    minutes = step.end - step.start
    asked = StepRequest(kind.id, minutes)
    uses: tuple[ResourceUse, ...] = ()
    if kind.group_size > 1:
        yield from exchange_class(change, setup, kind, asked, row, day, step)
    else:
        leave_class(change, row)
        uses = planned_uses(setup, kind, asked, step)
    placements.append(as_it_is(row, day=day, start=step.start, minutes=minutes, resource_uses=uses))


def placed_moves(
    session: Session, context: Context, moves: Sequence[Move]
) -> Iterator[PlacedAppointment]:
    """Where the moves lead: of a class it, then all who are in it. Raises Refused as the verb."""
    setup, _ = read_clinic(session)
    for move in moves:
        row = appointment_row(session, move.appointment)
        if row.class_id is None or not move.whole_class:
            yield moved(setup, context, session.get_one(Visit, row.visit_id), row, move)
            continue
        group = session.get_one(Appointment, row.class_id)
        visit = session.get_one(Visit, group.visit_id)
        whole = moved(setup, context, visit, group, move)
        yield whole
        for member in class_members(session, group.id):
            _refuse_unmovable(setup, context, member, whole.day)
            yield as_it_is(member, day=whole.day, start=whole.start, minutes=whole.minutes)


def class_members(session: Session, group: int) -> Sequence[Appointment]:
    """Who is in a group class, by number: the appointments that keep their places."""
    members = select(Appointment).where(Appointment.class_id == group, Appointment.busy)
    return session.scalars(members.order_by(Appointment.id)).all()


def moved(
    setup: ClinicSetup, context: Context, visit: Visit, row: Appointment, move: Move
) -> PlacedAppointment:
    """Where the move leads an appointment of that visit. Raises Refused as the verb does."""
    if row.class_id is not None:
        raise Refused(RefusalCode.VISIT_CLASS_MEMBER)
    day = row.day if move.day is None else move.day
    start = row.start if move.start is None else move.start
    _refuse_unmovable(setup, context, row, day)
    if (day, start) != (row.day, row.start):
        refuse_past(context, setup, day, start)
    if move.resources is None:
        uses = row.resource_uses
    else:
        uses = exchanged_uses(setup, row, move.resources)
    resources = [use.resource for use in uses]
    minutes = minutes_with(setup, visit, row, resources, move.minutes)
    return as_it_is(row, day=day, start=start, minutes=minutes, resource_uses=uses)


def _refuse_unmovable(setup: ClinicSetup, context: Context, row: Appointment, day: date) -> None:
    """Raise Refused for what is not expected any more, or is here and would go to another day."""
    if not row.status.movable:
        raise Refused(RefusalCode.VISIT_NOT_MOVABLE, status=row.status)
    if row.status.here and day > context.wall_clock(setup.zone)[0]:
        raise Refused(RefusalCode.VISIT_HERE_ALREADY, status=row.status, day=day)
