"""A look at every page of a clinic's file in a process of its own, while its window is at work."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from clinicdesk.models.stores.soundness import is_sound

KINDNESS = 10
"""How far the process stands back behind the window's, as the system counts it."""


def look_over(path: Path, progress: Callable[[int, int], object]) -> bool:
    """Whether the file is sound. Raises DatabaseRefused if it cannot be looked at just now."""
    with contextlib.suppress(OSError, AttributeError):
        os.nice(KINDNESS)
    sound = is_sound(path)
    progress(1, 1)
    return sound
