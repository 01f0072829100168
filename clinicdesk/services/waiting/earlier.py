"""Who of the waitlist could come earlier now, when, and moving them there as one change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinicdesk.models.database import Database
from clinicdesk.models.waiting import WaitOutcome
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.planner.questions import Thinking
from clinicdesk.services.planning.options import Option, plan_visit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.visits.another_time import moves_to, read_visit_to_move
from clinicdesk.services.visits.booking import Booked
from clinicdesk.services.visits.moving import move_within
from clinicdesk.services.visits.reading.visit_rows import appointment_row
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, Seen, refuse_if_changed
from clinicdesk.services.visits.telling import note_told
from clinicdesk.services.visits.writing import writing
from clinicdesk.services.waiting.entries import Waiting, entry_row, refuse_former_patient

MOST_DAYS = 366
"""So many days ahead an earlier time is looked for at most."""


@dataclass(frozen=True)
class Earlier:
    """The best earlier time of one who waits: the request for it, and the option."""

    entry: int
    visit_request: VisitRequest
    option: Option


def find_earlier(thinking: Thinking, entries: Sequence[Waiting]) -> tuple[Earlier, ...]:
    """For each who waits the best time that is earlier than is booked, in their order.

    Each is told once it is found. Their own time counts as free; the visit stays one visit, by the
    rules that it was booked with. Who has no earlier time is left out.
    """
    found: tuple[Earlier, ...] = ()
    for entry in entries:
        if thinking.stop():
            break
        earlier = _earlier(thinking, entry)
        if earlier is not None:
            found = (*found, earlier)
            thinking.tell(found)
    return found


def _earlier(thinking: Thinking, entry: Waiting) -> Earlier | None:
    asked = _asked(thinking, entry)
    if asked is None:
        return None
    try:
        planned = plan_visit(
            thinking.context, thinking.availability, asked, top=1, stop=thinking.stop
        )
    except Refused:
        return None
    best = next(iter(planned.options), None)
    return None if best is None else Earlier(entry.number, asked, best)


def _asked(thinking: Thinking, entry: Waiting) -> VisitRequest | None:
    """The request for the days before the visit's own; None if there are none, or it cannot go."""
    context, database = thinking.context, thinking.availability.database
    try:
        asked = read_visit_to_move(context, database, entry.visit.number).visit_request
    except Refused:
        return None
    days = _days_before(asked.first_day, entry.day)
    if asked.joining is not None or days < 1:
        return None
    return replace(
        asked,
        days=days,
        weekdays=entry.weekdays,
        earliest=entry.earliest,
        latest=entry.latest,
    )


def _days_before(first: date, booked: date) -> int:
    return min((booked - first).days, MOST_DAYS)


def serve_entry(
    context: Context,
    database: Database,
    number: int,
    earlier: Earlier,
    *,
    seen: Seen | None = None,
) -> Booked:
    """Move the visit of one who waits to the earlier time, and take them off, as one change.

    The patient, with whom it was agreed on the telephone, knows. Raises as `move_appointments`
    does, NotFound if the patient waits no more, Refused if they have died or are barred.
    """
    moved = earlier.visit_request.moved
    assert moved is not None
    moves = tuple(moves_to(earlier.visit_request, earlier.option.plan))
    with writing(context, database) as transaction:
        session = transaction.session
        entry = entry_row(session, number)
        refuse_former_patient(session, entry.patient_id)
        rows = [appointment_row(session, move.appointment) for move in moves]
        refuse_if_changed(session, seen, rows, PLACE_AND_STATUS)
        with transaction.change(ChangeCode.VISIT_MOVED, visits=[moved.visit]) as change:
            going = move_within(change, moves)
            change.params["appointments"] = sorted({row.id for row in going})
            entry.outcome = WaitOutcome.SERVED
            note_told(change, moved.visit)
    return Booked(moved.visit, change.done())
