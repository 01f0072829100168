"""Where times, columns and boxes stand on the day, in pixels: plain numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clinicdesk.scheduling import MIDNIGHT, Interval

ROWS = (60, 30, 15, 5)
"""Minutes between two lines, by step of zoom."""

USUAL_ZOOM = 1
_DENSITY = (0.55, 1.0, 1.9, 4.2)
"""Pixels a minute by step of zoom, as multiples of the usual one."""

LEAST_COLUMN, MOST_COLUMN = 112, 340
"""Width of a column in pixels: six on a small screen and twelve on a large one."""

IDLE_WIDTH = 17
"""How wide a cancelled appointment is beside one that is not: a line of small text, turned."""

MOST_TALLER = 2.0
"""How much taller than usual a day may become for its shortest work."""

EMPTY_DAY: Interval = (8 * 60, 18 * 60)
"""What a day shows on which nobody is in."""


@dataclass(frozen=True)
class Box:
    """A rectangle in the day's own pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def moved(self, x: int, y: int) -> "Box":
        """The same box, so much further to the right and down."""
        return Box(self.x + x, self.y + y, self.width, self.height)

    def contains(self, x: float, y: float) -> bool:
        return self.x <= x < self.right and self.y <= y < self.bottom


@dataclass(frozen=True)
class Scale:
    """Minutes after midnight to pixels and back; `usual` is the usual pixels a minute."""

    first: int
    last: int
    zoom: int
    usual: float

    @property
    def row(self) -> int:
        """Minutes between two lines."""
        return ROWS[self.zoom]

    @property
    def density(self) -> float:
        return self.usual * _DENSITY[self.zoom]

    @property
    def height(self) -> int:
        return self.y(self.last)

    def y(self, minute: float) -> int:
        return round((minute - self.first) * self.density)

    def minute(self, y: float) -> float:
        return self.first + y / self.density

    def lines(self) -> list[int]:
        """The minutes at which a line is drawn."""
        return list(range(self.first, self.last + 1, self.row))


def usual_density(line_height: int, shortest: int = 15) -> float:
    """Pixels a minute at which a line of text stands whole in a quarter of an hour.

    Where the shortest work of the day takes fewer minutes the day becomes taller, until a line of
    small text stands whole in it, or the day is `MOST_TALLER` times as tall as usual.
    """
    usual = max(1.5, (line_height + 7) / 15)
    small_line = line_height * 0.9 + 1
    return min(max(usual, small_line / max(shortest, 1)), usual * MOST_TALLER)


def idle_width(line_height: int) -> int:
    """How wide a cancelled appointment is beside one that is not; wider for a larger font."""
    return max(IDLE_WIDTH, line_height + 2)


