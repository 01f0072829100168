"""Radio buttons under each other, with texts of several lines: one for each thing to choose."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from clinicdesk.ui.kit.labels import clear, column, wrapped


class RadioList(QWidget):
    """One of some values; the buttons stay while the values and their texts do."""

    chosen = Signal(object)
    """The value that somebody has chosen."""

    def __init__(self, after: QWidget) -> None:
        """`after` is the widget before it in Tab's order."""
        super().__init__()
        self._after = after
        self._column = column(spacing=4)
        self._group = QButtonGroup(self)
        self._texts: tuple[str, ...] = ()
        self._values: tuple[object, ...] = ()
        self._room = 240
        self.buttons: list[QRadioButton] = []
        self.setLayout(self._column)

    def show_values(self, values: Sequence[object], texts: Sequence[str], chosen: object) -> None:
        """Offer these, each with its text."""
        if (tuple(values), tuple(texts)) != (self._values, self._texts):
            self._values = tuple(values)
            self._make(texts)
        for value, button in zip(self._values, self.buttons, strict=True):
            # Tab goes to the chosen one, arrows to the others, from whichever side it comes.
            tab = Qt.FocusPolicy.StrongFocus if value == chosen else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(tab)
            if value == chosen:
                button.setChecked(True)

    def fit(self, width: int) -> None:
        """Break the texts into lines of so many pixels."""
        self._room = width
        self._wrap()

    def _make(self, texts: Sequence[str]) -> None:
        held = next((n for n, button in enumerate(self.buttons) if button.hasFocus()), None)
        for button in self.buttons:
            self._group.removeButton(button)
        clear(self._column)
        self._texts = tuple(texts)
        self.buttons = [self._button(text, n) for n, text in enumerate(texts)]
        self._wrap()
        # Qt puts what is made last at the end of Tab's order.
        before = self._after
        for button in self.buttons:
            QWidget.setTabOrder(before, button)
            before = button
        if held is not None and self.buttons:
            self.buttons[min(held, len(self.buttons) - 1)].setFocus()

    def _wrap(self) -> None:
        for text, button in zip(self._texts, self.buttons, strict=True):
            # The metrics are those of the style sheet only once it is polished.
            button.ensurePolished()
            lines = wrapped(text, button.fontMetrics(), self._room)
            if lines != button.text():
                button.setText(lines)
                button.setMinimumHeight(max(26, button.sizeHint().height()))

    def _button(self, text: str, number: int) -> QRadioButton:
        made = QRadioButton()
        self._column.addWidget(made)
        self._group.addButton(made)
        made.setAccessibleName(text.replace("\n", ", "))
        value = self._values[number]
        made.clicked.connect(lambda _checked=False: self.chosen.emit(value))
        made.show()
        return made
