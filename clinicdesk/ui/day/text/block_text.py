"""What is written on each block and where: fitted once, then only drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QStaticText

from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text import appointment_text
from clinicdesk.ui.day.text.appointment_text import Details
from clinicdesk.ui.day.text.fonts import Fonts, MeasuredFont, first_fitting
from clinicdesk.ui.kit.look.status_glyphs import status_glyph

LEFT, RIGHT, ABOVE = 10, 3, 3
"""Pixels kept free inside a block; at the left is its strong edge."""

GAP = 3
"""Pixels between a text and a glyph."""

LEAST_TURNED = 4
"""A name that stands on its side is left out if it would be cut to fewer characters."""


@dataclass(frozen=True)
class Line:
    """A text that fits, with its place in the day; a turned one reads downwards."""

    text: QStaticText
    at: QPointF
    font: QFont
    strong: bool
    box: Box
    turned: bool = False


@dataclass(frozen=True)
class Sign:
    """A glyph with its place; `status` tells the one that says how far the visit is."""

    name: str
    x: int
    y: int
    status: bool
    side: int


@dataclass(frozen=True)
class UnplacedSign:
    """A glyph that has no place yet; `status` as in `Sign`."""

    name: str
    status: bool = False


@dataclass(frozen=True)
class BlockText:
    """All that is written on one block."""

    lines: tuple[Line, ...]
    signs: tuple[Sign, ...]

    @property
    def boxes(self) -> list[Box]:
        """Where nothing may be drawn across."""
        signs = [Box(sign.x, sign.y, sign.side, sign.side) for sign in self.signs]
        return [line.box for line in self.lines] + signs


class BlockTextMaker:
    """Fits texts and glyphs into a block's box. What does not fit is shortened or left out."""

    def __init__(self, plan: Arrangement, fonts: Fonts, *, private: bool, now: float) -> None:
        self._plan = plan
        self._fonts = fonts
        self._private = private
        self._now = now

    def fit(self, block: DayBlock, box: Box) -> BlockText:
        """What stands in a box of the block: its first one, or what is in sight of it.

        Empty where not even a small name fits.
        """
        sign = self._fonts.sign
        status = status_glyph(block.appointment)
        if box.width < 3 * sign:
            return self._thin(block, box, status)
        fonts = self._name_fonts(box)
        if fonts is None:
            return BlockText((), ())
        height = fonts[0].height
        texts = appointment_text.title_texts(block, private=self._private)
        flags = appointment_text.flag_glyphs(block.appointment, self._plan.day)
        rows = max(0, (box.height - ABOVE - height) // self._fonts.detail.height)
        left = appointment_text.countdown(block, self._plan.day, self._now)
        alone = box.width - LEFT - RIGHT
        if left and not rows and fonts[-1].width(f"{texts[-1]} {left}") <= alone - sign - GAP:
            texts = [f"{text} {left}" for text in texts]
        signs = [UnplacedSign(status, status=True)]
        lower = [UnplacedSign(flag) for flag in flags] if rows else []
        if rows and fonts[0].width(texts[-1]) > alone - sign - GAP:
            # A name that needs its whole line has it: the status stands below with the others.
            signs, lower = [], [*signs, *lower]
        if not rows:
            free = alone - sign - GAP - fonts[0].width(texts[-1])
            signs += [UnplacedSign(flag) for flag in flags][: max(0, free // (sign + GAP))]
        room = alone - len(signs) * (sign + GAP)
        top = box.y + min(ABOVE, max(0, (box.height - height) // 2))
        placed = self._row_of_signs(signs, box.right - RIGHT, top + (height - sign) // 2)
        lines = self._name_line(block, texts, fonts, Box(box.x + LEFT, top, room, height), rows)
        lines_below, signs_below = self._lower(block, box, rows, lower, top + height)
        return BlockText((*lines, *lines_below), (*placed, *signs_below))

    def _name_fonts(self, box: Box) -> tuple[MeasuredFont, ...] | None:
        """The fonts for a name, widest first; None where it would be higher than its block."""
        fonts = self._fonts
        if box.height >= fonts.name.height:
            return fonts.name, fonts.name_tight, fonts.small_tight
        if box.height >= fonts.small.height - 2:
            return fonts.small, fonts.small_tight
        return None

    def _name_line(
        self,
        block: DayBlock,
        texts: Sequence[str],
        fonts: Sequence[MeasuredFont],
        box: Box,
        rows: int,
    ) -> list[Line]:
        """The name; where nothing stands below it, its time too if there is room."""
        start = appointment_text.short_time(block.start)
        detail = self._fonts.detail
        if not rows and block.appointment.patient is not None and box.height >= detail.height:
            beside = detail.width(start) + 2 * GAP
            timed = first_fitting(texts[1:] or texts, fonts[:1], box.width - beside)
            if timed is not None:
                text, font = timed
                x = box.x + font.width(text) + 2 * GAP
                y = box.y + (box.height - detail.height + 1) // 2
                return [_line(text, font, box.x, box.y, strong=True),
                        _line(start, detail, x, y, strong=False)]  # fmt: skip
        text, font = _fitting(texts, fonts, box.width)
        return [_line(text, font, box.x, box.y, strong=True)]

    def _lower(
        self, block: DayBlock, box: Box, rows: int, signs: Sequence[UnplacedSign], top: int
    ) -> tuple[list[Line], list[Sign]]:
        if rows < 1:
            return [], []
        detail, sign = self._fonts.detail, self._fonts.sign
        column = self._plan.columns[block.column].resource.name
        details = appointment_text.detail_texts(block, self._plan.day, self._now, column)
        room = box.width - LEFT - RIGHT
        shown = signs[: max(1, (room // 2 + sign) // (sign + GAP))]
        # On a narrow card its start comes before all glyphs but the first.
        time = self._fonts.detail_tight.width(details.when[-1]) if details.when else 0
        while len(shown) > 1 and room - len(shown) * (sign + GAP) < time:
            shown = shown[:-1]
        middle = top + (detail.height - sign) // 2
        placed = self._row_of_signs(shown, box.right - RIGHT, middle)
        beside = len(shown) * (sign + GAP)
        lines: list[Line] = []
        for text, font in self._fitted(details, rows, room, room - beside):
            lines.append(_line(text, font, box.x + LEFT, top, strong=False))
            top += detail.height
        return lines, placed

    def _fitted(
        self, details: Details, rows: int, room: int, first: int
    ) -> list[tuple[str, MeasuredFont]]:
        """The lines below a name, whole or shortened at a word; `first` is the first one's room."""
        fonts = (self._fonts.detail, self._fonts.detail_tight)
        found: list[tuple[str, MeasuredFont]] = []
        for forms in self._chosen(details, rows, first):
            fits = first_fitting(forms, fonts, room if found else first)
            if fits is not None:
                found.append(fits)
        return found

    def _chosen(self, details: Details, rows: int, first: int) -> list[list[str]]:
        """Which lines, each with its forms: what it is and when come before who else and where."""
        lines = [forms for forms in (details.when, details.what, details.who) if forms]
        if len(lines) <= rows or not (details.when and details.what):
            return lines[:rows]
        short, what = details.when[-1], details.what
        together = [f"{time} {what[0]}" for time in details.when[1:]]
        if rows == 1:
            return [[*together, *(f"{short} {text}" for text in what[1:]), short]]
        if first_fitting(together, (self._fonts.detail,), first) is not None:
            return [together, details.who]
        return lines[:rows]

    def _row_of_signs(self, signs: Sequence[UnplacedSign], right: int, y: int) -> list[Sign]:
        """Side by side from the right, the first one outermost."""
        side = self._fonts.sign
        return [
            Sign(sign.name, right - side - index * (side + GAP), y, sign.status, side)
            for index, sign in enumerate(signs)
        ]

    def _thin(self, block: DayBlock, box: Box, status: str) -> BlockText:
        """On a narrow block: the status glyph, and the name below it, turned on its side."""
        side, small = self._fonts.sign, self._fonts.small
        if box.height < side or box.width < side + 2:
            return BlockText((), ())
        sign = Sign(status, box.x + (box.width - side + 1) // 2, box.y + 2, True, side)
        top = box.y + side + 5
        texts = appointment_text.title_texts(block, private=self._private)
        text, font = _fitting(texts, (small, self._fonts.small_tight), box.bottom - top - 2)
        if box.width < small.height - 1 or len(text) < min(LEAST_TURNED, len(texts[-1])):
            return BlockText((), (sign,))
        return BlockText((_turned(text, font, box, top),), (sign,))


def _fitting(
    texts: Sequence[str], fonts: Sequence[MeasuredFont], room: int
) -> tuple[str, MeasuredFont]:
    """The longest text that fits, else the shortest one ever tighter, else that one cut."""
    fits = first_fitting(texts, fonts[:1], room) or first_fitting(texts[-1:], fonts[1:], room)
    return fits or (fonts[-1].cut(texts[-1], room), fonts[-1])


def _line(text: str, font: MeasuredFont, x: int, y: int, *, strong: bool) -> Line:
    box = Box(x, y, font.width(text), font.height)
    return Line(_static(text, font), QPointF(x, y), font.font, strong, box)


def _turned(text: str, font: MeasuredFont, box: Box, top: int) -> Line:
    """Turned to the right around its upper left corner, which then is at the upper right."""
    left = box.x + (box.width - font.height) // 2
    place = Box(left, top, font.height, font.width(text))
    at = QPointF(place.right, place.y)
    return Line(_static(text, font), at, font.font, True, place, turned=True)


def _static(text: str, font: MeasuredFont) -> QStaticText:
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    static.prepare(font=font.font)
    return static
