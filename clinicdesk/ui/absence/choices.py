"""The choices for a visit that cannot stay: left as booked, or one of its next best days."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton, QWidget

from clinicdesk.services.planning.options import Option
from clinicdesk.ui.kit.labels import clear, column, fill, label, wrapped
from clinicdesk.wording import say

BESIDE_TEXT = 106
"""Pixels that margins, a scroll bar, the frame and a button's circle take beside a text."""


class Choices(QFrame):
    """Radio buttons; hidden where there is nothing to choose."""

    chosen = Signal(object)
    """An Option, or None: the visit stays as booked."""

    def __init__(self, after: QWidget) -> None:
        """`after` is the widget before it in Tab's order."""
        super().__init__()
        self._after = after
        self.setProperty("part", "nothing-fits")
        self._title = label(bold=True, wraps=True)
        self._hint = label(say("absence.choose-hint"), "muted", size="small", wraps=True)
        self._column = column(spacing=4)
        self._group = QButtonGroup(self)
        self._texts: tuple[str, ...] = ()
        self._room = 240
        self._options: tuple[Option | None, ...] = ()
        self.buttons: list[QRadioButton] = []
        fill(self, column(self._title, self._column, self._hint, spacing=6), 12, 8, 12, 8)
        self.hide()

    def show_options(
        self, name: str, options: Sequence[Option], texts: Sequence[str], chosen: Option | None
    ) -> None:
        """Offer these, each with its text, besides leaving the visit of `name` as it is."""
        self._title.setText(say("absence.choices", {"name": name}))
        self.setAccessibleName(self._title.text())
        wanted = (None, *options)
        if wanted != self._options:
            self._options = wanted
            self._make([say("absence.left"), *texts])
        for option, button in zip(self._options, self.buttons, strict=True):
            if option == chosen:
                button.setChecked(True)
        self.setVisible(bool(options))

    def _make(self, texts: Sequence[str]) -> None:
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

    def fit(self, width: int) -> None:
        """Break the texts into lines for a panel of that width, with or without a scroll bar."""
        self._room = max(width, 240) - BESIDE_TEXT
        self._wrap()

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
        option = self._options[number]
        made.clicked.connect(lambda _checked=False: self.chosen.emit(option))
        made.show()
        return made
