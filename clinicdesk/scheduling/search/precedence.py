"""How the sequence rules and transfer minutes of a request bind each pair of its steps.

In the words of scheduling theory: precedence constraints with smallest and largest time lags, here
called gaps. Steps are numbered as the request lists them; a set of steps is an integer with one bit
for each.
"""

from collections.abc import Mapping, Sequence

from clinicdesk.scheduling.core.problem import Request, SequenceRule


class Precedence:
    """The smallest and largest gap of every pair of steps, and which steps must precede which."""

    def __init__(
        self,
        request: Request,
        shortest: Sequence[int] = (),
        resource_gaps: Mapping[tuple[int, int], int] | None = None,
    ) -> None:
        """`shortest`: the minutes that each step lasts at least; left out, no step is a neighbor.

        `resource_gaps`: the minutes that must lie between the end of a step and the start of a
        later one because of the resources that both need, where that is more than the rules ask.
        """
        number = {step.id: index for index, step in enumerate(request.steps)}
        count = len(number)
        rules: dict[tuple[int, int], list[SequenceRule]] = {}
        for rule in request.sequence:
            rules.setdefault((number[rule.first], number[rule.then]), []).append(rule)
        self.count = count
        self.smallest = [[request.transfer_minutes] * count for _ in range(count)]
        """`smallest[a][b]`: minutes at least from the end of `a` to the start of a later `b`."""
        self.largest: dict[tuple[int, int], int] = {}
        """`largest[a, b]`: minutes at most from the end of `a` to the start of `b`."""
        self.successors = [0] * count
        """`successors[a]`: the steps that must come after `a`, directly or through others."""
        for (first, then), pair_rules in rules.items():
            self.smallest[first][then] = _smallest_gap(pair_rules, request.transfer_minutes)
            limits = [rule.max_gap for rule in pair_rules if rule.max_gap is not None]
            if limits:
                self.largest[(first, then)] = min(limits)
            self.successors[first] |= 1 << then
        for middle in range(count):
            for first in range(count):
                if self.successors[first] >> middle & 1:
                    self.successors[first] |= self.successors[middle]
        self.limited_after = [
            [(then, limit) for (limited, then), limit in self.largest.items() if limited == first]
            for first in range(count)
        ]
        """`limited_after[a]`: each step whose gap after `a` is limited, with that limit."""
        for (first, then), least in (resource_gaps or {}).items():
            self.smallest[first][then] = max(self.smallest[first][then], least)
        self._gaps: dict[tuple[int, int], int] = {}
        self.least_gap = min(
            [self.smallest[a][b] for a in range(count) for b in range(count) if a != b], default=0
        )
        """The minutes that lie between any two steps at least."""
        self.uniform = not self.largest and len({gap for row in self.smallest for gap in row}) == 1
        """All smallest gaps are equal and none is limited: only the gap to the next step counts."""
        self.cycle = sum(1 << a for a in range(count) if self.successors[a] >> a & 1)
        """The steps that would have to come before themselves."""
        self.predecessors = [
            sum(1 << first for first in range(count) if self.successors[first] >> then & 1)
            for then in range(count)
        ]
        """`predecessors[a]`: the steps that must come before `a`."""
        self.neighbors = [
            self._neighbors(first, shortest) if shortest else 0 for first in range(count)
        ]
        """`neighbors[a]`: the steps after `a` with no room for any other step in between."""

    def _neighbors(self, first: int, shortest: Sequence[int]) -> int:
        found = 0
        for then, limit in self.limited_after[first]:
            with_one_between = (
                self.smallest[first][other] + shortest[other] + self.smallest[other][then]
                for other in range(self.count)
                if other not in (first, then)
                and not self.successors[then] >> other & 1
                and not self.successors[other] >> first & 1
            )
            if all(least > limit for least in with_one_between):
                found |= 1 << then
        return found

    @property
    def possible(self) -> bool:
        """False when rules form a cycle, or a largest gap is below the smallest of its pair."""
        return not self.cycle and all(
            self.smallest[first][then] <= limit for (first, then), limit in self.largest.items()
        )

    def binds_like(self, other: "Precedence") -> bool:
        """Whether the same gaps bind the same steps, and the same steps are neighbors."""
        return (
            self.smallest == other.smallest
            and self.largest == other.largest
            and self.successors == other.successors
            and self.neighbors == other.neighbors
        )

    def gap_before(self, step: int, rest: int) -> int:
        """The minutes at least from the end of `step` to the start of the first step of `rest`."""
        key = (step, rest)
        if key not in self._gaps:
            following = self.neighbors[step] & rest or rest
            gaps = [
                gap
                for other, gap in enumerate(self.smallest[step])
                if following >> other & 1 and not self.predecessors[other] & rest
            ]
            self._gaps[key] = min(gaps, default=0)
        return self._gaps[key]


def _smallest_gap(rules: Sequence[SequenceRule], transfer: int) -> int:
    """The largest that a rule of the pair states; the transfer minutes if none states any."""
    stated = [rule.min_gap for rule in rules if rule.min_gap is not None]
    return max(stated) if stated else transfer
