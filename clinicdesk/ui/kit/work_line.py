"""One line about long work: what is being done, how far it is, and a button that cancels it."""

import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.focus import give_back_focus
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.wording import say

SHOWN_AFTER = 400
"""Milliseconds: what is over by then moves nothing on the screen."""

TOLD_EVERY = 10.0
"""Seconds after which a screen reader is given to say again how far it is."""


class WorkLine(QWidget):
    """Hidden while nothing is done. Esc in it cancels, as its button does."""

    stop_wanted = Signal()

    def __init__(self, *, at_once: bool = True, with_button: bool = True) -> None:
        """Not `at_once` it is shown for what takes longer alone, where others are at work."""
        super().__init__()
        self._at_once = at_once
        self._told = 0.0
        self._before: QWidget | None = None
        self.what = label(part="muted", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("work.progress"))
        self.stop = button(say("work.cancel"), self.stop_wanted.emit)
        self.stop.setVisible(with_button)
        beside = line(self.bar, self.stop)
        beside.setStretch(0, 1)
        self.setLayout(column(self.what, beside, spacing=4))
        self._later = QTimer(self, singleShot=True, interval=SHOWN_AFTER)
        self._later.timeout.connect(self.show)
        self.hide()

    def follow(self, work: WindowWork) -> None:
        """Show all that a window does in a process of its own and says by itself."""
        work.begun.connect(self.begin)
        work.progressed.connect(self.show_progress)
        work.stopping.connect(self.show_stopping)
        work.changed.connect(lambda: None if work.busy else self.end())
        self.stop_wanted.connect(work.stop)

    def begin(self, what: str) -> None:
        """This is being done now, nobody knows yet how far; nothing is shown of what is empty."""
        if not what:
            return
        self._told = time.monotonic()
        self.what.setText(what)
        self.bar.setRange(0, 0)
        announce(self, what)
        if self._at_once:
            self.show()
        else:
            self._later.start()

    def show_progress(self, done: int, total: int) -> None:
        """So much is done, of so much."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        now = time.monotonic()
        if total and self.isVisible() and now - self._told > TOLD_EVERY:
            self._told = now
            announce(self, say("work.share", {"percent": 100 * done // total}))

    def show_stopping(self) -> None:
        """It was cancelled, and is not over yet."""
        self.what.setText(say("work.stopping"))
        # The button stays enabled, as the keyboard would leave it; asked twice is asked once.
        self.bar.setRange(0, 0)

    def end(self) -> None:
        """Nothing is being done any more."""
        self._later.stop()
        # The window's own focus, which it has also while another program is in front.
        focused = self.isAncestorOf(self.window().focusWidget())
        before, self._before = self._before, None
        self.hide()
        if focused:
            give_back_focus(before)

    def take_focus(self) -> None:
        """Let Enter and Esc cancel it; what had the keyboard has it again at the end."""
        self._before = self.window().focusWidget()
        self.stop.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.stop_wanted.emit()
        else:
            super().keyPressEvent(event)
