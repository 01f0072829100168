"""Starts that no start of another step agrees with, taken out before anything is combined.

For every rule with a largest gap, a start of either step stays only if some start of the other lies
between the smallest and the largest gap from it (arc consistency; Mackworth 1977), on all days of a
stretch at once, until nothing changes.
"""

from clinicdesk.scheduling.search.assigning.pools import StartClass
from clinicdesk.scheduling.search.compiled_visit import Visit


def without_lone_starts(visit: Visit, of_step: list[list[StartClass]]) -> list[list[StartClass]]:
    """The classes without the starts that a sequence rule with a largest gap leaves alone."""
    rules = visit.order.largest
    left = list(rules)
    while left:
        rule = left.pop()
        changed = _agree(visit, of_step, *rule, rules[rule])
        left += [
            other
            for other in rules
            if other != rule and other not in left and not changed.isdisjoint(other)
        ]
    return of_step


def _agree(
    visit: Visit, of_step: list[list[StartClass]], first: int, then: int, limit: int
) -> set[int]:
    """Take out what one rule leaves alone; the steps that have lost starts."""
    horizon = visit.horizon
    least = visit.order.smallest[first][then]
    ends: dict[int, tuple[int, int]] = {}
    for minutes in {one.minutes for one in of_step[first]}:
        low = horizon.cells_for(minutes + least)
        high = min((minutes + limit) // horizon.grid, horizon.cells)
        if low <= high:
            ends[minutes] = (low, high - low)
    reached = 0
    for minutes, (low, more) in ends.items():
        reached |= smeared_later(_joined(of_step[first], minutes) << low, more)
    changed = set()
    if _keep(of_step[then], {one.minutes: reached for one in of_step[then]}):
        changed.add(then)
    starts = _joined(of_step[then])
    followed = {minutes: smeared(starts >> low, more) for minutes, (low, more) in ends.items()}
    if _keep(of_step[first], followed):
        changed.add(first)
    return changed


def _keep(classes: list[StartClass], allowed: dict[int, int]) -> bool:
    """Keep the starts allowed for the minutes of each class; whether that took any out."""
    kept, changed = [], False
    for one in classes:
        mask = one.mask & allowed.get(one.minutes, 0)
        if mask == one.mask:
            kept.append(one)
        else:
            changed = True
            if mask:
                kept.append(StartClass(one.minutes, one.cost, mask, one.exact))
    if changed:
        classes[:] = kept
    return changed


def _joined(classes: list[StartClass], minutes: int | None = None) -> int:
    """Every start of any class (that lasts `minutes`)."""
    mask = 0
    for one in classes:
        if minutes is None or one.minutes == minutes:
            mask |= one.mask
    return mask


def smeared(mask: int, cells: int) -> int:
    """Every bit, and the `cells` just before it."""
    done = 0
    while done < cells:
        more = min(done + 1, cells - done)
        mask |= mask >> more
        done += more
    return mask


def smeared_later(mask: int, cells: int) -> int:
    """Every bit, and the `cells` just after it."""
    done = 0
    while done < cells:
        more = min(done + 1, cells - done)
        mask |= mask << more
        done += more
    return mask
