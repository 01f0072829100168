"""The packing at hand, and the step from one packing to the next: ruin and recreate.

Some visits are taken out, each is put back at its best place, and what came out is kept unless it
is too much worse (Schrimpf, Schneider, Stamm-Wilbrandt and Dueck 2000; how much is simulated
annealing's, as in Christiaens and Vanden Berghe 2020). What is too much is drawn before, so a step
that leads nowhere is given up at the first visit that shows it.
"""

from math import log
from random import Random

from clinicdesk.scheduling.core.problem import Problem
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.bookings import sound_bookings
from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.day_calendars import Calendars
from clinicdesk.scheduling.packing.ideals import Ideals
from clinicdesk.scheduling.packing.insertion.insertion import Insertion
from clinicdesk.scheduling.packing.placed import Placed
from clinicdesk.scheduling.packing.ruin import Ruin

ABSENT_FIRST = 0.8
"""How often visits that are not placed come before those that were."""


PRICE = 20
"""What it costs at first to leave a visit out, beside its own cost, in paces."""
BLINK = 0.02
"""How often the best place is passed over for the next best one."""
ANYWHERE = 0.5
"""How often one of several equally good times is taken that is not the first."""
PUSHING = 0.15
PUSHING_ABSENT = 0.5
"""How often the first visit takes one of its ideal places, whoever is there."""


