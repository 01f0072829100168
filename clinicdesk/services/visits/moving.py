"""Moving appointments: to another time or day, to other resources, or as long as others need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment, Visit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.visits.placing import PlacedAppointment, as_it_is, place
from clinicdesk.services.visits.reading.visit_rows import appointment_row, refuse_past, today_of
from clinicdesk.services.visits.rules.lengths import minutes_with
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.rules.resource_uses import exchanged_uses
from clinicdesk.services.visits.rules.visit_rules import (
    Broken,
    broken_rules,
    refuse_unless_rules_hold,
)
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, Seen, refuse_if_changed
from clinicdesk.services.visits.writing import writing


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


def move_appointments(
    context: Context,
    database: Database,
    moves: Sequence[Move],
    *,
    override: Override | None = None,
    seen: Seen | None = None,
) -> Changed:
    """Move these appointments at once: shift neighbors, swap rooms, go round in a circle.

    Raises SlotTaken, RulesBroken, or Refused for a time that is past, an appointment that is over
    or cancelled, a resource that does not qualify or needs longer, ChangedSince if one is not where
    it was `seen`, or has another status; then nothing moved.
    """
    with writing(context, database) as transaction:
        rows = [appointment_row(transaction.session, move.appointment) for move in moves]
        refuse_if_changed(transaction.session, seen, rows, PLACE_AND_STATUS)
        visits = sorted({row.visit_id for row in rows})
        numbers = sorted({row.id for row in rows})
        with transaction.change(
            ChangeCode.VISIT_MOVED, visits=visits, appointments=numbers
        ) as change:
            move_within(change, moves, override=override)
    return change.done()


def move_within(change: Change, moves: Sequence[Move], *, override: Override | None = None) -> None:
    """Move these appointments as part of a larger change; raises as `move_appointments` does."""
    session, context = change.session, change.context
    rows = {move.appointment: appointment_row(session, move.appointment) for move in moves}
    place(change, [_moved(session, context, rows[m.appointment], m) for m in moves])
    refuse_unless_rules_hold(session, context, list(rows.values()), override)


@dataclass(frozen=True)
class Tried:
    """What moves would come to: every rule that they would break, and how long each step lasts."""

    broken: tuple[Broken, ...]
    minutes: Mapping[int, int]
    """By appointment."""


def try_move(context: Context, database: Database, moves: Sequence[Move]) -> Tried:
    """What these moves would come to, without writing anything: asked while one is dragged.

    Broken rules are returned; for whatever else `move_appointments` refuses, raises Refused as that
    does.
    """
    with database.reading() as session:
        rows = []
        for move in moves:
            row = appointment_row(session, move.appointment)
            placement = _moved(session, context, row, move)
            # The rows of a read transaction are never flushed: this is a draft.
            row.day, row.start, row.minutes = placement.day, placement.start, placement.minutes
            row.resource_uses = placement.resource_uses
            rows.append(row)
        broken = tuple(broken_rules(session, rows, drafts=True))
        return Tried(broken, {row.id: row.minutes for row in rows})


def _moved(session: Session, context: Context, row: Appointment, move: Move) -> PlacedAppointment:
    setup, _ = read_clinic(session)
    visit = session.get_one(Visit, row.visit_id)
    if not row.status.movable:
        raise Refused(RefusalCode.VISIT_NOT_MOVABLE, status=row.status)
    if row.class_id is not None:
        raise Refused(RefusalCode.VISIT_CLASS_MEMBER)
    day = row.day if move.day is None else move.day
    start = row.start if move.start is None else move.start
    if (day, start) != (row.day, row.start):
        refuse_past(context, setup, day, start)
    if row.status.here and day > today_of(session, context):
        raise Refused(RefusalCode.VISIT_HERE_ALREADY, status=row.status, day=day)
    if move.resources is None:
        uses = row.resource_uses
    else:
        uses = exchanged_uses(setup, row, move.resources)
    resources = [use.resource for use in uses]
    minutes = minutes_with(setup, visit, row, resources, move.minutes)
    return as_it_is(row, day=day, start=start, minutes=minutes, resource_uses=uses)
