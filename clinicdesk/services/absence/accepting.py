"""Accepting a proposal: the absence and every move in one change, or nothing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from clinicdesk.models import tables
from clinicdesk.models.database import Database
from clinicdesk.models.visits import Appointment
from clinicdesk.scheduling import subtract_intervals
from clinicdesk.services.absence.absence_day import appointments_within
from clinicdesk.services.absence.day_problem import MOVABLE
from clinicdesk.services.absence.offering import Choices
from clinicdesk.services.absence.proposal import Away, Proposal, StrandedVisit
from clinicdesk.services.clinic.clinic_now import read_clinic
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused, SlotTaken
from clinicdesk.services.journal.changes import Change, Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.changing import Move, move_within, try_move
from clinicdesk.services.visits.visit_reading import AppointmentInfo
from clinicdesk.services.visits.writing import writing


@dataclass(frozen=True)
class Mended:
    """What was written, and the visits that were left as they are: somebody has to call."""

    changed: Changed
    left: tuple[StrandedVisit, ...]


def accept_proposal(
    context: Context, database: Database, proposal: Proposal, choices: Choices
) -> Mended:
    """Write the proposal with the days that were chosen; a visit without a choice stays booked.

    The absence is entered as time off unless the hours do not have it anyway. Undo takes all of
    it back in one step. Raises Refused if the day has changed since it was worked out, RulesBroken
    if a rule stands in the way; nothing is written then.
    """
    moves = list(_moves(proposal, choices))
    visits = {visit.visit for visit in proposal.moved} | _chosen(proposal, choices)
    with writing(context, database) as transaction:
        _refuse_changed(transaction.session, proposal)
        with transaction.change(
            ChangeCode.ABSENCE_ACCEPTED,
            resource=proposal.away.resource,
            visits=sorted(visits),
            count=len(visits),
        ) as change:
            _enter_time_off(change, proposal.away)
            try:
                move_within(change, moves)
            except SlotTaken as taken:
                raise Refused(RefusalCode.ABSENCE_CHANGED_SINCE) from taken
    left = tuple(visit for visit in proposal.stranded if visit.visit not in choices)
    return Mended(change.done(), left)


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
            )
    for out in proposal.stranded:
        if out.visit in choices:
            yield from _moves_to(out, choices[out.visit])


def _moves_to(visit: StrandedVisit, option: Option) -> Iterator[Move]:
    """To another day: the plan's steps go by the place of the visit's own."""
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
    if not _holds(session, proposal):
        raise Refused(RefusalCode.ABSENCE_CHANGED_SINCE)


def _holds(session: Session, proposal: Proposal) -> bool:
    setup, _ = read_clinic(session)
    if proposal.away.resource not in setup.resources:
        return False
    hit = appointments_within(session, setup, proposal.away, proposal.from_minute)
    moved = (step.appointment for visit in proposal.moved for step in visit.steps)
    out = (step for visit in proposal.stranded for step in visit.steps)
    return (
        hit == proposal.hit
        and all(_as_it_was(session, item, MOVABLE) for item in moved)
        # Whoever has arrived meanwhile is not sent to another day without a word.
        and all(_as_it_was(session, item, (item.status,)) for item in out)
    )


def _as_it_was(session: Session, item: AppointmentInfo, statuses: Collection[str]) -> bool:
    row = session.get(Appointment, item.number)
    return (
        row is not None
        and row.status in statuses
        and (row.day, row.start, row.start + row.minutes) == (item.day, item.start, item.end)
        and tuple(use["resource"] for use in row.uses) == item.resources
    )


def _enter_time_off(change: Change, away: Away) -> None:
    """As time off, where the resource would be available at all."""
    setup, hours = read_clinic(change.session)
    free = hours.free_by_day(setup.resources[away.resource], [away.day]).get(away.day, ())
    if list(subtract_intervals(free, [(away.start, away.end)])) == list(free):
        return
    change.session.add(
        tables.TimeOff(
            resource_id=away.resource,
            first_day=away.day,
            start=away.start,
            last_day=away.day,
            end=away.end,
            reason="",
        )
    )
    change.session.flush()
    change.affect(resources=[away.resource], days=[away.day])
    change.affect_everything()
