"""Paints the day's ground and its blocks; what lies above them is in `overlays.py`."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPixmap

from clinicdesk.scheduling import subtract_intervals
from clinicdesk.ui.day import appointment_text
from clinicdesk.ui.day.grid.arrangement import Arrangement, Block
from clinicdesk.ui.day.grid.block_text import Face, FaceMaker, Line
from clinicdesk.ui.day.grid.geometry import Box
from clinicdesk.ui.day.letters import fonts_of
from clinicdesk.ui.kit.look.edges import WIDTH, paint_edge
from clinicdesk.ui.kit.look.glyphs import draw_glyph
from clinicdesk.ui.kit.look.theme import Theme, mixed

ROUND = 4
"""Radius of a block's corners in pixels."""

Pictures = dict[Hashable, QPixmap]

MOST_PICTURES = 600
"""How many blocks are kept as pictures."""

_HATCH_STEP = 8


def rect(box: Box) -> QRect:
    """The same box for Qt."""
    return QRect(box.x, box.y, box.width, box.height)


@lru_cache(maxsize=32)
def hatch(color: str, ground: str) -> QPixmap:
    """A tile of slanting lines that joins itself without a seam."""
    tile = QPixmap(_HATCH_STEP, _HATCH_STEP)
    tile.fill(QColor(ground))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color), 1))
    for shift in (-_HATCH_STEP, 0, _HATCH_STEP):
        painter.drawLine(QPointF(shift - 1, _HATCH_STEP + 1), QPointF(shift + _HATCH_STEP + 1, -1))
    painter.end()
    return tile


