"""Paints the day: its ground and its blocks; what lies above them is in `overlays.py`."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPixmap, QRegion

from clinicdesk.scheduling import subtract_intervals
from clinicdesk.ui.day.grid.block_painter import BlockPainter, hatch
from clinicdesk.ui.day.grid.boxes import Turn, rect
from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text import appointment_text
from clinicdesk.ui.day.text.block_text import BlockText, BlockTextMaker
from clinicdesk.ui.day.text.fonts import fonts_of
from clinicdesk.ui.kit.look.theme import Theme


class PictureKey:
    """All that makes a block look as it does. Its hash is made once: that takes time."""

    __slots__ = ("_hash", "_parts")

    def __init__(self, parts: Hashable) -> None:
        self._parts, self._hash = parts, hash(parts)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PictureKey) and self._parts == other._parts


@dataclass(frozen=True)
class Picture:
    """A block as it was painted, and where in it texts and glyphs stand."""

    key: PictureKey
    pixels: QPixmap
    boxes: tuple[Box, ...]
    """From the block's own upper left corner."""


Pictures = dict[PictureKey, Picture]

MOST_PICTURES = 900
"""How many blocks are kept as pictures."""


class DayPainter:
    """Paints one arrangement in one theme; texts are fitted when their block is first seen."""

    def __init__(
        self,
        plan: Arrangement,
        theme: Theme,
        font: QFont,
        *,
        private: bool,
        now: float,
        pictures: Pictures | None = None,
    ) -> None:
        self.plan = plan
        self.theme = theme
        self.fonts = fonts_of(font)
        self._text_maker = BlockTextMaker(plan, self.fonts, private=private, now=now)
        self._texts: dict[tuple[int, int], BlockText] = {}
        self._pictures: Pictures = {} if pictures is None else pictures
        self._keys: dict[tuple[int, int], PictureKey] = {}
        """Of the blocks' pictures; to make and to compare them takes time."""
        self._sharpness = 1.0
        self._now = now
        self.private = private
        self._top = 0
        """The height in the day that stands at the viewport's upper edge."""
        self._sticking: dict[tuple[int, int], BlockText] = {}
        self._rects = [(block, rect(plan.box(block))) for block in plan.blocks]
        self._blocks = BlockPainter(plan, theme)
        self._buffered = [(block, self._blocks.buffers(block)) for block in plan.blocks]

    def paints(self, plan: Arrangement, theme: Theme, font: QFont, *, private: bool) -> bool:
        """Whether this is what it paints, and how."""
        look = (self.fonts, self.private)
        return self.plan is plan and self.theme is theme and look == (fonts_of(font), private)

    def changed_since(self, before: "DayPainter", view: QRect) -> QRegion | None:
        """What of `view` it paints otherwise than `before` does; None if that may be all of it."""
        if self._ground() != before._ground():
            return None
        now, then = self._blocks_in(view), before._blocks_in(view)
        changed = QRegion()
        for key in now.keys() | then.keys():
            if now.get(key) != then.get(key):
                for area, buffers, _ in filter(None, (now.get(key), then.get(key))):
                    for part in (area, *buffers):
                        changed |= part
        return changed

    def _ground(self) -> tuple[object, ...]:
        """All that makes the day look as it does, but for its blocks."""
        plan = self.plan
        return (
            plan.day.day, plan.scale, plan.edges, plan.columns,
            self.theme, self.fonts, self.private,
        )  # fmt: skip

    def _blocks_in(self, view: QRect) -> dict[tuple[int, int], tuple[QRect, list[QRect], Hashable]]:
        """Where each block in sight stands, and its buffers, and how it looks."""
        return {
            block.key: (place, buffers, self._look(block))
            for (block, place), (_, buffers) in zip(self._rects, self._buffered, strict=True)
            if place.intersects(view) or any(buffer.intersects(view) for buffer in buffers)
        }

    def tick(self, now: float, blocks: Iterable[DayBlock]) -> None:
        """Fit these blocks' texts anew: a hold's countdown went on."""
        self._now = now
        self._text_maker = BlockTextMaker(self.plan, self.fonts, private=self.private, now=now)
        for block in blocks:
            self._texts.pop(block.key, None)
            self._keys.pop(block.key, None)

    def look_from(self, top: int) -> None:
        """Scrolled to this height: what reaches over it has its name below it."""
        if top != self._top:
            self._top = top
            self._sticking = {}

    def sticking(self, top: int) -> list[DayBlock]:
        """The blocks that reach over this height far enough to have their name below it."""
        least = top + self.fonts.small.height
        found = (block for block, place in self._rects if place.top() < top < place.bottom())
        return [block for block in found if self.plan.box(block).bottom > least]

    def block_text(self, block: DayBlock) -> BlockText:
        """What is written on a block, or on what is in sight of it."""
        box = self.plan.first_box(block)
        if box.y < self._top < self.plan.box(block).bottom:
            if block.key not in self._sticking:
                self._sticking[block.key] = self._text_maker.fit(block, self._seen(block))
            return self._sticking[block.key]
        if block.key not in self._texts:
            self._texts[block.key] = self._text_maker.fit(block, box)
        return self._texts[block.key]

    def _seen(self, block: DayBlock) -> Box:
        """What is in sight of the part that reaches over the upper edge, else the next part."""
        boxes = self.plan.part_boxes(block)
        least = self._top + self.fonts.small.height
        box = next((box for box in boxes if box.bottom >= least), boxes[-1])
        top = max(box.y, self._top)
        return Box(box.x, top, box.width, max(box.bottom - top, 0))

    def text_boxes(self, area: QRect) -> list[Box]:
        """Every text and glyph that was painted in an area: lines must not cross it."""
        return [
            box
            for block, place in self._rects
            if place.intersects(area)
            for box in self._painted_boxes(block, place)
        ]

    def _painted_boxes(self, block: DayBlock, place: QRect) -> Iterable[Box]:
        if place.top() < self._top:
            return self.block_text(block).boxes
        picture = self._pictures.get(self._key(block))
        # What still stands bare has none.
        return () if picture is None else (box.moved(place.x(), place.y()) for box in picture.boxes)

    def paint(self, painter: QPainter, region: QRect | QRegion, turn: Turn | None = None) -> None:
        """Ground, lines and all blocks that reach into `region`, to which painting is clipped."""
        turn, region = turn or Turn(), QRegion(region)
        area = region.boundingRect()
        painter.fillRect(area, QColor(self.theme.window))
        area = area & QRect(0, 0, self.plan.width, self.plan.scale.height + 1)
        painter.fillRect(area, QColor(self.theme.panel))
        self._paint_ground(painter, area)
        self._be_as_sharp_as(painter.device().devicePixelRatioF())
        for block, buffers in self._buffered:
            for buffer in buffers:
                if region.intersects(buffer):
                    self._blocks.paint_buffer(painter, block, buffer)
        for block, place in self._rects:
            if region.intersects(place):
                self._paint_block(painter, block, place, turn)

    def _paint_block(self, painter: QPainter, block: DayBlock, place: QRect, turn: Turn) -> None:
        if place.top() < self._top:
            self._blocks.paint(painter, block, self.block_text(block))
            return
        picture = self._picture(block, turn)
        if picture is None:
            self._blocks.paint_bare(painter, block)
        else:
            painter.drawPixmap(place.topLeft(), picture.pixels)

    def _paint_ground(self, painter: QPainter, area: QRect) -> None:
        plan, theme = self.plan, self.theme
        scale, off = plan.scale, QColor(theme.off)
        for index, column in enumerate(plan.columns):
            left, right = plan.edges[index], plan.edges[index + 1]
            if right <= area.left() or left > area.right():
                continue
            for start, end in subtract_intervals([(scale.first, scale.last)], column.free):
                top, bottom = scale.y(start), scale.y(end)
                painter.fillRect(left, top, right - left, bottom - top, off)
            for start, end in column.away:
                top, bottom = scale.y(start), scale.y(end)
                painter.fillRect(
                    QRect(left, top, right - left, bottom - top),
                    QBrush(hatch(theme.hatch, theme.off)),
                )
        self._paint_lines(painter, area)
        painter.setPen(QColor(theme.line))
        for edge in plan.edges[1:]:
            if area.left() <= edge - 1 <= area.right():
                painter.drawLine(edge - 1, area.top(), edge - 1, area.bottom())

    def _paint_lines(self, painter: QPainter, area: QRect) -> None:
        scale = self.plan.scale
        right = min(area.right(), self.plan.width - 1)
        hour, part = QPen(QColor(self.theme.line)), QPen(QColor(self.theme.grid_line))
        for minute in scale.lines():
            y = scale.y(minute)
            if area.top() <= y <= area.bottom():
                painter.setPen(hour if minute % 60 == 0 else part)
                painter.drawLine(area.left(), y, right, y)

    def _be_as_sharp_as(self, sharpness: float) -> None:
        if sharpness != self._sharpness:
            self._sharpness = sharpness
            self._keys.clear()

    def _picture(self, block: DayBlock, turn: Turn) -> Picture | None:
        """The block as it was painted the first time: outlines and texts are expensive.

        None if it never was, and has to wait for another turn. Only blocks that have been in sight
        have a picture, and not too many of them are kept.
        """
        key = self._key(block)
        known = self._pictures.get(key)
        if known is not None:
            # What is the same is found sooner than what is only equal.
            self._keys[block.key] = known.key
            return known
        if not turn.has_room(block):
            return None
        if len(self._pictures) >= MOST_PICTURES:
            self._pictures.clear()
        self._pictures[key] = made = self._painted(block, key)
        return made

    def _painted(self, block: DayBlock, key: PictureKey) -> Picture:
        box, sharpness = self.plan.box(block), self._sharpness
        pixels = QPixmap(round(box.width * sharpness), round(box.height * sharpness))
        pixels.setDevicePixelRatio(sharpness)
        pixels.fill(Qt.GlobalColor.transparent)
        inside = QPainter(pixels)
        inside.translate(-box.x, -box.y)
        text = self.block_text(block)
        self._blocks.paint(inside, block, text)
        inside.end()
        return Picture(key, pixels, tuple(found.moved(-box.x, -box.y) for found in text.boxes))

    def _key(self, block: DayBlock) -> PictureKey:
        key = self._keys.get(block.key)
        if key is None:
            key = self._keys[block.key] = PictureKey((self._look(block), self._sharpness))
        return key

    def _look(self, block: DayBlock) -> Hashable:
        """Blocks of which all this is equal look the same, whenever the day was read."""
        box, day = self.plan.box(block), self.plan.day
        patient = block.appointment.patient
        return (
            (block.members, block.parts, box.width, box.height, self.plan.scale.zoom),
            self.plan.columns[block.column].resource.name,
            appointment_text.countdown(block, day, self._now),
            patient is not None and patient.number in day.new_patients,
            (self._blocks.colors[block.key], self.theme.name, self.private, self.fonts),
        )
