"""Booking as most desks do it: each step at its earliest time, in the listed order."""

from clinicdesk.scheduling.search.assigning.pools import StartPools
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit


def days_by_earliest_fit(visit: CompiledVisit, pools: StartPools) -> set[int]:
    """The days of a stretch (by position) on which that finds a plan."""
    stretch, horizon, precedence = pools.stretch, visit.horizon, visit.precedence
    every = (1 << horizon.cells) - 1
    days = set()
    for position in stretch.days:
        shift = stretch.shift_of(position)
        ready = end = 0
        for number, of_step in enumerate(pools.of_step):
            fits = min(
                (
                    ((bits & -bits).bit_length() - 1, pool.minutes)
                    for pool in of_step
                    if (bits := (pool.mask >> shift & every) >> ready << ready)
                ),
                default=None,
            )
            limit = precedence.largest.get((number - 1, number))
            if fits is None or (limit is not None and fits[0] * horizon.grid > end + limit):
                break
            end = fits[0] * horizon.grid + fits[1]
            if number + 1 < len(visit.steps):
                ready = horizon.cells_for(end + precedence.smallest[number][number + 1])
        else:
            days.add(position)
    return days
