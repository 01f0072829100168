"""What was just done or refused, for some seconds at the window's foot, with an Undo button."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import Button
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.wording import say

SECONDS = 12

FOOT, AROUND = 68, 90
"""Pixels below it, where the patient in front is named and, above that, what is being written; and
for the margins within it and beside it."""


class Toast(QFrame):
    """Above the foot of the page, beside the side panel and not over it.

    It never takes the focus and waits while it is hovered.
    """

    undo_asked = Signal()
    closed = Signal()
    """It is not shown any more."""

    def __init__(self, window: QWidget, page: QWidget) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self.setObjectName("toast")
        self._words: Callable[[], str] | None = None
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._undo = Button(say("screen.toast-undo"))
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.setAccessibleName(say("screen.toast-undo"))
        self._undo.clicked.connect(self._take_back)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 9, 12, 9)
        layout.addWidget(self._text)
        layout.addWidget(self._undo)
        self._timer = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._timer.timeout.connect(self.hide)
        self.hide()
        page.installEventFilter(self)

    @property
    def text(self) -> str:
        """The text that it shows."""
        return self._text.text()

    def show_text(self, text: str, *, undoable: bool) -> None:
        """Show it, and announce it; a text that is shown already only stays longer."""
        if self.isVisible() and text == self.text and not undoable:
            self._timer.start()
            return
        self._words = None
        self._show(text, undoable=undoable)

    def show_words(self, words: Callable[[], str], *, undoable: bool) -> None:
        """Show what `words` returns now, and again whenever names are hidden or shown."""
        self._words = words
        self._show(words(), undoable=undoable)

    def add_words(self, words: Callable[[], str]) -> None:
        """Say this too, behind what was said with `show_words`, and stay as long anew."""
        former = self._words
        if former is not None:
            self._words = lambda: f"{former()}. {words()}"
            self._show(self._words(), undoable=not self._undo.isHidden())

    def update_names(self) -> None:
        """Names are hidden, or shown again; a text that cannot be made again is closed."""
        if self._words is None:
            self._text.clear()
            self.hide()
        else:
            self._text.setText(self._words())
            self._place()

    def hide_undo(self) -> None:
        """Undo would take back another change than the one that it shows."""
        if not self._undo.isHidden():
            self._undo.hide()
            self._place()

    def _show(self, text: str, *, undoable: bool) -> None:
        self._text.setText(text)
        self._undo.setVisible(undoable)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes by what it says goes by it no more."""
        super().hideEvent(event)
        self.closed.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """It stays while somebody points at it."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count its seconds from now."""
        self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the page."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _take_back(self) -> None:
        self.hide()
        self.undo_asked.emit()

    def _place(self) -> None:
        beside = self._undo.sizeHint().width() if not self._undo.isHidden() else 0
        wanted = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 4
        self._text.setFixedWidth(min(wanted, max(self._page.width() - beside - AROUND, 1)))
        self.adjustSize()
        left = (self._page.width() - self.width()) // 2
        foot = QPoint(left, self._page.height() - self.height() - grown(FOOT))
        self.move(self._page.mapTo(self._window, foot))
