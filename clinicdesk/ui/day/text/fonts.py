"""The letters of the day: sizes of the window's font, measured once, and what fits in them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

TIGHT = 84
"""Per cent of the usual width in which a long text is written before it is shortened."""

MOST_WIDTHS = 4000
"""How many texts' widths are kept for each font."""

LEAST_TOLD = 6
"""So many letters of a longer text tell something; fewer are left out."""

LEAST_SIGN = 12
"""Side of a glyph in pixels; it grows with the letters beside it."""


class Letters:
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
        """The text, with an ellipsis where it does not fit."""
        if self.width(text) <= room:
            return text
        return self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0))


class Fonts:
    """Three sizes of one family: names, what stands below them, and small names."""

    def __init__(self, base: QFont) -> None:
        size = base.pointSizeF()
        self.name = Letters(_font(base, size * 0.92, QFont.Weight.DemiBold))
        self.detail = Letters(_font(base, size * 0.82, QFont.Weight.Normal))
        self.small = Letters(_font(base, size * 0.75, QFont.Weight.DemiBold))
        self.detail_tight = Letters(_tight(self.detail.font))
        self.tight = Letters(_tight(self.name.font))
        self.small_tight = Letters(_tight(self.small.font))
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


def whole(
    forms: Iterable[str], letters: Sequence[Letters], room: int
) -> tuple[str, Letters] | None:
    """The first form that fits as it is, in the widest letters that let it; None if none does."""
    for form in forms:
        for one in letters:
            if form and one.width(form) <= room:
                return form, one
    return None


def shortened(text: str) -> list[str]:
    """The text, then with ever fewer of its words and an ellipsis: `EMG and nerve…`, `EMG and…`."""
    words = text.split()
    fewer = (" ".join(words[:count]).rstrip(",;.:") for count in range(len(words) - 1, 0, -1))
    told = (part for part in fewer if len(part) >= LEAST_TOLD)
    return [text, *(f"{part}\N{HORIZONTAL ELLIPSIS}" for part in told)]
