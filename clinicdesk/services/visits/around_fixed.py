"""The other steps of a visit looked for around one that was put somewhere."""

from dataclasses import replace

from sqlalchemy.orm import Session

from clinicdesk.models.visits import Appointment
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.planning.options import plan_visit
from clinicdesk.services.planning.requests import FixedPlace, VisitRequest
from clinicdesk.services.visits.another_time import moves_to, read_visit_to_move
from clinicdesk.services.visits.moving import Move


def moves_around(
    context: Context, availability: Availability, visit: int, fixed: Move
) -> tuple[Move, ...] | None:
    """Where the visit's other steps would be best, on the day of the one that is `fixed`.

    What is None in `fixed` is as it is booked. None if they have no place around it, or cannot be
    looked for at all.
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
    moves = moves_to(asked, options[0].plan)
    return tuple(move for move in moves if move.appointment != fixed.appointment)


def _around(session: Session, asked: VisitRequest, fixed: Move) -> VisitRequest:
    row = session.get_one(Appointment, fixed.appointment)
    place = FixedPlace(
        row.start if fixed.start is None else fixed.start,
        row.minutes if fixed.minutes is None else fixed.minutes,
        row.resources if fixed.resources is None else fixed.resources,
    )
    assert asked.moved is not None
    steps = tuple(
        replace(step, fixed=place, booked=row.resource_uses, minutes=place.minutes)
        if number == row.id
        else step
        for number, step in zip(asked.moved.appointments, asked.steps, strict=True)
    )
    return replace(asked, steps=steps, first_day=row.day, days=1)
