"""The small widgets of pages and panels: labels, buttons, rows and columns of them, notices."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.kit.announcing import announce

LEAST_TARGET = 28
"""Pixels that whatever is clicked has at least, each way."""

SMALL = 0.9
"""The smallest of the three sizes where text is painted, as a share of the widget's own."""


def scaled_font(base: QFont, share: float = 1.0, *, bold: bool = False) -> QFont:
    """A widget's font in another size or weight, with digits of one width."""
    font = QFont(base)
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * share)
    else:
        font.setPixelSize(round(font.pixelSize() * share))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def label(
    text: str = "", part: str = "", *, size: str = "", bold: bool = False, wraps: bool = False
) -> QLabel:
    """A label of plain text, never markup; `part` and `size` ("large", "small") select a style."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("part", part)
    made.setProperty("letters", size)
    made.setProperty("strong", bold)
    made.setWordWrap(wraps)
    if wraps:
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


class Button(QPushButton):
    """A push button for Enter as for Space, but not for a key that is still held down."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_key(self, event):
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    """The same for a button of a bar: Qt's own takes Enter on some systems and not on others."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_key(self, event):
            super().keyPressEvent(event)


def pressed_by_key(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press it for Enter; whether nothing is left to do for this key."""
    if event.isAutoRepeat():
        return True
    entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if not entered or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    button.click()
    return True


class IconButton(Button):
    """A square as high as its text asks for."""

    def sizeHint(self) -> QSize:
        side = max(LEAST_TARGET, self.fontMetrics().height() + 10)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def button(
    text: str,
    handler: Callable[[], object],
    *,
    part: str = "",
    name: str = "",
    kind: type[Button] = Button,
) -> QPushButton:
    """A push button that Tab reaches; `name` says more to a screen reader than its text."""
    made = kind(text)
    made.setProperty("part", part)
    made.setMinimumHeight(LEAST_TARGET)
    made.clicked.connect(lambda _checked=False: handler())
    if name:
        made.setAccessibleName(name)
    return made


def icon_button(glyph: str, name: str, handler: Callable[[], object]) -> QPushButton:
    """A small square button whose glyph is explained by its name, shown as a tooltip too."""
    made = button(glyph, handler, part="icon", name=name, kind=IconButton)
    made.setToolTip(name)
    return made


def button_grid() -> QGridLayout:
    """Two columns of one width."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(6)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid


def column(*parts: QWidget | QLayout, margin: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Parts under each other."""
    made = QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(spacing)
    for part in parts:
        if isinstance(part, QWidget):
            made.addWidget(part)
        else:
            made.addLayout(part)
    return made


def line(*parts: QWidget | QLayout | None, spacing: int = 8) -> QHBoxLayout:
    """Parts beside each other; None takes the space that is left."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(spacing)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, QWidget):
            made.addWidget(part)
        else:
            made.addLayout(part)
    return made


def fill(widget: QWidget, layout: QLayout, left: int, top: int, right: int, bottom: int) -> None:
    """Give a widget its layout, with these margins in pixels."""
    layout.setContentsMargins(left, top, right, bottom)
    widget.setLayout(layout)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            clear_focus(widget)
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def clear_focus(widget: QWidget) -> None:
    """Take the keyboard out of what is about to go.

    Else Qt gives it to whatever comes next, and Enter presses a button that nobody meant.
    """
    # The window's own focus, which it has also while another program is in front.
    focus = widget.window().focusWidget()
    if focus is widget or widget.isAncestorOf(focus):
        focus.clearFocus()


class Notice(QFrame):
    """A sentence inside a panel: what happened, what was kept, what to do. Hidden while empty."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "notice")
        self.setAccessibleName(name)
        self._glyph = label("\N{WARNING SIGN}\N{VARIATION SELECTOR-15}", "notice-glyph", bold=True)
        self._glyph.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text = label(part="notice-text", wraps=True)
        parts = line(self._glyph, self._text)
        parts.setStretch(1, 1)
        fill(self, parts, 10, 8, 10, 8)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def say(self, text: str) -> None:
        """Show a sentence, or nothing."""
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self.setVisible(bool(text))
        announce(self, text)


def wrapped(text: str, metrics: QFontMetrics, width: int) -> str:
    """The text in lines of at most `width` pixels; a longer word has a line of its own."""
    lines: list[str] = []
    for line in text.splitlines():
        lines.append("")
        for word in line.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if lines[-1] and metrics.horizontalAdvance(longer) > width:
                lines.append(word)
            else:
                lines[-1] = longer
    return "\n".join(lines)
