"""How one request's sequence rules and transfer minutes bind each pair of its steps.

Steps are numbered as the request lists them; a set of steps is an integer with one bit for each.
"""

from collections.abc import Mapping, Sequence

from clinicdesk.scheduling.core.problem import Request, SequenceRule


class Order:
    """Smallest and largest gaps of every pair, and which steps must come before which."""

    def __init__(
        self,
        request: Request,
        shortest: Sequence[int] = (),
        apart: Mapping[tuple[int, int], int] | None = None,
    ) -> None:
        """`shortest`: minutes that each step lasts at least; without them none is a neighbour.

        `apart`: minutes at least from the end of a step to the start of a later one, where the
        resources ask for more than the rules do.
        """
        number = {step.id: place for place, step in enumerate(request.steps)}
        count = len(number)
        rules: dict[tuple[int, int], list[SequenceRule]] = {}
        for rule in request.sequence:
            rules.setdefault((number[rule.first], number[rule.then]), []).append(rule)
        self.count = count
        self.smallest = [[request.transfer_minutes] * count for _ in range(count)]
        """`smallest[a][b]`: minutes at least from the end of `a` to a later start of `b`."""
        self.largest: dict[tuple[int, int], int] = {}
        """Minutes at most from the end of the first to the start of the second, where limited."""
        self.later = [0] * count
        """`later[a]`: the steps that must come after `a`, directly or by way of others."""
        for (first, then), about in rules.items():
            self.smallest[first][then] = _smallest_gap(about, request.transfer_minutes)
            limits = [rule.max_gap for rule in about if rule.max_gap is not None]
            if limits:
                self.largest[(first, then)] = min(limits)
            self.later[first] |= 1 << then
        for middle in range(count):
            for first in range(count):
                if self.later[first] >> middle & 1:
                    self.later[first] |= self.later[middle]
        self.limited = [
            [(then, limit) for (one, then), limit in self.largest.items() if one == first]
            for first in range(count)
        ]
        """`limited[a]`: each step whose gap after `a` is limited, with that limit."""
        for (first, then), least in (apart or {}).items():
            self.smallest[first][then] = max(self.smallest[first][then], least)
        self._gaps: dict[tuple[int, int], int] = {}
        self.uniform = not self.largest and len({gap for row in self.smallest for gap in row}) == 1
        """Whether smallest gaps are all the same and none is limited: only the next one counts."""
        self.circle = sum(1 << a for a in range(count) if self.later[a] >> a & 1)
        """The steps that would have to come before themselves."""
        self.earlier = [
            sum(1 << first for first in range(count) if self.later[first] >> then & 1)
            for then in range(count)
        ]
        self.next = [self._next(first, shortest) if shortest else 0 for first in range(count)]
        """`next[a]`: the steps that no other step can come between `a` and, as a set of bits."""

    def _next(self, first: int, shortest: Sequence[int]) -> int:
        found = 0
        for then, limit in self.limited[first]:
            between = (
                self.smallest[first][other] + shortest[other] + self.smallest[other][then]
                for other in range(self.count)
                if other not in (first, then)
                and not self.later[then] >> other & 1
                and not self.later[other] >> first & 1
            )
            if all(least > limit for least in between):
                found |= 1 << then
        return found

    @property
    def possible(self) -> bool:
        """False when rules go in a circle or a largest gap is below what must lie between."""
        return not self.circle and all(
            self.smallest[first][then] <= limit for (first, then), limit in self.largest.items()
        )

    def gap_before(self, step: int, rest: int) -> int:
        """Minutes at least from the end of `step` to the start of whichever of `rest` is next."""
        key = (step, rest)
        if key not in self._gaps:
            following = self.next[step] & rest or rest
            gaps = [
                gap
                for other, gap in enumerate(self.smallest[step])
                if following >> other & 1 and not self.earlier[other] & rest
            ]
            self._gaps[key] = min(gaps, default=0)
        return self._gaps[key]


def _smallest_gap(rules: Sequence[SequenceRule], transfer: int) -> int:
    """The largest stated one counts for the pair, in place of the transfer minutes."""
    stated = [rule.min_gap for rule in rules if rule.min_gap is not None]
    return max(stated) if stated else transfer
