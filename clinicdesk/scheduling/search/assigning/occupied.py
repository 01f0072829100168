"""What the steps so far leave occupied of shared resources, in every way that may be the best.

Steps of one visit never overlap, so in the order of time only the last block of each resource can
meet a later one: its buffer may be in the way, or the free minutes between the two may be a short
gap. So a way to fill the needs of all steps so far is described by the ends of those last blocks,
as far as they matter to a step to come; of ways that leave the same, the cheapest is kept. A short
gap after a last block is paid for as soon as no step to come can use it.

One way dominates another if it costs no more and leaves every step to come as much, the short gaps
that might come of the difference paid. Dominated ways are dropped.
"""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.assigning.assignments import Assignments, SharedUse
from clinicdesk.scheduling.search.assigning.later_needs import NEVER, LaterNeeds, LaterUse
from clinicdesk.scheduling.search.assigning.resources import FreeResources, TimedStep
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit

MOST_COMPARED = 8
"""Ways that each more expensive one is compared with."""


class LastUse(NamedTuple):
    """The last block for which some resource is taken, as far as it matters to steps to come."""

    resource: str
    end: int
    unpaid_gap: bool
    """The free minutes after it are a short gap unless a step to come takes a block in them."""


LastUses = tuple[LastUse, ...]
"""What one way to fill the needs of the steps so far leaves, in the order of the resources."""


class History(NamedTuple):
    """The resources of a step in one way, and of the steps before it."""

    before: "History | None"
    names: tuple[str, ...]


Occupied = dict[LastUses, tuple[int, History | None]]
"""Every way that may be the best: what it leaves, its cost without unpaid gaps, its resources."""

NOTHING_OCCUPIED: Occupied = {(): (0, None)}


