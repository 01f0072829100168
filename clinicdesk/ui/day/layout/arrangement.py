"""What stands on the day and where: columns, blocks of appointments, free places between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from clinicdesk.models.statuses import Stage
from clinicdesk.scheduling import MIDNIGHT, Interval, merge_intervals, subtract_intervals
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.visits.reading.clinic_day import Column, DayInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.day.layout.geometry import (
    Box,
    Scale,
    Slot,
    column_edges,
    day_span,
    idle_width,
    least_width,
    side_by_side,
    usual_density,
)

GUTTER = 4
"""Pixels at each side of a column in which no block stands."""


@dataclass(frozen=True)
class DayBlock:
    """One appointment in one column, or a group class with all its members.

    `parts` are the intervals in which it takes the column's resource, `buffers` those around it
    that stay blocked; half-open, in minutes after midnight.
    """

    column: int
    members: tuple[AppointmentInfo, ...]
    parts: tuple[Interval, ...]
    buffers: tuple[Interval, ...]

    @property
    def appointment(self) -> AppointmentInfo:
        return self.members[0]

    @cached_property
    def start(self) -> int:
        return self.parts[0][0]

    @cached_property
    def end(self) -> int:
        return self.parts[-1][1]

    @cached_property
    def idle(self) -> bool:
        """Whether it keeps nobody busy: cancelled, or nobody came."""
        return not any(member.busy for member in self.members)

    @property
    def is_class(self) -> bool:
        return self.appointment.group is not None

    @cached_property
    def key(self) -> tuple[int, int]:
        """The same for the same block of the day read anew, as long as it stays in its column."""
        return self.appointment.number, self.column


@dataclass(frozen=True)
class Place:
    """Somewhere the keyboard can go: an appointment, or a free stretch of a column.

    In a group class `member` tells whose: the keyboard goes through them one by one.
    """

    column: int
    start: int
    end: int
    block: DayBlock | None = None
    member: int = 0

    @property
    def appointment(self) -> AppointmentInfo | None:
        return None if self.block is None else self.block.members[self.member]


@dataclass(frozen=True)
class Arrangement:
    """A day laid out in columns; boxes are in the day's own pixels, from its upper left corner."""

    day: DayInfo
    columns: tuple[Column, ...]
    scale: Scale
    edges: tuple[int, ...]
    """The left edge of each column and the right edge of the last."""
    blocks: tuple[DayBlock, ...]
    boxes: Mapping[tuple[int, int], Box]
    """By the block's key."""

    @property
    def width(self) -> int:
        return self.edges[-1]

    @cached_property
    def by_column(self) -> tuple[tuple[DayBlock, ...], ...]:
        found: list[list[DayBlock]] = [[] for _ in self.columns]
        for block in self.blocks:
            found[block.column].append(block)
        return tuple(tuple(blocks) for blocks in found)

    def box(self, block: DayBlock) -> Box:
        return self.boxes[block.key]

    def part_boxes(self, block: DayBlock) -> list[Box]:
        """The block's box, or one for each part where its resource is not needed all the time."""
        whole, y = self.box(block), self.scale.y
        if len(block.parts) == 1:
            return [whole]
        return [
            Box(whole.x, y(start) + 1, whole.width, max(y(end) - y(start) - 2, 4))
            for start, end in block.parts
        ]

    def first_box(self, block: DayBlock) -> Box:
        """Where the block's name stands."""
        return self.part_boxes(block)[0]

    def stretch(self, column: int, start: float, end: float) -> Box:
        """The box of some minutes of a column, without its gutters."""
        left, right = self.edges[column], self.edges[column + 1]
        top, bottom = self.scale.y(start), self.scale.y(end)
        return Box(left + GUTTER, top, right - left - 2 * GUTTER, max(bottom - top, 2))

    def column_at(self, x: float) -> int | None:
        for index in range(len(self.columns)):
            if self.edges[index] <= x < self.edges[index + 1]:
                return index
        return None

    def block_at(self, x: float, y: float) -> DayBlock | None:
        column = self.column_at(x)
        if column is None:
            return None
        found = [block for block in self.by_column[column] if self.box(block).contains(x, y)]
        return found[-1] if found else None

    def of_visit(self, visit: int) -> tuple[DayBlock, ...]:
        return tuple(b for b in self.blocks if any(m.visit == visit for m in b.members))

    def of_appointment(self, number: int) -> DayBlock | None:
        return next((b for b in self.blocks if any(m.number == number for m in b.members)), None)

    @cached_property
    def free(self) -> tuple[tuple[Interval, ...], ...]:
        """When each column's resource is in and not busy, in minutes after midnight."""
        busy = (
            [
                stretch
                for block in blocks
                if not block.idle
                for stretch in (*block.parts, *block.buffers)
            ]
            for blocks in self.by_column
        )
        return tuple(
            tuple(subtract_intervals(column.free, taken))
            for column, taken in zip(self.columns, busy, strict=True)
        )

    def places(self, column: int) -> list[Place]:
        """Appointments and free stretches by time; long ones are cut at the rows' lines."""
        found = [
            Place(column, block.start, block.end, block, member)
            for block in self.by_column[column]
            for member in range(len(block.members))
        ]
        row = self.scale.row
        for start, end in self.free[column]:
            while start < end:
                stop = min(end, (start // row + 1) * row)
                found.append(Place(column, start, stop))
                start = stop
        return sorted(found, key=lambda p: (p.start, p.block is None, p.end))

    def used_share(self, column: int) -> float:
        """How much of the hours of the column's resource is taken, 0 to 1."""
        hours = sum(end - start for start, end in self.columns[column].free)
        left = sum(end - start for start, end in self.free[column])
        return (hours - left) / hours if hours else 0.0


def arrange(
    day: DayInfo, columns: Sequence[Column], zoom: int, line_height: int, room: int
) -> Arrangement:
    """Lay the day out in these columns, `room` pixels wide or more.

    `zoom` is an index of `ROWS`; `line_height` is a name's, in pixels.
    """
    columns = [_while_open(column, day.opening) for column in columns]
    blocks = [
        block
        for index, column in enumerate(columns)
        for block in _blocks_of(day, index, column.resource, columns)
    ]
    return _fitted(day, tuple(columns), tuple(blocks), zoom, line_height, room)


def fitted(plan: Arrangement, zoom: int, line_height: int, room: int) -> Arrangement:
    """The same day in the same columns, in another room or size; see `arrange`."""
    return _fitted(plan.day, plan.columns, plan.blocks, zoom, line_height, room)


def _fitted(
    day: DayInfo,
    columns: tuple[Column, ...],
    blocks: tuple[DayBlock, ...],
    zoom: int,
    line_height: int,
    room: int,
) -> Arrangement:
    span = day_span(
        [
            *day.opening,
            *(hours for column in columns for hours in column.free),
            *((block.start, block.end) for block in blocks),
        ]
    )
    scale = Scale(*span, zoom, usual_density(line_height, _shortest(blocks)))
    edges = tuple(column_edges(len(columns), room, least_width(line_height)))
    boxes = _boxes(blocks, edges, scale, idle_width(line_height))
    return Arrangement(day, columns, scale, edges, blocks, boxes)


def _shortest(blocks: Sequence[DayBlock]) -> int:
    """The fewest minutes in which a name must stand, of all blocks that are not idle."""
    return min(
        (end - start for b in blocks if not b.idle for start, end in b.parts[:1]), default=15
    )


def _while_open(column: Column, opening: Sequence[Interval]) -> Column:
    """The column, with a room's or thing's hours cut to the clinic's: it is there at night too."""
    if column.resource.kind in ("practitioner", "assistant") or not opening:
        return column
    closed = subtract_intervals([(0, MIDNIGHT)], opening)
    return replace(column, free=tuple(subtract_intervals(column.free, closed)))


def _blocks_of(
    day: DayInfo, index: int, resource: ResourceInfo, columns: Sequence[Column]
) -> list[DayBlock]:
    shown = {column.resource.id for column in columns}
    # A second place for work-ins stands in its resource's column unless it has one of its own.
    own = {resource.id, *(n for n in day.setup.lanes.get(resource.id, ()) if n not in shown)}
    groups: dict[tuple[str, int], list[AppointmentInfo]] = {}
    for item in day.appointments:
        if own.intersection(item.resources) and item.status.stage is not Stage.IN_ERROR:
            key = ("appointment", item.number) if item.group is None else ("class", item.group)
            groups.setdefault(key, []).append(item)
    blocks = [_block(index, own, members) for members in groups.values()]
    return sorted(blocks, key=lambda block: (block.start, block.idle, block.end))


def _block(index: int, own: Iterable[int], members: Sequence[AppointmentInfo]) -> DayBlock:
    members = sorted(members, key=lambda item: not item.busy)
    first = members[0]
    claims = [
        (claim.start, claim.end)
        for item in members
        for claim in item.claims
        if claim.resource in own
    ]
    whole = [(first.start, first.end)]
    outside = subtract_intervals([(0, MIDNIGHT)], whole)
    parts = subtract_intervals(claims, outside) or whole
    return DayBlock(
        index,
        tuple(members),
        tuple(merge_intervals(parts)),
        tuple(subtract_intervals(claims, whole)),
    )


def _boxes(
    blocks: Sequence[DayBlock], edges: Sequence[int], scale: Scale, thin: int
) -> dict[tuple[int, int], Box]:
    boxes = {}
    for column, found in groupby(blocks, key=lambda block: block.column):
        own = list(found)
        slots = [Slot(block.start, block.end, block.idle) for block in own]
        left, width = edges[column] + GUTTER, edges[column + 1] - edges[column] - 2 * GUTTER
        for block, (x, wide) in zip(own, side_by_side(slots, left, width, thin), strict=True):
            top, bottom = scale.y(block.start), scale.y(block.end)
            boxes[block.key] = Box(x, top + 1, wide - 1, max(bottom - top - 2, 6))
    return boxes
