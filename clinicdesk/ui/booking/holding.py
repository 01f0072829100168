"""A visit held for this desk: how long it still is, to be booked or given back."""

from datetime import datetime, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QWidget

from clinicdesk.ui.booking.labels import button, column, fill, label, line
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class HoldBar(QFrame):
    """Counts down by the desk's own clock. `ended` comes once, when the time is over."""

    ended = Signal()
    book_wanted = Signal()
    release_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.visit: int | None = None
        self._ends: datetime | None = None
        self.setProperty("part", "hold")
        self.setAccessibleName(say("hold-bar.title"))
        self.left = label(size="large", bold=True)
        self._what = label(wraps=True)
        self.book = button(say("hold-bar.book"), self.book_wanted.emit, part="primary")
        self.release = button(say("hold-bar.release"), self.release_wanted.emit)
        head = line(self._what, self.left)
        head.setStretch(0, 1)
        buttons = line(self.book, self.release)
        buttons.setStretch(0, 1)
        fill(self, column(head, buttons, spacing=8), 12, 10, 12, 12)
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.tick)
        self.hide()

    def begin(self, visit: int, what: str) -> None:
        """Start counting for a hold that was just made."""
        minutes = self._desk.availability.book().hold_minutes
        self.visit = visit
        self._ends = self._desk.context.instant() + timedelta(minutes=minutes)
        self._what.setText(say("hold-bar.held", {"what": what}))
        self.show()
        self._timer.start()
        self.tick()
        self.book.setFocus()

    def stop(self) -> None:
        """The hold is gone, however."""
        self._timer.stop()
        self.visit = self._ends = None
        self.hide()

    def tick(self) -> None:
        """Show what is left."""
        if self._ends is None:
            return
        seconds = int((self._ends - self._desk.context.instant()).total_seconds())
        if seconds <= 0:
            self.stop()
            self.ended.emit()
            return
        self.left.setText(f"{seconds // 60}:{seconds % 60:02}")
        self.left.setAccessibleName(say("hold-bar.left", {"left": self.left.text()}))
