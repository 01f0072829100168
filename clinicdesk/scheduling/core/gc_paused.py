"""Python's garbage collection paused while a search runs."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """No search for reference cycles inside the block.

    The engine's searches make many small values but no cycles, so whatever they drop is freed at
    once all the same; looking for cycles again and again takes about a fifth of a search's time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
