"""Fields of a form for one of several choices, and for a text of several lines."""

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from clinicdesk.ui.kit.entry.fields import Choice
from clinicdesk.ui.kit.labels import LEAST_TARGET, column, label
from clinicdesk.ui.kit.list_with_form.form_fields import Raw, said_label, say_below

LINES = 4
"""How many lines of a long text are seen at once."""


class ChoiceField(QWidget):
    """One of several, by their keys; it gives the key. What is none of them is shown as it is."""

    changed = Signal()

    def __init__(self, caption: str, options: Mapping[str, str]) -> None:
        super().__init__()
        self.box = Choice()
        self.box.setAccessibleName(caption)
        self.box.setMinimumHeight(LEAST_TARGET)
        self.box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self._said = said_label()
        caption_label = label(caption, "caption")
        caption_label.setBuddy(self.box)
        self.setLayout(column(caption_label, self.box, self._said, spacing=3))
        self.setFocusProxy(self.box)
        self.show_options(options)
        self.box.currentIndexChanged.connect(self._note)

    def show_options(self, options: Mapping[str, str]) -> None:
        """Offer these; the chosen one stays."""
        raw = self.raw
        with QSignalBlocker(self.box):
            self.box.clear()
            for key, text in options.items():
                self.box.addItem(text, key)
        self.show_raw(raw)

    @property
    def raw(self) -> Raw:
        return str(self.box.currentData() or "")

    def show_raw(self, raw: Raw) -> None:
        place = self.box.findData(str(raw))
        with QSignalBlocker(self.box):
            if place < 0 and raw:
                self.box.addItem(str(raw), str(raw))
                place = self.box.count() - 1
            self.box.setCurrentIndex(place)
        say_below(self._said, "")

    def show_fault(self, text: str, _place: int | None) -> None:
        say_below(self._said, text)

    def take_focus(self, _place: int | None) -> None:
        self.box.setFocus()

    def _note(self, _index: int) -> None:
        say_below(self._said, "")
        self.changed.emit()


class ParagraphField(QWidget):
    """A text of several lines: Enter begins another, Tab leaves it."""

    changed = Signal()

    def __init__(self, caption: str, hint: str = "") -> None:
        super().__init__()
        self.edit = _Paragraphs()
        self.edit.setAccessibleName(caption)
        self.edit.setPlaceholderText(hint)
        self.edit.setTabChangesFocus(True)
        self._said = said_label()
        caption_label = label(caption, "caption")
        caption_label.setBuddy(self.edit)
        self.setLayout(column(caption_label, self.edit, self._said, spacing=3))
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._note)

    @property
    def raw(self) -> Raw:
        return self.edit.toPlainText().strip()

    def show_raw(self, raw: Raw) -> None:
        with QSignalBlocker(self.edit):
            self.edit.setPlainText(str(raw))
        say_below(self._said, "")

    def show_fault(self, text: str, _place: int | None) -> None:
        say_below(self._said, text)

    def take_focus(self, _place: int | None) -> None:
        self.edit.setFocus()

    def _note(self) -> None:
        say_below(self._said, "")
        self.changed.emit()


class _Paragraphs(QPlainTextEdit):
    """As high as some lines of it, and Esc is none of its keys."""

    def __init__(self) -> None:
        super().__init__()
        height = self.fontMetrics().lineSpacing() * LINES + 14
        self.setFixedHeight(height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up what was typed, as in the other fields."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
