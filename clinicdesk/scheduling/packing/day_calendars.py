"""What is free of every resource and of every patient, as visits are taken out and put in."""

from collections import defaultdict

from clinicdesk.scheduling.packing.compiled.compiled import Compiled
from clinicdesk.scheduling.packing.placed import Placed


class Calendars:
    """The free time of every resource and of every patient with several requests, by day.

    What is taken and given since `keep` can be undone at once, with all that was remembered.
    """

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.free = list(compiled.free)
        self.starts: defaultdict[int, dict[int, int]] = defaultdict(dict)
        """The starts that are known, by calendar (or several together) and shape."""
        self._changed: list[tuple[int, int]] = []
        self._before: dict[int, dict[int, int]] = {}

    def find_starts(self, lanes: int, shape: int) -> int:
        """Every start from which a calendar, or one of several, can take the shape."""
        known = self.starts[lanes]
        if shape in known:
            return known[shape]
        together = 0
        for lane in self.compiled.members[lanes]:
            found = self.starts[lane].get(shape)
            if found is None:
                found = self.compiled.shapes.starts(shape, self.free[lane])
                self.starts[lane][shape] = found
            together |= found
        known[shape] = together
        return together

    def take(self, placed: Placed) -> None:
        """Take the blocks of a visit, which must be free."""
        starts, before = self.starts, self._before
        for lane, mask in placed.blocks:
            self.free[lane] ^= mask
            for number in self.compiled.watching[lane]:
                if number not in before:
                    before[number] = starts[number]
                starts[number] = {}
        self._changed += placed.blocks

    give = take
    """Taking twice gives back."""

    def keep(self) -> None:
        """Make what was taken and given the state to which `undo` leads."""
        self._changed.clear()
        self._before.clear()

    def undo(self) -> None:
        """Go back to that state."""
        for lane, mask in self._changed:
            self.free[lane] ^= mask
        self.starts.update(self._before)
        self.keep()
