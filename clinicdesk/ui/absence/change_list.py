"""The reschedule list on screen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.ui.absence.rows import Row
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.lined_rows import LinedRows, write_row
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class ChangeList(LinedRows[Row]):
    """One row for each visit. Left and Right ask for another choice, Enter leaves the list."""

    pointed = Signal(object)
    """The Row that is current now; None without one."""
    choice_wanted = Signal(int)
    """The next choice for the current row, 1, or the one before, -1."""
    left = Signal()
    """Enter: the keyboard goes on to the button that accepts the list."""

    def __init__(self, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, say("absence.list"))
        self.currentItemChanged.connect(lambda _now, _before: self.pointed.emit(self.current))

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the keyboard stays at the same appointment, else it goes to the first."""
        if list(rows) == self.rows:
            return
        before = self.current
        self.blockSignals(True)
        if [row.appointment for row in rows] == [row.appointment for row in self.rows]:
            for number, row in enumerate(rows):
                write_row(self.item(number), row)
            self.scheduleDelayedItemsLayout()
        else:
            self.replace_rows(rows)
            same = (n for n, r in enumerate(rows) if before and r.appointment == before.appointment)
            if rows:
                self.setCurrentRow(next(same, 0))
        self.blockSignals(False)
        self.pointed.emit(self.current)

    def tell_row(self, visit: int) -> None:
        """Have a screen reader say what stands there of that visit now."""
        row = next((row for row in self.rows if row.visit == visit), None)
        announce(self, row.spoken if row else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down are the list's own."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None and plain:
            self.choice_wanted.emit(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if not event.isAutoRepeat():
                self.left.emit()
        elif event.key() == Qt.Key.Key_Escape or event.text().strip():
            # Letters are shortcuts here too: the list does not search by them.
            event.ignore()
        else:
            super().keyPressEvent(event)
