"""Marks that a window of this computer has a clinic open; one that is left tells of a power cut.

A window that is killed leaves its file sound: what it had begun is taken back by SQLite, and what
it had committed the system still holds. Only when the computer itself went down may a disk have
lost what it had promised to keep.
"""

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

import platformdirs

from clinicdesk.exchange.files import read_regular

LARGEST = 100
"""Bytes of a mark."""

SLACK = 120
"""Seconds by which two readings of one start of a computer differ, where it has no other name."""


class OpenMark:
    """The mark of one window on one clinic."""

    def __init__(self, clinic: Path, folder: Path | None = None) -> None:
        state = platformdirs.user_state_path("clinicdesk", appauthor=False)
        self._folder = state / "open" if folder is None else folder
        real = os.fsencode(os.path.realpath(clinic))
        self._stem = hashlib.sha256(real).hexdigest()[:16]
        self._path = self._folder / f"{self._stem}-{secrets.token_hex(4)}"

    def was_cut_off(self) -> bool:
        """Whether the computer went down while a window had this clinic open. Told once."""
        found = False
        with contextlib.suppress(OSError):
            for left in sorted(self._folder.glob(f"{self._stem}-*")):
                if not _is_this_start(read_regular(left, LARGEST).decode("ascii", "replace")):
                    left.unlink()
                    found = True
        return found

    def begin(self) -> None:
        """The window is open. Nothing is said where no mark can be left."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.write_text(_this_start(), "ascii")

    def end(self) -> None:
        """The window is closed."""
        with contextlib.suppress(OSError):
            self._path.unlink()


def _this_start() -> str:
    """A name of this computer's last start: Linux has one, elsewhere it is the time of it."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    # Loaded only where it is needed, as each start of the window comes by here.
    import psutil

    return f"{psutil.boot_time():.0f}"


def _is_this_start(text: str) -> bool:
    now = _this_start()
    if now.isdigit() and text.isdigit():
        return abs(int(now) - int(text)) <= SLACK
    return text == now
