"""The day's fonts: three sizes of the window's own, measured once, and what fits in them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

TIGHT = 84
"""Per cent of the usual width in which a long text is written before it is shortened."""

MOST_WIDTHS = 4000
"""How many texts' widths are kept for each font."""

LEAST_SHORTENED = 6
"""A text is not shortened to fewer characters than this: they would tell nothing."""

LEAST_SIGN = 12
"""Side of a glyph in pixels; it grows with the text beside it."""


class MeasuredFont:
    """A font with its measures; widths of texts are asked for again and again."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self.height = self.metrics.height()
        self._widths: dict[str, int] = {}

    def width(self, text: str) -> int:
        """In pixels."""
        if text not in self._widths:
            if len(self._widths) >= MOST_WIDTHS:
                self._widths.clear()
            self._widths[text] = self.metrics.horizontalAdvance(text)
        return self._widths[text]

    def cut(self, text: str, room: int) -> str:
        """The text, with an ellipsis where it does not fit into `room` pixels."""
        if self.width(text) <= room:
            return text
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))


class Fonts:
    """Three sizes of one family: names, what stands below them, and small names."""

    def __init__(self, base: QFont) -> None:
        size = base.pointSizeF()
        self.name = MeasuredFont(_font(base, size * 0.92, QFont.Weight.DemiBold))
        self.detail = MeasuredFont(_font(base, size * 0.82, QFont.Weight.Normal))
        self.small = MeasuredFont(_font(base, size * 0.75, QFont.Weight.DemiBold))
        self.detail_tight = MeasuredFont(_tight(self.detail.font))
        self.name_tight = MeasuredFont(_tight(self.name.font))
        self.small_tight = MeasuredFont(_tight(self.small.font))
        self.sign = max(LEAST_SIGN, round(self.detail.height * 0.85))
        """Side of a glyph in pixels."""


@lru_cache(maxsize=4)
def fonts_of(base: QFont) -> Fonts:
    """The fonts for a widget's own font, measured once."""
    return Fonts(base)


def _font(base: QFont, size: float, weight: QFont.Weight) -> QFont:
    font = QFont(base)
    font.setPointSizeF(size)
    font.setWeight(weight)
    return font


def _tight(font: QFont) -> QFont:
    narrow = QFont(font)
    narrow.setStretch(TIGHT)
    return narrow


def first_fitting(
    forms: Iterable[str], fonts: Sequence[MeasuredFont], room: int
) -> tuple[str, MeasuredFont] | None:
    """The first form that fits uncut, in the first font in which it does; None if none does."""
    for form in forms:
        for font in fonts:
            if form and font.width(form) <= room:
                return form, font
    return None


def shortened(text: str) -> list[str]:
    """The text, then with ever fewer of its words and an ellipsis: `EMG and nerve…`, `EMG and…`."""
    words = text.split()
    fewer = (" ".join(words[:count]).rstrip(",;.:") for count in range(len(words) - 1, 0, -1))
    long_enough = (part for part in fewer if len(part) >= LEAST_SHORTENED)
    return [text, *(f"{part}\N{HORIZONTAL ELLIPSIS}" for part in long_enough)]
