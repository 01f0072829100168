"""`pack`: a first packing of all requests at once, then ever better ones by ruin and recreate.

The search anneals in cycles, each longer than the one before and each from the best packing so far.
Work is counted in steps, never by the clock, so that equal questions have equal answers.
"""

from collections.abc import Callable
from contextlib import suppress

from clinicdesk.scheduling.core.gc_paused import gc_paused
from clinicdesk.scheduling.core.names import check_names
from clinicdesk.scheduling.core.problem import AnswerStatus, Packing, Plan, Problem
from clinicdesk.scheduling.core.stopping import Stop, Stopped
from clinicdesk.scheduling.packing.bound.lower_bound import LowerBound
from clinicdesk.scheduling.packing.compiled.parts import Prices
from clinicdesk.scheduling.packing.limit import Limit
from clinicdesk.scheduling.packing.packer import Packer
from clinicdesk.scheduling.packing.placed_request import PlacedRequest, plan_of
from clinicdesk.scheduling.packing.shop.shop import Schedule, Shop, ever_better, shop_of

Progress = Callable[[int, int, int, float], None]
"""Called with the cost, the proven bound, how many requests are placed, and the seconds so far."""

FIRST_CYCLE = 20
"""Steps of the first cycle for each request; every cycle has twice as many as the one before."""
IDLE_CYCLE = 100
"""A cycle of so many steps for each request, and more, that finds nothing better is the last."""
STEPS_PER_BOUND = 8
"""From the second cycle on, the lower bound is improved once in so many steps."""
HOTTEST, COLDEST = 1.0, 0.25
"""Temperatures at which a cycle begins and ends, in paces."""


def pack(
    problem: Problem,
    *,
    seconds: float = 10.0,
    seed: int = 0,
    stop: Stop = None,
    progress: Progress | None = None,
) -> Packing:
    """Place all requests at once, at the least cost that is found in so many seconds.

    A complete answer always comes back, however short the time: what a first pass over the requests
    can place is in it. `optimal` if its cost is proven the least, `feasible` if time ran out or the
    search ended by itself, `stopped` if `stop`, which is asked often, said True. The same problem
    and seed give the same answer when the search ends by itself. Raises UnknownName for a name in
    the problem that is of nothing.
    """
    check_names(problem)
    limit = Limit(seconds, stop)
    if not problem.days:
        return _nothing_placed(problem, limit)
    with gc_paused():
        shop = shop_of(problem)
        if shop is not None:
            packing = _packed_shop(shop, limit, seed, progress)
            if packing is not None:
                return packing
        return _packed(problem, seed, limit, progress)


def _nothing_placed(problem: Problem, limit: Limit) -> Packing:
    """The only packing where no day is listed."""
    unplaced = tuple(request.id for request in problem.requests)
    cost = problem.weights.unplaced * len(unplaced)
    return Packing(AnswerStatus.OPTIMAL, (), unplaced, cost, cost, limit.gone)


def _packed(problem: Problem, seed: int, limit: Limit, progress: Progress | None) -> Packing:
    search = _Search(problem, seed, limit)

    def report() -> None:
        if progress is not None:
            progress(search.cost, search.bound, search.count, limit.gone)

    with suppress(Stopped):
        search.run(report)
    status = AnswerStatus.OPTIMAL if search.cost == search.bound else limit.status
    plans, unplaced = search.answer()
    return Packing(status, plans, unplaced, search.cost, search.bound, limit.gone)


