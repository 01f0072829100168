"""The ways to fill the needs of one step that has a time, whoever it leaves to other steps."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from clinicdesk.scheduling.core.intervals import Interval
from clinicdesk.scheduling.search.assigning.pools import NO_OWN, lasts
from clinicdesk.scheduling.search.assigning.resources import FreeChoice, Resources, Timed
from clinicdesk.scheduling.search.compiled_visit import Visit


class Taking(NamedTuple):
    """One resource that a step may take."""

    resource: str
    begin: int
    """Of the first block."""
    end: int
    """Of the last block."""
    opens: int
    """Where the free piece with the first block in it begins."""
    closes: int
    """Where the free piece with the last block in it ends."""
    shortest: int
    """Minutes of its shortest block."""
    cost: int
    """Of its short gaps but for those before the first and after the last block."""


class Team(NamedTuple):
    """One way to fill the needs of a step: the cost but for that of its takings."""

    cost: int
    takings: tuple[Taking, ...]
    names: tuple[str, ...]


Offered = tuple[FreeChoice, Taking | None, int]
"""Who is free for a need, what is taken if another step may want it, and the cost by itself."""


class Teams:
    """Looks up who is free for a step on one day, and remembers it."""

    def __init__(self, visit: Visit, position: int, who: Resources) -> None:
        self._visit = visit
        self._position = position
        self._who = who
        self._short = visit.short
        self._each = visit.weights.short_gap
        self._teams: dict[tuple[Timed, frozenset[str]], list[Team]] = {}
        self._offered: dict[Timed, list[list[Offered]]] = {}
        self._shared: dict[Timed, list[Taking]] = {}
        self._pieces: dict[str, Sequence[Interval]] = {}
        self._piece_of: dict[tuple[str, int], Interval] = {}
        self.counted: set[str] = set()
        """The resources looked up so far whose short gaps cost."""

    def of(self, one: Timed, live: set[str]) -> list[Team]:
        """The ways to fill the needs of a step; the cheapest of those alike but for others."""
        offered = self._offers(one)
        mine = frozenset(live.intersection(taking.resource for taking in self.shared(one)))
        key = (one, mine)
        if key not in self._teams:
            part = self._visit.parts[one.step]
            rivals = len(part.demands) if part.rivalry else 1
            by_need = [_worth_trying(offers, mine, rivals) for offers in offered]
            best: dict[tuple[Taking, ...], Team] = {}

            def extend(
                number: int,
                cost: int,
                said: int,
                takings: tuple[Taking, ...],
                names: tuple[str, ...],
            ) -> None:
                if number == len(by_need):
                    if lasts(said, part, one.minutes):
                        order = tuple(sorted(takings))
                        if order not in best or cost < best[order].cost:
                            best[order] = Team(cost, order, names)
                    return
                for offer, taking, whole in by_need[number]:
                    name = offer.choice.resource
                    if name in names:
                        continue
                    extend(
                        number + 1,
                        cost + (whole if taking is None else offer.choice.penalty),
                        max(said, offer.says),
                        takings if taking is None else (*takings, taking),
                        (*names, name),
                    )

            extend(0, 0, NO_OWN, (), ())
            self._teams[key] = sorted(best.values())
        return self._teams[key]

    def shared(self, one: Timed) -> list[Taking]:
        """Whatever of shared resources it may take."""
        self._offers(one)
        return self._shared[one]

    def piece(self, name: str, end: int) -> tuple[int, int]:
        """The free piece in which a block ends."""
        key = (name, end)
        if key not in self._piece_of:
            self._piece_of[key] = next(piece for piece in self._pieces[name] if end <= piece[1])
        return self._piece_of[key]

    def _offers(self, one: Timed) -> list[list[Offered]]:
        """For each need who is free, what is taken if that is shared, and the cost by itself."""
        if one not in self._offered:
            offered = self._offered[one] = []
            shared = self._shared[one] = []
            for offers in self._who.offers_for(one):
                of_need = []
                for offer in offers:
                    taking = self._taking(offer)
                    of_need.append((offer, taking, self._whole(offer, taking)))
                    if taking is not None:
                        shared.append(taking)
                offered.append(sorted(of_need, key=lambda each: each[2]))
        return self._offered[one]

    def _taking(self, offer: FreeChoice) -> Taking | None:
        choice, blocks = offer.choice, offer.blocks
        if not choice.shared or not blocks:
            return None
        name = choice.resource
        if name not in self._pieces:
            self._pieces[name] = choice.calendar.on(self._position)
            if choice.counted:
                self.counted.add(name)
        (begin, first), end = blocks[0], blocks[-1][1]
        inside, cost = self.piece(name, first), 0
        if len(blocks) > 1 and choice.counted:
            cost = self._each * self._short_gaps_between(name, blocks)
        closes = inside[1] if len(blocks) == 1 else self.piece(name, end)[1]
        shortest = min([end - begin for begin, end in blocks])
        return Taking(name, begin, end, inside[0], closes, shortest, cost)

    def _short_gaps_between(self, name: str, blocks: Sequence[Interval]) -> int:
        """How many short gaps the blocks of one need leave between them."""
        count = 0
        for (_, end), (begin, other) in pairwise(blocks):
            piece, following = self.piece(name, end), self.piece(name, other)
            together = piece == following
            gaps = [begin - end] if together else [piece[1] - end, begin - following[0]]
            count += sum(0 < gap < self._short for gap in gaps)
        return count

    def _whole(self, offer: FreeChoice, taking: Taking | None) -> int:
        if taking is None:
            return offer.cost
        cost = offer.choice.penalty + taking.cost
        if offer.choice.counted:
            cost += self._each * (0 < taking.begin - taking.opens < self._short)
            cost += self._each * (0 < taking.closes - taking.end < self._short)
        return cost


def _worth_trying(offers: list[Offered], live: frozenset[str], rivals: int) -> list[Offered]:
    """Of those that no other step minds, the cheapest of each duration will do."""
    kept: list[Offered] = []
    alone: dict[int, int] = {}
    for offer, taking, whole in offers:
        if taking is not None and offer.choice.resource in live:
            kept.append((offer, taking, whole))
        elif alone.get(offer.says, 0) < rivals:
            alone[offer.says] = alone.get(offer.says, 0) + 1
            kept.append((offer, None, whole))
    return kept
