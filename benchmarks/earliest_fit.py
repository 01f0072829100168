"""Booking as it is mostly done: each step at its earliest time, in the listed order."""

from clinicdesk.scheduling.search.assigning.pools import Classes
from clinicdesk.scheduling.search.compiled_visit import Visit


def days_by_earliest_fit(visit: Visit, pool: Classes) -> set[int]:
    """The days of a stretch on which that finds a plan, by position."""
    stretch, horizon, order = pool.stretch, visit.horizon, visit.order
    every = (1 << horizon.cells) - 1
    days = set()
    for position in stretch.days:
        shift = stretch.shift_of(position)
        ready = end = 0
        for number, of_step in enumerate(pool.of_step):
            fits = min(
                (
                    ((bits & -bits).bit_length() - 1, one.minutes)
                    for one in of_step
                    if (bits := (one.mask >> shift & every) >> ready << ready)
                ),
                default=None,
            )
            limit = order.largest.get((number - 1, number))
            if fits is None or (limit is not None and fits[0] * horizon.grid > end + limit):
                break
            end = fits[0] * horizon.grid + fits[1]
            if number + 1 < len(visit.parts):
                ready = horizon.cells_for(end + order.smallest[number][number + 1])
        else:
            days.add(position)
    return days
