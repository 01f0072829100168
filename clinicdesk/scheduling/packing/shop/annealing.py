"""Ever shorter schedules of an open shop: annealing and exact decisions take turns.

Annealing (Kirkpatrick, Gelatt and Vecchi 1983) moves one operation of a longest path at a time.
After some moves its best schedule guides the decision whether so many minutes are enough, which is
given up after a few dead ends (solution-guided search: Beck, Journal of Artificial Intelligence
Research 29, 2007); then annealing begins again. Now and then a decision has no guide and may run
into more dead ends each time: that is the one that proves the end.
"""

from collections.abc import Iterator
from itertools import cycle
from math import log
from random import Random

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.packing.shop.decision import GaveUp, decided
from clinicdesk.scheduling.packing.shop.sequences import (
    Operations,
    Sequences,
    dispatched,
    length_of,
)

HEAT, COOLER = 0.45, 0.3
"""The temperature in mean durations of an operation, and the power of their number it falls by."""
IDLE = 4000
"""After so many moves without a shorter schedule, annealing begins again."""
MOVES = 0.7
"""Moves of the annealing for each pair of operations and each decision that has a guide."""
GUIDED = 60
"""Dead ends of a decision that has a guide."""
DEAD_ENDS, PATIENCE = 250, 1.3
"""Dead ends of the first decision without one, and how many times more each next one has."""
AIMS = (0.0, 0.4)
"""The length that is asked for, as a share of the way from the lower bound to the next better."""


def ever_shorter(operations: Operations, bound: int, seed: int, poll: Poll) -> Iterator[list[int]]:
    """The starts of all operations in ever shorter schedules; ends when the last is the shortest.

    `bound` is a proven lower bound of their length, in minutes. `poll` is called at each step and
    may raise to stop.
    """
    rng = Random(seed)
    annealing = Annealing(operations, rng, poll)
    shortest = annealing.shortest
    yield annealing.best
    dead_ends, spent = float(DEAD_ENDS), 0
    for aim in cycle(AIMS):
        while shortest > bound and annealing.left:
            annealing.move()
            if annealing.shortest < shortest:
                shortest = annealing.shortest
                yield annealing.best
        if shortest == bound:
            return
        length = bound + int(aim * (shortest - 1 - bound))
        guided = spent < dead_ends
        try:
            if guided:
                starts = decided(operations, length, GUIDED, rng, poll, annealing.best)
            else:
                starts = decided(operations, length, int(dead_ends), rng, poll)
        except GaveUp:
            if guided:
                spent += GUIDED
                annealing.begin()
            else:
                spent = 0
                dead_ends *= PATIENCE
            continue
        if starts is None:
            bound = length + 1
        else:
            shortest = length_of(operations, starts)
            annealing.best = starts
            yield starts


class Annealing:
    """One schedule that changes move by move, at one temperature, and the best that it has been."""

    def __init__(self, operations: Operations, rng: Random, poll: Poll) -> None:
        self._operations, self._rng, self._poll = operations, rng, poll
        count = len(operations.minutes)
        self._temperature = HEAT * sum(operations.minutes) / count ** (1 + COOLER)
        self._moves = int(MOVES * count**2)
        self.begin()

    def begin(self) -> None:
        """Forget everything, the best schedule too, and begin a new run."""
        self._new_schedule()
        self.left = self._moves
        """Moves that remain of this run."""
        self._keep()

    def _new_schedule(self) -> None:
        order = dispatched(self._operations, self._rng)
        self._sequences = Sequences(self._operations, order)
        self._critical = self._sequences.longest()
        self._idle, self._least = 0, self._sequences.length

    def _keep(self) -> None:
        self.shortest = self._sequences.length
        self.best = self._sequences.starts()

    def move(self) -> None:
        """Try to move one operation of a longest path."""
        self._poll()
        self.left -= 1
        self._idle += 1
        if self._idle > IDLE:
            self._new_schedule()
        chance = self._rng.random
        operation = self._critical[int(chance() * len(self._critical))]
        limit = self._sequences.length - self._temperature * log(1 - chance())
        if self._sequences.move(operation, limit, self._rng):
            self._critical = self._sequences.longest()
            if self._sequences.length < self._least:
                self._idle, self._least = 0, self._sequences.length
                if self._least < self.shortest:
                    self._keep()
