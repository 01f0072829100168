"""Ways to mend a day, with names: who moves where, who cannot stay, what is left to the desk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from clinicdesk.scheduling import MovedStep
from clinicdesk.services.absence.absence_day import AbsenceDay, DayToMend
from clinicdesk.services.absence.mended_day import MendedDay, each_once
from clinicdesk.services.absence.other_days import with_options
from clinicdesk.services.absence.proposal import (
    Call,
    MovedAppointment,
    MovedVisit,
    Proposal,
    StrandedVisit,
)
from clinicdesk.services.absence.repaired_day import RepairedDay
from clinicdesk.services.absence.ways import Ways
from clinicdesk.services.planning.availability import Availability


class Proposing:
    """Makes lists of one day. The days that a visit is offered are the same in all of them."""

    def __init__(self, availability: Availability, day: AbsenceDay) -> None:
        self._availability, self._day = availability, day
        self._stranded: dict[int, StrandedVisit] = {}

    def mended_days(self, ways: Ways) -> tuple[MendedDay, ...]:
        """Each way once, with all that it is best in, and what it costs whom."""
        best = {
            aim: (ways.disturbances[aim], self._proposal(day)) for aim, day in ways.days.items()
        }
        return each_once(best, ways.proven)

    def _proposal(self, repaired: RepairedDay) -> Proposal:
        """The engine's answer with names, and other days for the visits without a place."""
        return _proposal(self._day, repaired, [self._out(name) for name in repaired.unplaced])

    def _out(self, request: str) -> StrandedVisit:
        visit = int(request)
        if visit not in self._stranded:
            without_days = (self._day.day.stranded[visit],)
            (self._stranded[visit],) = with_options(self._availability, without_days, {})
        return self._stranded[visit]


def _proposal(
    absence_day: AbsenceDay, repaired: RepairedDay, stranded: Sequence[StrandedVisit]
) -> Proposal:
    day = absence_day.day
    moved = moved_visits(day, repaired.moved)
    touched = {visit for each in moved for visit in each.visits}
    touched |= {visit for each in stranded for visit in each.visits}
    touched |= {case.appointment.visit for case in day.manual}
    return Proposal(
        absence=absence_day.absence,
        moved=moved,
        stranded=tuple(stranded),
        manual=day.manual,
        unaffected=len(day.upcoming - touched),
        affected=day.affected,
        from_minute=day.question.from_minute,
    )


def moved_visits(day: DayToMend, moves: Iterable[MovedStep]) -> tuple[MovedVisit, ...]:
    """These moves by visit, with names: first those that had to move, by their new times."""
    by_visit: defaultdict[int, list[MovedStep]] = defaultdict(list)
    for move in moves:
        by_visit[int(move.was.request)].append(move)
    found = []
    for visit, own in by_visit.items():
        steps = sorted((_moved_appointment(day, move) for move in own), key=lambda step: step.start)
        first = steps[0].appointment
        assert first.patient is not None
        noticed = any(day.question.noticed(move) for move in own)
        call = day.question.call_of(str(visit)) if noticed else Call.NONE
        members = day.members.get(visit, ())
        found.append(
            MovedVisit(first.visit, first.patient, tuple(steps), own[0].affected, call, members)
        )
    return tuple(sorted(found, key=lambda v: (not v.affected, v.steps[0].start, v.visit)))


def _moved_appointment(day: DayToMend, move: MovedStep) -> MovedAppointment:
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
