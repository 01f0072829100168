"""Days side by side as in a stretch, cut down to those and to the hours in which a visit can be.

A clinic is open for ten hours or so of the twenty-four, and a visit has no use for a day on which
one of its steps has no start. Where the same masks are worked on again and again, shorter integers
pay. Each day has a field: its cells from the first start of any step to the last, then a guard of
zeros as long as the farthest shift, so that no shift carries a bit of one day into another.

Where a visit can be done in several ways, each of them has fields of its own beside the others': so
one operation asks about all days of all ways.
"""

from collections.abc import Sequence
from typing import NamedTuple

from clinicdesk.scheduling.core.bit_sets import NO_CELLS, Mask, mask_of
from clinicdesk.scheduling.core.stopping import Poll
from clinicdesk.scheduling.search.way_on_days import WayOnDays


class FieldPool(NamedTuple):
    """Starts of a step, in the fields of all ways, from which it lasts and costs the same.

    `above`: what it costs above the least that the step costs in the way at hand. So ways that
    differ by a constant share their pools, and whatever is found of them.
    """

    minutes: int
    above: int
    mask: Mask


class DayFields:
    """A field for each day of each way on which every step has a start.

    Fields have numbers. Cells are counted from `first` on, the first one that any field needs.
    """

    def __init__(self, ways: Sequence[WayOnDays], farthest: int, poll: Poll) -> None:
        """`farthest`: no mask is shifted by more cells, unless by more than a field is wide."""
        self.ways = ways
        self._poll = poll
        self.days = [
            (way, position)
            for way in ways
            for position, bits in zip(way.stretch.days, way.stretch.fields, strict=True)
            if all(map(bits.__and__, way.starts))
        ]
        """By number of the field: its way, and the position of its day in the horizon."""
        whole, used = (1 << ways[0].visit.horizon.cells) - 1, 0
        for way, position in self.days:
            shift = way.stretch.shift_of(position)
            for starts in way.starts:
                used |= starts >> shift & whole
        self.first = (used & -used).bit_length() - 1 if used else 0
        self.width = used.bit_length() - self.first
        """Cells of a field."""
        self.farthest = min(farthest, self.width)
        self._stride = self.width + self.farthest + 1
        self._cells = (1 << self.width) - 1
        self._every_field = sum(1 << number * self._stride for number in range(len(self.days)))
        self.every_cell = self.in_every_field(self._cells)
        self._tops = self.in_every_field(1 << self._stride - 1)

    def pools(self, step: int) -> list[FieldPool]:
        """The start pools of a step in any of the ways, as masks of the fields."""
        found: dict[tuple[int, int], Mask] = {}
        for way in self.ways:
            span, least = way.visit.weights.span, way.least[step]
            for minutes, cost, mask in way.pools[step]:
                kind = (minutes, span * minutes + cost - least)
                found[kind] = found.get(kind, NO_CELLS) | self._cut(way, mask)
        return [FieldPool(*kind, mask) for kind, mask in sorted(found.items()) if mask]

    def _cut(self, way: WayOnDays, mask: Mask) -> Mask:
        """What a mask of a way's stretch has in the fields of that way."""
        found, cells, to = 0, self._cells, 0
        for of_way, position in self.days:
            if of_way is way:
                self._poll()
                found |= (mask >> way.stretch.shift_of(position) + self.first & cells) << to
            to += self._stride
        return mask_of(found)

    def in_every_field(self, pattern: int) -> Mask:
        """The mask that has the same `pattern` of bits in every field."""
        return mask_of(pattern * self._every_field)

    def cells_of(self, number: int) -> Mask:
        """All cells of one field, where they are in the masks."""
        return mask_of(self._cells << number * self._stride)

    def place_of(self, number: int) -> tuple[int, Mask]:
        """Where a field begins in the masks, and all its cells from there on."""
        return number * self._stride, mask_of(self._cells)

    def cut_out(self, number: int, mask: Mask) -> Mask:
        """The part of a mask in one field, whose first cell is then bit 0."""
        return mask >> number * self._stride & self._cells

    def of_day(self, number: int, mask: Mask) -> Mask:
        """The same, the cells counted from midnight."""
        return self.cut_out(number, mask) << self.first

    def touched(self, mask: Mask) -> list[int]:
        """The numbers of the fields that have a bit in the mask."""
        return [number for number in range(len(self.days)) if self.cut_out(number, mask)]

    def later(self, mask: Mask) -> Mask:
        """In each field every cell from the first one in the mask on.

        In each field `tops - mask` is the negative of the mask there: one subtraction for all.
        """
        return (mask | self._tops - mask) & self.every_cell

    def earlier(self, mask: Mask) -> Mask:
        """In each field every cell up to the last one in the mask, by doubling."""
        cells = 1
        while cells < self.width:
            mask |= (mask & self.in_every_field(self._cells >> cells << cells)) >> cells
            cells *= 2
        return mask
