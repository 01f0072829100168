"""What a step blocks of a calendar, and from which starts a calendar has it free."""

from functools import lru_cache

from clinicdesk.scheduling.core.bit_sets import Bits, Units, units_of
from clinicdesk.scheduling.core.holds import WHOLE_STEP, Hold, blocked_minutes
from clinicdesk.scheduling.core.intervals import MIDNIGHT
from clinicdesk.scheduling.core.problem import Need


class Shapes:
    """The shapes of a problem: sets of blocks that some need takes, each under its own number.

    Blocks are in units after the step's start, buffers included.
    """

    def __init__(self, unit: int) -> None:
        self._unit = unit
        self._numbers: dict[tuple[tuple[Hold, ...], int, int, int], int | None] = {}
        self.fits: list[tuple[tuple[int, tuple[int, ...]], ...]] = []
        """By shape: for each block where it begins, and the shifts that find where it fits."""
        self._patterns: list[tuple[int, Units]] = []
        """By shape: where it begins, and its units counted from there."""

    def of(self, need: Need, minutes: int) -> int | None:
        """What a need of a step of so many minutes takes; None if that is more than a day."""
        return self._number((need.holds, need.before, need.after, minutes))

    def plain(self, length: int) -> int:
        """So many units from the start on, at most a day."""
        number = self._number((WHOLE_STEP, 0, 0, length * self._unit))
        assert number is not None
        return number

    def block(self, shape: int, start: int) -> Units:
        """The units that a shape takes from `start` on; -1 (all) if some are before midnight."""
        first, pattern = self._patterns[shape]
        return pattern << start + first if start + first >= 0 else _ALL

    def starts(self, shape: int, free: Units) -> Units:
        """Every start from which the whole shape is free."""
        found = _ALL
        for begin, shifts in self.fits[shape]:
            fits = free
            for shift in shifts:
                fits &= fits >> shift
            found &= fits >> begin if begin >= 0 else fits << -begin
        return found

    def _number(self, key: tuple[tuple[Hold, ...], int, int, int]) -> int | None:
        if key not in self._numbers:
            holds, before, after, minutes = key
            blocks = [
                (begin // self._unit, end // self._unit)
                for begin, end in blocked_minutes(holds, before, after, 0, minutes)
            ]
            most = MIDNIGHT // self._unit
            if any(begin < -most or end > most for begin, end in blocks):
                self._numbers[key] = None
            else:
                self._numbers[key] = len(self.fits)
                self.fits.append(tuple((begin, doubling(end - begin)) for begin, end in blocks))
                first = blocks[0][0] if blocks else 0
                units = [(1 << end - first) - (1 << begin - first) for begin, end in blocks]
                self._patterns.append((first, units_of(sum(units))))
        return self._numbers[key]


_ALL = Units(Bits(-1))


def run(units: Units, length: int) -> Units:
    """Every unit with which so many units of the set begin, by doubling."""
    for shift in doubling(length):
        units &= units >> shift
    return units


@lru_cache(maxsize=4096)
def doubling(length: int) -> tuple[int, ...]:
    """The shifts after which only the beginnings of runs of `length` bits are left of a set.

    Each is applied to what the ones before it left.
    """
    shifts = []
    have = 1
    while have < length:
        shifts.append(min(have, length - have))
        have += shifts[-1]
    return tuple(shifts)
