"""What no code caught: a refusal is shown, a fault is logged with a code; the program goes on."""

import logging
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from clinicdesk.services.storage import REFUSALS
from clinicdesk.services.uncaught_errors import handle_uncaught, is_out_of_memory, places
from clinicdesk.wording import say

_log = logging.getLogger("clinicdesk")

QUIET_SECONDS = 60.0
"""A refusal that came again within this time is still the same one: whoever reads tries anew twice
a second, and the log shall not be full of it."""


def _log_aside(
    kind: type[BaseException], _error: BaseException | None, trace: TracebackType | None
) -> None:
    """Log what was raised in a destructor or at exit, where Python itself goes on."""
    _log.error("%s at %s", kind.__name__, places(trace))


class CrashGuard(QObject):
    """Handles uncaught exceptions in Python's place; shows one window, however many there are."""

    happened = Signal(str)
    """The code of a fault; from any thread."""
    refused = Signal(str)
    """The sentence of a known refusal that no panel caught: it is no bug."""

    def __init__(self, window: Callable[[], QWidget | None], log_file: Path) -> None:
        super().__init__()
        self._parent = window
        self._log_file = log_file
        self.window: QDialog | None = None
        """The one that is open now."""
        self._last_seen: dict[str, float] = {}
        """When each refusal came last, by what the log says of it; seconds of a steady clock."""
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.take_over()

    def take_over(self) -> None:
        """Install the hooks, in place of whatever else has hooks of its own."""
        handle_uncaught(self._catch, unraisable=_log_aside)

    def _catch(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        if isinstance(error, REFUSALS):
            self._log_once(f"{error.code} escaped at {places(trace)}")
            self.refused.emit(say(error.code, error.params))
            return
        if is_out_of_memory(error):
            _log.warning("no memory at %s", places(trace))
            self.refused.emit(say("command.no-memory"))
            return
        self.happened.emit(self.log_fault(kind, trace))

    def _log_once(self, text: str) -> None:
        now = time.monotonic()
        before = self._last_seen.get(text)
        self._last_seen[text] = now
        if before is None or now - before > QUIET_SECONDS:
            _log.warning("%s", text)

    def log_fault(self, kind: type[BaseException], trace: TracebackType | None) -> str:
        """Log where something went wrong; the code under which it stands in the log."""
        code = secrets.token_hex(3).upper()
        _log.error("%s %s at %s", code, kind.__name__, places(trace))
        return code

    def _show(self, code: str) -> None:
        if self.window is not None:
            return
        dialog = QDialog(self._parent())
        dialog.setWindowTitle(say("screen.fault-title"))
        text = QLabel(say("screen.fault", {"code": code, "file": str(self._log_file)}))
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setWordWrap(True)
        text.setMinimumWidth(420)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(say("screen.fault-go-on"))
        buttons.accepted.connect(dialog.accept)
        layout = QVBoxLayout(dialog)
        layout.addWidget(text)
        layout.addWidget(buttons)
        dialog.finished.connect(self._closed)
        self.window = dialog
        dialog.open()

    def _closed(self) -> None:
        self.window = None