class DayPainter:
    """One arrangement in one theme; faces are fitted when they are first seen."""

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
        self._maker = FaceMaker(plan, self.fonts, private=private, now=now)
        self._faces: dict[tuple[int, int], Face] = {}
        self._pictures: Pictures = {} if pictures is None else pictures
        self._now = now
        self.private = private
        self._top = 0
        self._sticking: dict[tuple[int, int], Face] = {}
        self._rects = [(block, rect(plan.box(block))) for block in plan.blocks]
        colors = appointment_text.specialty_colors(plan.day.setup)
        self._colors = {
            block.key: colors.get(block.appointment.specialty or "")
            or plan.columns[block.column].resource.color
            for block in plan.blocks
        }

    def tick(self, now: float, blocks: Iterable[Block]) -> None:
        """Fit these blocks' texts anew: a hold's countdown went on."""
        self._now = now
        self._maker = FaceMaker(self.plan, self.fonts, private=self.private, now=now)
        for block in blocks:
            self._faces.pop(block.key, None)

    def look_from(self, top: int) -> None:
        """What is above this height is scrolled out: names of what goes on below it come down."""
        if top != self._top:
            self._top = top
            self._sticking = {}

    def sticking(self, top: int) -> list[Block]:
        """The blocks whose name would be above this height while they go on below it."""
        least = top + self.fonts.small.height
        found = (block for block, place in self._rects if place.top() < top < place.bottom())
        return [block for block in found if self.plan.box(block).bottom > least]

    def face(self, block: Block) -> Face:
        """What is written on a block, or on what is seen of it."""
        box = self.plan.first_box(block)
        if box.y < self._top < self.plan.box(block).bottom:
            if block.key not in self._sticking:
                self._sticking[block.key] = self._maker.face(block, self._seen(block))
            return self._sticking[block.key]
        if block.key not in self._faces:
            self._faces[block.key] = self._maker.face(block, box)
        return self._faces[block.key]

    def _seen(self, block: Block) -> Box:
        """What is below the upper edge of the part in which that is, else the next part."""
        boxes = self.plan.part_boxes(block)
        least = self._top + self.fonts.small.height
        box = next((box for box in boxes if box.bottom >= least), boxes[-1])
        top = max(box.y, self._top)
        return Box(box.x, top, box.width, max(box.bottom - top, 0))

    def text_boxes(self, area: QRect) -> list[Box]:
        """Every text and glyph in an area, which lines must not cross."""
        return [
            box
            for block, place in self._rects
            if place.intersects(area)
            for box in self.face(block).boxes
        ]

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Ground, lines and all blocks that reach into `area`."""
        painter.fillRect(area, QColor(self.theme.window))
        area = area & QRect(0, 0, self.plan.width, self.plan.scale.height + 1)
        painter.fillRect(area, QColor(self.theme.panel))
        self._paint_ground(painter, area)
        sharpness = painter.device().devicePixelRatioF()
        for block, _ in self._rects:
            if block.buffers:
                self._paint_buffers(painter, block, area)
        for block, place in self._rects:
            if not place.intersects(area):
                continue
            if place.top() < self._top:
                self.paint_block(painter, block)
            else:
                painter.drawPixmap(place.topLeft(), self._picture(block, sharpness))

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
        whole, part = QPen(QColor(self.theme.line)), QPen(QColor(self.theme.grid_line))
        for minute in scale.lines():
            y = scale.y(minute)
            if area.top() <= y <= area.bottom():
                painter.setPen(whole if minute % 60 == 0 else part)
                painter.drawLine(area.left(), y, right, y)

    def _paint_buffers(self, painter: QPainter, block: Block, seen: QRect) -> None:
        box = self.plan.box(block)
        look = self.theme.block(self._colors[block.key])
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end in block.buffers:
            top, bottom = self.plan.scale.y(start), self.plan.scale.y(end)
            area = QRect(box.x, top, box.width, bottom - top)
            if not area.intersects(seen):
                continue
            painter.fillRect(area, QColor(mixed(look.fill, self.theme.panel, 0.45)))
            painter.fillRect(
                box.x, top, WIDTH, bottom - top, QColor(mixed(look.edge, self.theme.panel, 0.65))
            )

    def _picture(self, block: Block, sharpness: float) -> QPixmap:
        """The block as it was painted the first time: outlines and texts are dear, pixels are not.

        Only blocks that have been in sight have a picture, and not too many of them are kept.
        """
        key = self._all_that_shows(block, sharpness)
        known = self._pictures.get(key)
        if known is not None:
            return known
        box = self.plan.box(block)
        picture = QPixmap(round(box.width * sharpness), round(box.height * sharpness))
        picture.setDevicePixelRatio(sharpness)
        picture.fill(Qt.GlobalColor.transparent)
        inside = QPainter(picture)
        inside.translate(-box.x, -box.y)
        self.paint_block(inside, block)
        inside.end()
        if len(self._pictures) >= MOST_PICTURES:
            self._pictures.clear()
        self._pictures[key] = picture
        return picture

    def _all_that_shows(self, block: Block, sharpness: float) -> Hashable:
        """Blocks of which all this is equal look the same, whenever the day was read."""
        box, day = self.plan.box(block), self.plan.day
        patient = block.appointment.patient
        return (
            (block.members, block.parts, box.width, box.height, self.plan.scale.zoom),
            self.plan.columns[block.column].resource.name,
            appointment_text.countdown(block, day, self._now),
            patient is not None and patient.number in day.new_patients,
            (self._colors[block.key], self.theme.name, self.private, self.fonts, sharpness),
        )

    def paint_block(self, painter: QPainter, block: Block) -> None:
        """One block with its texts and glyphs."""
        status = block.appointment.status
        if block.idle:
            self._paint_idle(painter, block)
        elif status in ("pending", "waitlist"):
            self._paint_held(painter, block)
        else:
            self._paint_busy(painter, block)
        self._paint_face(painter, block)

    def _paint_busy(self, painter: QPainter, block: Block) -> None:
        status = block.appointment.status
        look = block_look(self.theme, self._colors[block.key], status)
        fill, edge = look.fill, look.edge
        parts = self.plan.part_boxes(block)
        if len(parts) > 1:
            between = mixed(fill, self.theme.panel, 0.7)
            _panel(painter, self.plan.box(block), between, look.edge, Qt.PenStyle.DotLine)
        for box in parts:
            _panel(painter, box, fill, mixed(edge, fill, 0.45), Qt.PenStyle.SolidLine)
            _strong_edge(painter, box, look)

    def _paint_idle(self, painter: QPainter, block: Block) -> None:
        look = block_look(self.theme, self._colors[block.key], block.appointment.status)
        _panel(painter, self.plan.box(block), look.fill, look.edge, Qt.PenStyle.DashLine)

    def _paint_held(self, painter: QPainter, block: Block) -> None:
        box = self.plan.box(block)
        look = block_look(self.theme, self._colors[block.key], block.appointment.status)
        ground = look.fill
        _panel(painter, box, ground, look.edge, Qt.PenStyle.DashLine)
        inner = rect(box).adjusted(2, 2, -1, -1)
        lines = mixed(look.edge, ground, 0.72)
        painter.fillRect(inner, QBrush(hatch(lines, ground)))
        for line in self.face(block).lines:
            painter.fillRect(rect(line.box).adjusted(-2, 0, 2, 0), QColor(ground))

    def _paint_face(self, painter: QPainter, block: Block) -> None:
        face = self.face(block)
        look = block_look(self.theme, self._colors[block.key], block.appointment.status)
        for line in face.lines:
            painter.setFont(line.font)
            painter.setPen(QColor(look.text if line.strong else self.theme.muted))
            # On its side it is too small to be struck out and read.
            _write(painter, line, struck=line.strong and block.idle and not line.turned)
        plain, color = QColor(self.theme.muted), QColor(look.sign)
        for sign in face.signs:
            ink = color if sign.status else plain
            draw_glyph(painter, sign.name, sign.x, sign.y, ink, sign.side)


@dataclass(frozen=True)
class Look:
    """The colours of a block by its specialty and status; `sign` is the status glyph's."""

    fill: str
    edge: str
    text: str
    sign: str
    pattern: tuple[str, ...]


