"""Looks through a shown window for text that is cut or stands over other text."""

import re
from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPushButton,
    QRadioButton,
    QToolButton,
    QWidget,
)

_WORDS = re.compile(r"(?<=-)|\s+")
"""Lines may end after a hyphen."""

LAYERS = ("overlay", "toast", "dayCard", "dayCallout", "dayChooser", "dayEmpty")
"""Frames that stand above others on purpose, by name."""

WITH_TEXT = (QLabel, QPushButton, QToolButton, QCheckBox, QRadioButton, QComboBox)


def cut_texts(window: QWidget) -> list[str]:
    """What is cut, what is out of its window sideways, and what covers something, in words."""
    shown = [child for child in window.findChildren(QWidget) if child.isVisible()]
    found = [fault for widget in shown for fault in _own_faults(widget)]
    found += [fault for widget in shown for fault in _outside(widget, window)]
    return found + [fault for widget in [window, *shown] for fault in _overlaps(widget)]


def _own_faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        yield from _label_faults(widget)
    elif isinstance(widget, (QPushButton, QToolButton, QCheckBox, QRadioButton)) and widget.text():
        least = widget.sizeHint()
        if widget.width() < least.width() and _needs(widget) > widget.width():
            yield f"{widget.text()!r}: {widget.width()} of {least.width()} wide"
        if widget.height() < widget.fontMetrics().height():
            yield f"{widget.text()!r}: {widget.height()} high"
    elif isinstance(widget, QComboBox):
        room = widget.width() - 40
        text = widget.currentText()
        if widget.fontMetrics().horizontalAdvance(text) > room and widget.toolTip() != text:
            yield f"{text!r}: a box {widget.width()} wide"
    elif isinstance(widget, QLineEdit):
        text = widget.placeholderText()
        room = widget.width() - 18
        if widget.fontMetrics().horizontalAdvance(text) > room and widget.toolTip() != text:
            yield f"{text!r}: a field {widget.width()} wide"
        if widget.height() < widget.fontMetrics().height() + 2:
            yield f"{text!r}: a field {widget.height()} high"
    elif isinstance(widget, QMenuBar) and widget.sizeHint().height() > widget.height():
        yield f"the menu bar: {widget.height()} high"


def _needs(button: QAbstractButton) -> int:
    """The width of its text and a little room; a button with a picture above has that alone."""
    return button.fontMetrics().horizontalAdvance(button.text().replace("&", "")) + 4


def _label_faults(label: QLabel) -> Iterator[str]:
    metrics, text = label.fontMetrics(), label.text()
    if label.wordWrap():
        if label.height() < label.heightForWidth(label.width()):
            yield f"{text!r}: {label.height()} of {label.heightForWidth(label.width())} high"
        words = max((metrics.horizontalAdvance(word) for word in _WORDS.split(text)), default=0)
        if words > label.width():
            yield f"{text!r}: a word of {words} in {label.width()}"
        return
    wide = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
    if wide > label.width():
        yield f"{text!r}: {label.width()} of {wide} wide"
    if metrics.height() * (text.count("\n") + 1) > label.height() + 1:
        yield f"{text!r}: {label.height()} high"


def _outside(widget: QWidget, window: QWidget) -> Iterator[str]:
    """Whether some of a text's widget is beyond an edge where nobody can scroll to it."""
    if not isinstance(widget, WITH_TEXT):
        return
    area = QRect(widget.mapTo(window, QPoint()), widget.size())
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        holder = parent.parentWidget()
        if isinstance(holder, QAbstractScrollArea) and parent is holder.viewport():
            seen = QRect(parent.mapTo(window, QPoint()), parent.size())
            if area.left() < seen.left() - 1 or area.right() > seen.right() + 1:
                yield f"{_text(widget)!r} reaches out of what scrolls"
            return
        parent = holder
    if not window.rect().adjusted(-1, -1, 1, 1).contains(area):
        yield f"{_text(widget)!r} is out of the window"


def _overlaps(parent: QWidget) -> Iterator[str]:
    beside = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and child.isVisible()
        and not child.isWindow()
        and child.objectName() not in LAYERS
        and (isinstance(child, (*WITH_TEXT, QLineEdit)) or type(child) is QFrame)
    ]
    for one, other in combinations(beside, 2):
        over = one.geometry() & other.geometry()
        if over.width() > 1 and over.height() > 1:
            yield f"{_text(one)!r} and {_text(other)!r} overlap"


def _text(widget: QWidget) -> str:
    if isinstance(widget, (QLabel, QAbstractButton, QLineEdit)):
        return widget.text()
    return widget.accessibleName() or type(widget).__name__
