"""What the steps so far leave of shared resources: all ways to fill their needs that may be best.

Steps of one visit never overlap, so along a visit in time order only the last block of each
resource can meet a later one: by its buffer, or by the short gap that it leaves. A way to fill the
needs of all steps so far is told by the ends of those last blocks, as far as a step to come may
still mind; of ways that leave the same, the cheapest is kept. A short piece after a last block is
charged as soon as no step to come can take a block in it.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from clinicdesk.scheduling.problem import MIDNIGHT
from clinicdesk.scheduling.search.classes import NO_OWN, lasts
from clinicdesk.scheduling.search.resources import FreeChoice, Resources, Timed
from clinicdesk.scheduling.search.table import Table

NEVER = 2 * MIDNIGHT
"""Later than any block begins."""


MOST_COMPARED = 8
"""Ways that each dearer one is compared with."""


class Last(NamedTuple):
    """The last block that some resource is taken for, as far as it matters to steps to come."""

    resource: str
    end: int
    owed: bool
    """The free minutes after it are a short gap if no other step takes a block in them."""


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


Way = tuple[Last, ...]
"""What one way to fill the needs of the steps so far leaves, in the order of the resources."""


class Trail(NamedTuple):
    """How the needs of a step are filled in one way, and those of the steps before it."""

    before: "Trail | None"
    names: tuple[str, ...]


Ways = dict[Way, tuple[int, Trail | None]]
"""The cost of each way, short gaps that are owed left out, and how it fills the needs."""

NOTHING_TAKEN: Ways = {(): (0, None)}


Wish = tuple[int, int]
"""From which minute on the steps to come may block a resource, and how short a block may be."""


class Wanted:
    """Who may be wanted by the steps to come, looked up when somebody asks."""

    def __init__(self, soonest: int, look: Callable[[str], Wish | None]) -> None:
        self.soonest = soonest
        """No step to come blocks any shared resource before this minute."""
        self._look = look
        self._known: dict[str, Wish | None] = {}

    def of(self, name: str) -> Wish | None:
        """The wish for one resource; None if no step to come can take it."""
        if name not in self._known:
            self._known[name] = self._look(name)
        return self._known[name]


NOBODY = Wanted(NEVER, lambda _: None)
"""No step is to come."""


class Takings:
    """Goes on with a step on one day, and keeps the ways of those before it that may be best."""

    def __init__(
        self, table: Table, position: int, who: Resources, poll: Callable[[], None]
    ) -> None:
        visit = self._visit = table.visit
        self._position = position
        self._who = who
        self._poll = poll
        self._grid = visit.horizon.grid
        self._short = visit.short
        self._each = visit.weights.short_gap
        self._teams: dict[tuple[Timed, frozenset[str]], list[Team]] = {}
        self._pieces: dict[str, Sequence[tuple[int, int]]] = {}
        self._piece_of: dict[tuple[str, int], tuple[int, int]] = {}
        self._offered: dict[Timed, list[list[Offered]]] = {}
        self._shared: dict[Timed, list[Taking]] = {}
        self._counted: set[str] = set()
        self._table = table
        self._stretch = table.stretch
        self._wishers: dict[str, list[tuple[int, int, int, int]]] = {}
        self._offsets: list[int] = []
        for step in range(len(visit.parts)):
            self._note_wishes(step)

    def after(self, ways: Ways, one: Timed, wanted: Wanted) -> Ways:
        """The ways to fill the needs of one step more; none if that is impossible.

        `wanted`: what the steps after that one may take.
        """
        self._poll()
        live = {last.resource for way in ways for last in way}
        live.update(
            taking.resource
            for taking in self._shared_takings(one)
            if self._kept(taking.resource, taking.end, taking.closes, wanted)
        )
        teams = self._teams_of(one, live)
        found: Ways = {}
        for way, (cost, trail) in ways.items():
            for team in teams:
                step = self._taken(way, cost + team.cost, team.takings, wanted)
                if step is not None:
                    following, total = step
                    if following not in found or total < found[following][0]:
                        found[following] = (total, Trail(trail, team.names))
        return self._undominated(found, wanted) if len(found) > 1 else found

    def wanted(self, steps: int, earliest: Sequence[int], latest: Sequence[int]) -> Wanted:
        """What a set of steps may take that start from one cell to another, each its own."""
        soonest = NEVER
        for step, offset in enumerate(self._offsets):
            if steps >> step & 1:
                soonest = min(soonest, earliest[step] * self._grid + offset)

        def look(name: str) -> Wish | None:
            begin = shortest = NEVER
            for step, starts, offset, length in self._wishers.get(name, ()):
                if steps >> step & 1:
                    left = starts >> earliest[step]
                    start = earliest[step] + (left & -left).bit_length() - 1
                    if left and start <= latest[step]:
                        begin = min(begin, start * self._grid + offset)
                        shortest = min(shortest, length)
            return None if begin == NEVER else (begin, shortest)

        return Wanted(soonest, look)

    def wanted_by(self, timed: Sequence[Timed]) -> Wanted:
        """What steps may take that have their times."""
        wishes: dict[str, Wish] = {}
        for one in timed:
            for taking in self._shared_takings(one):
                begin, shortest = wishes.get(taking.resource, (NEVER, NEVER))
                wishes[taking.resource] = (
                    min(begin, taking.begin),
                    min(shortest, taking.shortest),
                )
        soonest = min((begin for begin, _ in wishes.values()), default=NEVER)
        return Wanted(soonest, wishes.get)

    def _note_wishes(self, step: int) -> None:
        """Note from which cells on this day a step may take each shared resource, how long before
        them its first block begins, and how short its shortest block is."""
        field = self._stretch.field(self._position)
        shift = self._stretch.shift_of(self._position)
        allowed: dict[int, int] = {}
        for each in self._table.classes[step]:
            allowed[each.minutes] = allowed.get(each.minutes, 0) | (each.mask & field) >> shift
        found: dict[str, tuple[int, int, int]] = {}
        for minutes, starts in allowed.items():
            needs = self._table.pool.needs[(step, minutes)]
            for demand, offers in zip(self._visit.parts[step].demands, needs, strict=True):
                blocks = demand.blocks[minutes]
                length = min((end - begin for begin, end in blocks), default=0)
                for _, mask, choice in offers:
                    mine = (mask & field) >> shift & starts
                    if blocks and choice.shared and mine:
                        name, before = choice.resource, blocks[0][0]
                        known = found.get(name, (0, before, length))
                        least = (min(known[1], before), min(known[2], length))
                        found[name] = (known[0] | mine, *least)
        for name, of in found.items():
            self._wishers.setdefault(name, []).append((step, *of))
        self._offsets.append(min((before for _, before, _ in found.values()), default=NEVER))

    def _taken(
        self, way: Way, cost: int, takings: Iterable[Taking], wanted: Wanted
    ) -> tuple[Way, int] | None:
        """What one way leaves after one team, and its cost; None if they clash."""
        each, short = self._each, self._short
        left = {last.resource: last for last in way}
        for taking in takings:
            name = taking.resource
            opens = taking.opens
            last = left.get(name)
            if last is not None:
                if last.end > taking.begin:
                    return None
                if last.end > opens:
                    opens = last.end
                elif last.owed:
                    cost += each
            counted = name in self._counted
            cost += taking.cost
            if counted and 0 < taking.begin - opens < short:
                cost += each
            owed = counted and 0 < taking.closes - taking.end < short
            left[name] = Last(name, taking.end, owed)
        following = []
        for name in sorted(left):
            last = left[name]
            wish = wanted.of(name)
            if wish is None:
                cost += last.owed * each
                continue
            closes = self._piece(name, last.end)[1]
            if last.owed and max(last.end, wish[0]) + wish[1] > closes:
                cost += each
                last = Last(name, last.end, False)
            if self._kept(name, last.end, closes, wanted):
                following.append(last)
        return tuple(following), cost

    def _kept(self, name: str, end: int, closes: int, wanted: Wanted) -> bool:
        """Whether a last block may meet one to come, or leave another short gap before it."""
        until = end + (self._short if name in self._counted else 0)
        if wanted.soonest >= until:
            return False
        wish = wanted.of(name)
        return wish is not None and wish[0] < until and wish[0] + wish[1] <= closes

    def _undominated(self, ways: Ways, wanted: Wanted) -> Ways:
        """The ways without those that another one is as good as, whatever comes."""
        result: Ways = {}
        for way, (cost, trail) in sorted(ways.items(), key=lambda item: item[1][0]):
            if not any(
                self._as_good(other, cost - least, way, wanted)
                for other, (least, _) in islice(result.items(), MOST_COMPARED)
            ):
                result[way] = (cost, trail)
        return result

    def as_good(self, ways: Ways, cheaper: int, others: Ways, wanted: Wanted) -> bool:
        """Whether ways that cost less by so much leave as much to each step to come as others."""
        return all(
            any(
                self._as_good(way, cheaper + than - cost, other, wanted)
                for way, (cost, _) in ways.items()
            )
            for other, (than, _) in others.items()
        )

    def _as_good(self, way: Way, cheaper: int, other: Way, wanted: Wanted) -> bool:
        """Whether one way, cheaper by so much, leaves as much as the other, short gaps paid.

        A step to come begins its block where the other way's last one ends at the earliest. Only if
        it begins right there can it leave a short gap before it in the one way and none in the
        other.
        """
        if cheaper < 0:
            return False
        if way == other:
            return True
        counted = 0
        for last in other:
            name = last.resource
            if name in self._counted:
                opens = self._piece(name, last.end)[0]
                counted += all(one != last for one in way) and last.end - opens < self._short
        for last in way:
            name = last.resource
            than = next((one for one in other if one.resource == name), None)
            if last == than:
                continue
            wish = wanted.of(name)
            if wish is not None and wish[0] < last.end and (than is None or than.end < last.end):
                return False
            if name not in self._counted:
                continue
            opens, closes = self._piece(name, last.end)
            if than is not None and opens < than.end <= closes:
                # Counted above unless the piece is longer than its part between the two ends.
                if than.end - opens >= self._short > than.end - last.end:
                    counted += 1
            elif last.owed or (
                (than is None or than.end <= opens) and self._kept(name, last.end, closes, wanted)
            ):
                counted += 1
        return counted * self._each <= cheaper

    def _piece(self, name: str, end: int) -> tuple[int, int]:
        """The free piece in which a block ends."""
        key = (name, end)
        if key not in self._piece_of:
            self._piece_of[key] = next(piece for piece in self._pieces[name] if end <= piece[1])
        return self._piece_of[key]

    def _teams_of(self, one: Timed, live: set[str]) -> list[Team]:
        """The ways to fill the needs of a step; the cheapest of those alike but for others."""
        offered = self._offers(one)
        mine = frozenset(live.intersection(taking.resource for taking in self._shared_takings(one)))
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

    def _shared_takings(self, one: Timed) -> list[Taking]:
        self._offers(one)
        return self._shared[one]

    def _taking(self, offer: FreeChoice) -> Taking | None:
        choice = offer.choice
        if not choice.shared or not offer.blocks:
            return None
        name = choice.resource
        if name not in self._pieces:
            self._pieces[name] = choice.calendar.on(self._position)
            if choice.counted:
                self._counted.add(name)
        pieces = []
        for begin, _ in offer.blocks:
            pieces.append(next(piece for piece in self._pieces[name] if begin < piece[1]))
        inner = 0
        if choice.counted:
            edges = []
            for block, piece in zip(offer.blocks, pieces, strict=True):
                edges.append((piece, block))
            for piece, within in groupby(edges, key=lambda each: each[0]):
                minutes = [piece[0], *(edge for _, block in within for edge in block), piece[1]]
                gaps = [
                    last - first for first, last in zip(minutes[::2], minutes[1::2], strict=True)
                ]
                if piece == pieces[0]:
                    gaps = gaps[1:]
                if piece == pieces[-1]:
                    gaps = gaps[:-1]
                inner += sum(0 < gap < self._short for gap in gaps)
        return Taking(
            name,
            offer.blocks[0][0],
            offer.blocks[-1][1],
            pieces[0][0],
            pieces[-1][1],
            min(end - begin for begin, end in offer.blocks),
            inner * self._each,
        )

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


def least_of(ways: Ways) -> int:
    """What the ways cost at least. Short gaps that are owed may be saved."""
    return min([cost for cost, _ in ways.values()])


def names_of(trail: Trail | None) -> tuple[tuple[str, ...], ...]:
    """The resources of every step on a trail, the first step's first."""
    names = []
    while trail is not None:
        names.append(trail.names)
        trail = trail.before
    return tuple(reversed(names))
