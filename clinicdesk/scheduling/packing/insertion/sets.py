"""The sets of steps that may be left at some point of a visit, and the gaps that bind a step."""

from collections.abc import Sequence

from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, Timed
from clinicdesk.scheduling.search.precedence import Precedence

MOST_STEPS = 8
"""Visits of more steps have too many sets: none is listed then."""


class Sets:
    """The sets of steps to come that occur, each with the steps that may be next.

    Steps are numbered as the request lists them; a set is an integer with one bit for each.
    """

    def __init__(self, visit: CompiledRequest, unit: int) -> None:
        precedence = visit.precedence
        self.all = (1 << precedence.count) - 1
        self.next: dict[int, list[tuple[int, int, int]]] = {0: []}
        """For each set: the step, the set without it, and the units to wait after the step."""
        if precedence.count <= MOST_STEPS:
            self._find(precedence, unit)
        self.ascending = sorted(self.next)[1:]
        """Every set but the empty one, each after those that it contains."""
        self.earlier = precedence.predecessors
        """For each step the steps that must come before it."""
        gaps = {
            precedence.smallest[step][later]
            for step in range(precedence.count)
            for later in range(precedence.count)
            if step != later
        }
        self.checked = bool(precedence.largest) or len(gaps) > 1
        """Whether gaps bind steps that the sets alone do not tell of."""
        self.limits = [
            [
                (
                    precedence.smallest[first][then] // unit,
                    precedence.largest[first, then] // unit
                    if (first, then) in precedence.largest
                    else None,
                )
                for first in range(precedence.count)
            ]
            for then in range(precedence.count)
        ]
        """`limits[then][first]`: units at least and at most between a step and an earlier one."""

    def starts_within(self, path: Sequence[Timed], step: int) -> int:
        """The starts of a step at which every gap to those before it is kept."""
        limits = self.limits[step]
        low, high = 0, None
        for first, _, end, _ in path:
            least, most = limits[first]
            low = max(low, end + least)
            if most is not None:
                high = end + most if high is None else min(high, end + most)
        within = -1 if high is None else (1 << max(high + 1, 0)) - 1
        return within >> low << low

    def agrees(self, path: Sequence[Timed], step: int, begin: int) -> bool:
        """Whether every gap between a step and those before it is kept."""
        return bool(self.starts_within(path, step) >> begin & 1)

    def _find(self, precedence: Precedence, unit: int) -> None:
        waiting = [self.all]
        while waiting:
            rest = waiting.pop()
            if rest in self.next:
                continue
            self.next[rest] = []
            for step in range(precedence.count):
                if rest >> step & 1 and not precedence.predecessors[step] & rest:
                    less = rest & ~(1 << step)
                    gap = precedence.gap_before(step, less) // unit if less else 0
                    self.next[rest].append((step, less, gap))
                    waiting.append(less)
