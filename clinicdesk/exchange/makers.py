"""Which process makes a file or a folder, told by its name: so that what a kill left is known."""

import hashlib
import os
import socket

_PRECISION = 2
"""Seconds by which the clocks of a disk and of a process may differ."""


def this_process() -> str:
    """What stands in a name for the process that makes it: `HOST-NUMBER`, the host eight digits."""
    return f"{this_host()}-{os.getpid()}"


def this_host() -> str:
    """Which computer it is, without naming it."""
    return hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]


def is_at_work(process: int, written: float) -> bool:
    """Whether that process of this computer is there, and was when something was written.

    `written` is in seconds since 1970: the numbers of processes come again. One of which nothing
    can be known is taken to be at work.
    """
    # Loaded only where something was left: each start of the window looks whether there is.
    import psutil

    try:
        return psutil.Process(process).create_time() <= written + _PRECISION
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True
