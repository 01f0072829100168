"""How far long work is: whoever does it tells how much is done, and of how much."""

from collections.abc import Callable

Tell = Callable[[int, int], object]
"""Takes how much is done, and of how much; 0 of 0 where nobody knows."""

WHOLE = 1000


def nobody(_done: int, _total: int) -> None:
    """For a caller that shows no progress."""


def stretch(tell: Tell, first: int, last: int) -> Tell:
    """What a part of the work is to tell: it takes the whole from `first` percent to `last`."""

    def told(done: int, total: int) -> None:
        share = first + (last - first) * done / total if total else first
        tell(round(share * WHOLE / 100), WHOLE)

    tell(first * WHOLE // 100, WHOLE)
    return told
