"""When it suits whoever waits, while it is typed: what is understood is said before Enter."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.services.waiting.entries import Waiting
from clinicdesk.services.waiting.suits import Suits
from clinicdesk.ui.kit.entry.fields import CheckedField
from clinicdesk.ui.kit.entry.suits_in_words import (
    notice_typed,
    suits_text,
    times_typed,
    with_notice,
    with_times,
)
from clinicdesk.wording import say


class Line(StrEnum):
    """Which of the two lines is typed."""

    TIMES = "times"
    NOTICE = "notice"


class SuitsEditor(CheckedField):
    """One field for either line; hidden while none is typed."""

    confirmed = Signal(object, object)
    """The `Waiting` that it is about, and the `Suits` that was typed."""

    def __init__(self) -> None:
        self._entry: Waiting | None = None
        self._line = Line.TIMES
        self._today, self._order = date.min, "MDY"
        super().__init__("")
        self.edit.returnPressed.connect(self._confirm)
        self.hide()

    def begin(self, entry: Waiting, which: Line, today: date, order: str) -> None:
        """Type that line anew; `order` is the clinic's order of dates."""
        self._entry, self._line, self._today, self._order = entry, which, today, order
        self.caption.setText(say(f"waiting.edit-{which}"))
        self.edit.setAccessibleName(self.caption.text())
        self.edit.setPlaceholderText(say(f"waiting.hint-{which}"))
        self.edit.setToolTip(say(f"waiting.hint-{which}"))
        self.show()
        typed = times_typed if which is Line.TIMES else notice_typed
        self.edit.setText(typed(entry.suits))
        self.edit.setFocus()
        self.edit.selectAll()

    def end(self) -> None:
        """Nothing is typed any more, and nothing of it stays."""
        self._entry = None
        self.edit.clear()
        self.hide()

    @property
    def meant(self) -> Suits | None:
        """What the text means; None if it means nothing."""
        if self._entry is None:
            return None
        if self._line is Line.NOTICE:
            return with_notice(self._entry.suits, self.edit.text())
        return with_times(self._entry.suits, self.edit.text(), self._today, self._order)

    def fault(self) -> str:
        """Why the text means nothing."""
        wrong = self._entry is not None and self.meant is None
        return say(f"waiting.no-{self._line}") if wrong else ""

    def echo(self) -> str:
        """How it is understood."""
        meant = self.meant
        return "" if meant is None else suits_text(meant) or say("waiting.always")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The Enter that ends it is none of whoever has the keyboard then."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        meant = self.meant
        if self._entry is not None and not self.complain() and meant is not None:
            self.confirmed.emit(self._entry, meant)
