"""`pack_front`: several ways to pack a day anew, none of which is as good as another in everything.

What counts is how much each disturbs who is booked (`core/disturbance.py`): who is sent home, who
is called, how far they move. The same search as `pack` goes through the day at one price for these
after another; every packing that it passes, and that none known is as good as, is kept.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle

from clinicdesk.scheduling.core.disturbance import Disturbance
from clinicdesk.scheduling.core.gc_paused import gc_paused
from clinicdesk.scheduling.core.names import check_names, patient_name
from clinicdesk.scheduling.core.problem import AnswerStatus, Packing, Problem
from clinicdesk.scheduling.core.stopping import Stop, Stopped
from clinicdesk.scheduling.packing.compiled.parts import Prices
from clinicdesk.scheduling.packing.limit import Limit
from clinicdesk.scheduling.packing.packer import Packer
from clinicdesk.scheduling.packing.placed_request import PlacedRequest, plan_of
from clinicdesk.scheduling.packing.terms import left_out_costs

FURTHEST = 120
"""Minutes from their booked start that people are moved at most, where nobody says otherwise."""

MOST = 8
"""So many ways are told: more than anybody compares."""

CALLS = (0.0, 8.5, 4.5, 2.5, 1.5, 0.5)
"""How many people may be called to save one from being sent home; 0: any number."""

MINUTES = (60, 0.5)
"""How many minutes of moving may save one from being sent home."""

FIRST_TURN = 4
"""Steps of the first turn at a price, for each request; every round has twice as many."""

Told = Callable[[Sequence["Way"]], object]


@dataclass(frozen=True)
class Way:
    """One packing, and how much it disturbs who is booked."""

    disturbance: Disturbance
    packing: Packing


@dataclass(frozen=True)
class Front:
    """The ways, fewest sent home first, then fewest called; never none.

    `optimal`: each is proven to lie on the front, and no other does.
    """

    status: AnswerStatus
    ways: tuple[Way, ...]
    furthest: int
    seconds: float


def pack_front(
    problem: Problem,
    *,
    furthest: int = FURTHEST,
    seconds: float = 10.0,
    seed: int = 0,
    stop: Stop = None,
    tell: Told = lambda _ways: None,
) -> Front:
    """The ways to place all requests that disturb least, in one sense or another.

    A booked step stays on its day, `furthest` minutes at most from its booked start. Every way
    keeps the rules of `pack`. `tell` is given what is known so far after each turn of the search.
    Ends after so many seconds (`feasible`) or once `stop` says True (`stopped`). Raises UnknownName
    for a name in the problem that is of nothing.
    """
    check_names(problem)
    limit = Limit(seconds, stop)
    with gc_paused():
        search = _FrontSearch(problem, furthest, seed, limit)
        with suppress(Stopped):
            search.run(lambda: tell(search.ways()))
        ways = search.ways()
    proven = ways[0].disturbance == Disturbance(0, 0, 0)
    return Front(AnswerStatus.OPTIMAL if proven else limit.status, ways, furthest, limit.gone)


class _FrontSearch:
    """The packer, and the packings on the front so far."""

    def __init__(self, problem: Problem, furthest: int, seed: int, limit: Limit) -> None:
        self._problem = problem
        self._limit = limit
        self._poll = limit.poll_stop
        self._packer = Packer(problem, seed, self._ask, furthest)
        self._front: dict[Disturbance, tuple[int, list[PlacedRequest | None]]] = {}
        self._requests = self._packer.compiled.requests
        self._patients = [patient_name(one.request) for one in self._requests]
        self._packer.watch = self._keep
        self._keep(self._packer.placed)

    def _ask(self) -> None:
        self._poll()

    def run(self, report: Callable[[], object]) -> None:
        """Turns at every price, ever longer, until there is nothing to win or no more time."""
        packer = self._packer
        packer.fill()
        report()
        self._poll = self._limit.poll
        length = FIRST_TURN * (len(packer.placed) + 10)
        for number, prices in enumerate(cycle(self._prices())):
            if Disturbance(0, 0, 0) in self._front and not self._costs_less_later():
                return
            if number and not number % len(self._prices()):
                length *= 2
            self._turn(prices, length)
            report()

    def _costs_less_later(self) -> bool:
        """Whether a packing that disturbs nobody may still cost less."""
        return not all(one.booked for one in self._requests)

    def _prices(self) -> list[Prices]:
        """First those of a bare day, where nothing counts but who has a place and who is called.

        A packing that saves one more often lies behind others that are longer for somebody. Then
        the true costs, so that each way is tidy, and few are moved far.
        """
        home = self._problem.weights.unplaced
        moved = min(1, self._problem.weights.moved)
        calls = [round(home / many) if many else 0 for many in CALLS]
        loose = [Prices(0, called, bare=True) for called in calls]
        tidy = [Prices(moved, called) for called in calls[1:]]
        still = [Prices(moved, calls[-2], round(home / far)) for far in MINUTES]
        return [*loose, *tidy, *still]

    def _turn(self, prices: Prices, length: int) -> None:
        """Some steps at these prices, from the best packing known at them."""
        packer = self._packer
        left_out = left_out_costs(packer.compiled, prices)

        def cost(placed: Sequence[PlacedRequest | None]) -> int:
            pairs = zip(placed, left_out, strict=True)
            return sum(out if one is None else one.at(prices) for one, out in pairs)

        packer.return_to(min((placed for _, placed in self._front.values()), key=cost))
        packer.charge(prices, nobody_out=prices.called > 0)
        for step in range(length):
            self._poll()
            packer.step(packer.pace * (1 - 0.75 * step / length))

    def _keep(self, placed: Sequence[PlacedRequest | None]) -> None:
        """Keep a packing that none known is as good as, and no other that it is as good as."""
        found = self._disturbance(placed)
        if found not in self._front and any(other.as_good_as(found) for other in self._front):
            return
        cost = self._packer.true_cost()
        if found in self._front and cost >= self._front[found][0]:
            return
        for other in [each for each in self._front if each != found and found.as_good_as(each)]:
            del self._front[other]
        self._front[found] = cost, list(placed)

    def _disturbance(self, placed: Sequence[PlacedRequest | None]) -> Disturbance:
        home = minutes = 0
        called = set()
        for request, patient, one in zip(self._requests, self._patients, placed, strict=True):
            if one is None:
                home += len(request.booked) == len(request.request.steps)
            else:
                minutes += one.minutes
            if request.told if one is None else one.called:
                called.add(patient)
        return Disturbance(home, len(called), minutes)

    def ways(self) -> tuple[Way, ...]:
        """The packings of the front: all, or those that tell most of it."""
        return tuple(self._way(found) for found in sorted(_told_of([*self._front])))

    def _way(self, found: Disturbance) -> Way:
        cost, placed = self._front[found]
        plans = tuple(plan_of(self._packer.compiled, one) for one in placed if one is not None)
        pairs = zip(self._problem.requests, placed, strict=True)
        unplaced = tuple(request.id for request, one in pairs if one is None)
        bound = min(cost, self._packer.compiled.least_cost())
        status = AnswerStatus.OPTIMAL if bound == cost else AnswerStatus.FEASIBLE
        return Way(found, Packing(status, plans, unplaced, cost, bound, self._limit.gone))


def _told_of(front: list[Disturbance]) -> list[Disturbance]:
    """At most `MOST` of a front: its three ends, then where one more sent home saves calls."""
    stairs: list[Disturbance] = []
    for one in sorted(front):
        if not stairs or one.called < stairs[-1].called:
            stairs.append(one)
    stillest = min(front, key=lambda one: (one.minutes_moved, one))
    chosen = dict.fromkeys((stairs[0], stairs[-1], stillest, *stairs, *sorted(front)))
    return list(chosen)[:MOST]
