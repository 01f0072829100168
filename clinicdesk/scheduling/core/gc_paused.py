"""No looking for garbage while a search runs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_for_later() -> Iterator[None]:
    """Python's search for reference cycles waits until the block is over.

    The engine's searches make many small values and no cycles, so all they drop is freed at once;
    looking through them again and again takes about a fifth of a search's time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
