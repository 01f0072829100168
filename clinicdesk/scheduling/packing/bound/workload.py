"""What the work alone says: how early all can be over, and how many have to be left out.

The resources that some need may take are a pool; each need that cannot be met outside it brings its
least work. The pool's free time must hold all of it (the load of a machine, as in open shops:
Gonzalez and Sahni, "Open shop scheduling to minimize finish time", Journal of the ACM 23, 1976).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from clinicdesk.scheduling.core.holds import blocked_minutes
from clinicdesk.scheduling.core.intervals import Interval, merge_intervals, subtract_intervals
from clinicdesk.scheduling.core.problem import MIDNIGHT, Need, Problem, Request, Step
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.precedence import Precedence


@dataclass(frozen=True)
class Work:
    """Minutes that a request takes at least of a pool; buffers reach `overhang` past its steps."""

    request: str
    minutes: int
    overhang: int


class Workload:
    """The pools of a problem, and what each request asks of them."""

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
                    pool = frozenset(alternative.resource for alternative in need.one_of)
                    work = needs.setdefault(pool, {})
                    work[request.id] = _with(work.get(request.id), request, step, need)
        self._pools: list[tuple[frozenset[str], list[Work]]] = []
        for pool in needs:
            poll()
            inside: dict[str, Work] = {}
            for other, works in needs.items():
                if other <= pool:
                    for name, its_work in works.items():
                        inside[name] = _together(inside.get(name), its_work)
            self._pools.append((pool, list(inside.values())))

    def left_out(self) -> int:
        """How many requests cannot be placed at least, whichever they are."""
        most = 0
        for pool, works in self._pools:
            room = sum(end - begin for name in pool for begin, end in self._free[name])
            asked = sum(work.minutes for work in works)
            count = 0
            for work in sorted(works, key=lambda work: -work.minutes):
                if asked <= room:
                    break
                asked -= work.minutes
                count += 1
            most = max(most, count)
        return most

    def latest_end(self, names: set[str]) -> int:
        """When the last step ends at the earliest, in minutes after the first midnight.

        All requests of these names are placed; 0 when there are none.
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
        """When a request is over at the earliest if nobody else comes."""
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
    """Minutes that a step lasts at least, whatever is chosen."""
    stated = [
        alternative.minutes
        for need in step.needs
        for alternative in need.one_of
        if alternative.minutes is not None
    ]
    return min([step.minutes, *stated])


def _absolute(problem: Problem, free: Mapping[date, Iterable[Interval]]) -> list[Interval]:
    """Intervals of the listed days in minutes after the first midnight, ascending and apart."""
    return [
        (
            (day - problem.days[0]).days * MIDNIGHT + begin,
            (day - problem.days[0]).days * MIDNIGHT + end,
        )
        for day in problem.days
        for begin, end in merge_intervals(free.get(day, ()))
    ]


def _with(work: Work | None, request: Request, step: Step, need: Need) -> Work:
    """The work with one need more."""
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
    """When so much work is done at the earliest if none of the free time is wasted.

    The end of all free time where it is not enough.
    """
    turns = sorted(turn for begin, end in free for turn in ((begin, 1), (end, -1)))
    at = turns[0][0] if turns else 0
    working = 0
    for minute, change in turns:
        if working and minutes <= working * (minute - at):
            return at + -(-minutes // working)
        minutes -= working * (minute - at)
        at = minute
        working += change
    return at
