"""Paints one block: its fill, edge and buffers by specialty and status, its texts and glyphs."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap

from clinicdesk.models.statuses import Stage, Status
from clinicdesk.ui.day.grid.boxes import rect
from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text import appointment_text
from clinicdesk.ui.day.text.block_text import BlockText, Line
from clinicdesk.ui.kit.look.edges import WIDTH, paint_edge
from clinicdesk.ui.kit.look.glyphs import draw_glyph
from clinicdesk.ui.kit.look.theme import Theme, mixed

ROUND = 4
"""Radius of a block's corners in pixels."""

_HATCH_STEP = 8


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


@dataclass(frozen=True)
class BlockLook:
    """The colors of a block by its specialty and status; `sign` is the status glyph's."""

    fill: str
    edge: str
    text: str
    sign: str
    pattern: tuple[str, ...]


def block_look(theme: Theme, color: str | None, status: Status) -> BlockLook:
    """How a block looks: paler once completed, an outline only if cancelled or missed."""
    block = theme.block(color)
    if status.stage in (Stage.HELD, Stage.UNBOOKED):
        ground = mixed(theme.accent_tint, theme.panel, 0.35)
        return BlockLook(ground, theme.accent, theme.text, theme.accent, block.pattern)
    if status.stage in (Stage.MISSED, Stage.CALLED_OFF):
        # No color at all: the warning red would be taken for the red of a specialty.
        return BlockLook(theme.panel, theme.neutral, theme.muted, theme.muted, block.pattern)
    if status.stage is Stage.COMPLETED:
        paler = mixed(block.fill, theme.panel, 0.6)
        return BlockLook(paler, block.edge, theme.muted, theme.muted, block.pattern)
    signs = {"warning": theme.warning, "accent": theme.accent, "muted": theme.muted}
    sign = signs[status.traits.glyph_color]
    return BlockLook(block.fill, block.edge, theme.text, sign, block.pattern)


class BlockPainter:
    """Paints the blocks of one arrangement in one theme."""

    def __init__(self, plan: Arrangement, theme: Theme) -> None:
        self._plan, self._theme = plan, theme
        specialties = appointment_text.specialty_colors(plan.day.setup)
        self.colors = {
            block.key: specialties.get(block.appointment.specialty or "")
            or plan.columns[block.column].resource.color
            for block in plan.blocks
        }
        """By the block's key."""

    def paint(self, painter: QPainter, block: DayBlock, text: BlockText) -> None:
        """One block with its texts and glyphs."""
        status = block.appointment.status
        look = block_look(self._theme, self.colors[block.key], status)
        if block.idle:
            _panel(painter, self._plan.box(block), look.fill, look.edge, Qt.PenStyle.DashLine)
        elif status.stage is Stage.HELD:
            self._paint_held(painter, block, look, text)
        else:
            self._paint_busy(painter, block, look)
        self._paint_text(painter, block, look, text)

    def paint_bare(self, painter: QPainter, block: DayBlock) -> None:
        """That there is one: its fill and edge alone, until there is time for more."""
        look = block_look(self._theme, self.colors[block.key], block.appointment.status)
        area = rect(self._plan.box(block))
        painter.fillRect(area, QColor(look.fill))
        area.setWidth(min(WIDTH, area.width()))
        painter.fillRect(area, QColor(look.edge))

    def buffers(self, block: DayBlock) -> list[QRect]:
        """Where a block's buffers are; most have none."""
        if not block.buffers:
            return []
        box, y = self._plan.box(block), self._plan.scale.y
        return [
            QRect(box.x, y(start), box.width, y(end) - y(start)) for start, end in block.buffers
        ]

    def paint_buffer(self, painter: QPainter, block: DayBlock, area: QRect) -> None:
        """One of a block's buffers."""
        look, panel = self._theme.block(self.colors[block.key]), self._theme.panel
        painter.fillRect(area, QColor(mixed(look.fill, panel, 0.45)))
        edge = QRect(area.topLeft(), QSize(WIDTH, area.height()))
        painter.fillRect(edge, QColor(mixed(look.edge, panel, 0.65)))

    def _paint_busy(self, painter: QPainter, block: DayBlock, look: BlockLook) -> None:
        parts = self._plan.part_boxes(block)
        if len(parts) > 1:
            between = mixed(look.fill, self._theme.panel, 0.7)
            _panel(painter, self._plan.box(block), between, look.edge, Qt.PenStyle.DotLine)
        for box in parts:
            border = mixed(look.edge, look.fill, 0.45)
            _panel(painter, box, look.fill, border, Qt.PenStyle.SolidLine)
            _strong_edge(painter, box, look)

    def _paint_held(
        self, painter: QPainter, block: DayBlock, look: BlockLook, text: BlockText
    ) -> None:
        box = self._plan.box(block)
        _panel(painter, box, look.fill, look.edge, Qt.PenStyle.DashLine)
        inner = rect(box).adjusted(2, 2, -1, -1)
        lines = mixed(look.edge, look.fill, 0.72)
        painter.fillRect(inner, QBrush(hatch(lines, look.fill)))
        for line in text.lines:
            painter.fillRect(rect(line.box).adjusted(-2, 0, 2, 0), QColor(look.fill))

    def _paint_text(
        self, painter: QPainter, block: DayBlock, look: BlockLook, text: BlockText
    ) -> None:
        for line in text.lines:
            painter.setFont(line.font)
            painter.setPen(QColor(look.text if line.strong else self._theme.muted))
            # On its side it is too small to be struck out and read.
            _write(painter, line, struck=line.strong and block.idle and not line.turned)
        plain, color = QColor(self._theme.muted), QColor(look.sign)
        for sign in text.signs:
            ink = color if sign.status else plain
            draw_glyph(painter, sign.name, sign.x, sign.y, ink, sign.side)


def _strong_edge(painter: QPainter, box: Box, look: BlockLook) -> None:
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
