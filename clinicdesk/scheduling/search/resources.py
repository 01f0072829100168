"""Who fills the needs when the times are known: the cheapest resources for steps that may clash.

Steps of one visit never overlap, but their buffers might, and a practitioner who takes two of them
leaves other short gaps than two who take one each. So steps near each other that might take the
same resource are settled together, by depth-first search over their needs, cheapest first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from clinicdesk.scheduling.holds import Interval
from clinicdesk.scheduling.search.classes import (
    NO_OWN,
    Classes,
    Offer,
    lasts,
    says_of,
)
from clinicdesk.scheduling.search.short_gaps import count_short_gaps
from clinicdesk.scheduling.search.visit import Choice, Demand, Visit


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


class Slot(NamedTuple):
    """A need to fill: of which timed step, what is on offer, what the later ones cost at least."""

    of: int
    last: bool
    offers: list[FreeChoice]
    rest: int


Settled = tuple[int, tuple[tuple[str, ...], ...]]
"""What the resources cost in all, and their ids, for each step in the order of its needs."""


Taken = dict[str, list[tuple[Timed, Demand]]]
"""For each resource the steps that take it, each with the need that it fills."""


class Resources:
    """Fills needs on one day, and remembers who is free for them."""

    def __init__(
        self, visit: Visit, pool: Classes, position: int, poll: Callable[[], None]
    ) -> None:
        self._visit = visit
        self._pool = pool
        self._position = position
        self._poll = poll
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

    def cheapest(self, timed: Sequence[Timed], until: int) -> Settled | None:
        """The cheapest choice of resources for steps at these times; None if there is none.

        Other steps may block resources from minute `until` on; the cost is one that they can only
        raise.
        """
        part = self._visit.parts[timed[0].step]
        if len(timed) == 1 and not part.rivalry and not part.fragile:
            alone = self.undisputed(timed)
            if alone is not None:
                return alone
        slots = self._slots(timed)
        if slots is None:
            return None
        return _Settling(self._visit, self._position, timed, slots, until, self._poll).settled()

    def _slots(self, timed: Sequence[Timed]) -> list[Slot] | None:
        """The needs to fill, in order; None if one has no offer."""
        rivals: dict[str, int] = {}
        for one in timed:
            for offers in self.offers_for(one):
                if not offers:
                    return None
                for offer in offers:
                    name = offer.choice.resource
                    rivals[name] = rivals.get(name, 0) + 1
        slots: list[Slot] = []
        rest = 0
        for of in range(len(timed) - 1, -1, -1):
            last = True
            for offers in reversed(self.offers_for(timed[of])):
                slots.append(Slot(of, last, _worth_trying(offers, rivals), rest))
                rest += offers[0].cost
                last = False
        return slots[::-1]

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


def _worth_trying(offers: list[FreeChoice], rivals: dict[str, int]) -> list[FreeChoice]:
    """Of those that nobody else wants, the cheapest of each duration will do."""
    kept = []
    alone: set[int] = set()
    for offer in offers:
        if rivals[offer.choice.resource] > 1 or offer.choice.fragile:
            kept.append(offer)
        elif offer.says not in alone:
            alone.add(offer.says)
            kept.append(offer)
    return kept


class _Settling:
    """One depth-first search over the needs of steps that have times."""

    def __init__(
        self,
        visit: Visit,
        position: int,
        timed: Sequence[Timed],
        slots: list[Slot],
        until: int,
        poll: Callable[[], None],
    ) -> None:
        self.visit = visit
        self.position = position
        self.timed = timed
        self.slots = slots
        self.until = until
        self.poll = poll
        self.best: int | None = None
        self.found: list[FreeChoice] = []
        self.chosen: list[FreeChoice] = []

    def settled(self) -> Settled | None:
        self._fill(0, 0, NO_OWN)
        if self.best is None:
            return None
        names: list[list[str]] = [[] for _ in self.timed]
        for slot, offer in zip(self.slots, self.found, strict=True):
            names[slot.of].append(offer.choice.resource)
        return self.best, tuple(tuple(of_step) for of_step in names)

    def _fill(self, number: int, cost: int, said: int) -> None:
        if number == len(self.slots):
            total = cost + self._correction()
            if self.best is None or total < self.best:
                self.best, self.found = total, self.chosen.copy()
            return
        self.poll()
        slot = self.slots[number]
        for offer in slot.offers:
            least = cost + offer.cost + slot.rest
            if self.best is not None and least >= self.best:
                break
            says = max(said, offer.says)
            one = self.timed[slot.of]
            if slot.last and not lasts(says, self.visit.parts[one.step], one.minutes):
                continue
            if not self._clashes(slot.of, offer):
                self.chosen.append(offer)
                self._fill(number + 1, cost + offer.cost, NO_OWN if slot.last else says)
                self.chosen.pop()

    def _clashes(self, of: int, offer: FreeChoice) -> bool:
        """Whether the resource fills another need of the step, or is taken by another step."""
        for slot, other in zip(self.slots, self.chosen, strict=False):
            if other.choice.resource == offer.choice.resource and (
                slot.of == of or _overlap(other.blocks, offer.blocks)
            ):
                return True
        return False

    def _correction(self) -> int:
        """What short gaps really cost, above what each need's cost says of them."""
        taken: dict[str, list[FreeChoice]] = {}
        for offer in self.chosen:
            if offer.choice.counted:
                taken.setdefault(offer.choice.resource, []).append(offer)
        more = 0
        for offers in taken.values():
            if len(offers) > 1 or offers[0].choice.fragile:
                free = offers[0].choice.calendar.on(self.position)
                blocks = [block for offer in offers for block in offer.blocks]
                sure = offers[0].choice.sure
                count = count_short_gaps(free, blocks, self.visit.short, sure, self.until)
                said = sum(offer.cost - offer.choice.penalty for offer in offers)
                more += count * self.visit.weights.short_gap - said
        return more


def _overlap(one: Sequence[Interval], other: Sequence[Interval]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
