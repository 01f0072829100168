"""Ever shorter schedules of an open shop: annealing and exact decisions, turn about.

Annealing (Kirkpatrick, Gelatt and Vecchi 1983) moves one operation of a longest path at a time; it
is at its best in large shops. The decision whether so many minutes are enough, given up after
some dead ends and begun anew with other chances, is so in small ones, and proves the end.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from math import log
from random import Random

from clinicdesk.scheduling.packing.shop.decision import GaveUp, decided
from clinicdesk.scheduling.packing.shop.sequences import (
    Operations,
    Sequences,
    dispatched,
    length_of,
)

HEAT = 1.5
"""The temperature, in mean durations of an operation, times the root of how many there are."""
IDLE = 4000
"""After so many moves without a shorter schedule, annealing begins anew."""
DEAD_ENDS, PATIENCE = 250, 1.3
"""Dead ends of the first decision, and how many times more each next one has."""
MOVES = 0.02
"""Moves of the annealing for each pair of operations and each dead end of the next decision."""
AIMS = (0.0, 0.4)
"""What is asked, as a share of the way from the lower bound to the next better length."""


def ever_shorter(
    operations: Operations, bound: int, seed: int, poll: Callable[[], None]
) -> Iterator[list[int]]:
    """The starts of all operations in ever shorter schedules; ends when the last is the shortest.

    `bound` is a proven lower bound of their length, in minutes. `poll` is called at each step and
    may raise to stop.
    """
    rng = Random(seed)
    annealing = Annealing(operations, rng, poll)
    shortest = annealing.sequences.length
    yield annealing.sequences.starts()
    dead_ends = float(DEAD_ENDS)
    for aim in cycle(AIMS):
        for _ in range(int(MOVES * len(operations.minutes) ** 2 * dead_ends)):
            if shortest == bound:
                return
            annealing.move()
            if annealing.sequences.length < shortest:
                shortest = annealing.sequences.length
                yield annealing.sequences.starts()
        length = bound + int(aim * (shortest - 1 - bound))
        try:
            starts = decided(operations, length, int(dead_ends), rng, poll)
        except GaveUp:
            dead_ends *= PATIENCE
            continue
        if starts is None:
            bound = length + 1
        else:
            shortest = length_of(operations, starts)
            yield starts


class Annealing:
    """One schedule that moves on, at one temperature; begun anew when it gets no shorter."""

    def __init__(self, operations: Operations, rng: Random, poll: Callable[[], None]) -> None:
        self._operations, self._rng, self._poll = operations, rng, poll
        count = len(operations.minutes)
        self._temperature = HEAT * sum(operations.minutes) / count**1.5
        self._begin()

    def _begin(self) -> None:
        order = dispatched(self._operations, self._rng)
        self.sequences = Sequences(self._operations, order)
        self._critical = self.sequences.longest()
        self._shortest = self.sequences.length
        self._idle = 0

    def move(self) -> None:
        """Try to move one operation of a longest path."""
        self._poll()
        self._idle += 1
        if self._idle > IDLE:
            self._begin()
        chance = self._rng.random
        one = self._critical[int(chance() * len(self._critical))]
        limit = self.sequences.length - self._temperature * log(1 - chance())
        if self.sequences.move(one, limit, self._rng):
            self._critical = self.sequences.longest()
            if self.sequences.length < self._shortest:
                self._shortest = self.sequences.length
                self._idle = 0
