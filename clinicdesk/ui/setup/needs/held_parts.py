"""The parts of a visit that a need holds, as edges that can be moved. Pure, no widgets.

All are whole minutes from the start of the visit; the edges of the buffers lie outside of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from clinicdesk.ui.setup.needs.need_text import longest_of

Part = tuple[int, int]
"""`[start, end)`."""

LONGEST_BUFFER = 240


class Side(StrEnum):
    """Which edge of a part, or which buffer."""

    BEFORE = "before"
    START = "start"
    END = "end"
    AFTER = "after"


@dataclass(frozen=True)
class Edge:
    """An edge that can be moved; `part` counts from 0."""

    side: Side
    part: int
    at: int


@dataclass(frozen=True)
class HeldParts:
    """What a need holds of a visit of `minutes`: ascending parts, apart or touching."""

    minutes: int
    parts: tuple[Part, ...]
    before: int = 0
    after: int = 0

    @property
    def edges(self) -> tuple[Edge, ...]:
        """From left to right."""
        inner = (
            Edge(side, number, at)
            for number, part in enumerate(self.parts)
            for side, at in zip((Side.START, Side.END), part, strict=True)
        )
        first, last = self.parts[0][0], self.parts[-1][1]
        return (
            Edge(Side.BEFORE, 0, first - self.before),
            *inner,
            Edge(Side.AFTER, len(self.parts) - 1, last + self.after),
        )

    def moved(self, number: int, to: int) -> "HeldParts":
        """With the edge of that number at that minute, or as near as its neighbors let it."""
        edge = self.edges[number]
        start, end = self.parts[edge.part]
        if edge.side is Side.BEFORE:
            return replace(self, before=_within(start - to, 0, LONGEST_BUFFER))
        if edge.side is Side.AFTER:
            return replace(self, after=_within(to - end, 0, LONGEST_BUFFER))
        if edge.side is Side.START:
            least = self.parts[edge.part - 1][1] if edge.part else 0
            return self._with(edge.part, (_within(to, least, end - 1), end))
        last = edge.part == len(self.parts) - 1
        most = self.minutes if last else self.parts[edge.part + 1][0]
        return self._with(edge.part, (start, _within(to, start + 1, most)))

    def pushed(self, number: int, steps: int, grid: int) -> "HeldParts":
        """With that edge moved by so many steps of the grid, to the right if it is more than 0."""
        at = self.edges[number].at
        to = (at // grid if steps > 0 else -(-at // grid)) + steps
        return self.moved(number, to * grid)

    def split(self, part: int, grid: int) -> "HeldParts":
        """With a gap of one step of the grid in the middle of that part, if it is long enough."""
        start, end = self.parts[part]
        middle = (start + end) // 2 // grid * grid
        if not start < middle < middle + grid < end:
            return self
        both = (start, middle), (middle + grid, end)
        return replace(self, parts=(*self.parts[:part], *both, *self.parts[part + 1 :]))

    def without(self, part: int) -> "HeldParts":
        """Without that part; the last one stays."""
        left = (*self.parts[:part], *self.parts[part + 1 :])
        return replace(self, parts=left) if left else self

    def _with(self, number: int, part: Part) -> "HeldParts":
        return replace(self, parts=(*self.parts[:number], part, *self.parts[number + 1 :]))


def held_parts(need: Mapping[str, Any], minutes: int) -> HeldParts | None:
    """What that need holds of a visit of so many minutes; None where it cannot be drawn."""
    found: list[Part] = []
    for text in need.get("holds", ()) or ("0-end",):
        start, _, end = str(text).partition("-")
        if not start.isdecimal() or not (end.isdecimal() or end == "end"):
            return None
        part = int(start), minutes if end == "end" else int(end)
        if not (found[-1][1] if found else 0) <= part[0] < part[1] <= minutes:
            return None
        found.append(part)
    return HeldParts(minutes, tuple(found), int(need.get("before", 0)), int(need.get("after", 0)))


def drawn_parts(need: Mapping[str, Any], minutes: int) -> HeldParts | None:
    """The same, of the longest visit that somebody makes of it if it holds more than the usual."""
    return held_parts(need, minutes) or held_parts(need, longest_of(need, minutes))


def with_parts(need: Mapping[str, Any], held: HeldParts) -> dict[str, Any]:
    """The need, holding these parts; what ends with the visit says so."""
    holds = [f"{start}-{'end' if end == held.minutes else end}" for start, end in held.parts]
    values = {
        "holds": None if holds == ["0-end"] else holds,
        "before": held.before or None,
        "after": held.after or None,
    }
    return {key: value for key, value in {**need, **values}.items() if value is not None}


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))
