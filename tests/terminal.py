"""A program at a terminal: its stderr is one, and Ctrl+C reaches it."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
NOW = "2026-11-23T07:00:00"
"""The clinic's wall clock, for who asks."""


class Terminal:
    """A program whose stderr is a terminal; what stands there is read as it comes."""

    def __init__(self, *line: str, cwd: Path) -> None:
        self._end, other = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", *line],
            cwd=cwd,
            env={"PYTHONPATH": str(CHECKOUT), "CLINICDESK_NOW": NOW, "HOME": str(cwd)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=other,
            start_new_session=True,
        )
        os.close(other)
        self.shown = ""

    def read_until(self, text: str) -> None:
        """Until that was shown."""
        while text not in self.shown and self.read():
            pass
        assert text in self.shown

    def stop(self) -> None:
        """As Ctrl+C, which every process at the terminal hears."""
        os.killpg(self._process.pid, signal.SIGINT)

    def end(self) -> int:
        """Its exit status, once all that it showed is read."""
        while self.read():
            pass
        os.close(self._end)
        if self._process.stdout is not None:
            self._process.stdout.close()
        return self._process.wait()

    @property
    def last(self) -> str:
        """What is left to be seen of the last line."""
        return self.shown.rstrip("\r\n").split("\r")[-1].lstrip("\n")

    def read(self) -> bool:
        """Something more; whether there was any."""
        try:
            piece = os.read(self._end, 4096)
        except OSError:
            return False
        self.shown += piece.decode("utf-8", "replace")
        return bool(piece)
