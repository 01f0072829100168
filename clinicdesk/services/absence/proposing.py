"""A day with an absence, worked out: who moves where, who cannot stay, what is left to the desk."""

from collections import defaultdict
from collections.abc import Iterable

from clinicdesk.scheduling import MovedStep
from clinicdesk.services.absence.absence_day import AbsenceDay
from clinicdesk.services.absence.other_days import with_options
from clinicdesk.services.absence.proposal import MovedAppointment, MovedVisit, Proposal
from clinicdesk.services.absence.repair_attempts import RepairedDay
from clinicdesk.services.planning.availability import Availability


def proposal_of(availability: Availability, day: AbsenceDay, repaired: RepairedDay) -> Proposal:
    """The engine's answer with names, and other days for the visits without a place."""
    stranded = [day.stranded[int(request)] for request in repaired.unplaced]
    moved = _moved(day, repaired.moved)
    touched = {visit.visit for visit in moved} | {visit.visit for visit in stranded}
    touched |= {case.appointment.visit for case in day.manual}
    return Proposal(
        absence=day.absence,
        moved=moved,
        stranded=with_options(availability, stranded, {}),
        manual=day.manual,
        unaffected=len(day.upcoming - touched),
        affected=day.affected,
        from_minute=day.question.from_minute,
    )


def _moved(day: AbsenceDay, moves: Iterable[MovedStep]) -> tuple[MovedVisit, ...]:
    by_visit: defaultdict[int, list[MovedStep]] = defaultdict(list)
    for move in moves:
        by_visit[int(move.was.request)].append(move)
    found = []
    for visit, own in by_visit.items():
        steps = sorted((_moved_appointment(day, move) for move in own), key=lambda step: step.start)
        patient = steps[0].appointment.patient
        assert patient is not None
        found.append(MovedVisit(visit, patient, tuple(steps), own[0].affected))
    return tuple(sorted(found, key=lambda v: (not v.affected, v.steps[0].start, v.visit)))


def _moved_appointment(day: AbsenceDay, move: MovedStep) -> MovedAppointment:
    was = move.was
    request = next(r for r in day.question.problem.requests if r.id == was.request)
    step = next(s for s in request.steps if s.id == was.step)
    own = [
        alternative.minutes
        for need, name in zip(step.needs, move.resources, strict=True)
        for alternative in need.one_of
        if alternative.resource == name and alternative.minutes is not None
    ]
    return MovedAppointment(
        day.appointments[int(was.request), int(was.step)],
        move.start,
        move.start + max(own, default=step.minutes),
        tuple(int(name) for name in move.resources),
    )
