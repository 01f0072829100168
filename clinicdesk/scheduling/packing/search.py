"""Whole-day packing: a first packing at once, then ever better ones by ruin and recreate.

The search anneals in cycles, each longer than the one before and each from the best packing so far.
Work is counted in steps, never by the clock, so that equal questions have equal answers.
"""

from collections.abc import Callable
from time import perf_counter

from clinicdesk.scheduling.packing.packer import Packer
from clinicdesk.scheduling.packing.placed import plan_of
from clinicdesk.scheduling.packing.shop import Schedule, Shop, ever_better, shop_of
from clinicdesk.scheduling.problem import Packing, Problem, Status
from clinicdesk.scheduling.stopping import Stopped

Progress = Callable[[int, int, int, float], None]
"""Called with the cost, the proven bound, how many visits are placed, and the seconds so far."""

FIRST_CYCLE = 20
"""Steps of the first cycle for each request; every cycle has twice as many as the one before."""
IDLE_CYCLE = 150
"""A cycle of so many steps for each request, and more, that finds nothing better is the last."""
HOTTEST, COLDEST = 1.0, 0.3
"""Temperatures of a cycle, as shares of what a visit costs above its least at the beginning."""


def pack(
    problem: Problem,
    *,
    seconds: float = 10.0,
    seed: int = 0,
    stop: Callable[[], bool] | None = None,
    progress: Progress | None = None,
) -> Packing:
    """Place all requests at once, at the least cost that is found in so many seconds.

    A whole answer always comes back, however short the time: `optimal` if its cost is proven the
    least, `feasible` if the search ended by itself, `stopped` if time ran out or `stop`, which is
    asked often, said True. The same problem and seed give the same answer when the search ends by
    itself.
    """
    begin = perf_counter()

    def poll() -> None:
        if perf_counter() - begin >= seconds or (stop is not None and stop()):
            raise Stopped

    shop = shop_of(problem)
    if shop is not None:
        packing = _packed_shop(shop, seconds, seed, poll, progress)
        if packing is not None:
            return packing
    packer = Packer(problem, seed, poll)
    bound = 0

    def tell() -> None:
        if progress is not None:
            count = sum(one is not None for one in packer.best)
            progress(packer.best_cost, bound, count, perf_counter() - begin)

    tell()
    try:
        packer.fill()
        tell()
        bound = packer.compiled.least_cost()
        if packer.best_cost > bound:
            packer.look_ahead()
            _anneal(packer, bound, poll, tell)
        status = Status.FEASIBLE
    except Stopped:
        status = Status.STOPPED
    bound = packer.compiled.least_cost()
    if packer.best_cost == bound:
        status = Status.OPTIMAL
    plans = tuple(plan_of(packer.compiled, one) for one in packer.best if one is not None)
    unplaced = tuple(
        request.id
        for request, one in zip(problem.requests, packer.best, strict=True)
        if one is None
    )
    return Packing(status, plans, unplaced, packer.best_cost, bound, perf_counter() - begin)


def _packed_shop(
    shop: Shop, seconds: float, seed: int, poll: Callable[[], None], progress: Progress | None
) -> Packing | None:
    """A complete packing of an open shop; None if none was found in half the time."""
    begin = perf_counter()
    best: Schedule | None = None
    bound = shop.cost(shop.bound)

    def poll_for_the_first() -> None:
        poll()
        if best is None and perf_counter() - begin >= seconds / 2:
            raise Stopped

    status = Status.OPTIMAL
    try:
        for best in ever_better(shop, seed, poll_for_the_first):
            if progress is not None:
                progress(best.cost, bound, len(best.plans), perf_counter() - begin)
    except Stopped:
        status = Status.STOPPED
    if best is None:
        return None
    if status is Status.OPTIMAL:
        bound = best.cost
    return Packing(status, best.plans, (), best.cost, bound, perf_counter() - begin)


def _anneal(packer: Packer, bound: int, poll: Callable[[], None], tell: Callable[[], None]) -> None:
    """Cycles of steps until a long one finds nothing better."""
    count = len(packer.placed)
    length = FIRST_CYCLE * (count + 10)
    while packer.best_cost > bound:
        packer.return_to_best()
        better = False
        heat = max(packer.excess(), 1e-9) * HOTTEST
        for step in range(length):
            poll()
            if packer.step(heat * (COLDEST / HOTTEST) ** (step / length)):
                better = True
                tell()
                if packer.best_cost <= bound:
                    return
        if not better and length >= IDLE_CYCLE * (count + 10):
            return
        length *= 2
