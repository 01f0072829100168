"""Sleeping under a faked clock; Python reads it at its start where it lies on PYTHONPATH.

libfaketime leaves the monotonic clock true, as waiting by a faked one never ends
(`threading.Event.wait`). But it takes Python's `time.sleep`, which sleeps until an instant of that
clock, for one by the faked clock: OSError EINVAL. A wait for nothing with a timeout is left alone.
"""

import select
import time
from typing import SupportsIndex


def _sleep(seconds: float | SupportsIndex) -> None:
    select.select((), (), (), float(seconds))


time.sleep = _sleep
