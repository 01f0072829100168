"""Keys of a part of the window: they are not the window's own shortcuts, and act once."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


def kept_from_window(event: QEvent, is_own: Callable[[QKeyEvent], object]) -> bool:
    """Whether it asks for one of the part's own keys: no shortcut of the window takes it then."""
    asks = event.type() == QEvent.Type.ShortcutOverride
    if not (asks and isinstance(event, QKeyEvent) and is_own(event)):
        return False
    event.accept()
    return True


class ActingPanel(QWidget):
    """A panel at the side whose keys act; Esc closes it."""

    closed = Signal()

    def act_of(self, _event: QKeyEvent) -> Callable[[], object] | None:
        """What the key does here and now, if anything."""
        return None

    def event(self, event: QEvent) -> bool:
        """Its keys are none of the window's shortcuts while they act here."""
        own = kept_from_window(event, lambda key: self.act_of(key) is not None)
        return own or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key acts once however long it is held."""
        act = self.act_of(event)
        if act is not None:
            if not event.isAutoRepeat():
                act()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
