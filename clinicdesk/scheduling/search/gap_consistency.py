"""Starts that no start of another step agrees with, dropped before anything is combined.

For every rule with a largest gap, a start of either step stays only if some start of the other lies
between the smallest and the largest gap from it (arc consistency; Mackworth 1977), on all days of a
stretch at once, until nothing changes.
"""

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask
from clinicdesk.scheduling.search.assigning.pools import StartPool
from clinicdesk.scheduling.search.compiled_visit import CompiledVisit


def drop_unmatched_starts(
    visit: CompiledVisit, of_step: list[list[StartPool]]
) -> list[list[StartPool]]:
    """The pools without the starts that some rule with a largest gap leaves without a partner."""
    limits = visit.precedence.largest
    waiting = list(limits)
    while waiting:
        pair = waiting.pop()
        changed = _enforce(visit, of_step, *pair, limits[pair])
        waiting += [
            other
            for other in limits
            if other != pair and other not in waiting and not changed.isdisjoint(other)
        ]
    return of_step


def _enforce(
    visit: CompiledVisit, of_step: list[list[StartPool]], first: int, then: int, limit: int
) -> set[int]:
    """Drop the starts of two steps that their gap rules out; the steps that have lost some."""
    horizon = visit.horizon
    least = visit.precedence.smallest[first][then]
    # By the minutes of the first step: cells from its start to the earliest partner, and how many
    # cells later the latest one is.
    reach: dict[int, tuple[int, int]] = {}
    for minutes in {pool.minutes for pool in of_step[first]}:
        low = horizon.cells_for(minutes + least)
        high = min((minutes + limit) // horizon.grid, horizon.cells)
        if low <= high:
            reach[minutes] = (low, high - low)
    reached = NO_CELLS
    for minutes, (low, more) in reach.items():
        reached |= spread_later(_all_starts(of_step[first], minutes) << low, more)
    changed = set()
    if _keep(of_step[then], {pool.minutes: reached for pool in of_step[then]}):
        changed.add(then)
    starts = _all_starts(of_step[then])
    matched = {
        minutes: spread_earlier(starts >> low, more) for minutes, (low, more) in reach.items()
    }
    if _keep(of_step[first], matched):
        changed.add(first)
    return changed


def _keep(pools: list[StartPool], allowed: dict[int, Mask]) -> bool:
    """Keep the starts allowed for the minutes of each pool; whether that dropped any."""
    kept, changed = [], False
    for pool in pools:
        mask = pool.mask & allowed.get(pool.minutes, 0)
        if mask == pool.mask:
            kept.append(pool)
        else:
            changed = True
            if mask:
                kept.append(StartPool(pool.minutes, pool.cost, mask))
    if changed:
        pools[:] = kept
    return changed


def _all_starts(pools: list[StartPool], minutes: int | None = None) -> Mask:
    """Every start of any pool (that lasts `minutes`, if given)."""
    mask = NO_CELLS
    for pool in pools:
        if minutes is None or pool.minutes == minutes:
            mask |= pool.mask
    return mask


def spread_earlier(mask: Mask, cells: int) -> Mask:
    """Every bit, and the `cells` just before it, by doubling."""
    done = 0
    while done < cells:
        more = min(done + 1, cells - done)
        mask |= mask >> more
        done += more
    return mask


def spread_later(mask: Mask, cells: int) -> Mask:
    """Every bit, and the `cells` just after it, by doubling."""
    done = 0
    while done < cells:
        more = min(done + 1, cells - done)
        mask |= mask << more
        done += more
    return mask
