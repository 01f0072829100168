"""A proven lower bound on the cost of every packing, by Lagrangian relaxation.

The rule that a resource serves one step at a time is replaced by prices of its time (Fisher, "The
Lagrangian relaxation method for solving integer programming problems", Management Science 27,
1981). At any prices, the sum of what each request alone costs at least, less the price of all time,
is a lower bound; at the best prices it is that of the linear relaxation with one variable for each
plan of each request. Good prices are looked for by subgradient steps (Held, Wolfe and Crowder
1974). What the workload alone says comes on top (`workload.py`): how early all can be over, and how
many requests cannot be placed.
"""

from math import gcd

from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.bound.priced_problem import PricedProblem
from clinicdesk.scheduling.packing.bound.priced_time import IMPOSSIBLE, SCALE, Costs, PricedTime
from clinicdesk.scheduling.packing.bound.workload import Workload

PATIENCE = 8
"""Rounds without a gain after which the goal is set nearer to the best bound."""
NEAREST = SCALE // 20
"""How near the goal may come before the search for better prices ends."""
KEPT = 0.7
"""How much of the last direction is added to the next (Camerini, Fratta and Maffioli 1975)."""


class LowerBound:
    """Starts at the sum of the requests' separate costs and improves with each call of `improve`.

    `value` is a true bound at any time. The same problem gives the same values in the same order.
    `upper`, the cost of a packing that is known, ends the search once it is reached; it may be set
    again.
    """

    def __init__(self, problem: Problem, poll: Poll, *, upper: int | None = None) -> None:
        """`poll` is called before each part of the work and may raise."""
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
        self._direction: dict[PricedTime, list[float]] = {}
        self._next = 0
        self._ended = False
        self._idle = 0
        self._goal = 0.0
        """By how much the next bound is meant to exceed the best one, in scaled units."""
        self.value = self._whole_bound(self._relaxed())

    def improve(self) -> bool:
        """Price one more request, or set new prices; False when nothing more can be gained.

        Raises whatever `poll` raises; it can be called again afterwards.
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
        """The bound at the present prices in scaled units, without what the latest end costs."""
        return sum(request.value for request in self._priced.requests) - sum(
            time.worth() for time in self._priced.times
        )

    def _whole_bound(self, relaxed: int) -> int:
        """The bound at the present prices as a cost: either all requests are placed, or not all.

        Every cost is a multiple of the grain, so the bound is rounded up to the next multiple.
        """
        requests = self._priced.requests
        missing = sorted(r.left_out - r.value for r in requests if r.left_out is not None)
        some = relaxed + sum(missing[: max(1, self._left_out)]) + self._late_some
        everybody = (
            relaxed + sum(request.placed - request.value for request in requests) + self._late_all
        )
        scaled = some if self._left_out else min(some, everybody) if missing else everybody
        return -(-scaled // (SCALE * self._grain)) * self._grain

    def _set_prices(self, bound: int) -> bool:
        """Take a step toward better prices, to a nearer goal after too many without a gain.

        False when the goal has come too near, or no price has to change.
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

    def _excess(self) -> dict[PricedTime, Costs]:
        """For each cell, by how much the cheapest plans use more of it than there is."""
        for time in self._priced.times:
            time.clear()
        for request in self._priced.requests:
            request.use()
        return {time: time.excess() for time in self._priced.times}

    def _step(self, bound: int) -> bool:
        """Raise prices where too much is used, lower them where time is left over (Polyak 1969).

        False when no price has to change: they are the best possible.
        """
        square = 0.0
        for time, excess in self._excess().items():
            last = self._direction.pop(time, None) or [0.0] * time.cells
            if max(excess) > 0 or any(time.prices):
                self._direction[time] = toward = [
                    more + KEPT * old if price or more + KEPT * old > 0 else 0.0
                    for more, old, price in zip(excess, last, time.prices, strict=True)
                ]
                square += sum(each * each for each in toward)
        if not square:
            return False
        step = (self._best + self._goal - bound) / square
        for time, toward in self._direction.items():
            prices = [
                max(0, price + round(step * each))
                for price, each in zip(time.prices, toward, strict=True)
            ]
            if prices != time.prices:
                time.set_prices(prices)
        return True


def cost_grain(problem: Problem) -> int:
    """The largest number of which the cost of every packing is a multiple; 1 if all are 0."""
    weights = problem.weights
    steps = [step for request in problem.requests for step in request.steps]
    alternatives = [item for step in steps for need in step.needs for item in need.one_of]
    minutes = [step.minutes for step in steps] + [item.minutes or 0 for item in alternatives]
    unit = gcd(problem.grid_minutes, MIDNIGHT, *minutes)
    whole = (weights.day_later, weights.day_earlier, weights.unplaced, weights.moved)
    timed = (weights.span * unit, weights.makespan * unit)
    return gcd(*whole, *timed, *(item.penalty for item in alternatives)) or 1
