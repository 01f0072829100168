"""The ways to mend the day as choices above the list: what each is best in, and what it costs."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QWidget

from clinicdesk.services.absence.mended_day import MendedDay
from clinicdesk.ui.absence.radio_list import RadioList
from clinicdesk.ui.absence.way_words import title_of, way_text
from clinicdesk.ui.kit.labels import column, label

BESIDE_TEXT = 82
"""Pixels that margins, a scroll bar and a button's circle take beside a text."""


class WayChoice(QWidget):
    """Radio buttons, numbered as the keys are; a single way is only said."""

    chosen = Signal(object)
    """The `Aim` of the way that somebody has chosen."""

    def __init__(self, after: QWidget) -> None:
        """`after` is the widget before it in Tab's order."""
        super().__init__()
        self._only = label(wraps=True)
        self._list = RadioList(after)
        self._list.chosen.connect(self.chosen)
        self.setLayout(column(self._only, self._list, spacing=0))
        self.hide()

    @property
    def buttons(self) -> list[QRadioButton]:
        return self._list.buttons

    def show_ways(self, ways: Sequence[MendedDay], chosen: MendedDay | None) -> None:
        """Offer these; without any it is hidden."""
        self.setAccessibleName(title_of(ways))
        several = ways if len(ways) > 1 else ()
        self._only.setText("" if several else "\n".join(way_text(way) for way in ways))
        self._only.setVisible(not several)
        self._list.setVisible(bool(several))
        aim = None if chosen is None else chosen.aims[0]
        texts = [f"{place}. {way_text(way)}" for place, way in enumerate(several, start=1)]
        self._list.show_values([way.aims[0] for way in several], texts, aim)
        self.setVisible(bool(ways))

    def fit(self, width: int) -> None:
        """Break the texts into lines for a panel of that width, with or without a scroll bar."""
        self._list.fit(max(width, 240) - BESIDE_TEXT)
