"""How a search is asked to stop: from outside, at any time, without a thread."""

from collections.abc import Callable

STEPS_BETWEEN = 16
"""Steps of the search between two questions; the slowest take about a quarter of a millisecond."""


class Stopped(Exception):
    """The caller asked to stop."""


def poll_of(stop: Callable[[], bool] | None) -> Callable[[], None]:
    """To be called at every step of a search: asks `stop` now and then, raises Stopped on True."""
    if stop is None:
        return lambda: None
    steps = 0

    def poll() -> None:
        nonlocal steps
        steps += 1
        if not steps % STEPS_BETWEEN and stop():
            raise Stopped

    return poll
