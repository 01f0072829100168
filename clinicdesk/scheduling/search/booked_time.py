"""The time that the booked steps of a problem take, by the resource or patient whose it is."""

from weakref import ref

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.names import patient_name
from clinicdesk.scheduling.core.placement import booked_alternatives, step_minutes
from clinicdesk.scheduling.core.problem import Problem, Request
from clinicdesk.scheduling.search.free_time.calendars import TakenMinutes

Owner = tuple[str, str]
"""Whose time is taken: the kind (`PATIENT` or `RESOURCE`) and the name."""

PATIENT, RESOURCE = "patient", "resource"

BookedTime = dict[Owner, list[tuple[str, TakenMinutes]]]
"""By owner: the request whose step takes the time, and the minutes."""

_last: list[tuple[ref[Problem], BookedTime]] = []


def booked_time(problem: Problem) -> BookedTime:
    """What all booked steps take; kept as long as questions are about the same problem."""
    if not _last or _last[0][0]() is not problem:
        _last[:] = [(ref(problem), _booked_time(problem))]
    return _last[0][1]


def taken_by_others(booked: BookedTime, owner: Owner, request: Request) -> tuple[TakenMinutes, ...]:
    """What booked steps of other requests than this one take from the owner."""
    if owner not in booked:
        return ()
    return tuple(taken for name, taken in booked[owner] if name != request.id)


def patient_of(request: Request) -> Owner:
    """The same for all requests of one patient; a request without a patient has its own."""
    return PATIENT, patient_name(request)


def _booked_time(problem: Problem) -> BookedTime:
    if not problem.booked:
        return {}
    position_of = {day: position for position, day in enumerate(problem.days)}
    requests = {request.id: request for request in problem.requests}
    steps = {(request.id, step.id): step for request in problem.requests for step in request.steps}
    found: BookedTime = {}
    for booked in problem.booked:
        step = steps[(booked.request, booked.step)]
        chosen = booked_alternatives(step, booked)
        minutes = step_minutes(step, chosen)
        blocks = [
            ((RESOURCE, alternative.resource), begin, end)
            for need, alternative in zip(step.needs, chosen, strict=True)
            for begin, end in blocked_minutes(
                need.holds, need.before, need.after, booked.start, minutes
            )
        ]
        patient = patient_of(requests[booked.request])
        blocks.append((patient, booked.start, booked.start + minutes))
        for owner, begin, end in blocks:
            # A block that reaches past midnight takes nothing from the next day.
            begin, end = max(begin, 0), min(end, MIDNIGHT)
            if begin < end:
                taken = (position_of[booked.day], begin, end)
                found.setdefault(owner, []).append((booked.request, taken))
    return found
