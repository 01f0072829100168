"""A day in its booked order: every step a job, every rule a constraint between two start times.

An `Edge` says that one job starts at least so many minutes after another (a difference constraint).
With negative minutes it limits how much later the other may start.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.names import check_booked, check_names, check_resource, patient_name
from clinicdesk.scheduling.core.placement import Placement, booked_placements
from clinicdesk.scheduling.core.problem import WHOLE_DAY, BookedStep, Problem, Windows
from clinicdesk.scheduling.search.precedence import Precedence


class DelayCause(StrEnum):
    """Why a step cannot begin when it is booked."""

    BEHIND = "behind"
    """The resource that runs late has not caught up."""
    RESOURCE = "resource"
    """A practitioner, room or other resource is still held, buffers included."""
    PATIENT = "patient"
    """The patient is still elsewhere, or the smallest gap is not over."""
    LARGEST_GAP = "largest-gap"
    """A later step of the visit comes too late after this one."""


Confined = tuple[int, int, Sequence[Interval]]
"""Minutes `[begin, end)` after a step's start, and the intervals in one of which they must lie."""


@dataclass(frozen=True, eq=False)
class Job:
    """A booked step; `release` is the earliest minute after midnight at which it may start."""

    booked: BookedStep
    placement: Placement
    begun: bool
    release: int
    prolonged: bool
    """It has begun, and takes longer than booked."""
    confined: tuple[Confined, ...]

    @property
    def start(self) -> int:
        """The booked start."""
        return self.booked.start

    @property
    def minutes(self) -> int:
        """How long it lasts as booked."""
        return self.placement.end - self.placement.start

    @property
    def patient(self) -> str:
        """A request without a patient is its own."""
        return patient_name(self.placement.request)


@dataclass(frozen=True, eq=False)
class LateDay:
    """The day's jobs; at `minute` the resource that runs late is `minutes` behind."""

    jobs: list[Job]
    minute: int
    minutes: int

    def end(self, job: Job, offset: int) -> int:
        """Where the end of a block that is booked at `offset` really is, from the job's start."""
        late = job.prolonged and job.start + offset > self.minute
        return offset + self.minutes if late else offset

    def begin(self, job: Job, offset: int) -> int:
        """The same for the beginning of a block."""
        late = job.prolonged and job.start + offset >= self.minute
        return offset + self.minutes if late else offset


@dataclass(frozen=True)
class Edge:
    """Job `then` starts at least `minutes` (may be negative) after the start of job `first`."""

    first: int
    then: int
    minutes: int
    cause: DelayCause
    resource: str | None = None


def late_day(
    problem: Problem, booked: Sequence[BookedStep], resource: str, minute: int, late: int
) -> LateDay:
    """The steps as jobs; `find_knock_on_delays` says what is late, and what is raised."""
    if len({item.day for item in booked}) > 1:
        raise ValueError("steps of several days")
    if late < 0:
        raise ValueError(f"minutes_late must be 0 or more, not {late}")
    check_names(problem)
    check_booked(problem, booked)
    check_resource(problem, resource, "resource")
    jobs = [
        _job(problem, item, placement, resource, minute, late)
        for item, placement in zip(booked, booked_placements(problem, booked), strict=True)
    ]
    return LateDay(jobs, minute, late)


def _job(
    problem: Problem, item: BookedStep, placement: Placement, resource: str, minute: int, late: int
) -> Job:
    begun = item.start < minute
    release, prolonged = item.start, False
    for block in placement.blocks:
        if block.resource != resource:
            continue
        begin = block.intervals[0][0] if block.intervals else MIDNIGHT
        if begun:
            prolonged |= any(low < minute < high for low, high in block.intervals)
        else:
            release = max(release, item.start + late - max(0, begin - minute))
    return Job(item, placement, begun, release, prolonged, _confined(problem, placement))


