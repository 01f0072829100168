"""Opens a window whole on the screen it opens on, however it stood the last time."""

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QSize
from PySide6.QtWidgets import QStyle, QWidget

LEAST = QSize(800, 440)
"""What a window can be made as small as, in logical pixels: 1366x768 at 150 % has no more."""


class OnScreen(QObject):
    """Keeps one window within its screen when it opens; afterwards people move it as they like."""

    def __init__(self, window: QWidget, wished: QSize) -> None:
        super().__init__(window)
        self._window = window
        window.resize(wished)
        window.installEventFilter(self)
        self._given = QSize()
        self.settle()

    def settle(self) -> None:
        """Shrink and move the window so that its frame is within the screen's free part."""
        window = self._window
        room = room_of(window)
        window.setMinimumSize(LEAST.boundedTo(room.size()))
        if not window.isMaximized() and not window.isFullScreen():
            window.setGeometry(within(window.geometry(), room))
        self._given = window.size()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Only now it is known how wide the frame is that the desktop puts around it."""
        if event.type() == QEvent.Type.Show and not event.spontaneous():
            if self._window.size() == self._given:
                self.settle()
            self._window.removeEventFilter(self)
        return super().eventFilter(watched, event)


def room_of(window: QWidget) -> QRect:
    """Where the inside of a window may be: its screen without task bar and frame."""
    return window.screen().availableGeometry().marginsRemoved(_frame(window))


def _frame(window: QWidget) -> QMargins:
    if window.isVisible():
        return window.windowHandle().frameMargins()
    style = window.style()
    side = style.pixelMetric(QStyle.PixelMetric.PM_MdiSubWindowFrameWidth)
    title = style.pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    return QMargins(side, title + side, side, side)


def within(area: QRect, room: QRect) -> QRect:
    """The area made no larger than the room, and moved into it by as little as is needed."""
    inside = QRect(area.topLeft(), area.size().boundedTo(room.size()))
    inside.moveLeft(min(max(inside.left(), room.left()), room.right() + 1 - inside.width()))
    inside.moveTop(min(max(inside.top(), room.top()), room.bottom() + 1 - inside.height()))
    return inside
