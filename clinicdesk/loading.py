"""What makes loading slow, and is of no use to this program, waits or is left out."""

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """No search for garbage inside the block, or until `loaded` is called in it.

    Tens of thousands of classes, functions and rows are made while the window starts, none of them
    in vain; searching through them again and again would take a fifth of that time. Nor is what the
    block made searched after it.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            loaded()


_OWN_IMPORT = builtins.__import__
"""Python's own `import`, where Qt was not loaded before this module."""


def load_qt() -> None:
    """Load Qt, but give `import` back to Python.

    PySide6 takes its place to look whether a module says `from __feature__ import snake_case`: it
    reads the source of every module that is loaded from then on. Nothing here says so. Raises
    ImportError.
    """
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = _OWN_IMPORT


def loaded() -> None:
    """End it: what is there by now is never searched again, so that no later search is long."""
    if not gc.isenabled():
        keep()
        gc.enable()


def keep() -> None:
    """What is there now stays as long as the program: no search for garbage goes through it.

    A search through all of a window's parts takes four times as long as a frame.
    """
    gc.freeze()


def keep_anew() -> None:
    """The same where another window was left: what was kept of that one goes first."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
