"""Whole-day packing: ruin and recreate (Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000).

Some visits are taken out, each is put back at its best place, and what came out is kept when it is
better, or not much worse: then the search goes on from there.
"""

from collections.abc import Callable
from random import Random
from time import perf_counter

from clinicdesk.scheduling.packing.compiled import Compiled
from clinicdesk.scheduling.packing.insertion import Insertion
from clinicdesk.scheduling.packing.placed import Calendars, Placed, plan_of, sound_bookings
from clinicdesk.scheduling.problem import Packing, Problem, Status
from clinicdesk.scheduling.stopping import Stopped

Progress = Callable[[int, int, int, float], None]


def pack(
    problem: Problem,
    *,
    seconds: float = 10.0,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Packing:
    """Place all requests at once, at the least cost that is found in so many seconds.

    A whole answer always comes back, however short the time. `stop` is asked often; once it says
    True, the best packing so far comes back as stopped. `progress` is called with the cost, the
    proven bound, the number of visits placed and the seconds, at every improvement. The same
    problem and seed give the same answer when the search ends by itself.
    """
    begin = perf_counter()

    def poll() -> None:
        if perf_counter() - begin >= seconds or (stop is not None and stop()):
            raise Stopped

    search = Search(problem, seed, poll)

    def tell() -> None:
        if progress is not None:
            placed = sum(one is not None for one in search.best)
            progress(search.best_cost, search.bound, placed, perf_counter() - begin)

    search.tell = tell
    try:
        search.run()
        status = Status.OPTIMAL if search.best_cost == search.bound else Status.FEASIBLE
    except Stopped:
        status = Status.STOPPED
    plans = tuple(plan_of(search.compiled, one) for one in search.best if one is not None)
    unplaced = tuple(
        visit.request.id
        for visit, one in zip(search.compiled.visits, search.best, strict=True)
        if one is None
    )
    spent = perf_counter() - begin
    return Packing(status, plans, unplaced, search.best_cost, search.bound, spent)


class Search:
    """The packing at hand, the best one, and the way from one to the next."""

    def __init__(self, problem: Problem, seed: int, poll: Callable[[], None]) -> None:
        self.compiled = Compiled(problem)
        self.calendars = Calendars(self.compiled)
        self.rng = Random(seed)
        self.poll = poll
        self.tell: Callable[[], None] = lambda: None
        self.insertion = Insertion(self.compiled, self.calendars, self.rng)
        self.sound = sound_bookings(self.compiled)
        self.placed: list[Placed | None] = [None] * len(self.compiled.visits)
        weights = problem.weights
        self.left_out = [
            weights.unplaced + weights.moved * len(visit.booked) for visit in self.compiled.visits
        ]
        self.late = weights.makespan * self.compiled.unit
        days = problem.days
        self.midnights = [(day - days[0]).days * self.compiled.units for day in days]
        for number, placed in self.sound.items():
            self.placed[number] = placed
            self.calendars.take(placed)
        self.cost = self.best_cost = self.cost_of(self.placed)
        self.best = list(self.placed)
        self.bound = 0

    def cost_of(self, placed: list[Placed | None]) -> int:
        """What the packing costs."""
        cost = self.late * self.latest(placed)
        for one, left_out in zip(placed, self.left_out, strict=True):
            cost += left_out if one is None else one.cost
        return cost

    def latest(self, placed: list[Placed | None]) -> int:
        """The latest end in units after the first midnight; 0 when nothing is placed."""
        if not self.late:
            return 0
        ends = [self.midnights[one.day] + max(one.ends) for one in placed if one is not None]
        return max(ends, default=0)

    def run(self) -> None:
        """Fill what is free, then ruin and recreate until nothing gets better."""
        order = [number for number, one in enumerate(self.placed) if one is None]
        for number in order:
            self.poll()
            self.insert(number)
        self.keep_best()
        count = len(self.placed)
        idle = 0
        while count and idle < 2000 + 200 * count:
            self.poll()
            idle += 1
            if self.round():
                idle = 0

    def keep_best(self) -> bool:
        """Remember the packing at hand if it is the best so far."""
        self.cost = self.cost_of(self.placed)
        if self.cost < self.best_cost:
            self.best_cost = self.cost
            self.best = list(self.placed)
            self.tell()
            return True
        return False

    def insert(self, number: int) -> None:
        """Put a visit at its best place, if there is one that is worth it."""
        limit = None if number in self.sound else self.left_out[number] - 1
        visit = self.compiled.visits[number]
        found = self.insertion.best(visit, limit, self.latest(self.placed))
        self.placed[number] = found
        if found is not None:
            self.calendars.take(found)

    def round(self) -> bool:
        """Take some visits out and put them back; True if that gave a new best."""
        before, cost = list(self.placed), self.cost
        out = self.rng.sample(range(len(self.placed)), min(len(self.placed), 6))
        for number in out:
            one = self.placed[number]
            if one is not None:
                self.calendars.give(one)
                self.placed[number] = None
        for number in out:
            self.insert(number)
        if self.keep_best():
            return True
        lost = any(self.placed[number] is None for number in self.sound)
        if lost or self.cost > cost:
            for number in out:
                one, old = self.placed[number], before[number]
                if one is not None:
                    self.calendars.give(one)
            for number in out:
                old = before[number]
                self.placed[number] = old
                if old is not None:
                    self.calendars.take(old)
            self.cost = cost
        return False
