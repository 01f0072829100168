"""A day in its booked order: every step as a job, every rule as a difference constraint.

An `Edge` says that one job starts at least so many minutes after another; negative minutes make it
a limit to how much later the other may start.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, pairwise

from clinicdesk.scheduling.core.holds import Interval, merged, without
from clinicdesk.scheduling.core.names import check_booked, check_names, check_resource
from clinicdesk.scheduling.core.placement import Placement, booked_placements
from clinicdesk.scheduling.core.problem import MIDNIGHT, BookedStep, Problem, Windows
from clinicdesk.scheduling.search.order import Order


class Because(StrEnum):
    """Why a step cannot begin when it is booked."""

    BEHIND = "behind"
    """The resource that runs late has not caught up yet."""
    RESOURCE = "resource"
    """A practitioner, room or other resource is still held, buffers included."""
    PATIENT = "patient"
    """The patient is still elsewhere, or the smallest gap is not over."""
    LARGEST_GAP = "largest-gap"
    """A later step of the visit comes too late after this one."""


Room = tuple[int, int, Sequence[Interval]]
"""Minutes `[begin, end)` after a step's start, and the spaces in one of which they have to lie."""


@dataclass(frozen=True, eq=False)
class Job:
    """A booked step: when it may start at the earliest, and whether it has begun."""

    booked: BookedStep
    placement: Placement
    begun: bool
    release: int
    stands_still: bool
    """It is under way and takes longer."""
    rooms: tuple[Room, ...]

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
        request = self.placement.request
        return f"request {request.id}" if request.patient is None else f"patient {request.patient}"


@dataclass(frozen=True, eq=False)
class LateDay:
    """The day's jobs, and by how much who is late at which minute."""

    jobs: list[Job]
    minute: int
    minutes: int

    def end(self, job: Job, offset: int) -> int:
        """Where the end of a part of a step really is, both counted from its start."""
        late = job.stands_still and job.start + offset > self.minute
        return offset + self.minutes if late else offset

    def begin(self, job: Job, offset: int) -> int:
        """The same of the beginning of a part."""
        late = job.stands_still and job.start + offset >= self.minute
        return offset + self.minutes if late else offset


@dataclass(frozen=True)
class Edge:
    """Job `then` starts at least `minutes` (may be negative) after the start of job `first`."""

    first: int
    then: int
    minutes: int
    because: Because
    resource: str | None = None


def late_day(
    problem: Problem, booked: Sequence[BookedStep], resource: str, minute: int, late: int
) -> LateDay:
    """The steps as jobs; see `late.knock_on` for what is late, and for what is raised."""
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
    release, stands_still = item.start, False
    for block in placement.blocks:
        if block.resource != resource:
            continue
        begin = block.intervals[0][0] if block.intervals else MIDNIGHT
        if begun:
            stands_still |= any(low < minute < high for low, high in block.intervals)
        else:
            release = max(release, item.start + late - max(0, begin - minute))
    return Job(item, placement, begun, release, stands_still, _rooms(problem, placement))


def _rooms(problem: Problem, placement: Placement) -> tuple[Room, ...]:
    """Within which hours and windows a step and its blocks have to stay."""
    day, minutes = placement.day, placement.end - placement.start
    windows: list[Windows | None] = [placement.request.windows, placement.step.windows]
    windows += [item.windows for item in placement.chosen if item is not None]
    rooms: list[Room] = [(0, minutes, ((0, MIDNIGHT),))]
    rooms += [(0, minutes, merged(each.get(day, ()))) for each in windows if each is not None]
    resources = {item.id: item for item in problem.resources}
    for block in placement.blocks:
        one = resources[block.resource]
        free = without(one.free.get(day, ()), one.busy.get(day, ()))
        rooms += [(b - placement.start, e - placement.start, free) for b, e in block.intervals]
    return tuple(rooms)


def edges_of(jobs: Sequence[Job], late: LateDay) -> Iterator[Edge]:
    """All that keeps the order: shared resources, patients, smallest and largest gaps."""
    queues: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    patients: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, job in enumerate(jobs):
        patients[job.patient].append((job.start, job.start + job.minutes, number))
        for block in job.placement.blocks:
            queues[block.resource] += [(begin, end, number) for begin, end in block.intervals]
    for resource, parts in queues.items():
        for (_, end, one), (begin, _, two) in pairwise(sorted(parts)):
            if one != two:
                first = (one, end - jobs[one].start)
                then = (two, begin - jobs[two].start)
                yield from _apart(jobs, late, first, then, 0, resource)
    for parts in patients.values():
        for (_, _, one), (_, _, two) in pairwise(sorted(parts)):
            if jobs[one].booked.request != jobs[two].booked.request:
                yield from _apart(jobs, late, (one, jobs[one].minutes), (two, 0), 0)
    yield from _gaps(jobs, late)


def _gaps(jobs: Sequence[Job], late: LateDay) -> Iterator[Edge]:
    """The smallest and the largest gaps inside each visit."""
    visits: defaultdict[str, list[int]] = defaultdict(list)
    for number in sorted(range(len(jobs)), key=lambda number: jobs[number].start):
        visits[jobs[number].booked.request].append(number)
    for numbers in visits.values():
        request = jobs[numbers[0]].placement.request
        order = Order(request)
        place = {step.id: index for index, step in enumerate(request.steps)}
        for one, two in combinations(numbers, 2):
            first, then = (place[jobs[number].booked.step] for number in (one, two))
            ended = (one, jobs[one].minutes)
            yield from _apart(jobs, late, ended, (two, 0), order.smallest[first][then])
            if (first, then) in order.largest:
                yield from _near(jobs, late, ended, (two, 0), order.largest[(first, then)])


def _apart(
    jobs: Sequence[Job],
    late: LateDay,
    first: tuple[int, int],
    then: tuple[int, int],
    gap: int,
    resource: str | None = None,
) -> Iterator[Edge]:
    """A part of one job begins at least `gap` after the end of a part of another.

    Parts are job and minute after its start. What the booked times lack is not asked for; what
    has begun has happened already.
    """
    (one, end), (two, begin) = first, then
    if not (jobs[one].begun and jobs[two].begun):
        lacking = max(0, gap - (jobs[two].start + begin - jobs[one].start - end))
        minutes = late.end(jobs[one], end) + gap - late.begin(jobs[two], begin) - lacking
        because = Because.PATIENT if resource is None else Because.RESOURCE
        yield Edge(one, two, minutes, because, resource)


def _near(
    jobs: Sequence[Job],
    late: LateDay,
    first: tuple[int, int],
    then: tuple[int, int],
    gap: int,
) -> Iterator[Edge]:
    """The second part begins at most `gap` after the end of the first, or not later than booked."""
    (one, end), (two, begin) = first, then
    if not (jobs[one].begun and jobs[two].begun):
        most = max(gap, jobs[two].start + begin - jobs[one].start - end)
        minutes = late.begin(jobs[two], begin) - late.end(jobs[one], end) - most
        yield Edge(two, one, minutes, Because.LARGEST_GAP)
