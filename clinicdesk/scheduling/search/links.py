"""Which steps of a visit, given their times, may get into each other's way at a resource."""

from functools import cached_property

from clinicdesk.scheduling.problem import MIDNIGHT
from clinicdesk.scheduling.search.resources import Timed
from clinicdesk.scheduling.search.visit import Visit


class Links:
    """Looks at the blocks of every resource that two steps might take, and at short gaps."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._partners: list[int] = []
        names = []
        for part in visit.parts:
            choices = [choice for demand in part.demands for choice in demand.choices]
            names.append({choice.resource for choice in choices if choice.shared})
        for one in names:
            self._partners.append(
                sum(1 << number for number, other in enumerate(names) if one & other)
            )
        self._any_fragile = any(part.fragile for part in visit.parts)
        counted = any(
            choice.shared and choice.counted
            for part in visit.parts
            for demand in part.demands
            for choice in demand.choices
        )
        self._margin = visit.short if counted else 0
        self._any = any(names)
        self._reaches: dict[tuple[int, int], tuple[int, int]] = {}

    def _reach(self, step: int, minutes: int) -> tuple[int, int]:
        """First and last minute after a step's start at which it may block a shared resource."""
        if (step, minutes) not in self._reaches:
            blocks = [
                block
                for demand in self._visit.parts[step].demands
                if any(choice.shared for choice in demand.choices)
                for block in demand.blocks[minutes]
            ]
            self._reaches[(step, minutes)] = (
                min((begin for begin, _ in blocks), default=0),
                max((end for _, end in blocks), default=0),
            )
        return self._reaches[(step, minutes)]

    @cached_property
    def _before(self) -> int:
        """The first minute after any start at which a step may block a shared resource."""
        return min(
            (
                self._reach(number, minutes)[0]
                for number, part in enumerate(self._visit.parts)
                for minutes in part.durations
            ),
            default=0,
        )

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

    def alone(self, timed: tuple[Timed, ...]) -> bool:
        """Whether the last step changes nothing about those before it."""
        last = timed[-1]
        return not self._any_fragile and not any(self._meet(one, last) for one in timed[:-1])

    def _meet(self, earlier: Timed, later: Timed) -> bool:
        if not self._partners[earlier.step] >> later.step & 1:
            return False
        grid = self._visit.horizon.grid
        done = earlier.start * grid + self._reach(earlier.step, earlier.minutes)[1]
        return done + self._margin > later.start * grid + self._reach(later.step, later.minutes)[0]

    def until(self, group: tuple[Timed, ...], cell: int | None) -> int:
        """From which minute on steps from a cell on may block what the group might take."""
        if cell is None or not self._any_fragile or not self.open(group, cell):
            return 2 * MIDNIGHT
        return cell * self._visit.horizon.grid + self._before

    def open(self, group: tuple[Timed, ...], cell: int) -> bool:
        """Whether a step that starts at a cell or later may still have to do with the group."""
        if not self._any:
            return False
        grid = self._visit.horizon.grid
        begin = cell * grid + self._before - self._margin
        return any(
            one.start * grid + self._reach(one.step, one.minutes)[1] > begin for one in group
        )
