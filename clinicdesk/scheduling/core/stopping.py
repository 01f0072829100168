"""How a search is asked to stop: from outside, at any time, without a thread."""

from collections.abc import Callable

Stop = Callable[[], bool] | None
"""What the caller of a search passes: asked now and then, and True ends the search."""

Poll = Callable[[], None]
"""What a search calls at every step of its work; it raises Stopped when the search is to end."""

CALLS_BETWEEN = 16
"""A poll asks `stop` once in so many calls; the slowest step takes about a quarter of a
millisecond."""


class Stopped(Exception):
    """The caller asked to stop."""


def poll_of(stop: Stop) -> Poll:
    """The poll that asks `stop` now and then, and raises Stopped once it says True."""
    if stop is None:
        return lambda: None
    calls = 0

    def poll() -> None:
        nonlocal calls
        calls += 1
        if not calls % CALLS_BETWEEN and stop():
            raise Stopped

    return poll
