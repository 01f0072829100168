"""What the workload alone implies: how early all can be over, and how many must be left out.

The resources that some need may take are a pool. Every need whose resources are all in the pool
adds the least time that it takes to the pool's work, and the pool's free time must hold all of it
(the load of a machine, as in open shops: Gonzalez and Sahni, "Open shop scheduling to minimize
finish time", Journal of the ACM 23, 1976).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import (
    MIDNIGHT,
    Interval,
    merge_intervals,
    subtract_intervals,
)
from clinicdesk.scheduling.core.problem import Need, Problem, Request, Step
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.precedence import Precedence


@dataclass(frozen=True)
class Work:
    """Minutes that a request takes of a pool at least.

    Its last block ends at most `overhang` minutes (a buffer) after its step.
    """

    request: str
    minutes: int
    overhang: int


class Workload:
    """The pools of a problem, and the work that each request brings to them."""

    def __init__(self, problem: Problem, poll: Poll) -> None:
        self._problem = problem
        self._free = {
            item.id: _absolute(
                problem,
                {
                    day: subtract_intervals(item.free.get(day, ()), item.busy.get(day, ()))
                    for day in item.free
                },
            )
            for item in problem.resources
        }
        needs: dict[frozenset[str], dict[str, Work]] = {}
        for request in problem.requests:
            for step in request.steps:
                for need in step.needs:
                    pool = frozenset(item.resource for item in need.one_of)
                    work = needs.setdefault(pool, {})
                    work[request.id] = _with(work.get(request.id), request, step, need)
        self._pools: list[tuple[frozenset[str], list[Work]]] = []
        for pool in needs:
            poll()
            inside: dict[str, Work] = {}
            for other, works in needs.items():
                if other <= pool:
                    for name, more in works.items():
                        inside[name] = _together(inside.get(name), more)
            self._pools.append((pool, list(inside.values())))

    def left_out(self) -> int:
        """How many requests at least cannot be placed, whichever they are."""
        most = 0
        for pool, works in self._pools:
            free = sum(end - begin for name in pool for begin, end in self._free[name])
            asked = sum(work.minutes for work in works)
            count = 0
            for work in sorted(works, key=lambda each: -each.minutes):
                if asked <= free:
                    break
                asked -= work.minutes
                count += 1
            most = max(most, count)
        return most

    def latest_end(self, names: set[str]) -> int:
        """When the last step can end at the earliest, in minutes after the first midnight.

        All requests of these names must be placed; 0 when there are none.
        """
        latest = max(
            (self._alone(request) for request in self._problem.requests if request.id in names),
            default=0,
        )
        for pool, works in self._pools:
            asked = [work for work in works if work.request in names and work.minutes]
            if asked:
                overhang = max(work.overhang for work in asked)
                free = [interval for name in pool for interval in self._free[name]]
                done = _when_done(free, sum(work.minutes for work in asked))
                latest = max(latest, done - overhang)
        return latest

    def _alone(self, request: Request) -> int:
        """When a request is over at the earliest if it is the only one."""
        precedence = Precedence(request)
        gaps = [
            precedence.smallest[first][then]
            for first in range(precedence.count)
            for then in range(precedence.count)
            if first != then
        ]
        minutes = sum(map(shortest, request.steps)) + (precedence.count - 1) * min(gaps, default=0)
        if request.windows is None:
            return minutes
        given = {day: request.windows.get(day, ()) for day in self._problem.days}
        begins = [begin for begin, _ in _absolute(self._problem, given)]
        return min(begins, default=0) + minutes


def shortest(step: Step) -> int:
    """Minutes that a step lasts at least, whichever alternatives are chosen."""
    items = [item for need in step.needs for item in need.one_of]
    stated = [item.minutes for item in items if item.minutes is not None]
    return min([step.minutes, *stated])


def _absolute(problem: Problem, free: Mapping[date, Iterable[Interval]]) -> list[Interval]:
    """Intervals of the listed days in minutes after the first midnight, ascending, separate."""
    return [
        (
            (day - problem.days[0]).days * MIDNIGHT + begin,
            (day - problem.days[0]).days * MIDNIGHT + end,
        )
        for day in problem.days
        for begin, end in merge_intervals(free.get(day, ()))
    ]


def _with(work: Work | None, request: Request, step: Step, need: Need) -> Work:
    """The work with that of one more need."""
    minutes = shortest(step)
    blocks = blocked_minutes(need.holds, need.before, need.after, 0, minutes)
    taken = sum(end - begin for begin, end in blocks)
    return _together(work, Work(request.id, taken, need.after))


def _together(work: Work | None, more: Work) -> Work:
    if work is None:
        return more
    overhang = max(work.overhang, more.overhang)
    return Work(work.request, work.minutes + more.minutes, overhang)


def _when_done(free: Iterable[Interval], minutes: int) -> int:
    """When so much work is done at the earliest if no free time is wasted.

    The end of all free time if that is not enough.
    """
    changes = sorted(change for begin, end in free for change in ((begin, 1), (end, -1)))
    at = changes[0][0] if changes else 0
    working = 0
    for minute, change in changes:
        if working and minutes <= working * (minute - at):
            return at + -(-minutes // working)
        minutes -= working * (minute - at)
        at = minute
        working += change
    return at
