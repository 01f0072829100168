"""The bar of a visit held for this desk: how long it still is, to be booked or given back."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from clinicdesk.services.visits.reading.holds import HoldInfo, read_hold
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import button, column, fill, label, line
from clinicdesk.wording import say


def _nothing() -> None:
    """Nobody waits for a look."""


class HoldBar(QFrame):
    """Counts down to when the hold ends, as it is written, by the desk's own clock."""

    ended = Signal(str, bool)
    """The hold is no more, once: the code of why, and whether the keyboard was at it."""
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

    def begin(self, visit: int, ends: datetime, what: str) -> None:
        """Start counting for a hold that was just made."""
        self.visit, self._ends = visit, ends
        self._what.setText(say("hold-bar.held", {"what": what}))
        self.show()
        self._timer.start()
        self.tick()
        self.book.setFocus()

    def resume(self, visit: int, what: str) -> None:
        """Count again for a hold that was put aside; until when, and whether it is, is read."""
        self.visit = visit
        self._what.setText(say("hold-bar.held", {"what": what}))
        self.left.setText("")
        self.show()
        self._timer.start()
        self.book.setFocus()
        self.look()

    def stop(self) -> None:
        """Stop counting and hide: the hold is booked, given back or over."""
        self._timer.stop()
        self.visit = self._ends = None
        self.hide()

    def tick(self) -> None:
        """Show what is left."""
        if self._ends is None:
            return
        seconds = int((self._ends - self._desk.context.instant()).total_seconds())
        if seconds <= 0:
            self._end("hold-bar.over")
            return
        self.left.setText(f"{seconds // 60}:{seconds % 60:02}")
        self.left.setAccessibleName(say("hold-bar.left", {"left": self.left.text()}))

    def look(self, then: Callable[[], object] = _nothing) -> None:
        """Somebody changed something: whether the hold is still there, and until when."""
        visit, database = self.visit, self._desk.database
        if visit is None:
            then()
            return

        def show(hold: HoldInfo | None) -> None:
            if visit == self.visit:
                self._show(hold)
            then()

        # While it cannot be read it goes on counting by what was read last.
        self._desk.read(
            (self, then), lambda: read_hold(database, visit), show, lambda _refusal: then()
        )

    def _show(self, hold: HoldInfo | None) -> None:
        if hold is not None:
            self._ends = hold.expires_at
        self.tick()
        if hold is None and self.visit is not None:
            self._end("hold-bar.gone")

    def _end(self, code: str) -> None:
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.stop()
        self.ended.emit(code, had_focus)
