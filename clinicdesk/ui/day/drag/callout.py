"""The callout beside the ghost: allowed, refused and why, or a field for the reason."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from clinicdesk.ui.kit.look.glyphs import SIZE, draw_glyph
from clinicdesk.wording import say

_GLYPHS = {"allowed": "tick", "reason": "note", "refused": "cross", "unknown": "clock"}


class _Sign(QWidget):
    """The verdict's glyph, so that it is not told by color alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIZE + 2, SIZE + 2)
        self.name, self.color = "tick", QColor()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the glyph."""
        painter = QPainter(self)
        draw_glyph(painter, self.name, 1, 1, self.color)


class Callout(QFrame):
    """Stands beside a box of the viewport, wherever there is room; the mouse goes through it."""

    reason_given = Signal(str)
    given_up = Signal()
    """Esc in the field."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setObjectName("dayCallout")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sign = _Sign()
        self.words, self.who, self.hint = QLabel(), QLabel(), QLabel()
        self.words.setObjectName("section")
        self.who.setObjectName("muted")
        self.hint.setObjectName("muted")
        self.field = QLineEdit()
        self.field.setObjectName("dayReason")
        self.field.setMinimumWidth(280)
        self.field.returnPressed.connect(self._give)
        self.field.installEventFilter(self)
        first = QHBoxLayout()
        first.addWidget(self._sign)
        first.addWidget(self.words, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 7, 10, 7)
        layout.setSpacing(3)
        layout.addLayout(first)
        for below in (self.who, self.hint, self.field):
            layout.addWidget(below)
        for label in (self.words, self.who, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def tell(self, look: str, words: str, who: str, hint: str, color: QColor) -> None:
        """Say what would come of dropping it here."""
        self.field.hide()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._say(_GLYPHS[look], words, who, hint, color)

    def ask(self, words: str, question: str, text: str, color: QColor) -> None:
        """Ask for a line, with this text in it; `reason_given` or `given_up` follows."""
        self._say("note", words, question, "", color)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self.field.setText(text)
        self.field.setAccessibleName(question)
        self.field.setPlaceholderText(say("day.reason-hint"))
        self.field.show()
        self.adjustSize()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def asking(self) -> bool:
        """Whether it waits for a line of text."""
        return self.isVisible() and self.field.isVisible()

    def _say(self, glyph: str, words: str, who: str, hint: str, color: QColor) -> None:
        self._sign.name, self._sign.color = glyph, color
        self._sign.update()
        for label, text in ((self.words, words), (self.who, who), (self.hint, hint)):
            label.setText(text)
            label.setVisible(bool(text))
        self.setAccessibleName(". ".join(part for part in (words, who) if part))
        self.show()
        self.raise_()

    def _give(self) -> None:
        text = self.field.text().strip()
        if text:
            self.reason_given.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc gives up; nothing else closes with it."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
            and event.key() == Qt.Key.Key_Escape
        ):
            if event.type() == QEvent.Type.KeyPress:
                self.given_up.emit()
            event.accept()
            return True
        return super().eventFilter(watched, event)
