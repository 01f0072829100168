"""Starts that no start of another step agrees with, taken out before anything is combined.

For every rule with a largest gap, a start of either step stays only if some start of the other lies
between the smallest and the largest gap from it (arc consistency; Mackworth 1977), on all days of a
page at once, until nothing changes.
"""

from clinicdesk.scheduling.classes import StartClass
from clinicdesk.scheduling.visit import Visit


def without_lone_starts(visit: Visit, of_step: list[list[StartClass]]) -> list[list[StartClass]]:
    """The classes without the starts that a sequence rule with a largest gap leaves alone."""
    grid, cells = visit.horizon.grid, visit.horizon.cells
    changed = bool(visit.order.largest)
    while changed:
        changed = False
        for (first, then), limit in visit.order.largest.items():
            least = visit.order.smallest[first][then]
            for kept, other in ((first, then), (then, first)):
                before, classes = of_step[kept], []
                for one in before:
                    reached = 0
                    for minutes in {one.minutes} if kept == first else _durations(of_step[other]):
                        low = -(-(minutes + least) // grid)
                        high = min((minutes + limit) // grid, cells)
                        if low > high:
                            continue
                        if kept == first:
                            reached |= smeared(_joined(of_step[other]) >> low, high - low)
                        else:
                            starts = _joined(of_step[other], minutes)
                            reached |= _smeared_later(starts << low, high - low)
                    mask = one.mask & reached
                    changed |= mask != one.mask
                    if mask:
                        classes.append(one._replace(mask=mask))
                of_step[kept] = classes
    return of_step


def _durations(classes: list[StartClass]) -> set[int]:
    return {one.minutes for one in classes}


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


def _smeared_later(mask: int, cells: int) -> int:
    """Every bit, and the `cells` just after it."""
    done = 0
    while done < cells:
        more = min(done + 1, cells - done)
        mask |= mask << more
        done += more
    return mask
