"""What the steps so far leave of shared resources: all ways to fill their needs that may be best.

Steps of one visit never overlap, so along a visit in time order only the last block of each
resource can meet a later one: by its buffer, or by the short gap that it leaves. A way to fill the
needs of all steps so far is told by the ends of those last blocks, as far as a step to come may
still mind; of ways that leave the same, the cheapest is kept. A short piece after a last block is
charged as soon as no step to come can take a block in it.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.assignments import Taking, Teams
from clinicdesk.scheduling.search.assigning.resources import Resources, Timed
from clinicdesk.scheduling.search.later_needs import NEVER, Wanted, Wish
from clinicdesk.scheduling.search.table import Table

MOST_COMPARED = 8
"""Ways that each dearer one is compared with."""


class Last(NamedTuple):
    """The last block that some resource is taken for, as far as it matters to steps to come."""

    resource: str
    end: int
    owed: bool
    """The free minutes after it are a short gap if no other step takes a block in them."""


Way = tuple[Last, ...]
"""What one way to fill the needs of the steps so far leaves, in the order of the resources."""


class Trail(NamedTuple):
    """How the needs of a step are filled in one way, and those of the steps before it."""

    before: "Trail | None"
    names: tuple[str, ...]


Ways = dict[Way, tuple[int, Trail | None]]
"""The cost of each way, short gaps that are owed left out, and how it fills the needs."""

NOTHING_TAKEN: Ways = {(): (0, None)}


class Takings:
    """Goes on with a step on one day, and keeps the ways of those before it that may be best."""

    def __init__(self, table: Table, position: int, who: Resources, poll: Poll) -> None:
        self._teams = Teams(table.visit, position, who)
        self._poll = poll
        self._short = table.visit.short
        self._each = table.visit.weights.short_gap

    def after(self, ways: Ways, one: Timed, wanted: Wanted) -> Ways:
        """The ways to fill the needs of one step more; none if that is impossible.

        `wanted`: what the steps after that one may take.
        """
        self._poll()
        live = {last.resource for way in ways for last in way}
        live.update(
            taking.resource
            for taking in self._teams.shared(one)
            if self._kept(taking.resource, taking.end, taking.closes, wanted)
        )
        teams = self._teams.of(one, live)
        found: Ways = {}
        for way, (cost, trail) in ways.items():
            for team in teams:
                step = self._taken(way, cost + team.cost, team.takings, wanted)
                if step is not None:
                    following, total = step
                    if following not in found or total < found[following][0]:
                        found[following] = (total, Trail(trail, team.names))
        return self._undominated(found, wanted) if len(found) > 1 else found

    def wanted_by(self, timed: Sequence[Timed]) -> Wanted:
        """What steps may take that have their times."""
        wishes: dict[str, Wish] = {}
        for one in timed:
            for taking in self._teams.shared(one):
                begin, shortest = wishes.get(taking.resource, (NEVER, NEVER))
                wishes[taking.resource] = (
                    min(begin, taking.begin),
                    min(shortest, taking.shortest),
                )
        soonest = min((begin for begin, _ in wishes.values()), default=NEVER)
        return Wanted(soonest, wishes.get)

    def _taken(
        self, way: Way, cost: int, takings: Sequence[Taking], wanted: Wanted
    ) -> tuple[Way, int] | None:
        """What one way leaves after one team, and its cost; None if they clash."""
        if not way and not takings:
            return way, cost
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
            counted = name in self._teams.counted
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
            closes = self._teams.piece(name, last.end)[1]
            if last.owed and max(last.end, wish[0]) + wish[1] > closes:
                cost += each
                last = Last(name, last.end, False)
            if self._kept(name, last.end, closes, wanted):
                following.append(last)
        return tuple(following), cost

    def _kept(self, name: str, end: int, closes: int, wanted: Wanted) -> bool:
        """Whether a last block may meet one to come, or leave another short gap before it."""
        until = end + (self._short if name in self._teams.counted else 0)
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
            if name in self._teams.counted:
                opens = self._teams.piece(name, last.end)[0]
                counted += all(one != last for one in way) and last.end - opens < self._short
        for last in way:
            name = last.resource
            than = next((one for one in other if one.resource == name), None)
            if last == than:
                continue
            wish = wanted.of(name)
            if wish is not None and wish[0] < last.end and (than is None or than.end < last.end):
                return False
            if name not in self._teams.counted:
                continue
            opens, closes = self._teams.piece(name, last.end)
            if than is not None and opens < than.end <= closes:
                # Counted above unless the piece is longer than its part between the two ends.
                if than.end - opens >= self._short > than.end - last.end:
                    counted += 1
            elif last.owed or (
                (than is None or than.end <= opens) and self._kept(name, last.end, closes, wanted)
            ):
                counted += 1
        return counted * self._each <= cheaper


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
