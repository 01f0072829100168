"""The choices for a visit that cannot stay: left as booked, or one of its next best days."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QRadioButton, QWidget

from clinicdesk.services.planning.options import Option
from clinicdesk.ui.absence.radio_list import RadioList
from clinicdesk.ui.kit.labels import column, fill, label
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
        self.setProperty("part", "nothing-fits")
        self._title = label(bold=True, wraps=True)
        self._hint = label(say("absence.choose-hint"), "muted", size="small", wraps=True)
        self._list = RadioList(after)
        self._list.chosen.connect(self.chosen)
        fill(self, column(self._title, self._list, self._hint, spacing=6), 12, 8, 12, 8)
        self.hide()

    @property
    def buttons(self) -> list[QRadioButton]:
        """The first leaves the visit as it is booked."""
        return self._list.buttons

    def show_options(
        self, name: str, options: Sequence[Option], texts: Sequence[str], chosen: Option | None
    ) -> None:
        """Offer these, each with its text, besides leaving the visit of `name` as it is."""
        self._title.setText(say("absence.choices", {"name": name}))
        self.setAccessibleName(self._title.text())
        self._list.show_values((None, *options), (say("absence.left"), *texts), chosen)
        self.setVisible(bool(options))

    def fit(self, width: int) -> None:
        """Break the texts into lines for a panel of that width, with or without a scroll bar."""
        self._list.fit(max(width, 240) - BESIDE_TEXT)
