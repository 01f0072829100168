"""What a day without columns says, and the one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.day.grid.popup_position import room_of
from clinicdesk.ui.kit.labels import Button


class EmptyDay(QFrame):
    """A sentence and a button in the middle of the empty day."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setObjectName("dayEmpty")
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = Button()
        self.button.clicked.connect(self._do)
        self._action: Callable[[], object] | None = None
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(self.words)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        viewport.installEventFilter(self)
        self.hide()

    def say(self, words: str, button: str, action: Callable[[], object]) -> None:
        """Show this sentence and this button."""
        self.words.setText(words)
        self.button.setText(button)
        self._action = action
        self._settle()
        self.show()

    def _do(self) -> None:
        if self._action is not None:
            self._action()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.adjustSize()
        room = room_of(self)
        self.move((room.width() - self.width()) // 2, max(24, room.height() // 3))
