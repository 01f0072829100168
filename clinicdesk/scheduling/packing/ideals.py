"""Where a request would stand if it were alone, so that it can push aside whatever stands there."""

from random import Random

from clinicdesk.scheduling.packing.day_calendars import DayCalendars
from clinicdesk.scheduling.packing.insertion.insertion import Ideal, Insertion
from clinicdesk.scheduling.packing.insertion.table_descent import TableDescent
from clinicdesk.scheduling.packing.placed_request import PlacedRequest


class Ideals:
    """What each request costs alone, and any of the places at which it costs that."""

    def __init__(self, alone: Insertion, calendars: DayCalendars, rng: Random) -> None:
        """`alone` finds places in empty calendars, `calendars` are those of the packing."""
        self._alone = alone
        self._calendars = calendars
        self._rng = rng
        self._found: dict[int, Ideal | None] = {}

    def cost(self, number: int, limit: int) -> int | None:
        """What a request costs alone, None if that is more than `limit` or it fits nowhere."""
        request = self._alone.compiled.requests[number]
        found = self._found[number] = self._alone.ideal(request, limit)
        return None if found is None else found.cost

    def some_place(self, number: int) -> PlacedRequest | None:
        """Any of its best places, with resources that are free if possible."""
        ideal = self._found[number]
        if ideal is None or ideal.table is None:
            return None
        compiled, calendars = self._alone.compiled, self._alone.calendars
        descent = TableDescent(compiled, calendars, ideal.on_day, self._rng.random)
        descent.prefer = self._calendars.free
        starts = ideal.table.first_starts()
        late = starts >> int(self._rng.random() * starts.bit_length())
        shift = starts.bit_length() - late.bit_length()
        return descent.find(ideal.table, late << shift) or descent.find(ideal.table, starts)
