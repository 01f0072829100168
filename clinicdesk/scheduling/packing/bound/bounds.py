"""A proven lower bound on the cost of a packing, by Lagrangian relaxation.

That a resource serves one step at a time is replaced by prices of its time (Fisher, "The Lagrangian
relaxation method for solving integer programming problems", Management Science 27, 1981). At any
prices, what each request alone costs at least, less the worth of all time, is a lower bound; at the
best prices it is that of the linear relaxation with one variable for each plan of each request.
Subgradient steps look for them (Held, Wolfe and Crowder 1974). What the work alone says comes on
top: when all can be over at the earliest, and how many cannot be placed.
"""

from math import gcd

from clinicdesk.scheduling.core.problem import MIDNIGHT, Problem
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.bound.priced_problem import PricedProblem
from clinicdesk.scheduling.packing.bound.prices import IMPOSSIBLE, SCALE, Costs, Lane
from clinicdesk.scheduling.packing.bound.workload import Workload

PATIENCE = 8
"""Rounds without a gain after which the goal is set nearer."""
NEAREST = SCALE // 20
"""A goal this near is none: the search for better prices ends."""
KEPT = 0.7
"""How much of the last direction goes on into the next (Camerini, Fratta and Maffioli 1975)."""


class LowerBound:
    """The lower bound of one problem: begins at the sum of the requests' separate costs, and rises.

    `value` holds at any time. The same problem gives the same values in the same order. `upper`,
    the cost of a packing that is known, ends the search once it is reached; it may be set anew.
    """

    def __init__(self, problem: Problem, poll: Poll, *, upper: int | None = None) -> None:
        """`poll` is called before every piece of work and may raise."""
        self.upper = upper
        self._poll = poll
        self._priced = PricedProblem(problem, poll)
        self._grain = cost_grain(problem)
        workload = Workload(problem, poll)
        self._left_out = workload.left_out()
        late = problem.weights.makespan * SCALE
        names = {request.id for request in problem.requests}
        self._late_all = late * workload.latest_end(names) if late else 0
        self._late_some = late * workload.latest_end(self._priced.staying) if late else 0
        self._best = -IMPOSSIBLE
        """The best bound of any prices so far, in scaled units."""
        self._direction: dict[Lane, list[float]] = {}
        self._next = 0
        self._ended = False
        self._idle = 0
        self._goal = 0.0
        """How far above the best bound the next one is meant to be, in scaled units."""
        self.value = self._whole_bound(self._relaxed())

    def improve(self) -> bool:
        """Price one request more, or set new prices; False when nothing is to be gained any more.

        Raises whatever `poll` raises; the bound can be asked to improve again afterwards.
        """
        self._poll()
        requests = self._priced.requests
        if self._ended or (self.upper is not None and self.value >= self.upper):
            return False
        if self._next < len(requests):
            requests[self._next].price()
            self._next += 1
            return True
        self._next = 0
        bound = self._relaxed()
        self.value = max(self.value, self._whole_bound(bound))
        self._ended = not self._set_prices(bound)
        return not self._ended

    def _relaxed(self) -> int:
        """The bound of today's prices in scaled units, without the latest end."""
        return sum(priced.value for priced in self._priced.requests) - sum(
            lane.worth() for lane in self._priced.lanes
        )

    def _whole_bound(self, relaxed: int) -> int:
        """The bound of today's prices as a cost: either all requests are placed, or some are not.

        A cost is a multiple of the grain, so a bound is rounded up to the next.
        """
        requests = self._priced.requests
        missing = sorted(
            priced.left_out - priced.value for priced in requests if priced.left_out is not None
        )
        some = relaxed + sum(missing[: max(1, self._left_out)]) + self._late_some
        everybody = (
            relaxed + sum(priced.placed - priced.value for priced in requests) + self._late_all
        )
        scaled = some if self._left_out else min(some, everybody) if missing else everybody
        return -(-scaled // (SCALE * self._grain)) * self._grain

    def _set_prices(self, bound: int) -> bool:
        """A step toward better prices, to a nearer goal after too many in vain.

        False where the goal is too near, or no price need change.
        """
        self._idle += 1
        if bound > self._best:
            if bound > self._best + self._goal / 2:
                self._goal *= 1.5
            self._idle = 0
            self._best = bound
        if not self._goal:
            self._goal = bound / 100 + SCALE
        if self._idle >= PATIENCE:
            self._idle = 0
            self._goal /= 1.5
        return self._goal > NEAREST and self._step(bound)

    def _excess(self) -> dict[Lane, Costs]:
        """By how much the cheapest plans use more of each cell than there is."""
        for lane in self._priced.lanes:
            lane.clear()
        for priced in self._priced.requests:
            priced.use()
        return {lane: lane.excess() for lane in self._priced.lanes}

    def _step(self, bound: int) -> bool:
        """Prices up where too much is used, down where there is more than enough (Polyak 1969).

        False where no price need change: they are the best there are.
        """
        square = 0.0
        for lane, excess in self._excess().items():
            last = self._direction.pop(lane, None) or [0.0] * lane.cells
            if max(excess) > 0 or any(lane.prices):
                self._direction[lane] = toward = [
                    more + KEPT * old if price or more + KEPT * old > 0 else 0.0
                    for more, old, price in zip(excess, last, lane.prices, strict=True)
                ]
                square += sum(each * each for each in toward)
        if not square:
            return False
        step = (self._best + self._goal - bound) / square
        for lane, toward in self._direction.items():
            prices = [
                max(0, price + round(step * each))
                for price, each in zip(lane.prices, toward, strict=True)
            ]
            if prices != lane.prices:
                lane.set_prices(prices)
        return True


def cost_grain(problem: Problem) -> int:
    """The largest number of which all costs of packings are multiples; 1 where nothing costs."""
    weights = problem.weights
    steps = [step for request in problem.requests for step in request.steps]
    choices = [priced for step in steps for need in step.needs for priced in need.one_of]
    minutes = [step.minutes for step in steps] + [priced.minutes or 0 for priced in choices]
    unit = gcd(problem.grid_minutes, MIDNIGHT, *minutes)
    whole = (weights.day_later, weights.day_earlier, weights.unplaced, weights.moved)
    timed = (weights.span * unit, weights.makespan * unit)
    return gcd(*whole, *timed, *(priced.penalty for priced in choices)) or 1
