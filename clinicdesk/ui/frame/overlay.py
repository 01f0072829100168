"""A layer over the window that Esc or a click beside it closes, giving the focus back."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget


class Overlay(QFrame):
    """A frame in the middle of its window's upper part; not modal, the top layer for Esc."""

    def __init__(self, window: QWidget, size: QSize) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("overlay")
        self._wished = size
        self._before: QWidget | None = None
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        """Show it above everything and take the focus."""
        self._before = QApplication.focusWidget()
        self._settle()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_layer(self) -> None:
        """Close it and give the focus back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._window.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes this layer and no other."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_layer()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; a click beside the layer closes it."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        if event.type() == QEvent.Type.MouseButtonPress and self.isVisible():
            self.close_layer()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        window = self._window
        width = min(self._wished.width(), window.width() - 48)
        height = min(self._wished.height(), window.height() - 96)
        self.setGeometry((window.width() - width) // 2, 64, width, height)