def block_look(theme: Theme, color: str | None, status: str) -> Look:
    """How a block looks: what is done is paler, what is off keeps its outline only."""
    block = theme.block(color)
    if status in ("pending", "waitlist"):
        ground = mixed(theme.accent_tint, theme.panel, 0.35)
        return Look(ground, theme.accent, theme.text, theme.accent, block.pattern)
    if status in ("noshow", "cancelled"):
        # No color at all: the warning red would be taken for the red of a specialty.
        return Look(theme.panel, theme.neutral, theme.muted, theme.muted, block.pattern)
    if status == "fulfilled":
        paler = mixed(block.fill, theme.panel, 0.6)
        return Look(paler, block.edge, theme.muted, theme.muted, block.pattern)
    sign = {"arrived": theme.warning, "checked-in": theme.accent}.get(status, theme.muted)
    return Look(block.fill, block.edge, theme.text, sign, block.pattern)


def _strong_edge(painter: QPainter, box: Box, look: Look) -> None:
    """The edge at the left in its specialty's pattern, round where the block is."""
    inner = rect(box).adjusted(1, 1, 0, -1)
    inner.setWidth(min(WIDTH, box.width - 2))
    paint_edge(painter, inner, look.pattern, look.edge, look.fill)


def _write(painter: QPainter, line: Line, *, struck: bool) -> None:
    """Draw a line of text, upright or turned, struck out where it no longer holds."""
    if line.turned:
        painter.save()
        painter.translate(line.at)
        painter.rotate(90)
        painter.drawStaticText(0, 0, line.text)
        painter.restore()
        return
    painter.drawStaticText(line.at, line.text)
    if struck:
        middle = line.box.y + line.box.height * 11 // 20
        painter.drawLine(line.box.x, middle, line.box.right, middle)


def _panel(painter: QPainter, box: Box, fill: str, border: str, style: Qt.PenStyle) -> None:
    painter.setPen(QPen(QColor(border), 1, style))
    painter.setBrush(QColor(fill))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(rect(box)).adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
    painter.drawPath(shape)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
