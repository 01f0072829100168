"""Somebody runs late: whom that reaches, and the least later starts that heal it.

Right-shift rescheduling (Pinedo, Scheduling, on reactive scheduling): every resource and every
patient keep their order, and starts only move later. Order, gaps and buffers are difference
constraints "`then` starts at least so many minutes after `first`"; hours, windows and the grid
round a start up. All of these are monotone, so raising starts until nothing is broken ends in the
least fixpoint: no step can start earlier in any other healed day of the same order. It therefore
has the least sum of minutes and the fewest steps pushed, both at once.
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinicdesk.scheduling.core.problem import MIDNIGHT, BookedStep, Problem
from clinicdesk.scheduling.repairing.booked_order import Because, Edge, Job, edges_of, late_day


@dataclass(frozen=True)
class Collision:
    """A booked step that would have to start `minutes` later, and the one thing that makes it.

    `earlier` is the step that is in the way, None for `BEHIND`; `resource` the one they share,
    None for the patient. With `LARGEST_GAP`, `earlier` is the step that comes too late.
    """

    step: BookedStep
    minutes: int
    because: Because
    earlier: BookedStep | None = None
    resource: str | None = None


@dataclass(frozen=True)
class Push:
    """A booked step and its later start, in minutes after midnight."""

    step: BookedStep
    start: int


@dataclass(frozen=True)
class Healing:
    """The day with later starts: `booked` in the order given, without what is `stuck`.

    `stuck` are the steps still to come of visits that pushing alone does not heal.
    """

    booked: tuple[BookedStep, ...]
    pushed: tuple[Push, ...]
    stuck: tuple[BookedStep, ...]

    @property
    def minutes(self) -> int:
        """How much later all steps together start."""
        return sum(push.start - push.step.start for push in self.pushed)


def knock_on(
    problem: Problem, booked: Sequence[BookedStep], resource: str, minute: int, minutes_late: int
) -> tuple[Collision, ...]:
    """What collides when nobody does anything, by the booked start of the step that has to wait.

    `booked` are the steps of one day, `resource` is `minutes_late` behind at `minute` after
    midnight: what it should have done by then is done so much later. A step of its that is under
    way, clean-up included, stands still for so long; what it has not begun waits until it has
    caught up. Everybody goes on as soon as they can, in the booked order, to the minute. A rule
    that is broken as booked counts as far as it was kept. Raises ValueError for steps of several
    days or negative minutes, UnknownName for a step, a resource or a name in the problem that is of
    nothing.
    """
    late = late_day(problem, booked, resource, minute, minutes_late)
    edges = list(edges_of(late.jobs, late))
    starts = _knocked_on(late.jobs, [e for e in edges if e.because is not Because.LARGEST_GAP])
    found = [
        Collision(job.booked, job.release - job.start, Because.BEHIND, resource=resource)
        for job in late.jobs
        if job.release > job.start
    ]
    for edge in edges:
        wait = starts[edge.first] + edge.minutes - late.jobs[edge.then].start
        if wait > 0:
            job, earlier = late.jobs[edge.then].booked, late.jobs[edge.first].booked
            found.append(Collision(job, wait, edge.because, earlier, edge.resource))
    return tuple(sorted(found, key=lambda one: one.step.start))


def heal(
    problem: Problem, booked: Sequence[BookedStep], resource: str, minute: int, minutes_late: int
) -> Healing:
    """The least later starts that heal the day, with the same resources in the same order.

    The parameters and errors are those of `knock_on`. A step that began before `minute` stays. A
    visit of which a step finds no start any more (a closed hour, a window, a largest gap after a
    step that has begun) is taken out with all that is still to come of it, the earliest first,
    until the others can be pushed; every other step starts as early as it can in this order.
    """
    late = late_day(problem, booked, resource, minute, minutes_late)
    jobs = late.jobs
    while True:
        starts = _healed(jobs, list(edges_of(jobs, late)), problem.grid_minutes)
        stuck = [job for job, start in zip(jobs, starts, strict=True) if start is None]
        if not stuck:
            break
        out = min(stuck, key=lambda job: job.start).booked.request
        jobs = [job for job in jobs if job.begun or job.booked.request != out]
    now = {job.booked: start for job, start in zip(jobs, starts, strict=True) if start is not None}
    return Healing(
        tuple(replace(item, start=now[item]) for item in booked if item in now),
        tuple(Push(item, now[item]) for item in booked if now.get(item, item.start) > item.start),
        tuple(item for item in booked if item not in now),
    )


def _following(edges: Sequence[Edge]) -> defaultdict[int, list[Edge]]:
    following: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        following[edge.first].append(edge)
    return following


def _knocked_on(jobs: Sequence[Job], edges: Sequence[Edge]) -> list[int]:
    """The earliest starts by order and gaps alone.

    They are found as no cycle of edges asks for more than the booked starts give.
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


def _healed(jobs: Sequence[Job], edges: Sequence[Edge], grid: int) -> list[int | None]:
    """The earliest starts by everything; None for a step that has none left, or waits for such."""
    following = _following(edges)
    # What has begun does not move, so what would push it has to be early enough.
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
    """The first minute from `start` on at which the step may start; as booked it always may."""
    if start <= job.start:
        return job.start
    before = -1
    while start != before:
        before = start
        start += -start % grid
        for begin, end, spaces in job.rooms:
            for low, high in spaces:
                if max(start, low - begin) + end <= high:
                    start = max(start, low - begin)
                    break
            else:
                return None
    return start