class Packer:
    """Which visits are placed and where, what that costs, and the best packing so far."""

    def __init__(self, problem: Problem, seed: int, poll: Poll) -> None:
        self.compiled = Compiled(problem)
        self.placed: list[Placed | None] = [None] * len(self.compiled.visits)
        self._calendars = Calendars(self.compiled)
        self._rng = Random(seed)
        self._insertion = Insertion(self.compiled, self._calendars, self._rng, poll)
        self._ruin = Ruin(self.compiled, self._rng)
        alone = Insertion(self.compiled, Calendars(self.compiled), self._rng, poll)
        self._ideals = Ideals(alone, self._calendars, self._rng)
        weights = problem.weights
        self._late = weights.makespan * self.compiled.unit
        self._left_out = [
            weights.unplaced + weights.moved * len(visit.booked) for visit in self.compiled.visits
        ]
        """What it costs to leave a visit out."""
        self._price = list(self._left_out)
        """The same as the search sees it: less, but it rises with every step without the visit."""
        self._least = [
            min(left_out, visit.least + visit.days_by_cost[0][1])
            for left_out, visit in zip(self._left_out, self.compiled.visits, strict=True)
        ]
        """What a visit costs at least, as far as it is known."""
        self._seen: set[int] = set()
        self._hopeless: set[int] = set()
        """Visits for which there is no place that is worth it even when they are alone."""
        self.pace = max(1, sum(self._least) // max(1, 20 * len(self._least)))
        """A small part of what a visit costs: the measure of prices and temperatures."""
        self._sound = sound_bookings(self.compiled)
        """Visits that may never be left out."""
        for number, placed in self._sound.items():
            self.placed[number] = placed
            self._calendars.take(placed)
        self._calendars.keep()
        self.best = list(self.placed)
        self.best_cost = self._cost(self._left_out)
        self._now = self.best_cost

    def fill(self) -> None:
        """Put in at its best place, one after the other, whatever is not placed and fits."""
        try:
            for number, placed_visit in enumerate(self.placed):
                if placed_visit is None:
                    self._place(number, self._left_out[number] - 1)
        finally:
            self._calendars.keep()
            self.keep_best()

    def set_prices(self) -> None:
        """Lower the prices of leaving out to where others can be left out in turn."""
        for number, placed_visit in enumerate(self.placed):
            if placed_visit is None:
                self._look_at(number)
        self._price = [
            min(left_out, least + PRICE * self.pace)
            for left_out, least in zip(self._left_out, self._least, strict=True)
        ]
        self._now = self._cost(self._price)
        self._insertion.blink = BLINK
        self._insertion.anywhere = ANYWHERE

    def _look_at(self, number: int) -> None:
        """Find out what a visit costs alone, the first time that this is asked."""
        if number not in self._seen:
            self._seen.add(number)
            most = self._left_out[number]
            alone = self._ideals.cost(number, most - 1)
            self._least[number] = most if alone is None else alone
            if alone is None and number not in self._sound:
                self._hopeless.add(number)

    def return_to_best(self) -> None:
        """Go on from the best packing."""
        for now, best in zip(self.placed, self.best, strict=True):
            if now is not best and now is not None:
                self._calendars.give(now)
        for now, best in zip(self.placed, self.best, strict=True):
            if now is not best and best is not None:
                self._calendars.take(best)
        self._calendars.keep()
        self.placed = list(self.best)
        self._now = self._cost(self._price)

    def keep_best(self) -> bool:
        """Remember the packing at hand if it is the best so far; True if it is."""
        cost = self._cost(self._left_out)
        if cost >= self.best_cost:
            return False
        self.best_cost = cost
        self.best = list(self.placed)
        return True

    def step(self, temperature: float) -> bool:
        """Take some visits out and put them back; True if that gave a new best packing."""
        hopeful = [n for n in range(len(self.placed)) if n not in self._hopeless]
        if not hopeful:
            return False
        out = self._ruin.choose(self.placed, self._least, hopeful)
        for number in out:
            self._look_at(number)
        ideal = None
        if self._rng.random() < (PUSHING_ABSENT if self.placed[out[0]] is None else PUSHING):
            ideal = self._ideals.some(out[0])
        if ideal is not None:
            out = out[:1] + self._ruin.in_the_way(self.placed, ideal, self._calendars.free)
        before = [(number, self.placed[number]) for number in out]
        most = self._now + int(-temperature * log(1 - self._rng.random()))
        for number, placed_visit in before:
            if placed_visit is not None:
                self._calendars.give(placed_visit)
                self.placed[number] = None
        if ideal is None:
            self._sort(out, before)
        cost = self._recreate(out, before, most, ideal)
        if cost > most:
            self._calendars.undo()
            for number, placed_visit in before:
                self.placed[number] = placed_visit
        else:
            self._calendars.keep()
            self._now = cost
        better = cost <= most and self.keep_best()
        self._raise_prices()
        return better

    def _recreate(
        self,
        out: list[int],
        before: list[tuple[int, Placed | None]],
        most: int,
        ideal: Placed | None,
    ) -> int:
        """Put visits back in this order, the first at `ideal` if there is such a place.

        What the packing then costs, above `most` if that was given up.
        """
        cost = self._now
        if self._late:
            cost += self._late * (self._latest() - self._latest_with(before))
        for number, placed_visit in before:
            cost += self._least[number] - (
                self._price[number] if placed_visit is None else placed_visit.cost
            )
        for number in out:
            cost -= self._least[number]
            late = self._late * self._latest()
            if ideal is not None and number == out[0]:
                found = self._put(number, ideal)
            else:
                limit = most - cost
                if number not in self._sound:
                    limit = min(limit, self._left_out[number] - 1)
                found = self._place(number, limit)
            if found is not None:
                cost += found.cost + self._late * self._latest() - late
            elif number in self._sound:
                return most + 1
            else:
                cost += self._price[number]
            if cost > most:
                break
        return cost

    def _place(self, number: int, limit: int) -> Placed | None:
        visit = self.compiled.visits[number]
        return self._put(number, self._insertion.best(visit, limit, self._latest()))

    def _put(self, number: int, found: Placed | None) -> Placed | None:
        self.placed[number] = found
        if found is not None:
            self._calendars.take(found)
        return found

    def _sort(self, out: list[int], before: list[tuple[int, Placed | None]]) -> None:
        """The order to put visits back in: any, the expensive first, or as they came."""
        rng = self._rng
        way = rng.random()
        if way < 0.4:
            rng.shuffle(out)
        elif way < 0.8:
            out.sort(key=lambda number: -self._least[number])
        if rng.random() < ABSENT_FIRST:
            placed = {number for number, placed_visit in before if placed_visit is not None}
            out.sort(key=placed.__contains__)

    def _raise_prices(self) -> None:
        if None not in self.placed:
            return
        for number, placed_visit in enumerate(self.placed):
            if placed_visit is None and self._price[number] < self._left_out[number]:
                more = min(self.pace, self._left_out[number] - self._price[number])
                self._price[number] += more
                self._now += more

    def _cost(self, left_out: list[int]) -> int:
        cost = self._late * self._latest()
        for placed_visit, price in zip(self.placed, left_out, strict=True):
            cost += price if placed_visit is None else placed_visit.cost
        return cost

    def _latest(self) -> int:
        """The latest end in units after the first midnight, 0 if that costs nothing."""
        return self._latest_of(self.placed) if self._late else 0

    def _latest_with(self, before: list[tuple[int, Placed | None]]) -> int:
        return max(self._latest(), self._latest_of([placed_visit for _, placed_visit in before]))

    def _latest_of(self, placed: list[Placed | None]) -> int:
        midnights = self._insertion.midnights
        return max(
            (
                midnights[placed_visit.day] + max(placed_visit.times)[1]
                for placed_visit in placed
                if placed_visit is not None
            ),
            default=0,
        )
