"""The sets of steps that can be still to come at some point, and the gaps between steps."""

from collections.abc import Sequence

from clinicdesk.scheduling.core.bit_sets import NO_STEPS, Steps, steps_of
from clinicdesk.scheduling.packing.compiled.parts import CompiledRequest, PathStep
from clinicdesk.scheduling.search.precedence import Precedence

MOST_STEPS = 8
"""Requests of more steps have too many sets: none is listed then."""


class StepSets:
    """The sets of steps to come of one request, each with the steps that may be next."""

    def __init__(self, request: CompiledRequest, unit: int) -> None:
        precedence = request.precedence
        self.all = steps_of((1 << precedence.count) - 1)
        self.next: dict[Steps, list[tuple[int, Steps, int]]] = {NO_STEPS: []}
        """For each set: a step that may be next, the set without it, the units to wait after it."""
        if precedence.count <= MOST_STEPS:
            self._find(precedence, unit)
        self.ascending = sorted(self.next)[1:]
        """Every set but the empty one, each after those that it contains."""
        self.predecessors = precedence.predecessors
        gaps = {
            precedence.smallest[a][b]
            for a in range(precedence.count)
            for b in range(precedence.count)
            if a != b
        }
        self.checked = bool(precedence.largest) or len(gaps) > 1
        """Whether there are gaps that going from set to set does not ensure."""
        largest = precedence.largest
        self.limits = [
            [
                (
                    precedence.smallest[first][then] // unit,
                    largest[first, then] // unit if (first, then) in largest else None,
                )
                for first in range(precedence.count)
            ]
            for then in range(precedence.count)
        ]
        """`limits[then][first]`: units at least and at most between a step and an earlier one."""

    def starts_within(self, path: Sequence[PathStep], step: int) -> int:
        """The starts of a step, as bits, at which every gap to those before it is kept."""
        limits = self.limits[step]
        low, high = 0, None
        for first, _, end, _ in path:
            least, most = limits[first]
            low = max(low, end + least)
            if most is not None:
                high = end + most if high is None else min(high, end + most)
        within = -1 if high is None else (1 << max(high + 1, 0)) - 1
        return within >> low << low

    def gaps_allow(self, path: Sequence[PathStep], step: int, begin: int) -> bool:
        """Whether every gap between a step and those before it is kept."""
        return bool(self.starts_within(path, step) >> begin & 1)

    def _find(self, precedence: Precedence, unit: int) -> None:
        waiting = [self.all]
        while waiting:
            steps = waiting.pop()
            if steps in self.next:
                continue
            self.next[steps] = []
            for step in range(precedence.count):
                if steps >> step & 1 and not precedence.predecessors[step] & steps:
                    rest = steps & ~(1 << step)
                    gap = precedence.gap_before(step, rest) // unit if rest else 0
                    self.next[steps].append((step, rest, gap))
                    waiting.append(rest)
