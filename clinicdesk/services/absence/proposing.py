"""Working out a day whose practitioner is away: who moves where, who cannot stay, who is left."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable

from clinicdesk.models.database import Database
from clinicdesk.scheduling import MovedStep
from clinicdesk.services.absence.absence_day import AbsenceDay, read_absence_day
from clinicdesk.services.absence.mending import NewDay, mend
from clinicdesk.services.absence.offering import with_options
from clinicdesk.services.absence.proposal import Away, MovedVisit, NewPlace, Proposal
from clinicdesk.services.context import Context
from clinicdesk.services.planning.availability import Availability

SECONDS = 0.6
"""For the day; what follows for those who cannot stay takes milliseconds each."""

Stop = Callable[[], bool] | None


def propose_repair(
    context: Context,
    database: Database,
    availability: Availability,
    away: Away,
    *,
    seconds: float = SECONDS,
    stop: Stop = None,
) -> Proposal:
    """The least disturbing new day without what is away; nothing is written.

    What has begun stays, and so does what breaks a rule already for another reason. The first
    answer is made whole however few the `seconds`; once `stop` says True, no better one is looked
    for. Raises Refused for a time that is past or ends before it begins, NotFound for a resource
    that the clinic does not have.
    """
    ends = time.perf_counter() + seconds
    day = read_absence_day(context, database, away)
    return propose_for(availability, day, seconds=ends - time.perf_counter(), stop=stop)


def propose_for(
    availability: Availability, day: AbsenceDay, *, seconds: float = SECONDS, stop: Stop = None
) -> Proposal:
    """The same for a day that was read."""
    return proposal_of(availability, day, mend(day.question, seconds, stop), stop=stop)


def proposal_of(
    availability: Availability, day: AbsenceDay, mended: NewDay, *, stop: Stop = None
) -> Proposal:
    """An answer to the day's question, with names, and next days for those without a place."""
    stranded = [day.stranded[int(request)] for request in mended.out]
    moved = _moved(day, mended.moved)
    touched = {visit.visit for visit in moved} | {visit.visit for visit in stranded}
    touched |= {item.appointment.visit for item in day.in_the_way}
    return Proposal(
        away=day.away,
        moved=moved,
        stranded=with_options(availability, stranded, {}, stop),
        in_the_way=day.in_the_way,
        unaffected=len(day.to_come - touched),
        hit=day.hit,
        from_minute=day.question.from_minute,
    )


def _moved(day: AbsenceDay, moves: Iterable[MovedStep]) -> tuple[MovedVisit, ...]:
    by_visit: defaultdict[int, list[MovedStep]] = defaultdict(list)
    for move in moves:
        by_visit[int(move.was.request)].append(move)
    found = []
    for visit, own in by_visit.items():
        steps = sorted((_new_place(day, move) for move in own), key=lambda step: step.start)
        patient = steps[0].appointment.patient
        assert patient is not None
        found.append(MovedVisit(visit, patient, tuple(steps), own[0].affected))
    return tuple(sorted(found, key=lambda v: (not v.affected, v.steps[0].start, v.visit)))


def _new_place(day: AbsenceDay, move: MovedStep) -> NewPlace:
    was = move.was
    request = next(r for r in day.question.problem.requests if r.id == was.request)
    step = next(s for s in request.steps if s.id == was.step)
    own = [
        alternative.minutes
        for need, name in zip(step.needs, move.resources, strict=True)
        for alternative in need.one_of
        if alternative.resource == name and alternative.minutes is not None
    ]
    return NewPlace(
        day.appointments[int(was.request), int(was.step)],
        move.start,
        move.start + max(own, default=step.minutes),
        tuple(int(name) for name in move.resources),
    )
