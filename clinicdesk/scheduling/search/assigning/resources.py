"""Who fills the needs when the times are known, as long as no two steps dispute a resource.

Steps of one visit never overlap, but their buffers might, and a practitioner who takes two of them
leaves other short gaps than two who take one each. Where that may be, `takings` has the answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.search.assigning.pools import NO_OWN, Classes, Offer, lasts, says_of
from clinicdesk.scheduling.search.compiled_visit import Choice, Demand, Visit


class Timed(NamedTuple):
    """A step with a time: number of the step, start in cells, minutes, and its class."""

    step: int
    start: int
    minutes: int
    number: int


class FreeChoice(NamedTuple):
    """One choice that is free for one need of a step that has a time."""

    cost: int
    says: int
    choice: Choice
    blocks: tuple[Interval, ...]


Settled = tuple[int, tuple[tuple[str, ...], ...]]
"""What the resources cost in all, and their ids, for each step in the order of its needs."""


Taken = dict[str, list[tuple[Timed, Demand]]]
"""For each resource the steps that take it, each with the need that it fills."""


class Resources:
    """Fills needs on one day, and remembers who is free for them."""

    def __init__(self, visit: Visit, pool: Classes, position: int) -> None:
        self._visit = visit
        self._pool = pool
        self._shift = pool.stretch.shift_of(position)
        self._offers: dict[tuple[int, int, int], list[list[FreeChoice]]] = {}

    def undisputed(self, timed: Sequence[Timed]) -> Settled | None:
        """The cheapest of each need, where steps can have it without meeting; None if they cannot.

        That is best for steps at these times: no choice costs less than each need alone.
        """
        total, names = 0, []
        taken: Taken = {}
        for one in timed:
            part, of_step = self._visit.parts[one.step], []
            if part.rivalry or part.fragile:
                return None
            flag, said = 1 << self._shift + one.start, NO_OWN
            needs = self._pool.needs[(one.step, one.minutes)]
            for demand, offers in zip(part.demands, needs, strict=True):
                for offer in offers:
                    if offer[1] & flag:
                        break
                else:
                    return None
                cost, _, choice = offer
                if choice.shared:
                    if choice.resource in taken:
                        others = (each for each in offers if each[0] == cost and each[1] & flag)
                        equal = self._apart(others, one, demand, taken)
                        if equal is None:
                            return None
                        choice = equal
                    taken.setdefault(choice.resource, []).append((one, demand))
                total += cost
                of_step.append(choice.resource)
                if choice.minutes is not None:
                    said = max(said, says_of(choice.minutes, one.minutes))
            if len(part.durations) > 1 and not lasts(said, part, one.minutes):
                return None
            names.append(tuple(of_step))
        return total, tuple(names)

    def _apart(
        self, offers: Iterable[Offer], one: Timed, demand: Demand, taken: Taken
    ) -> Choice | None:
        """The first that no other step takes, or takes only at other minutes."""
        blocks = self._blocks(one, demand)
        for _, _, choice in offers:
            others = taken.get(choice.resource, ())
            if not others or not (
                choice.counted or any(_overlap(self._blocks(*other), blocks) for other in others)
            ):
                return choice
        return None

    def _blocks(self, one: Timed, demand: Demand) -> list[Interval]:
        start = one.start * self._visit.horizon.grid
        return [(start + begin, start + end) for begin, end in demand.blocks[one.minutes]]

    def offers_for(self, one: Timed) -> list[list[FreeChoice]]:
        """Who is free for each need of a step, the cheapest first."""
        key = (one.step, one.start, one.minutes)
        if key not in self._offers:
            self._offers[key] = [
                [*self._free_for(demand, offers, one)]
                for demand, offers in zip(
                    self._visit.parts[one.step].demands,
                    self._pool.needs[(one.step, one.minutes)],
                    strict=True,
                )
            ]
        return self._offers[key]

    def _free_for(self, demand: Demand, offers: list[Offer], one: Timed) -> Iterator[FreeChoice]:
        bit = self._shift + one.start
        blocks = tuple(self._blocks(one, demand))
        for cost, mask, choice in offers:
            if mask >> bit & 1:
                yield FreeChoice(cost, says_of(choice.minutes, one.minutes), choice, blocks)


def _overlap(one: Sequence[Interval], other: Sequence[Interval]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
