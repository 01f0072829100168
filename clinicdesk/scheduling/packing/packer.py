"""The packing at hand, and the step from one packing to the next: ruin and recreate.

Some requests are taken out, each is put back at its best place, and the new packing is kept unless
it is too much worse (Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000; how much is decided as in
simulated annealing, following Christiaens and Vanden Berghe 2020). The limit is drawn before the
requests are put back, so a step that leads nowhere is given up at the first request that shows it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import log
from random import Random

from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.bookings import sound_bookings
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.compiled.parts import Prices
from clinicdesk.scheduling.packing.day_calendars import DayCalendars
from clinicdesk.scheduling.packing.ideals import Ideals
from clinicdesk.scheduling.packing.insertion.insertion import Insertion
from clinicdesk.scheduling.packing.placed_request import PlacedRequest
from clinicdesk.scheduling.packing.ruin import Ruin
from clinicdesk.scheduling.packing.terms import terms_of

ABSENT_FIRST = 0.8
"""How often requests that were not placed are put back before those that were."""

PRICE = 20
"""What it costs at first to leave a request out, on top of its own cost, in paces."""
BLINK = 0.02
"""How often the best place is passed over for the next best one."""
ANYWHERE = 0.5
"""How often one of several equally good times is taken that is not the first."""
PUSHING = 0.15
PUSHING_BOOKED = 0.4
PUSHING_ABSENT = 0.5
"""How often the first request takes one of its ideal places, whoever is there."""


class Packer:
    """Which requests are placed and where, what that costs, and the best packing so far."""

    def __init__(
        self, problem: Problem, seed: int, poll: Poll, furthest: int | None = None
    ) -> None:
        """`furthest`: as of `CompiledProblem`."""
        self.compiled = CompiledProblem(problem, furthest)
        self.placed: list[PlacedRequest | None] = [None] * len(self.compiled.requests)
        self._calendars = DayCalendars(self.compiled)
        self._rng = Random(seed)
        self._insertion = Insertion(self.compiled, self._calendars, self._rng, poll)
        self._ruin = Ruin(self.compiled, self._rng)
        alone = Insertion(self.compiled, DayCalendars(self.compiled), self._rng, poll)
        self._pushing = PUSHING_BOOKED if problem.booked else PUSHING
        self.watch: Callable[[Sequence[PlacedRequest | None]], None] = lambda _placed: None
        """Is shown every packing that the search goes on from."""
        self._new_ideals = partial(Ideals, alone, self._calendars, self._rng)
        self._late = problem.weights.makespan * self.compiled.unit
        """What a unit costs by which the latest end is later."""
        self._true = terms_of(self.compiled, self.compiled.prices, self._new_ideals())
        """The terms at the true weights."""
        self._terms = self._true
        self._known = {(self._true.prices, False): self._true}
        """What was learned at some prices, and whether nobody was to be left out."""
        least = self._true.least
        self.pace = max(1, sum(least) // max(1, 20 * len(least)))
        """A small part of what a request costs: the unit of prices and temperatures."""
        self._sound = sound_bookings(self.compiled)
        """Requests that may never be left out."""
        for number, placed in self._sound.items():
            self.placed[number] = placed
            self._calendars.take(placed)
        self._calendars.commit()
        self.best = list(self.placed)
        self.best_cost = self.true_cost()
        self._now = self.best_cost
        """What the packing at hand costs, as the search sees it."""
        self.seen, self.seen_cost = list(self.placed), self.best_cost
        """The best packing since other prices were set, at those prices, and its cost."""

    @property
    def true_prices(self) -> Prices:
        """Those of the problem's weights."""
        return self._true.prices

    def fill(self) -> None:
        """Place every request that is not placed yet and fits at its best place, one by one."""
        try:
            for number, placed in enumerate(self.placed):
                if placed is None:
                    self._place(number, self._terms.left_out[number] - 1)
        finally:
            self._calendars.commit()
            self.keep_best()
            self.watch(self.placed)

    def set_prices(self) -> None:
        """Lower the prices of leaving out so far that requests take turns at being left out."""
        for number, placed in enumerate(self.placed):
            if placed is None:
                self._look_at(number)
        self._terms.price = [
            min(left_out, least + PRICE * self.pace)
            for left_out, least in zip(self._terms.left_out, self._terms.least, strict=True)
        ]
        self._now = self._cost(self._terms.price)
        self._insertion.blink = BLINK
        self._insertion.anywhere = ANYWHERE

    def charge(self, prices: Prices, *, nobody_out: bool = False) -> None:
        """Disturbing who is booked costs so much from now on.

        With `nobody_out` leaving out costs all that it does; else it begins low, and rises. The
        packing at hand stays. What is best is told by the true weights all the same.
        """
        key = (prices, nobody_out)
        known = self._known.get(key)
        self._terms = known or terms_of(self.compiled, prices, self._new_ideals())
        self._known[key] = self._terms
        self.compiled.prices = prices
        self._cost_anew()
        self.seen, self.seen_cost = list(self.placed), self._cost(self._terms.left_out)
        if not nobody_out and known is None:
            self.set_prices()
        self._now = self._cost(self._terms.price)

    def _cost_anew(self) -> None:
        for placed in self.placed:
            if placed is not None:
                placed.cost = placed.at(self.compiled.prices)

    def _look_at(self, number: int) -> None:
        """Find out what a request costs alone, the first time that it is needed."""
        if number not in self._terms.seen:
            self._terms.seen.add(number)
            most = self._terms.left_out[number]
            alone = self._terms.ideals.cost(number, most - 1)
            self._terms.least[number] = most if alone is None else alone
            if alone is None and number not in self._sound:
                self._terms.hopeless.add(number)

    def return_to_best(self) -> None:
        """Make the best packing the one at hand."""
        self.return_to(self.best)

    def return_to(self, packing: Sequence[PlacedRequest | None]) -> None:
        """Make a packing the one at hand."""
        for now, then in zip(self.placed, packing, strict=True):
            if now is not then and now is not None:
                self._calendars.give(now)
        for now, then in zip(self.placed, packing, strict=True):
            if now is not then and then is not None:
                self._calendars.take(then)
        self._calendars.commit()
        self.placed = list(packing)
        self._cost_anew()
        self._now = self._cost(self._terms.price)

    def _keep_seen(self) -> None:
        """Remember the packing at hand if it is the best at the price that moving has now."""
        cost = self._cost(self._terms.left_out)
        if cost < self.seen_cost:
            self.seen_cost, self.seen = cost, list(self.placed)

    def keep_best(self) -> bool:
        """Remember the packing at hand if it is the best so far; True if it is."""
        cost = self.true_cost()
        if cost >= self.best_cost:
            return False
        self.best_cost = cost
        self.best = list(self.placed)
        return True

    def step(self, temperature: float) -> bool:
        """Take some requests out and put them back; True if that gave a new best packing."""
        hopeful = [n for n in range(len(self.placed)) if n not in self._terms.hopeless]
        if not hopeful:
            return False
        chosen = self._ruin.choose(self.placed, self._terms.least, hopeful)
        for number in chosen:
            self._look_at(number)
        ideal = None
        if self._rng.random() < (
            PUSHING_ABSENT if self.placed[chosen[0]] is None else self._pushing
        ):
            ideal = self._terms.ideals.some_place(chosen[0])
        if ideal is not None:
            others = self._ruin.in_the_way(self.placed, ideal, self._calendars.free)
            chosen = chosen[:1] + others
        before = [(number, self.placed[number]) for number in chosen]
        most = self._now + int(-temperature * log(1 - self._rng.random()))
        for number, placed in before:
            if placed is not None:
                self._calendars.give(placed)
                self.placed[number] = None
        if ideal is None:
            self._sort(chosen, before)
        cost = self._recreate(chosen, before, most, ideal)
        if cost > most:
            self._calendars.roll_back()
            for number, placed in before:
                self.placed[number] = placed
        else:
            self._calendars.commit()
            self._now = cost
            if self._terms is not self._true:
                self._keep_seen()
            self.watch(self.placed)
        better = cost <= most and self.keep_best()
        self._raise_prices()
        return better

    def _recreate(
        self,
        chosen: list[int],
        before: list[tuple[int, PlacedRequest | None]],
        most: int,
        ideal: PlacedRequest | None,
    ) -> int:
        """Put requests back in this order, the first at `ideal` if that is given.

        Returns what the packing then costs; more than `most` means that it was given up.
        """
        cost = self._now
        if self._late:
            cost += self._late * (self._latest() - self._latest_with(before))
        for number, placed in before:
            cost += self._terms.least[number] - (
                self._terms.price[number] if placed is None else placed.cost
            )
        for number in chosen:
            cost -= self._terms.least[number]
            late = self._late * self._latest()
            if ideal is not None and number == chosen[0]:
                found = self._put(number, ideal)
            else:
                limit = most - cost
                if number not in self._sound:
                    limit = min(limit, self._terms.left_out[number] - 1)
                found = self._place(number, limit)
            if found is not None:
                cost += found.cost + self._late * self._latest() - late
            elif number in self._sound:
                return most + 1
            else:
                cost += self._terms.price[number]
            if cost > most:
                break
        return cost

    def _place(self, number: int, limit: int) -> PlacedRequest | None:
        request = self.compiled.requests[number]
        return self._put(number, self._insertion.best(request, limit, self._latest()))

    def _put(self, number: int, found: PlacedRequest | None) -> PlacedRequest | None:
        self.placed[number] = found
        if found is not None:
            self._calendars.take(found)
        return found

    def _sort(self, chosen: list[int], before: list[tuple[int, PlacedRequest | None]]) -> None:
        """Decide the order of putting back: any, the most expensive first, or as they came."""
        rng = self._rng
        way = rng.random()
        if way < 0.4:
            rng.shuffle(chosen)
        elif way < 0.8:
            chosen.sort(key=lambda number: -self._terms.least[number])
        if rng.random() < ABSENT_FIRST:
            placed_before = {number for number, placed in before if placed is not None}
            chosen.sort(key=placed_before.__contains__)

    def _raise_prices(self) -> None:
        """Make it more expensive to leave out the requests that are not placed now."""
        if None not in self.placed:
            return
        for number, placed in enumerate(self.placed):
            if placed is None and self._terms.price[number] < self._terms.left_out[number]:
                more = min(self.pace, self._terms.left_out[number] - self._terms.price[number])
                self._terms.price[number] += more
                self._now += more

    def _cost(self, left_out: list[int]) -> int:
        cost = self._late * self._latest()
        for placed, price in zip(self.placed, left_out, strict=True):
            cost += price if placed is None else placed.cost
        return cost

    def true_cost(self) -> int:
        """What the packing at hand costs at the true weights."""
        cost = self._late * self._latest()
        for placed, price in zip(self.placed, self._true.left_out, strict=True):
            cost += price if placed is None else placed.at(self._true.prices)
        return cost

    def _latest(self) -> int:
        """The latest end in units after the first midnight, 0 if that costs nothing."""
        return self._latest_of(self.placed) if self._late else 0

    def _latest_with(self, before: list[tuple[int, PlacedRequest | None]]) -> int:
        return max(self._latest(), self._latest_of([placed for _, placed in before]))

    def _latest_of(self, several: list[PlacedRequest | None]) -> int:
        midnights = self._insertion.midnights
        return max(
            (
                midnights[placed.day] + max(placed.times)[1]
                for placed in several
                if placed is not None
            ),
            default=0,
        )
