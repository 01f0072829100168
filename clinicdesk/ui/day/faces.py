"""What is written on each block and where: texts fitted once, then only drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QStaticText

from clinicdesk.ui.day import labels
from clinicdesk.ui.day.arrangement import Arrangement, Block
from clinicdesk.ui.day.geometry import Box
from clinicdesk.ui.day.glyphs import SIZE

LEFT, RIGHT, ABOVE = 8, 4, 3
"""Pixels kept free inside a block; at the left is its strong edge."""

TIGHT = 84
"""Per cent of the usual width in which a long surname is written before it is cut."""

MOST_WIDTHS = 4000
"""How many texts' widths are kept for each font."""

GAP = 3
"""Pixels between a text and a glyph."""


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


@dataclass(frozen=True)
class Line:
    """A text that fits, with its place in the day."""

    text: QStaticText
    at: QPointF
    font: QFont
    strong: bool
    box: Box


@dataclass(frozen=True)
class Sign:
    """A glyph with its place; `status` tells the one that says how far the visit is."""

    name: str
    x: int
    y: int
    status: bool


@dataclass(frozen=True)
class Pending:
    """A glyph that has no place yet."""

    name: str
    status: bool = False


@dataclass(frozen=True)
class Face:
    """All that is written on one block."""

    lines: tuple[Line, ...]
    signs: tuple[Sign, ...]

    @property
    def boxes(self) -> list[Box]:
        """Where nothing may be drawn across."""
        signs = [Box(sign.x, sign.y, SIZE, SIZE) for sign in self.signs]
        return [line.box for line in self.lines] + signs


class FaceMaker:
    """Fits texts and glyphs into a block's box."""

    def __init__(self, plan: Arrangement, fonts: Fonts, *, private: bool, now: float) -> None:
        self._plan = plan
        self._fonts = fonts
        self._private = private
        self._now = now

    def face(self, block: Block) -> Face:
        """The face of a block; empty where not even a small name fits."""
        box = self._plan.first_box(block)
        status = labels.status_glyph(block.appointment)
        if box.width < 3 * SIZE:
            return _thin(box, status)
        fonts = self._name_fonts(box)
        if fonts is None:
            return Face((), ())
        height = fonts[0].height
        texts = labels.title_texts(block, private=self._private)
        flags = labels.flag_glyphs(block.appointment, self._plan.day)
        below = self._below(block, box, height)
        left = labels.countdown(block, self._plan.day, self._now)
        alone = box.width - LEFT - RIGHT
        if left and not below and fonts[-1].width(f"{texts[-1]} {left}") <= alone - SIZE - GAP:
            texts = [f"{text} {left}" for text in texts]
        signs = [Pending(status, status=True)]
        lower = [Pending(flag) for flag in flags] if below else []
        if below and fonts[0].width(texts[-1]) > alone - SIZE - GAP:
            # A name that needs its whole line has it: the status stands below with the others.
            signs, lower = [], [*signs, *lower]
        if not below:
            free = alone - SIZE - GAP - fonts[0].width(texts[-1])
            signs += [Pending(flag) for flag in flags][: max(0, free // (SIZE + GAP))]
        room = alone - len(signs) * (SIZE + GAP)
        title, font = _fitting(texts, fonts, room)
        top = box.y + min(ABOVE, max(0, (box.height - height) // 2))
        placed = _row_of_signs(signs, box.right - RIGHT, top + (height - SIZE) // 2)
        lines = [_line(title, font, box.x + LEFT, top, strong=True)]
        lines_below, signs_below = self._lower(box, below, lower, top + height)
        return Face((*lines, *lines_below), (*placed, *signs_below))

    def _name_fonts(self, box: Box) -> tuple[Letters, ...] | None:
        """The fonts for a name, widest first; None where it would be higher than its block."""
        fonts = self._fonts
        if box.height >= fonts.name.height:
            return fonts.name, fonts.tight, fonts.small_tight
        if box.height >= fonts.small.height - 2:
            return fonts.small, fonts.small_tight
        return None

    def _below(self, block: Block, box: Box, used: int) -> list[list[str]]:
        """The lines that have room below the name, each from long to short."""
        room = (box.height - ABOVE - used) // self._fonts.detail.height
        if room < 1:
            return []
        column = self._plan.columns[block.column].resource.name
        return labels.below_texts(block, self._plan.day, self._now, column)[:room]

    def _lower(
        self, box: Box, texts: Sequence[Sequence[str]], signs: Sequence[Pending], top: int
    ) -> tuple[list[Line], list[Sign]]:
        detail = self._fonts.detail
        lines: list[Line] = []
        placed: list[Sign] = []
        for index, forms in enumerate(texts):
            room = box.width - LEFT - RIGHT
            if index == 0 and signs:
                shown = signs[: max(1, (room // 2 + SIZE) // (SIZE + GAP))]
                middle = top + (detail.height - SIZE) // 2
                placed = _row_of_signs(shown, box.right - RIGHT, middle)
                room -= len(shown) * (SIZE + GAP)
            line, font = _fitting(forms, (detail,), room)
            lines.append(_line(line, font, box.x + LEFT, top, strong=False))
            top += detail.height
        return lines, placed


def _thin(box: Box, status: str) -> Face:
    if box.height < SIZE or box.width < SIZE + 4:
        return Face((), ())
    x = box.x + (box.width - SIZE) // 2 + 1
    return Face((), (Sign(status, x, box.y + 2, True),))


def _fitting(texts: Sequence[str], fonts: Sequence[Letters], room: int) -> tuple[str, Letters]:
    """The longest text that fits, else the shortest one ever tighter, else that one cut."""
    for text in texts:
        if fonts[0].width(text) <= room:
            return text, fonts[0]
    for font in fonts[1:]:
        if font.width(texts[-1]) <= room:
            return texts[-1], font
    return fonts[-1].cut(texts[-1], room), fonts[-1]


def _line(text: str, letters: Letters, x: int, y: int, *, strong: bool) -> Line:
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.prepare(font=letters.font)
    box = Box(x, y, letters.width(text), letters.height)
    return Line(static, QPointF(x, y), letters.font, strong, box)


def _row_of_signs(signs: Sequence[Pending], right: int, y: int) -> list[Sign]:
    """Side by side from the right, the first one outermost."""
    return [
        Sign(sign.name, right - SIZE - index * (SIZE + GAP), y, sign.status)
        for index, sign in enumerate(signs)
    ]
