"""The fields of a form: each shows and gives what was typed, and says what others find wrong."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.fields import CheckedField
from clinicdesk.ui.kit.labels import LEAST_TARGET, column, label
from clinicdesk.ui.kit.tool_tips import plain_tip

Raw = str | bool | tuple[str, ...]
"""What was typed or ticked, before anybody has made a value of it."""


class FormField(Protocol):
    """What a form knows of its fields; all are widgets."""

    changed: SignalInstance

    @property
    def raw(self) -> Raw:
        """What stands in it."""

    def show_raw(self, raw: Raw) -> None:
        """Have this stand in it."""

    def show_fault(self, text: str, place: int | None) -> None:
        """Say that something is wrong with it, or with what stands at that place of its list."""

    def take_focus(self, place: int | None) -> None:
        """Put the keyboard into it, or where that place of its list is."""


class TextField(CheckedField):
    """One line of text, and below it how it is understood, if that is told."""

    def __init__(
        self, caption: str, hint: str = "", told: Callable[[str], str] = lambda _text: ""
    ) -> None:
        self._wrong, self._told = "", told
        super().__init__(caption, hint)
        self.edit.textChanged.connect(self._forget)

    @property
    def raw(self) -> Raw:
        return self.text

    def show_raw(self, raw: Raw) -> None:
        self.edit.setText(str(raw))
        self.edit.setCursorPosition(0)
        self._forget()

    def show_fault(self, text: str, _place: int | None) -> None:
        self._wrong = "\n".join(filter(None, (self._wrong, text)))
        self.complain()

    def take_focus(self, _place: int | None) -> None:
        """What is wrong is mended at its end; anything else is typed anew, as after Tab."""
        self.edit.setFocus(Qt.FocusReason.TabFocusReason)
        if self._wrong:
            self.edit.end(False)
        else:
            self.edit.selectAll()

    def fault(self) -> str:
        return self._wrong

    def echo(self) -> str:
        return self._told(self.text)

    def fix(self, why: str) -> None:
        """Nobody can change it; why not is said beside it."""
        self.edit.setReadOnly(bool(why))
        self.edit.setToolTip(plain_tip(why))

    def _forget(self) -> None:
        self._wrong = ""
        self.complain()


class TickField(QWidget):
    """Yes or no."""

    changed = Signal()

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.box = QCheckBox(caption)
        self.box.setMinimumHeight(26)
        self.box.setMinimumHeight(LEAST_TARGET)
        self._said = said_label()
        self.setLayout(column(self.box, self._said, spacing=3))
        self.setFocusProxy(self.box)
        self.box.toggled.connect(lambda _on: self.changed.emit())

    @property
    def raw(self) -> Raw:
        return self.box.isChecked()

    def show_raw(self, raw: Raw) -> None:
        self.box.setChecked(bool(raw))
        say_below(self._said, "")

    def show_fault(self, text: str, _place: int | None) -> None:
        say_below(self._said, text)

    def take_focus(self, _place: int | None) -> None:
        self.box.setFocus()


class TicksField(QWidget):
    """Any of several, each with a box to tick; it gives their keys."""

    changed = Signal()

    def __init__(self, caption: str, options: Mapping[str, str], columns: int = 2) -> None:
        super().__init__()
        self.boxes = {key: QCheckBox(name) for key, name in options.items()}
        self._said = said_label()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        for place, box in enumerate(self.boxes.values()):
            box.setMinimumHeight(LEAST_TARGET)
            box.setMinimumWidth(1)
            box.setToolTip(plain_tip(box.text()))
            box.setAccessibleDescription(caption)
            box.toggled.connect(self._note)
            grid.addWidget(box, *divmod(place, columns))
        self.setLayout(column(label(caption, "caption"), grid, self._said, spacing=3))

    @property
    def raw(self) -> Raw:
        return tuple(key for key, box in self.boxes.items() if box.isChecked())

    def show_raw(self, raw: Raw) -> None:
        assert isinstance(raw, tuple)
        for key, box in self.boxes.items():
            box.setChecked(key in raw)
        say_below(self._said, "")

    def show_fault(self, text: str, _place: int | None) -> None:
        say_below(self._said, text)

    def take_focus(self, _place: int | None) -> None:
        # As after Tab: it is seen where the keyboard is.
        next(iter(self.boxes.values()), self).setFocus(Qt.FocusReason.TabFocusReason)

    def _note(self, _on: bool) -> None:
        say_below(self._said, "")
        self.changed.emit()


class LinesField(QWidget):
    """Several lines of text; below the last one there is always an empty one.

    A subclass may have something stand below each line, that is drawn of it (`drawn_below`).
    """

    changed = Signal()

    def __init__(
        self,
        caption: str,
        hint: str,
        said: str,
        told: Callable[[str], str] = lambda _text: "",
    ) -> None:
        super().__init__()
        self._caption, self._hint, self._told = caption, hint, told
        self.lines: list[TextField] = []
        self._last: QWidget = self
        """Where Tab is after the last line."""
        self._below = column(spacing=3)
        self._said = said_label()
        about = label(said, "muted", size="small", wraps=True)
        self.setLayout(column(label(caption, "caption"), about, self._below, self._said, spacing=3))
        self._add("")

    @property
    def raw(self) -> Raw:
        return tuple(line.text for line in self.lines if line.text)

    def show_raw(self, raw: Raw) -> None:
        assert isinstance(raw, tuple)
        say_below(self._said, "")
        texts = (*raw, "")
        while len(self.lines) < len(texts):
            self._add("")
        for line, text in zip(self.lines, (*texts, *[""] * len(self.lines)), strict=False):
            line.show_raw(text)
        self._show_needed()

    def show_fault(self, text: str, place: int | None) -> None:
        filled = self._filled()
        if place is None or place >= len(filled):
            say_below(self._said, text)
        else:
            filled[place].show_fault(text, None)

    def take_focus(self, place: int | None) -> None:
        filled = self._filled()
        known = place is not None and place < len(filled)
        (filled[place] if known and place is not None else self.lines[0]).take_focus(None)

    def drawn_below(self, _number: int) -> QWidget | None:
        """What stands below the line of that number, counted from 0; made with the line."""
        return None

    def add_below(self, widget: QWidget) -> None:
        """Have this stand below all lines."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, widget)

    def write(self, texts: tuple[str, ...]) -> None:
        """Have these lines stand there, as if somebody had typed them."""
        self.blockSignals(True)
        self.show_raw(texts)
        self.blockSignals(False)
        self.changed.emit()

    def _filled(self) -> list[TextField]:
        return [line for line in self.lines if line.text]

    def _add(self, text: str) -> None:
        made = TextField(self._caption, self._hint, self._told)
        made.caption.hide()
        made.show_raw(text)
        made.changed.connect(self._typed)
        self.lines.append(made)
        self._below.addWidget(made)
        below = self.drawn_below(len(self.lines) - 1)
        if below is not None:
            self._below.addWidget(below)
        if len(self.lines) > 1:
            QWidget.setTabOrder(self._last, made.edit)
        if below is not None:
            QWidget.setTabOrder(made.edit, below)
        self._last = below or made.edit

    def _typed(self) -> None:
        say_below(self._said, "")
        if self.lines[-1].text:
            self._add("")
        self._show_needed()
        self.changed.emit()

    def _show_needed(self) -> None:
        """All up to the first empty one below the last that is filled."""
        last = max((n for n, line in enumerate(self.lines) if line.text), default=-1)
        for n, line in enumerate(self.lines):
            line.setVisible(n <= last + 1)


def said_label() -> QLabel:
    """What stands below a field while something is wrong with it."""
    made = label(part="said", size="small", wraps=True)
    made.setProperty("wrong", True)
    made.hide()
    return made


def say_below(said: QLabel, text: str) -> None:
    """Say what is wrong, or nothing."""
    said.setText(text)
    said.setVisible(bool(text))
    announce(said, text)
