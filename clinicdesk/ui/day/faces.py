"""What is written on each block and where: texts fitted once, then only drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QStaticText

from clinicdesk.ui.day import labels
from clinicdesk.ui.day.arrangement import Arrangement, Block
from clinicdesk.ui.day.geometry import Box
from clinicdesk.ui.day.glyphs import SIZE

LEFT, RIGHT, ABOVE = 9, 4, 3
"""Pixels kept free inside a block; at the left is its strong edge."""

GAP = 3
"""Pixels between a text and a glyph."""


class Fonts:
    """Three sizes of one family: names, what stands below them, and small names."""

    def __init__(self, base: QFont) -> None:
        size = base.pointSizeF()
        self.name = _font(base, size * 0.92, QFont.Weight.DemiBold)
        self.detail = _font(base, size * 0.82, QFont.Weight.Normal)
        self.small = _font(base, size * 0.75, QFont.Weight.DemiBold)
        self.name_metrics = QFontMetrics(self.name)
        self.detail_metrics = QFontMetrics(self.detail)
        self.small_metrics = QFontMetrics(self.small)


def _font(base: QFont, size: float, weight: QFont.Weight) -> QFont:
    font = QFont(base)
    font.setPointSizeF(size)
    font.setWeight(weight)
    return font


def struck(font: QFont) -> QFont:
    """The same, struck through."""
    crossed = QFont(font)
    crossed.setStrikeOut(True)
    return crossed


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
        box = self._plan.box(block)
        status = labels.status_glyph(block.appointment)
        if box.width < 3 * SIZE:
            return _thin(box, status)
        font, metrics = self._name_font(box)
        if font is None:
            return Face((), ())
        flags = labels.flag_glyphs(block.appointment, self._plan.day)
        below = self._below(block, box, metrics.height())
        room = box.width - LEFT - RIGHT - SIZE - GAP
        texts = labels.title_texts(block, private=self._private)
        beside = flags if not below else []
        beside = beside[: _spare(room, metrics, texts)]
        room -= len(beside) * (SIZE + GAP)
        title = _fitting(texts, metrics, room)
        top = box.y + min(ABOVE, max(0, (box.height - metrics.height()) // 2))
        signs = _row_of_signs(
            [(status, True), *((flag, False) for flag in beside)],
            box.right - RIGHT, top + (metrics.height() - SIZE) // 2,
        )  # fmt: skip
        font = struck(font) if block.idle else font
        lines = [_line(title, font, metrics, box.x + LEFT, top, strong=True)]
        lower, lower_signs = self._lower(box, below, flags, top + metrics.height())
        return Face((*lines, *lower), (*signs, *lower_signs))

    def _name_font(self, box: Box) -> tuple[QFont | None, QFontMetrics]:
        fonts = self._fonts
        if box.height >= fonts.name_metrics.height():
            return fonts.name, fonts.name_metrics
        if box.height >= fonts.small_metrics.height() - 2:
            return fonts.small, fonts.small_metrics
        return None, fonts.small_metrics

    def _below(self, block: Block, box: Box, used: int) -> list[str]:
        """The lines that have room below the name."""
        height = self._fonts.detail_metrics.height()
        room = (box.height - ABOVE - used) // height
        if room < 1:
            return []
        texts = [labels.detail_text(block, self._plan.day, self._now)]
        column = self._plan.columns[block.column].resource.name
        others = labels.who_and_where(block.appointment, self._plan.day.book)
        texts.append(", ".join(name for name in others if name != column))
        return [text for text in texts if text][:room]

    def _lower(
        self, box: Box, texts: Sequence[str], flags: Sequence[str], top: int
    ) -> tuple[list[Line], list[Sign]]:
        metrics = self._fonts.detail_metrics
        lines: list[Line] = []
        signs: list[Sign] = []
        for index, text in enumerate(texts):
            room = box.width - LEFT - RIGHT
            if index == 0 and flags:
                shown = flags[: max(1, (room // 2) // (SIZE + GAP))]
                signs = _row_of_signs(
                    [(flag, False) for flag in shown],
                    box.right - RIGHT, top + (metrics.height() - SIZE) // 2,
                )  # fmt: skip
                room -= len(shown) * (SIZE + GAP)
            line = _fitting([text], metrics, room)
            lines.append(_line(line, self._fonts.detail, metrics, box.x + LEFT, top, strong=False))
            top += metrics.height()
        return lines, signs


def _thin(box: Box, status: str) -> Face:
    if box.height < SIZE or box.width < SIZE + 4:
        return Face((), ())
    x = box.x + (box.width - SIZE) // 2 + 1
    return Face((), (Sign(status, x, box.y + 2, True),))


def _spare(room: int, metrics: QFontMetrics, texts: Sequence[str]) -> int:
    """How many glyphs fit beside the shortest form of the name."""
    free = room - metrics.horizontalAdvance(texts[-1])
    return max(0, free // (SIZE + GAP))


def _fitting(texts: Sequence[str], metrics: QFontMetrics, room: int) -> str:
    """The longest text that fits, else the shortest one cut with an ellipsis."""
    for text in texts:
        if metrics.horizontalAdvance(text) <= room:
            return text
    return metrics.elidedText(texts[-1], Qt.TextElideMode.ElideRight, room)


def _line(text: str, font: QFont, metrics: QFontMetrics, x: int, y: int, *, strong: bool) -> Line:
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    static.prepare(font=font)
    box = Box(x, y, metrics.horizontalAdvance(text), metrics.height())
    return Line(static, QPointF(x, y), font, strong, box)


def _row_of_signs(names: Sequence[tuple[str, bool]], right: int, y: int) -> list[Sign]:
    """Side by side from the right, the first one outermost."""
    return [
        Sign(name, right - SIZE - index * (SIZE + GAP), y, status)
        for index, (name, status) in enumerate(names)
    ]
