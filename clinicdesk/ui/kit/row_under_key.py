"""A key that was meant for a row which another desk has just taken away is for no other row."""

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent

READING = 400
"""Milliseconds in which nobody reads what stands there now, and then presses a key for it."""

_LEAVING = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


class RowUnderKey:
    """Told of each key and of each row that goes: who takes a row away by a key goes on at once."""

    def __init__(self) -> None:
        self._acted: object = None
        """What the row keeps at which somebody here has pressed a key last, but to go on."""
        self._gone = QElapsedTimer()

    def note_gone(self, row: object) -> None:
        """The keyboard was at this row, and is at another one now."""
        if row == self._acted:
            self._gone.invalidate()
        else:
            self._gone.start()

    def takes(self, event: QKeyEvent, row: object) -> bool:
        """Whether the key is for nobody; else it is for the row, or for the window: as undo is."""
        late = self._gone.isValid() and self._gone.elapsed() < READING
        if late and _acts(event):
            return True
        if _does_something(event):
            self._acted = row
        return False


def _does_something(event: QKeyEvent) -> bool:
    """Whether a key does more than go from row to row."""
    return bool(event.text()) or event.key() == Qt.Key.Key_Delete


def _acts(event: QKeyEvent) -> bool:
    """Whether it does that to a row."""
    others = ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    leaves = event.key() in _LEAVING
    return _does_something(event) and not leaves and not event.modifiers() & others
