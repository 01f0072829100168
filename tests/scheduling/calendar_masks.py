"""All that a calendar of the search offers, at many places of the grid, to compare two of them."""

from collections.abc import Sequence
from datetime import date

from clinicdesk.scheduling.core.problem import Resource
from clinicdesk.scheduling.search.free_time.calendars import TakenMinutes, calendar_of
from clinicdesk.scheduling.search.free_time.horizon import horizon_of


def masks(
    one: Resource, days: Sequence[date], grid: int, short: int, cuts: tuple[TakenMinutes, ...] = ()
) -> list[object]:
    """The free minutes and the masks of blocks and of short pieces, drawn now or kept."""
    calendar = calendar_of(one, horizon_of(tuple(days), grid), cuts, short)
    found: list[object] = [list(calendar.on(position)) for position in range(len(days))]
    for begin in (-2 * grid, -grid - 1, -3, 0, 4):
        found += [calendar.starts((begin, begin + minutes)) for minutes in (3, 10, 25, 40, 120)]
    for offset in (-grid - 1, *range(0, grid, 3), 2 * grid + 1):
        for least in (2, short, 40):
            found.append(calendar.short_gap_before(offset, least))
            found.append(calendar.short_gap_after(offset, least))
    return found
