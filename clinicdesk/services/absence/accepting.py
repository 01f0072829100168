"""Accepting a proposal: the absence and every move in one change, or nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.statuses import MOVABLE, Status
from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import subtract_intervals
from clinicdesk.services.absence.absence_day import appointments_within
from clinicdesk.services.absence.other_days import Choices
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal, StrandedVisit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.moving import Move, move_within
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.services.visits.seen import PLACE_AND_STATUS, refuse_if_changed, seen_of
from clinicdesk.services.visits.trying import try_move
from clinicdesk.services.visits.writing import writing

OUT_OF_DATE = (
    RefusalCode.ABSENCE_CHANGED_SINCE,
    RefusalCode.RECORD_CHANGED_SINCE,
    RefusalCode.RECORD_DIFFERS,
    RefusalCode.VISIT_BREAKS_RULE,
    RefusalCode.VISIT_PAST,
)
"""How a list is refused that a new one helps against."""


@dataclass(frozen=True)
class Rescheduled:
    """What was written, and the visits that were left as booked: their patients are to be called.

    `left` are those for which no other day was chosen.
    """

    changed: Changed
    left: tuple[StrandedVisit, ...]


def accept_proposal(
    context: Context, database: Database, proposal: Proposal, choices: Choices
) -> Rescheduled:
    """Write the proposal with the days that were chosen; a visit without a choice stays booked.

    The absence is entered as time off, unless the resource is not available then anyway. Undo takes
    all of it back in one step. Raises ChangedSince or Refused if the day has changed since it was
    worked out, RulesBroken if a rule is broken; nothing is written then.
    """
    moves = list(_moves(proposal, choices))
    visits = {number for visit in proposal.moved for number in visit.visits}
    visits |= _chosen(proposal, choices)
    with writing(context, database) as transaction:
        _refuse_changed(transaction.session, proposal)
        with transaction.change(
            ChangeCode.ABSENCE_ACCEPTED,
            resource=proposal.absence.resource,
            visits=sorted(visits),
            count=len(visits),
        ) as change:
            _enter_time_off(change, proposal.absence)
            try:
                move_within(change, moves)
            except SlotTaken as error:
                raise Refused(RefusalCode.ABSENCE_CHANGED_SINCE) from error
    left = tuple(visit for visit in proposal.stranded if visit.visit not in choices)
    return Rescheduled(change.done(), left)


def still_holds(context: Context, database: Database, proposal: Proposal) -> bool:
    """Whether what the proposal starts from is still so, and where it leads is still free."""
    with database.reading() as session:
        if not _holds(session, proposal):
            return False
    try:
        return not try_move(context, database, list(_moves(proposal, {}))).broken
    except Refused:
        return False


def _chosen(proposal: Proposal, choices: Choices) -> set[int]:
    return {visit.visit for visit in proposal.stranded if visit.visit in choices}


def _moves(proposal: Proposal, choices: Choices) -> Iterator[Move]:
    for visit in proposal.moved:
        for step in visit.steps:
            yield Move(
                step.appointment.number,
                start=step.start,
                minutes=step.end - step.start,
                resources=step.resources,
                whole_class=bool(visit.members),
            )
    for stranded in proposal.stranded:
        if stranded.visit in choices:
            yield from _moves_to(stranded, choices[stranded.visit])


def _moves_to(visit: StrandedVisit, option: Option) -> Iterator[Move]:
    """To another day: the steps of the plan are numbered as those of the visit to come."""
    by_position = sorted(visit.steps, key=lambda step: step.position)
    for placed in option.plan.steps:
        yield Move(
            by_position[int(placed.step)].number,
            day=option.day,
            start=placed.start,
            minutes=placed.end - placed.start,
            resources=tuple(int(name) for name in placed.resources),
        )


def _refuse_changed(session: Session, proposal: Proposal) -> None:
    """Says who changed it where an appointment has: else it was hours or the clinic's setup."""
    if _holds(session, proposal):
        return
    shown = tuple(item for item, _ in _relied_on(proposal))
    manual = tuple(case.appointment for case in proposal.manual)
    now = _within(session, proposal) or frozenset()
    numbers = {item.number for item in (*shown, *manual)} | now
    rows = [session.get_one(Appointment, number) for number in sorted(numbers)]
    refuse_if_changed(session, seen_of(*shown, *manual), rows, PLACE_AND_STATUS)
    raise Refused(RefusalCode.ABSENCE_CHANGED_SINCE)


def _holds(session: Session, proposal: Proposal) -> bool:
    return _within(session, proposal) == proposal.affected and all(
        _as_it_was(session, item, statuses) for item, statuses in _relied_on(proposal)
    )


def _within(session: Session, proposal: Proposal) -> frozenset[int] | None:
    """The appointments that lie in the absence now; None if whoever is absent is not here."""
    setup, _ = read_clinic(session)
    if proposal.absence.resource not in setup.resources:
        return None
    return appointments_within(session, setup, proposal.absence, proposal.from_minute)


def _relied_on(proposal: Proposal) -> Iterator[tuple[AppointmentInfo, Collection[Status]]]:
    """What it would move, or has no place for, with the statuses that these may have."""
    for visit in proposal.moved:
        for item in visit.members or [step.appointment for step in visit.steps]:
            yield item, MOVABLE
    for stranded in proposal.stranded:
        for item in stranded.steps:
            # A patient who has arrived meanwhile is not sent to another day unasked.
            yield item, (item.status,)


def _as_it_was(session: Session, item: AppointmentInfo, statuses: Collection[Status]) -> bool:
    row = session.get(Appointment, item.number)
    if row is None or row.status not in statuses or row.class_id != item.group:
        return False
    # Who and where stands with the class.
    taking = row if row.class_id is None else session.get_one(Appointment, row.class_id)
    return (row.day, row.start, row.start + row.minutes, taking.resources) == (
        item.day,
        item.start,
        item.end,
        item.resources,
    )


def _enter_time_off(change: Change, absence: AbsenceSpan) -> None:
    """As time off, where the resource would be available at all."""
    setup, hours = read_clinic(change.session)
    free = hours.free_by_day(setup.resources[absence.resource], [absence.day])
    available = list(free.get(absence.day, ()))
    if list(subtract_intervals(available, [(absence.start, absence.end)])) == available:
        return
    change.session.add(
        tables.TimeOff(
            resource_id=absence.resource,
            first_day=absence.day,
            start=absence.start,
            last_day=absence.day,
            end=absence.end,
            reason="",
        )
    )
    change.session.flush()
    change.affect(resources=[absence.resource], days=[absence.day])
    change.affect_everything()