def _confined(problem: Problem, placement: Placement) -> tuple[Confined, ...]:
    """Within which windows the step, and within which free time its blocks, must lie."""
    day, minutes = placement.day, placement.end - placement.start
    windows: list[Windows | None] = [placement.request.windows, placement.step.windows]
    windows += [item.windows for item in placement.chosen if item is not None]
    confined: list[Confined] = [(0, minutes, WHOLE_DAY)]
    confined += [
        (0, minutes, merge_intervals(each.get(day, ()))) for each in windows if each is not None
    ]
    resources = {item.id: item for item in problem.resources}
    for block in placement.blocks:
        resource = resources[block.resource]
        free = subtract_intervals(resource.free.get(day, ()), resource.busy.get(day, ()))
        confined += [(b - placement.start, e - placement.start, free) for b, e in block.intervals]
    return tuple(confined)


def edges_of(jobs: Sequence[Job], late: LateDay) -> Iterator[Edge]:
    """Every constraint between two jobs: a shared resource or patient, and the gaps of a visit."""
    queues: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    patients: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, job in enumerate(jobs):
        patients[job.patient].append((job.start, job.start + job.minutes, number))
        for block in job.placement.blocks:
            queues[block.resource] += [(begin, end, number) for begin, end in block.intervals]
    for resource, parts in queues.items():
        for (_, end, earlier), (begin, _, later) in pairwise(sorted(parts)):
            if earlier != later:
                first = (earlier, end - jobs[earlier].start)
                then = (later, begin - jobs[later].start)
                yield from _smallest_gap(jobs, late, first, then, 0, resource)
    for parts in patients.values():
        for (_, _, earlier), (_, _, later) in pairwise(sorted(parts)):
            if jobs[earlier].booked.request != jobs[later].booked.request:
                ended = (earlier, jobs[earlier].minutes)
                yield from _smallest_gap(jobs, late, ended, (later, 0), 0)
    yield from _gaps(jobs, late)


def _gaps(jobs: Sequence[Job], late: LateDay) -> Iterator[Edge]:
    """The smallest and the largest gaps within each visit."""
    visits: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(jobs)), key=lambda number: jobs[number].start):
        visits[jobs[number].booked.request].append(number)
    for numbers in visits.values():
        request = jobs[numbers[0]].placement.request
        precedence = Precedence(request)
        index = {step.id: index for index, step in enumerate(request.steps)}
        for earlier, later in combinations(numbers, 2):
            first, then = (index[jobs[number].booked.step] for number in (earlier, later))
            ended = (earlier, jobs[earlier].minutes)
            yield from _smallest_gap(
                jobs, late, ended, (later, 0), precedence.smallest[first][then]
            )
            if (first, then) in precedence.largest:
                largest = precedence.largest[(first, then)]
                yield from _largest_gap(jobs, late, ended, (later, 0), largest)


def _smallest_gap(
    jobs: Sequence[Job],
    late: LateDay,
    first: tuple[int, int],
    then: tuple[int, int],
    gap: int,
    resource: str | None = None,
) -> Iterator[Edge]:
    """A block of the job `then` begins at least `gap` minutes after a block of `first` ends.

    Each is given as its job's number and the minute after the job's start. Where the booked times
    keep less than `gap`, no more than that is asked for; two jobs that have begun are not bound.
    """
    (earlier, end), (later, begin) = first, then
    if not (jobs[earlier].begun and jobs[later].begun):
        lacking = max(0, gap - (jobs[later].start + begin - jobs[earlier].start - end))
        minutes = late.end(jobs[earlier], end) + gap - late.begin(jobs[later], begin) - lacking
        cause = DelayCause.PATIENT if resource is None else DelayCause.RESOURCE
        yield Edge(earlier, later, minutes, cause, resource)


def _largest_gap(
    jobs: Sequence[Job],
    late: LateDay,
    first: tuple[int, int],
    then: tuple[int, int],
    gap: int,
) -> Iterator[Edge]:
    """The block of `then` begins at most `gap` minutes after that of `first` ends.

    Where more lies between the two as booked, at most that much.
    """
    (earlier, end), (later, begin) = first, then
    if not (jobs[earlier].begun and jobs[later].begun):
        most = max(gap, jobs[later].start + begin - jobs[earlier].start - end)
        minutes = late.begin(jobs[later], begin) - late.end(jobs[earlier], end) - most
        yield Edge(later, earlier, minutes, DelayCause.LARGEST_GAP)
