"""Python's search for garbage waits while the program is loaded: all of that stays for good."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """No search for garbage inside the block, or until `loaded` is called in it.

    Tens of thousands of classes, functions and rows are made while the window starts, none of them
    in vain; searching through them again and again would take a fifth of that time.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def loaded() -> None:
    """End it: what is there by now is never searched again, so that no later search is long."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
