"""The other steps of a visit looked for around one that was put somewhere."""

from dataclasses import replace

from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import FixedPlace, StepRequest, VisitRequest
from clinicdesk.services.visits.another_time import moves_to, read_visit_to_move
from clinicdesk.services.visits.moving import Move


def moves_around(
    context: Context, availability: Availability, visit: int, fixed: Move
) -> tuple[Move, ...] | None:
    """Where the visit's other steps would be best, on the day of the one that is `fixed`.

    What is None in `fixed` is as it is booked, and a place in a class stays. None if they have no
    place around it, or cannot be looked for at all: around a class that moves with all its people,
    or where some can be had only as they are offered now.
    """
    database = availability.database
    try:
        asked = read_visit_to_move(context, database, visit).visit_request
        with database.reading() as session:
            asked = _around(session, asked, fixed)
        options = plan_visit(context, availability, asked, top=1).options
    except Refused:
        return None
    if not options:
        return None
    assert asked.moved is not None
    kept = {fixed.appointment, *(asked.moved.appointments[n] for n in asked.moved.in_classes)}
    moves = moves_to(asked, options[0].plan)
    return tuple(move for move in moves if move.appointment not in kept)


def _around(session: Session, asked: VisitRequest, fixed: Move) -> VisitRequest:
    assert asked.moved is not None
    if asked.moved.as_offered:
        raise Refused(RefusalCode.VISIT_PLAN_STALE)
    if asked.moved.appointments.index(fixed.appointment) in asked.moved.in_classes:
        raise Refused(RefusalCode.VISIT_CLASS_MEMBER)
    day = session.get_one(Appointment, fixed.appointment).day
    steps = tuple(
        _stays(session.get_one(Appointment, number), step, fixed)
        if number == fixed.appointment or index in asked.moved.in_classes
        else step
        for index, (number, step) in enumerate(
            zip(asked.moved.appointments, asked.steps, strict=True)
        )
    )
    return replace(asked, steps=steps, first_day=day, days=1)


def _stays(row: Appointment, step: StepRequest, fixed: Move) -> StepRequest:
    """The step where it is booked, or where it was put."""
    put = fixed if fixed.appointment == row.id else Move(row.id)
    place = FixedPlace(
        row.start if put.start is None else put.start,
        row.minutes if put.minutes is None else put.minutes,
        row.resources if put.resources is None else put.resources,
    )
    return replace(step, fixed=place, booked=row.resource_uses, minutes=place.minutes)
