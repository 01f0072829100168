"""Says when a window's first picture stands: what it does not need is loaded and made after it."""

import logging

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LOG = "clinicdesk.start"
"""Where `benchmarks/starting.py` listens; nobody else does."""


class FirstPicture(QObject):
    """Of one widget and all that stands on it."""

    stands = Signal()
    """It is painted, and nothing that was waiting for it still is. Emitted once."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first painting: what stands on the widget is painted in the same go."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        logging.getLogger(LOG).debug("the first picture stands")
        self.stands.emit()