def day_span(intervals: Iterable[Interval]) -> Interval:
    """From the first to the last minute that is taken by anything, out to whole hours."""
    taken = list(intervals)
    if not taken:
        return EMPTY_DAY
    first = min(start for start, _ in taken) // 60 * 60
    last = -(-max(end for _, end in taken) // 60) * 60
    return max(0, first), min(MIDNIGHT, max(last, first + 60))


def least_width(line_height: int) -> int:
    """How narrow a column may be; wider for a larger font."""
    return max(LEAST_COLUMN, round(line_height * 7.4))


def column_edges(count: int, room: int, least: int = LEAST_COLUMN) -> list[int]:
    """The left edge of each column and the right edge of the last, in `room` pixels or more."""
    if not count:
        return [0]
    most = max(MOST_COLUMN, least)
    if room >= count * most:
        return [index * most for index in range(count + 1)]
    if room >= count * least:
        return [room * index // count for index in range(count + 1)]
    return [index * least for index in range(count + 1)]


@dataclass(frozen=True)
class Slot:
    """A stretch of a column's time; an idle one (cancelled, not come) keeps nobody busy."""

    start: int
    end: int
    idle: bool = False


def side_by_side(
    slots: Sequence[Slot], left: int, width: int, idle_width: int = IDLE_WIDTH
) -> list[tuple[int, int]]:
    """Left edge and width of each slot, so that none covers another.

    Busy ones that overlap share the width; idle ones that overlap a busy one stand thin at the
    right of it, and take nothing from any other.
    """
    places: list[tuple[int, int]] = [(left, width)] * len(slots)
    for cluster in _clusters(slots):
        busy = [index for index in cluster if not slots[index].idle]
        idle = [index for index in cluster if slots[index].idle]
        if not busy:
            busy, idle = idle, []
        thin_tracks = _tracks([slots[index] for index in idle])
        count = max(thin_tracks, default=-1) + 1
        thin = min(idle_width, width // 3 // max(count, 1))
        for part in _clusters([slots[index] for index in busy]):
            together = [busy[index] for index in part]
            met = any(_overlap(slots[index], slots[off]) for index in together for off in idle)
            _share(places, slots, together, left, width - thin * count if met else width)
        for index, track in zip(idle, thin_tracks, strict=True):
            places[index] = (left + width - (count - track) * thin, thin)
    return places


def _share(
    places: list[tuple[int, int]], slots: Sequence[Slot], together: list[int], left: int, width: int
) -> None:
    """Give each of those that overlap its part of the width."""
    tracks = _tracks([slots[index] for index in together])
    each = width / (max(tracks) + 1)
    for index, track in zip(together, tracks, strict=True):
        begin, end = round(track * each), round((track + 1) * each)
        places[index] = (left + begin, end - begin)


def _overlap(slot: Slot, other: Slot) -> bool:
    return slot.start < other.end and other.start < slot.end


def _clusters(slots: Sequence[Slot]) -> list[list[int]]:
    """The indexes of slots in groups: within one each overlaps another, across two none does."""
    found: list[list[int]] = []
    reach = -1
    for index in sorted(range(len(slots)), key=lambda i: (slots[i].start, slots[i].end)):
        if slots[index].start >= reach:
            found.append([])
        found[-1].append(index)
        reach = max(reach, slots[index].end)
    return found


def _tracks(slots: Sequence[Slot]) -> list[int]:
    """For each slot the first track that is free then, counted from 0; slots by start."""
    ends: list[int] = []
    tracks = []
    for slot in slots:
        track = next((n for n, end in enumerate(ends) if end <= slot.start), len(ends))
        ends[track : track + 1] = [slot.end]
        tracks.append(track)
    return tracks


def link_lines(steps: Sequence[Box], names: Sequence[Box]) -> list[list[tuple[int, int]]]:
    """The corners of a line from each step to the next, which crosses as few names as can be.

    It leaves a step at its side, goes up or down in the gutter between two columns, and runs across
    at the height where the fewest of `names` are.
    """
    lines = []
    for first, then in pairwise(sorted(steps, key=lambda box: (box.y, box.bottom))):
        if first.x == then.x:
            gutter = first.x - 3
            lines.append(
                [(first.x, first.bottom - 6), (gutter, first.bottom - 6), (gutter, then.y + 6),
                 (then.x, then.y + 6)]
            )  # fmt: skip
            continue
        # The gutters at the sides of a column are where nothing is ever written.
        to_right = then.x > first.x
        begin = first.right if to_right else first.x
        end = then.x if to_right else then.right
        low, high = sorted((first.bottom - 4, then.y + 8))
        across = _clearest_height(low, max(high, low + 1), sorted((begin, end)), names)
        leave = min(first.bottom - 6, max(first.y + 6, across))
        enter = min(then.bottom - 6, max(then.y + 8, across))
        out, back = (begin + 2, end - 2) if to_right else (begin - 2, end + 2)
        lines.append(
            [(begin, leave), (out, leave), (out, across), (back, across), (back, enter),
             (end, enter)]
        )  # fmt: skip
    return lines


def _clearest_height(low: int, high: int, reach: Sequence[int], names: Sequence[Box]) -> int:
    """Where from `low` to `high` a line across `reach` crosses the fewest pixels of names."""
    between = [box for box in names if box.right > reach[0] and box.x < reach[1]]

    def covered(y: int) -> tuple[int, int]:
        met = sum(
            min(box.right, reach[1]) - max(box.x, reach[0])
            for box in between
            if box.y - 2 <= y <= box.bottom + 2
        )
        return met, abs(y - (low + high) // 2)

    return min(range(low, high + 1, 2), key=covered)
