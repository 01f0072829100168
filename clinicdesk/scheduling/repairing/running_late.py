"""Somebody runs late: which steps that delays, and the least later starts that resolve it.

Right-shift rescheduling (Pinedo, Scheduling, on reactive scheduling): every resource and every
patient keeps the booked order, and starts only move later. Order, gaps and buffers are constraints
"`then` starts at least so many minutes after `first`"; hours, windows and the grid round a start
up. All of these are monotone: a later start never allows another step to start earlier. So starts
are raised until no rule is broken, and the result is the least one possible: in any other day of
the same order that keeps the rules, no step starts earlier. It has both the least sum of minutes
and the fewest later steps.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import BookedStep, Problem
from clinicdesk.scheduling.repairing.booked_order import DelayCause, Edge, Job, edges_of, late_day


@dataclass(frozen=True)
class Collision:
    """A booked step that would have to start `minutes` later because of one other step.

    `earlier` is that other step, None for `BEHIND`; `resource` the one that both need, None where
    it is the patient. With `LARGEST_GAP`, `earlier` is the step that would come too late after
    this one.
    """

    step: BookedStep
    minutes: int
    cause: DelayCause
    earlier: BookedStep | None = None
    resource: str | None = None


@dataclass(frozen=True)
class Push:
    """A booked step and its new, later start in minutes after midnight."""

    step: BookedStep
    start: int


@dataclass(frozen=True)
class RightShift:
    """The day with later starts: `booked` in the order given, without the `stuck` steps.

    `stuck` are the steps still to come of visits for which later starts alone are not enough.
    """

    booked: tuple[BookedStep, ...]
    pushed: tuple[Push, ...]
    stuck: tuple[BookedStep, ...]

    @property
    def minutes(self) -> int:
        """By how many minutes all steps together start later."""
        return sum(push.start - push.step.start for push in self.pushed)


def find_knock_on_delays(
    problem: Problem, booked: Sequence[BookedStep], resource: str, minute: int, minutes_late: int
) -> tuple[Collision, ...]:
    """What collides if nobody acts, in the order of the booked starts of the steps that must wait.

    `booked` are the steps of one day. `resource` is `minutes_late` behind at `minute` (after
    midnight): what it should have done by then it will have done so much later. A step of it that
    has begun and is not over, clean-up included, takes that much longer; its next step waits until
    it has caught up. All others start as soon as they can, in the booked order, to the minute. A
    gap that is too small or too large as booked is only asked to get no worse. Raises ValueError
    for steps of several days or negative minutes, UnknownName for a step, a resource or a name in
    the problem that is of nothing.
    """
    late = late_day(problem, booked, resource, minute, minutes_late)
    edges = list(edges_of(late.jobs, late))
    starts = _delayed_starts(late.jobs, [e for e in edges if e.cause is not DelayCause.LARGEST_GAP])
    found = [
        Collision(job.booked, job.release - job.start, DelayCause.BEHIND, resource=resource)
        for job in late.jobs
        if job.release > job.start
    ]
    for edge in edges:
        wait = starts[edge.first] + edge.minutes - late.jobs[edge.then].start
        if wait > 0:
            job, earlier = late.jobs[edge.then].booked, late.jobs[edge.first].booked
            found.append(Collision(job, wait, edge.cause, earlier, edge.resource))
    return tuple(sorted(found, key=lambda collision: collision.step.start))


def shift_right(
    problem: Problem, booked: Sequence[BookedStep], resource: str, minute: int, minutes_late: int
) -> RightShift:
    """The least later starts with which the day keeps its rules, resources and order unchanged.

    The parameters and errors are those of `find_knock_on_delays`. A step that began before `minute`
    stays. If a step has no start left (it would pass the end of its hours or windows, or a largest
    gap after a step that has begun), all that is still to come of its visit is taken out, the
    earliest such step first, until the others fit; every other step then starts as early as it can
    in this order.
    """
    late = late_day(problem, booked, resource, minute, minutes_late)
    jobs = late.jobs
    while True:
        starts = _shifted_starts(jobs, list(edges_of(jobs, late)), problem.grid_minutes)
        stuck = [job for job, start in zip(jobs, starts, strict=True) if start is None]
        if not stuck:
            break
        taken_out = min(stuck, key=lambda job: job.start).booked.request
        jobs = [job for job in jobs if job.begun or job.booked.request != taken_out]
    now = {job.booked: start for job, start in zip(jobs, starts, strict=True) if start is not None}
    return RightShift(
        tuple(replace(item, start=now[item]) for item in booked if item in now),
        tuple(Push(item, now[item]) for item in booked if now.get(item, item.start) > item.start),
        tuple(item for item in booked if item not in now),
    )


def _following(edges: Sequence[Edge]) -> defaultdict[int, list[Edge]]:
    following: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        following[edge.first].append(edge)
    return following


def _delayed_starts(jobs: Sequence[Job], edges: Sequence[Edge]) -> list[int]:
    """The earliest starts by order and gaps alone, largest gaps left out.

    The loop ends: the booked starts satisfy every cycle of edges.
    """
    following = _following(edges)
    starts = [job.release for job in jobs]
    waiting = deque(range(len(jobs)))
    while waiting:
        number = waiting.popleft()
        for edge in following[number]:
            start = starts[number] + edge.minutes
            if start > starts[edge.then] and not jobs[edge.then].begun:
                starts[edge.then] = start
                waiting.append(edge.then)
    return starts


def _shifted_starts(jobs: Sequence[Job], edges: Sequence[Edge], grid: int) -> list[int | None]:
    """The earliest starts by all rules; None for a step that has none, or waits for such a step."""
    following = _following(edges)
    # A job that has begun does not move, so whatever must come before it has a latest start.
    latest = [MIDNIGHT] * len(jobs)
    for edge in edges:
        if jobs[edge.then].begun and not jobs[edge.first].begun:
            latest[edge.first] = min(latest[edge.first], jobs[edge.then].start - edge.minutes)
    starts: list[int | None] = [_first_start(job, job.release, grid) for job in jobs]
    waiting = deque(range(len(jobs)))
    while waiting:
        number = waiting.popleft()
        now = starts[number]
        if now is not None and now > latest[number]:
            now = starts[number] = None
        for edge in following[number]:
            then, job = starts[edge.then], jobs[edge.then]
            if job.begun or then is None:
                continue
            if now is None:
                starts[edge.then] = None
            elif now + edge.minutes > then:
                starts[edge.then] = _first_start(job, now + edge.minutes, grid)
            else:
                continue
            waiting.append(edge.then)
    return starts


def _first_start(job: Job, start: int, grid: int) -> int | None:
    """The first minute from `start` on at which the job may start; as booked it always may."""
    if start <= job.start:
        return job.start
    before = -1
    while start != before:
        before = start
        start += -start % grid
        for begin, end, intervals in job.confined:
            for low, high in intervals:
                if max(start, low - begin) + end <= high:
                    start = max(start, low - begin)
                    break
            else:
                return None
    return start
