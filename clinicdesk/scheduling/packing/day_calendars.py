"""What is free of every resource and every patient, as requests are placed and taken out again."""

from collections import defaultdict

from clinicdesk.scheduling.core.bit_sets import NO_UNITS, Units
from clinicdesk.scheduling.packing.compiled.compiled_problem import CompiledProblem
from clinicdesk.scheduling.packing.placed_request import PlacedRequest


class DayCalendars:
    """The free time of every resource, and of every patient with several requests, by day.

    All that was taken and given back since `commit` can be undone at once by `roll_back`, with the
    starts that were known before.
    """

    def __init__(self, compiled: CompiledProblem) -> None:
        self.compiled = compiled
        self.free = list(compiled.free)
        self.starts: defaultdict[int, dict[int, Units]] = defaultdict(dict)
        """The starts that are known, by calendar (or several together) and shape."""
        self._changed: list[tuple[int, Units]] = []
        self._before: dict[int, dict[int, Units]] = {}

    def find_starts(self, calendars: int, shape: int) -> Units:
        """Every start from which a calendar, or one of several, can take the shape."""
        known = self.starts[calendars]
        if shape in known:
            return known[shape]
        together = NO_UNITS
        for calendar in self.compiled.members[calendars]:
            found = self.starts[calendar].get(shape)
            if found is None:
                found = self.compiled.shapes.starts(shape, self.free[calendar])
                self.starts[calendar][shape] = found
            together |= found
        known[shape] = together
        return together

    def take(self, placed: PlacedRequest) -> None:
        """Take the blocks of a request, which must be free."""
        starts, before = self.starts, self._before
        for calendar, units in placed.blocks:
            self.free[calendar] ^= units
            for number in self.compiled.watching[calendar]:
                if number not in before:
                    before[number] = starts[number]
                starts[number] = {}
        self._changed += placed.blocks

    give = take
    """Taking twice gives back."""

    def commit(self) -> None:
        """Make the present state the one to which `roll_back` leads."""
        self._changed.clear()
        self._before.clear()

    def roll_back(self) -> None:
        """Return to the last committed state."""
        for calendar, units in self._changed:
            self.free[calendar] ^= units
        self.starts.update(self._before)
        self.commit()