class _Search:
    """The packer and the lower bound, which take turns."""

    def __init__(self, problem: Problem, seed: int, limit: Limit) -> None:
        self._problem = problem
        self._poll = limit.poll_stop
        """The first pass over the requests is made whatever the time."""
        self._limit = limit
        self._packer = Packer(problem, seed, self._ask)
        self._lower_bound: LowerBound | None = None
        self._least = 0
        self._loosest: list[PlacedRequest | None] = []
        """The best packing so far where moving costs nothing; none before it was tried."""

    @property
    def cost(self) -> int:
        return self._packer.best_cost

    @property
    def bound(self) -> int:
        lower = self._lower_bound
        return self._least if lower is None else max(self._least, lower.value)

    @property
    def count(self) -> int:
        return sum(placed is not None for placed in self._packer.best)

    def answer(self) -> tuple[tuple[Plan, ...], tuple[str, ...]]:
        """The plans of the best packing, and the ids of the requests that it leaves out."""
        packer = self._packer
        best = [placed for placed in packer.best if placed is not None]
        plans = tuple(plan_of(packer.compiled, placed) for placed in best)
        pairs = zip(self._problem.requests, packer.best, strict=True)
        return plans, tuple(request.id for request, placed in pairs if placed is None)

    def _ask(self) -> None:
        self._poll()

    def run(self, report: Callable[[], None]) -> None:
        """A first packing, then cycles of steps until a long one finds nothing better."""
        packer, count = self._packer, len(self._packer.placed)
        self._least = packer.compiled.least_cost()
        report()
        packer.fill()
        report()
        self._poll = self._limit.poll
        if self.cost == self.bound:
            return
        packer.set_prices()
        length = FIRST_CYCLE * (count + 10)
        if self._problem.booked:
            length //= 4  # so that moving soon costs nothing for a while
        while not self._cycle(length, report):
            if self._problem.weights.moved and self._problem.booked and None in packer.best:
                self._loosen(4 * length, report)
            length *= 2
            if self._lower_bound is None:
                self._lower_bound = LowerBound(self._problem, self._limit.poll)

    def _cycle(self, length: int, report: Callable[[], None]) -> bool:
        """Anneal from the best packing; True if no further cycle is worth it."""
        packer = self._packer
        packer.return_to_best()
        better = self._anneal(length, report)
        if self.cost <= self.bound:
            return True
        return not better and length >= IDLE_CYCLE * (len(packer.placed) + 10)

    def _loosen(self, length: int, report: Callable[[], None]) -> None:
        """Let moving cost nothing for a while, then walk back towards the booked times.

        A packing that places one more often lies behind moves that cost more than the search would
        ever pay one by one.
        """
        packer = self._packer
        packer.return_to(self._loosest or packer.best)
        packer.charge(Prices(0))
        self._anneal(length, report)
        self._loosest = list(packer.seen)
        packer.return_to(self._loosest)
        packer.charge(packer.true_prices, nobody_out=True)
        self._anneal(length // 2, report)
        packer.charge(packer.true_prices)

    def _anneal(self, length: int, report: Callable[[], None]) -> bool:
        """So many steps, ever colder; whether they found a better packing."""
        packer, better = self._packer, False
        for step in range(length):
            self._poll()
            if packer.step(packer.pace * HOTTEST * (COLDEST / HOTTEST) ** (step / length)):
                better = True
                report()
            if self._lower_bound is not None and not step % STEPS_PER_BOUND:
                self._lower_bound.upper = self.cost
                self._lower_bound.improve()
            if self.cost <= self.bound:
                break
        return better


def _packed_shop(shop: Shop, limit: Limit, seed: int, progress: Progress | None) -> Packing | None:
    """A packing of an open shop that leaves nobody out; None if half the time finds none."""
    best: Schedule | None = None
    bound = shop.cost(shop.bound)

    def poll_for_the_first() -> None:
        limit.poll()
        if best is None and limit.gone >= limit.seconds / 2:
            raise Stopped

    status = AnswerStatus.OPTIMAL
    try:
        for best in ever_better(shop, seed, poll_for_the_first):
            if progress is not None:
                progress(best.cost, bound, len(best.plans), limit.gone)
    except Stopped:
        status = limit.status
    if best is None:
        return None
    if status is AnswerStatus.OPTIMAL:
        bound = best.cost
    return Packing(status, best.plans, (), best.cost, bound, limit.gone)
