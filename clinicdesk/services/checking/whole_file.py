"""A look at every page of a clinic's file in a process of its own, while its window is at work."""

import contextlib
import os
from multiprocessing.connection import Connection
from pathlib import Path

from clinicdesk.models.errors import DatabaseRefused
from clinicdesk.models.stores.soundness import is_sound

KINDNESS = 10
"""How far the process stands back behind the window's, as the system counts it."""


def look_over(path: Path, answer: "Connection[bool, None]") -> None:
    """Send whether the file is sound; nothing if it cannot be looked at just now."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(KINDNESS)
    with contextlib.suppress(DatabaseRefused, MemoryError), answer:
        answer.send(is_sound(path))
