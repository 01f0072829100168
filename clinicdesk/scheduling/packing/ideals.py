"""Where a visit would stand if it were alone, for it to push aside whatever is there."""

from random import Random

from clinicdesk.scheduling.packing.day_calendars import Calendars
from clinicdesk.scheduling.packing.insertion.insertion import Ideal, Insertion
from clinicdesk.scheduling.packing.insertion.trace import Trace
from clinicdesk.scheduling.packing.placed import Placed


class Ideals:
    """Looks up what a visit costs alone, and picks one of the places at which it costs that."""

    def __init__(self, alone: Insertion, calendars: Calendars, rng: Random) -> None:
        self._alone = alone
        self._calendars = calendars
        self._rng = rng
        self._found: dict[int, Ideal | None] = {}

    def cost(self, number: int, limit: int) -> int | None:
        """What a visit costs alone, None if that is more than `limit` or it fits nowhere."""
        visit = self._alone.compiled.visits[number]
        found = self._found[number] = self._alone.ideal(visit, limit)
        return None if found is None else found.cost

    def some(self, number: int) -> Placed | None:
        """Any of its best places, with resources that are free if there are such."""
        ideal = self._found[number]
        if ideal is None or ideal.table is None:
            return None
        trace = Trace(self._alone.compiled, self._alone.calendars, ideal.on, self._rng.random)
        trace.prefer = self._calendars.free
        starts = ideal.table.firsts()
        late = starts >> int(self._rng.random() * starts.bit_length())
        shift = starts.bit_length() - late.bit_length()
        return trace.find(ideal.table, late << shift) or trace.find(ideal.table, starts)
