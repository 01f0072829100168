"""Says when a window's first picture stands: what it does not need is loaded and made after it."""

import logging

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LOG = "clinicdesk.start"
"""Where `benchmarks/starting.py` listens; nobody else does."""

AT_LATEST = 10_000
"""Milliseconds after which a window that nobody sees, minimized perhaps, goes on without it."""


class FirstPicture(QObject):
    """Of one widget and all that stands on it."""

    stands = Signal()
    """It is painted, or nobody looks: what was waiting for it goes on. Emitted once."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)
        self._unseen = QTimer(self, singleShot=True, interval=AT_LATEST)
        self._unseen.timeout.connect(self.stands)
        self._unseen.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first painting: what stands on the widget is painted in the same go."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._painted)
        return super().eventFilter(watched, event)

    def _painted(self) -> None:
        logging.getLogger(LOG).debug("the first picture stands")
        if self._unseen.isActive():
            self._unseen.stop()
            self.stands.emit()
