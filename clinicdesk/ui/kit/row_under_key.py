"""A key that was meant for a row which another desk has just taken away is for no other row."""

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QKeyEvent

READING = 400
"""Milliseconds in which nobody reads what stands there now, and then presses a key for it."""

_NOT_ACTING = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab})


class RowUnderKey:
    """Told of each key and of each row that goes: who takes a row away by a key goes on at once."""

    def __init__(self) -> None:
        self._acted: object = None
        """What the row keeps to which somebody here has done something last."""
        self._gone = QElapsedTimer()

    def note_gone(self, row: object) -> None:
        """The keyboard was at this row, and is at another one now."""
        if row == self._acted:
            self._gone.invalidate()
        else:
            self._gone.start()

    def takes(self, event: QKeyEvent, row: object) -> bool:
        """Whether the key is for nobody; else it is for the row."""
        if not _acts(event):
            return False
        if self._gone.isValid() and self._gone.elapsed() < READING:
            return True
        self._acted = row
        return False


def _acts(event: QKeyEvent) -> bool:
    """Whether a key does something to a row, and does not only move or leave."""
    others = ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    acts = bool(event.text()) or event.key() == Qt.Key.Key_Delete
    return acts and event.key() not in _NOT_ACTING and not event.modifiers() & others
