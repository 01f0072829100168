"""The best plan of one day: an A* search over starts, in time order, steered by the table.

A state is what the rest of the visit depends on: the steps to come, from when on and until when each
may start, and the last steps whose buffers or short gaps may still meet those to come. The states
are taken by ascending bound (Hart, Nilsson and Raphael 1968), so the first whole visit is the best.
A state shows its children a cost at a time, as most of them are never needed.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import NamedTuple

from clinicdesk.scheduling.resources import Settled, Timed, cheapest_resources
from clinicdesk.scheduling.table import Table
from clinicdesk.scheduling.visit import Visit


class Found(NamedTuple):
    """The best plan of a day: its cost without the day's own, and times and resources by step."""

    cost: int
    timed: tuple[Timed, ...]
    resources: dict[int, tuple[str, ...]]


class State(NamedTuple):
    """A visit in part. Cells are numbered from midnight, costs count up to `cell`."""

    cost: int
    steps: int
    """The set of steps to come."""
    cell: int
    """The first of them starts here at the earliest."""
    earliest: tuple[int, ...]
    latest: tuple[int, ...]
    timed: tuple[Timed, ...]
    extra: int
    """What the resources cost above the classes of the steps."""


class DaySearch:
    """The search for the best plan of one day of a table's page that costs at most `limit`."""

    def __init__(
        self, table: Table, position: int, limit: int | None, poll: Callable[[], None]
    ) -> None:
        self.table = table
        self.position = position
        self.limit = limit
        self._poll = poll
        self._visit: Visit = table.visit
        self._field = table.field(position)
        self._shift = (self._field & -self._field).bit_length() - 1
        self._masks = [[(one.mask & self._field) >> self._shift for one in of]
                       for of in table.classes]
        self._costs: dict[int, list[tuple[int, int]]] = {}
        self._heap: list[tuple[int, int, int, int, int, State]] = []
        self._count = 0
        self._seen: set[tuple[object, ...]] = set()
        self._settled: dict[tuple[tuple[Timed, ...], bool], Settled | None] = {}
        self._hit = 0
        self._hit_starts: int | None = None
        self._links = _Links(self._visit)

    def best(self) -> Found | None:
        """The cheapest plan, None if there is none within the limit."""
        while True:
            self._poll()
            root = self._root_bound()
            if self._heap and (root is None or self._heap[0][0] <= root):
                bound, _, _, _, shown, state = heappop(self._heap)
                if self._beyond(bound):
                    return None
                if not state.steps:
                    return self._found(bound, state)
                self._expand(bound, shown, state)
            elif root is None or self._beyond(root):
                return None
            else:
                self._take_root()

    def _beyond(self, bound: int) -> bool:
        return self.limit is not None and bound > self.limit

    def _root_bound(self) -> int | None:
        """What a visit costs at least that starts with a step not yet taken up."""
        table = self.table
        base = table.bases[table.everything]
        while self._hit < len(table.hits):
            hit = table.hits[self._hit]
            if self._hit_starts is None:
                self._hit_starts = (hit.mask & self._field) >> self._shift
            if self._hit_starts:
                return base + hit.cost
            self._hit += 1
            self._hit_starts = None
        level = table.next_level
        return None if level is None else base + level

    def _take_root(self) -> None:
        if self._hit >= len(self.table.hits):
            self.table.grow()
            return
        hit = self.table.hits[self._hit]
        assert self._hit_starts is not None
        start = (self._hit_starts & -self._hit_starts).bit_length() - 1
        self._hit_starts &= self._hit_starts - 1
        count = len(self._visit.parts)
        nothing = State(
            0,
            self.table.everything,
            start,
            (0,) * count,
            (self._visit.horizon.cells,) * count,
            (),
            0,
        )
        self._add(self.table.bases[nothing.steps] + hit.cost, nothing, hit.step, hit.number, start)

    def _expand(self, bound: int, shown: int, state: State) -> None:
        """Add the children of a state whose bounds are above `shown` and up to `bound`."""
        if shown < 0:
            key = (
                state.steps,
                state.cell,
                state.earliest,
                state.latest,
                self._links.open(state.timed, state.cell),
            )
            if key in self._seen:
                return
            self._seen.add(key)
        following: int | None = None
        earlier = self._visit.order.earlier
        for step in range(len(self._visit.parts)):
            if state.steps >> step & 1 and not earlier[step] & state.steps:
                more = self._expand_step(bound, shown, state, step)
                if more is not None and (following is None or more < following):
                    following = more
        if following is not None and not self._beyond(following):
            self._push(following, bound, state)

    def _expand_step(self, bound: int, shown: int, state: State, step: int) -> int | None:
        """Add children that go on with one step; the least bound of those not added yet."""
        visit, table = self._visit, self.table
        span, grid = visit.weights.span, visit.horizon.grid
        rest = state.steps ^ 1 << step
        gap = visit.order.gap_before(step, rest) if rest else 0
        following: int | None = None
        for number, one in enumerate(table.classes[step]):
            starts = self._masks[step][number] & (2 << state.latest[step]) - 1
            starts = starts >> state.earliest[step] << state.earliest[step]
            taken = visit.horizon.cells_for(one.minutes + gap)
            minutes = taken * grid if rest else one.minutes
            fixed = state.cost + state.extra + one.cost + span * minutes + table.bases[rest]
            while starts:
                start = (starts & -starts).bit_length() - 1
                starts &= starts - 1
                least = fixed + span * grid * (start - state.cell)
                if least <= bound:
                    above = self._cost_above(rest, start + taken, bound - least) if rest else 0
                    if above is None:
                        continue
                    child = least + above
                    if child <= bound:
                        if child > shown:
                            self._add(child, state, step, number, start)
                        continue
                else:
                    child = least
                if following is None or child < following:
                    following = child
                if least > bound:
                    break
        return following

    def _cost_above(self, steps: int, cell: int, enough: int) -> int | None:
        """What the steps to come cost above their base from a cell on; more than `enough` will do.

        None: they do not fit any more.
        """
        table = self.table
        known = self._costs.setdefault(steps, [])
        while True:
            for cost, cells in known:
                if cells >> cell & 1:
                    return cost
            known_before = len(known)
            for cost, cells in table.costs[steps][known_before:]:
                known.append((cost, (cells & self._field) >> self._shift))
            if len(known) == known_before:
                level = table.next_level
                if level is None:
                    return None
                if level > enough:
                    return level
                table.grow()

    def _add(self, bound: int, state: State, step: int, number: int, start: int) -> None:
        """Add the child of a state in which `step` comes next, unless that cannot be."""
        visit = self._visit
        span, horizon, order = visit.weights.span, visit.horizon, visit.order
        one = self.table.classes[step][number]
        rest = state.steps ^ 1 << step
        end = start * horizon.grid + one.minutes
        timed = (*state.timed, Timed(step, start, one.minutes, number))
        extra = self._extra(timed, not rest)
        if extra is None:
            return
        cost = state.cost + one.cost + span * horizon.grid * (start - state.cell)
        if not rest:
            final = State(cost, 0, 0, (), (), timed, extra)
            self._push(bound + extra - state.extra, -1, final)
            return
        cell = start + horizon.cells_for(one.minutes + order.gap_before(step, rest))
        cost += span * horizon.grid * (cell - start)
        earliest, latest = list(state.earliest), list(state.latest)
        for other in range(len(visit.parts)):
            if not rest >> other & 1:
                earliest[other] = latest[other] = 0
                continue
            first = start + horizon.cells_for(one.minutes + order.smallest[step][other])
            earliest[other] = max(first, earliest[other], cell)
            limit = order.largest.get((step, other))
            if limit is not None:
                latest[other] = min(latest[other], (end + limit) // horizon.grid)
            if not self._starts_between(other, earliest[other], latest[other]):
                return
        child = State(cost, rest, cell, tuple(earliest), tuple(latest), timed, extra)
        self._push(bound + extra - state.extra, -1, child)

    def _starts_between(self, step: int, first: int, last: int) -> bool:
        """Whether any start of a step is left from one cell to another, both included."""
        window = (2 << last) - 1
        return any((mask & window) >> first for mask in self._masks[step])

    def _push(self, bound: int, shown: int, state: State) -> None:
        self._count += 1
        first = state.timed[0].start
        heappush(self._heap, (bound, state.steps.bit_count(), first, self._count, shown, state))

    def _extra(self, timed: tuple[Timed, ...], whole: bool) -> int | None:
        """What the resources cost above the classes; None if no choice of them is possible."""
        extra = 0
        for group in self._links.groups(timed):
            if len(group) > 1 or not self._told(group[0], whole):
                settled = self._resources(group, whole)
                if settled is None:
                    return None
                extra += settled[0] - sum(
                    self.table.classes[one.step][one.number].cost for one in group
                )
        return extra

    def _told(self, one: Timed, whole: bool) -> bool:
        """Whether the class of a step says what its resources cost, if no other step is near."""
        exact = self.table.classes[one.step][one.number].exact
        return exact and not (whole and self._links.fragile[one.step])

    def _resources(self, group: tuple[Timed, ...], whole: bool) -> Settled | None:
        key = (group, whole)
        if key not in self._settled:
            self._settled[key] = cheapest_resources(
                self._visit, self.table.pool, self.position, group, whole
            )
        return self._settled[key]

    def _found(self, cost: int, state: State) -> Found:
        resources = {}
        for group in self._links.groups(state.timed):
            settled = self._resources(group, True)
            assert settled is not None
            for one, names in zip(group, settled[1], strict=True):
                resources[one.step] = names
        return Found(cost, state.timed, resources)


class _Links:
    """Which steps at which times may get into each other's way at a resource."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._partners: list[int] = []
        self.fragile: list[bool] = []
        names = []
        for part in visit.parts:
            choices = [choice for demand in part.demands for choice in demand.choices]
            names.append({choice.resource for choice in choices if choice.shared})
            self.fragile.append(any(choice.fragile for choice in choices))
        for one in names:
            self._partners.append(
                sum(1 << number for number, other in enumerate(names) if one & other)
            )
        counted = any(
            choice.shared and choice.counted
            for part in visit.parts
            for demand in part.demands
            for choice in demand.choices
        )
        self._margin = visit.short if counted else 0
        self._any = any(names)
        self._reaches: dict[tuple[int, int], tuple[int, int]] = {}
        self._before = min(
            (self._reach(number, minutes)[0] for number, part in enumerate(visit.parts)
             for minutes in part.durations),
            default=0,
        )

    def _reach(self, step: int, minutes: int) -> tuple[int, int]:
        """First and last minute after a step's start at which it may block a shared resource."""
        if (step, minutes) not in self._reaches:
            blocks = [
                block
                for demand in self._visit.parts[step].demands
                if any(choice.shared for choice in demand.choices)
                for block in demand.blocks(minutes)
            ]
            self._reaches[(step, minutes)] = (
                min((begin for begin, _ in blocks), default=0),
                max((end for _, end in blocks), default=0),
            )
        return self._reaches[(step, minutes)]

    def groups(self, timed: tuple[Timed, ...]) -> list[tuple[Timed, ...]]:
        """The steps in groups that have nothing to do with each other at any resource."""
        if not self._any:
            return [(one,) for one in timed]
        groups: list[list[Timed]] = []
        for one in timed:
            near = [group for group in groups if any(self._meet(other, one) for other in group)]
            groups = [group for group in groups if group not in near]
            groups.append([*(other for group in near for other in group), one])
        return [tuple(sorted(group, key=lambda one: one.start)) for group in groups]

    def _meet(self, earlier: Timed, later: Timed) -> bool:
        if not self._partners[earlier.step] >> later.step & 1:
            return False
        grid = self._visit.horizon.grid
        done = earlier.start * grid + self._reach(earlier.step, earlier.minutes)[1]
        return done + self._margin > later.start * grid + self._reach(later.step, later.minutes)[0]

    def open(self, timed: tuple[Timed, ...], cell: int) -> tuple[object, ...]:
        """The groups that a step from a cell on might still join."""
        if not self._any:
            return ()
        grid = self._visit.horizon.grid
        begin = cell * grid + self._before - self._margin
        return tuple(
            group
            for group in self.groups(timed)
            if any(one.start * grid + self._reach(one.step, one.minutes)[1] > begin for one in group)
        )
