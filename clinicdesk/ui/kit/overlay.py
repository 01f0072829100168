"""A layer over the window that takes all keys until Esc or a click beside it closes it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.focus import give_back_focus


class Overlay(QFrame):
    """A frame in the middle of its window's upper part; not modal, but nothing goes past it.

    Tab stays inside. Whatever below asks for the focus gets it when the layer closes. Of the
    window's actions only those that the layer keeps work: its own one closes it.
    """

    def __init__(
        self, below: QWidget, size: QSize, actions: Actions, keeps: frozenset[str]
    ) -> None:
        super().__init__(below)
        self._below, self._actions, self._keeps = below, actions, keeps
        self.setObjectName("overlay")
        self._size = size
        self._focus_below: QWidget | None = None
        self.hide()
        below.installEventFilter(self)

    def open(self) -> None:
        """Show it above everything and take the focus; if it is open, close it."""
        if self.isVisible():
            self.close_layer()
            return
        self._focus_below = QApplication.focusWidget()
        self._place()
        self._actions.open_layer(self, keeps=self._keeps)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.installEventFilter(self)
        app.focusChanged.connect(self._keep_focus)

    def close_layer(self) -> None:
        """Close it and give the focus back to where it was."""
        if not self.isVisible():
            return
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.removeEventFilter(self)
        app.focusChanged.disconnect(self._keep_focus)
        self.hide()
        self._actions.close_layer(self)
        if not give_back_focus(self._focus_below):
            self._below.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes this layer and no other; no other key goes on to what lies under it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_layer()
        event.accept()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab goes round in here."""
        stops = [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(self)
        ]
        here = QApplication.focusWidget()
        if stops:
            at = stops.index(here) + (1 if next else -1) if here in stops else 0
            stops[at % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of what lies below; a click beside the layer closes it."""
        if not self.isVisible():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize and watched is self._below:
            self._place()
        elif (
            event.type() == QEvent.Type.MouseButtonPress
            and isinstance(watched, QWidget)
            and watched.window() is self.window()
            and watched is not self
            and not self.isAncestorOf(watched)
        ):
            self.close_layer()
        return super().eventFilter(watched, event)

    def _keep_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now):
            self._focus_below = now
            self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        room = self._below.size()
        width = min(self._size.width(), room.width() - 48)
        height = min(self._size.height(), room.height() - 96)
        self.setGeometry((room.width() - width) // 2, 64, width, height)
