"""The kinds of integers that the searches calculate with, each a type of its own.

A set is one integer with a bit for each member, so that one operation works on all members at once.
At run time every one of these types is a plain int; the type checker alone keeps them apart, so
that a set of steps is never taken for a mask of cells. The classes below tell it what comes of an
operation. To turn a computed int into a set costs a call: it is done where sets are made, not
where they are used.
"""

from typing import TYPE_CHECKING, NewType, Self

if TYPE_CHECKING:

    class Number(int):
        """An int that stays of its kind when an int is added to it or taken from it."""

        def __add__(self, other: int, /) -> Self: ...
        def __sub__(self, other: int, /) -> Self: ...

    class Bits(int):
        """An int that stays of its kind under bit operations."""

        def __and__(self, other: int, /) -> Self: ...
        def __or__(self, other: int, /) -> Self: ...
        def __xor__(self, other: int, /) -> Self: ...
        def __lshift__(self, places: int, /) -> Self: ...
        def __rshift__(self, places: int, /) -> Self: ...
        def __invert__(self) -> Self: ...
        def __neg__(self) -> Self: ...
        def __sub__(self, other: int, /) -> Self: ...
        def __radd__(self, other: int, /) -> Self: ...

    class CellBits(Bits):
        """Bits of cells: their number of bits is a cell, the one after the last."""

        def bit_length(self) -> "Cell": ...

else:
    Number = Bits = CellBits = int

Cell = NewType("Cell", Number)
"""A grid cell of one day, by its number after midnight."""

Mask = NewType("Mask", CellBits)
"""Cells of the grid on one day, or on several side by side (`search/free_time/horizon.py`)."""

Steps = NewType("Steps", Bits)
"""Steps of one request, numbered as it lists them."""

Units = NewType("Units", Bits)
"""Units of time of one day, or starts on it: bit `t` is what begins `t` units after midnight."""

Calendars = NewType("Calendars", Bits)
"""Calendars of a packing by their numbers; each is one resource or one patient on one day."""

NO_CELLS = Mask(CellBits(0))
FIRST_CELL = Mask(CellBits(1))
NO_STEPS = Steps(Bits(0))
NO_UNITS = Units(Bits(0))
NO_CALENDARS = Calendars(Bits(0))


def steps_of(bits: int) -> Steps:
    """An integer, one bit for each step, as the set of steps that it is."""
    return Steps(Bits(bits))


def mask_of(bits: int) -> Mask:
    """An integer, one bit for each cell, as the mask that it is."""
    return Mask(CellBits(bits))


def units_of(bits: int) -> Units:
    """An integer, one bit for each unit of time, as the set that it is."""
    return Units(Bits(bits))