class Occupancy:
    """Fills the needs of a visit's steps on one day, step by step in the order of time."""

    def __init__(
        self, visit: CompiledVisit, position: int, free: FreeResources, poll: Poll
    ) -> None:
        self._assignments = Assignments(visit, position, free)
        self._poll = poll
        self._short = visit.short
        self._each = visit.weights.short_gap

    def after(self, occupied: Occupied, timed: TimedStep, later: LaterNeeds) -> Occupied:
        """The ways once one more step is done; none if its needs cannot be filled.

        `later`: what the steps after that one may take.
        """
        self._poll()
        contested = {use.resource for uses in occupied for use in uses}
        contested.update(
            use.resource
            for use in self._assignments.shared_uses(timed)
            if self._matters(use.resource, use.end, use.closes, later)
        )
        assignments = self._assignments.of(timed, contested)
        found: Occupied = {}
        for last_uses, (cost, history) in occupied.items():
            for assignment in assignments:
                step = self._extended(last_uses, cost + assignment.cost, assignment.uses, later)
                if step is not None:
                    following, total = step
                    if following not in found or total < found[following][0]:
                        found[following] = (total, History(history, assignment.names))
        return self._undominated(found, later) if len(found) > 1 else found

    def after_all(self, timed: Sequence[TimedStep]) -> Occupied:
        """The ways once all these steps are done; none if their needs cannot be filled."""
        occupied = NOTHING_OCCUPIED
        for timed_step, later in zip(timed, self._needs_after_each(timed), strict=True):
            occupied = self.after(occupied, timed_step, later)
            if not occupied:
                break
        return occupied

    def _needs_after_each(self, timed: Sequence[TimedStep]) -> list[LaterNeeds]:
        """For each step what those after it may take, all of them having their times."""
        found, soonest, uses = [], NEVER, dict[str, LaterUse]()
        for timed_step in reversed(timed):
            found.append(LaterNeeds(soonest, uses.get))
            uses = uses.copy()
            for use in self._assignments.shared_uses(timed_step):
                begin, shortest = uses.get(use.resource, (NEVER, NEVER))
                begin = min(begin, use.begin)
                uses[use.resource] = (begin, min(shortest, use.shortest))
                soonest = min(soonest, begin)
        return found[::-1]

    def _extended(
        self, last_uses: LastUses, cost: int, uses: tuple[SharedUse, ...], later: LaterNeeds
    ) -> tuple[LastUses, int] | None:
        """What one way leaves after these uses, and its cost; None if they collide."""
        if not last_uses and not uses:
            return last_uses, cost
        each, short = self._each, self._short
        left = {last.resource: last for last in last_uses}
        for use in uses:
            name = use.resource
            opens = use.opens
            last = left.get(name)
            if last is not None:
                if last.end > use.begin:
                    return None
                if last.end > opens:
                    opens = last.end
                elif last.unpaid_gap:
                    cost += each
            gaps_cost = name in self._assignments.gaps_cost
            cost += use.cost
            if gaps_cost and 0 < use.begin - opens < short:
                cost += each
            unpaid_gap = gaps_cost and 0 < use.closes - use.end < short
            left[name] = LastUse(name, use.end, unpaid_gap)
        following = []
        for name in sorted(left):
            last = left[name]
            later_use = later.of(name)
            if later_use is None:
                cost += last.unpaid_gap * each
                continue
            closes = self._assignments.piece(name, last.end)[1]
            if last.unpaid_gap and max(last.end, later_use[0]) + later_use[1] > closes:
                cost += each
                last = LastUse(name, last.end, False)
            if self._matters(name, last.end, closes, later):
                following.append(last)
        return tuple(following), cost

    def _matters(self, name: str, end: int, closes: int, later: LaterNeeds) -> bool:
        """Whether a last block may meet one to come, or leave another short gap before it."""
        until = end + (self._short if name in self._assignments.gaps_cost else 0)
        if later.soonest >= until:
            return False
        use = later.of(name)
        return use is not None and use[0] < until and use[0] + use[1] <= closes

    def _undominated(self, occupied: Occupied, later: LaterNeeds) -> Occupied:
        """The ways that no other one dominates, as far as they are compared."""
        result: Occupied = {}
        by_cost = sorted(occupied.items(), key=lambda item: item[1][0])
        for last_uses, (cost, history) in by_cost:
            if not any(
                self._dominates(other, cost - least, last_uses, later)
                for other, (least, _) in islice(result.items(), MOST_COMPARED)
            ):
                result[last_uses] = (cost, history)
        return result

    def dominates(
        self, occupied: Occupied, cheaper: int, others: Occupied, later: LaterNeeds
    ) -> bool:
        """Whether each of some other ways is dominated by one of these.

        `cheaper`: by how much the steps so far cost less here, resources left out.
        """
        return all(
            any(
                self._dominates(last_uses, cheaper + other_cost - cost, other, later)
                for last_uses, (cost, _) in occupied.items()
            )
            for other, (other_cost, _) in others.items()
        )

    def _dominates(
        self, last_uses: LastUses, cheaper: int, others: LastUses, later: LaterNeeds
    ) -> bool:
        """Whether one way, cheaper by so much, leaves as much as the other, short gaps paid.

        A step to come begins its block where the other way's last block ends, or later. Only if it
        begins right there can it leave a short gap before it in this way and none in the other.
        """
        if cheaper < 0:
            return False
        if last_uses == others:
            return True
        gaps = 0
        for than in others:
            name = than.resource
            if name in self._assignments.gaps_cost:
                opens = self._assignments.piece(name, than.end)[0]
                gaps += all(last != than for last in last_uses) and than.end - opens < self._short
        for last in last_uses:
            name = last.resource
            other = next((than for than in others if than.resource == name), None)
            if last == other:
                continue
            use = later.of(name)
            if use is not None and use[0] < last.end and (other is None or other.end < last.end):
                return False
            if name not in self._assignments.gaps_cost:
                continue
            opens, closes = self._assignments.piece(name, last.end)
            if other is not None and opens < other.end <= closes:
                # Counted above unless the piece is longer than its part between the two ends.
                if other.end - opens >= self._short > other.end - last.end:
                    gaps += 1
            elif last.unpaid_gap or (
                (other is None or other.end <= opens)
                and self._matters(name, last.end, closes, later)
            ):
                gaps += 1
        return gaps * self._each <= cheaper


def least_of(occupied: Occupied) -> int:
    """What the ways cost at least; gaps that are unpaid may yet be used."""
    return min([cost for cost, _ in occupied.values()])


def names_of(history: History | None) -> tuple[tuple[str, ...], ...]:
    """The resources of every step, the first step's first."""
    names = []
    while history is not None:
        names.append(history.names)
        history = history.before
    return tuple(reversed(names))
