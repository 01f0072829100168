"""Two or three steps that cannot be on a day together: so the whole visit cannot be there either.

A search of a day that has no plan goes through every order and time of all steps. Mostly two or
three of them are to blame. Review and injection take twenty minutes each in room 1 or 2, and half
an hour of clean-up. Today room 2 is closed, and room 1 free from 9:00 to 10:20: each of the two
fits, at 9:00 or up to half past, but not both. A visit of these two alone is asked about instead:
that takes a few states, where eight steps take thousands.

A plan of the visit, cut down to a part of its steps, keeps every rule: steps still do not overlap,
the gaps between them are what they were, and the stay is no longer. So a part without a plan is a
proof. Parts that have one prove nothing.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from clinicdesk.scheduling.core.problem import Request
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.bound_table import BoundTable
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit
from clinicdesk.scheduling.search.day_search import DaySearch
from clinicdesk.scheduling.search.walk import TooLong, Walk


class Parts:
    """The parts of a visit whose steps may want the same resources, each compiled once."""

    def __init__(self, visit: CompiledVisit, poll: Poll) -> None:
        self._visit = visit
        self._poll = poll
        self._parts: dict[int, list[tuple[int, ...]]] = {}
        """By number of steps, each as the numbers of its steps. What ruled out a day comes first,
        as it often rules out the next."""
        self._compiled: dict[tuple[int, ...], CompiledVisit] = {}

    def rule_out(self, position: int, count: int) -> bool:
        """Whether so many steps have no plan on the day at this position of the horizon."""
        if count not in self._parts:
            self._parts[count] = [*self._of(count)]
        parts = self._parts[count]
        for numbers in parts:
            if not self._fits(self._part(numbers), position):
                parts.remove(numbers)
                parts.insert(0, numbers)
                return True
        return False

    def _of(self, count: int) -> Iterator[tuple[int, ...]]:
        """So many steps, but not all, of which the first may want what each other does."""
        wanted = [
            {item.resource for need in step.needs for item in need.alternatives if item.shared}
            for step in self._visit.steps
        ]
        for numbers in combinations(range(len(wanted)), count):
            first, *others = (wanted[number] for number in numbers)
            if count < len(wanted) and all(not first.isdisjoint(other) for other in others):
                yield numbers

    def _part(self, numbers: tuple[int, ...]) -> CompiledVisit:
        if numbers not in self._compiled:
            part = part_of(self._visit.request, numbers)
            self._compiled[numbers] = CompiledVisit(self._visit.problem, part, free=True)
        return self._compiled[numbers]

    def _fits(self, part: CompiledVisit, position: int) -> bool:
        stretch = part.horizon.stretch(position, position + 1)
        table = BoundTable([part], stretch, self._poll)
        if not table.least:
            return False
        try:
            return Walk(table, self._poll).best(0, table.least[0], None) is not None
        except TooLong:
            return DaySearch(table, 0, None, self._poll).best() is not None


def part_of(request: Request, numbers: tuple[int, ...]) -> Request:
    """The request with some of its steps alone, by number, and the rules between these."""
    steps = tuple(request.steps[number] for number in numbers)
    names = {step.id for step in steps}
    rules = tuple(rule for rule in request.sequence if {rule.first, rule.then} <= names)
    return replace(request, steps=steps, sequence=rules)
