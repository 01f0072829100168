"""Opens a window whole on its screen, whatever place and size it had the last time."""

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, QSize
from PySide6.QtWidgets import QStyle, QWidget

LEAST = QSize(800, 440)
"""The smallest size of a window, in logical pixels: a screen of 1366x768 at 150 % has no more."""


class OnScreen(QObject):
    """Fits one window into its screen when it opens; afterwards people move it as they like."""

    def __init__(self, window: QWidget, size: QSize) -> None:
        super().__init__(window)
        self._window = window
        window.resize(size)
        window.installEventFilter(self)
        self._fitted_size = QSize()
        self.fit()

    def fit(self) -> None:
        """Shrink and move the window so that its frame is within the screen's free part."""
        window = self._window
        room = room_of(window)
        window.setMinimumSize(LEAST.boundedTo(room.size()))
        if not window.isMaximized() and not window.isFullScreen():
            window.setGeometry(within(window.geometry(), room))
        self._fitted_size = window.size()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit again once it is shown: only then the width of the desktop's frame is known."""
        if event.type() == QEvent.Type.Show and not event.spontaneous():
            if self._window.size() == self._fitted_size:
                self.fit()
            self._window.removeEventFilter(self)
        return super().eventFilter(watched, event)


def room_of(window: QWidget) -> QRect:
    """Where a window's inside may be: its screen without task bar and window frame."""
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
