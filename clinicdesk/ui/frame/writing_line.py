"""Says calmly, above the page's foot, that something is still being written."""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import label
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.wording import say

WAITING_MILLISECONDS = 2000
"""After that long another program probably holds the clinic's file."""

ASIDE, FOOT = 14, 40
"""Pixels from the page's left edge and above its lower one, where the patient in front is named."""


class WritingLine(QObject):
    """It lies over the page, above its foot: nothing moves for so short a while.

    Takes no keys and no mouse.
    """

    def __init__(self, desk: Desk, window: QWidget, page: QWidget) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self.label = label(part="muted", size="small")
        self.label.setObjectName("writing")
        self.label.setParent(window)
        self.label.hide()
        self._waits = QTimer(self, singleShot=True, interval=WAITING_MILLISECONDS)
        self._waits.timeout.connect(self._say_waiting)
        desk.working.connect(self._show)
        page.installEventFilter(self)

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.label.isHidden() else self.label.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the page."""
        if event.type() == QEvent.Type.Resize and not self.label.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _show(self, works: bool) -> None:
        if works:
            self._say(say("screen.being-written"))
            self._waits.start()
        else:
            self._waits.stop()
            self.label.hide()

    def _say_waiting(self) -> None:
        text = say("screen.waiting-to-write")
        self._say(text)
        announce(self.label, text)

    def _say(self, text: str) -> None:
        self.label.setText(text)
        self.label.setAccessibleName(text)
        self.label.show()
        self.label.raise_()
        self._place()

    def _place(self) -> None:
        self.label.resize(self.label.sizeHint().boundedTo(self._page.size()))
        foot = QPoint(ASIDE, self._page.height() - self.label.height() - grown(FOOT))
        self.label.move(self._page.mapTo(self._window, foot))
