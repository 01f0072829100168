"""Paints what lies above the blocks: links, now-line, focus, and ghosts of options and drags."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion

from clinicdesk.ui.day.grid.block_painter import ROUND
from clinicdesk.ui.day.grid.boxes import Ghost, link_area, rect
from clinicdesk.ui.day.grid.day_painter import DayPainter
from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.day.layout.geometry import Box, link_lines
from clinicdesk.ui.day.text.fonts import Fonts, first_fitting, shortened
from clinicdesk.ui.kit.look.edges import WIDTH
from clinicdesk.ui.kit.look.glyphs import draw_glyph
from clinicdesk.ui.kit.look.theme import mixed

FOCUS_WIDTH = 2


def paint_focus(painter: QPainter, day_painter: DayPainter, box: Box) -> None:
    """The ring around the place that the keyboard is at."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # A rim of the ground's color inside keeps the ring apart from any block.
    painter.setPen(QPen(QColor(day_painter.theme.panel), 1))
    painter.drawRoundedRect(QRectF(rect(box)).adjusted(0.5, 0.5, -0.5, -0.5), ROUND, ROUND)
    painter.setPen(QPen(QColor(day_painter.theme.focus), FOCUS_WIDTH))
    painter.drawRoundedRect(QRectF(rect(box)).adjusted(-1, -1, 1, 1), ROUND + 1, ROUND + 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def paint_link(
    painter: QPainter, day_painter: DayPainter, steps: Sequence[Box], area: QRect
) -> None:
    """The steps of one visit, outlined and joined."""
    color = QColor(day_painter.theme.accent)
    painter.save()
    _clip_texts_away(painter, day_painter, area & link_area(steps))
    _draw_link(painter, day_painter, steps, QPen(color, 2))
    painter.restore()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for box in steps:
        painter.drawRoundedRect(QRectF(rect(box)).adjusted(0, 0, 0, 0), ROUND, ROUND)
    painter.restore()


def _draw_link(painter: QPainter, day_painter: DayPainter, steps: Sequence[Box], pen: QPen) -> None:
    """The line from each step to the next."""
    if len(steps) < 2:
        return
    reach = link_area(steps)
    names = day_painter.text_boxes(reach)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for corners in link_lines(steps, names):
        painter.drawPath(_rounded(corners))


def _rounded(corners: Sequence[tuple[int, int]]) -> QPainterPath:
    """A line through these corners, each of them taken in a small curve."""
    path = QPainterPath(QPointF(*corners[0]))
    for index in range(1, len(corners) - 1):
        (x0, y0), (x, y), (x1, y1) = corners[index - 1 : index + 2]
        before = _toward(x, y, x0, y0)
        after = _toward(x, y, x1, y1)
        path.lineTo(before)
        path.quadTo(QPointF(x, y), after)
    path.lineTo(QPointF(*corners[-1]))
    return path


def _toward(x: int, y: int, to_x: int, to_y: int) -> QPointF:
    length = max(abs(to_x - x), abs(to_y - y), 1)
    step = min(6.0, length / 2) / length
    return QPointF(x + (to_x - x) * step, y + (to_y - y) * step)


def _clip_texts_away(painter: QPainter, day_painter: DayPainter, area: QRect) -> None:
    """Paint in the area only, and over no text or glyph in it."""
    shown = QRegion(area)
    for box in day_painter.text_boxes(area):
        shown -= QRegion(rect(box).adjusted(-2, 0, 2, 0))
    painter.setClipRegion(shown, Qt.ClipOperation.IntersectClip)


def paint_now(painter: QPainter, day_painter: DayPainter, minute: float, area: QRect) -> None:
    """The present minute, across everything but texts."""
    y = day_painter.plan.scale.y(minute)
    if not area.top() - 2 <= y <= area.bottom() + 2:
        return
    line = QRect(area.left(), y - 1, area.width(), 2)
    painter.save()
    _clip_texts_away(painter, day_painter, line)
    painter.fillRect(line, QColor(day_painter.theme.now))
    painter.restore()


def paint_written(
    painter: QPainter, day_painter: DayPainter, blocks: Iterable[DayBlock], area: QRect
) -> None:
    """A small clock on each of these blocks, which are being written."""
    side = day_painter.fonts.sign
    for block in blocks:
        box = day_painter.plan.box(block)
        if rect(box).intersects(area):
            place = _free_place(box, day_painter.block_text(block).boxes, side)
            painter.fillRect(place.adjusted(-1, -1, 1, 1), QColor(day_painter.theme.panel))
            ink = QColor(day_painter.theme.text)
            draw_glyph(painter, "clock", place.x(), place.y(), ink, side)


def _free_place(box: Box, texts: Sequence[Box], side: int) -> QRect:
    """Where no text or glyph stands, from the lower right; the corner if that is nowhere."""
    left, right = box.x + WIDTH + 3, box.right - side - 3
    top, bottom = box.y + 2, box.bottom - side - 2
    columns = range(right, left - 1, -(side + 3)) or (right,)
    places = [QRect(x, y, side, side) for y in (bottom, top) for x in columns]
    taken = [rect(text) for text in texts]
    free = (place for place in places if not any(place.intersects(text) for text in taken))
    return next(free, places[0])


def ghost_color(day_painter: DayPainter, look: str) -> QColor:
    """The color of a ghost's outline and writing."""
    theme = day_painter.theme
    colors = {"refused": theme.danger, "reason": theme.warning, "unknown": theme.neutral}
    return QColor(colors.get(look, theme.accent))


def paint_ghosts(
    painter: QPainter, day_painter: DayPainter, ghosts: Iterable[Ghost], area: QRect
) -> None:
    """Boxes of what would be: those of an option are numbered and joined by a line."""
    shown = list(ghosts)
    painter.save()
    if all(ghost.look == "option" for ghost in shown):
        covered = QRegion(area)
        for ghost in shown:
            covered -= QRegion(rect(ghost.box))
        painter.save()
        _clip_texts_away(painter, day_painter, area)
        painter.setClipRegion(covered, Qt.ClipOperation.IntersectClip)
        pen = QPen(QColor(day_painter.theme.accent), 2, Qt.PenStyle.DashLine)
        _draw_link(painter, day_painter, [ghost.box for ghost in shown], pen)
        painter.restore()
    for ghost in shown:
        _paint_ghost(painter, day_painter, ghost)
    painter.restore()


def _paint_origin(painter: QPainter, day_painter: DayPainter, ghost: Ghost) -> None:
    painter.setOpacity(0.6)
    painter.fillRect(rect(ghost.box), QColor(day_painter.theme.panel))
    painter.setOpacity(1.0)
    painter.setPen(QPen(QColor(day_painter.theme.muted), 1, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect(ghost.box).adjusted(0, 0, -1, -1), ROUND, ROUND)


def _paint_ghost(painter: QPainter, day_painter: DayPainter, ghost: Ghost) -> None:
    if ghost.look == "origin":
        _paint_origin(painter, day_painter, ghost)
        return
    theme, color = day_painter.theme, ghost_color(day_painter, ghost.look)
    area = QRectF(rect(ghost.box)).adjusted(1, 1, -1, -1)
    ground = (
        theme.accent_tint
        if ghost.look in ("option", "allowed")
        else mixed(color.name(), theme.panel, 0.88)
    )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(ground))
    painter.setPen(QPen(color, 2, Qt.PenStyle.DashLine))
    painter.setOpacity(0.94)
    painter.drawRoundedRect(area, ROUND, ROUND)
    painter.setOpacity(1.0)
    inner = area.adjusted(7, 1, -4, -1)
    room = inner.width()
    if ghost.number is not None:
        side = min(day_painter.fonts.small.height + 3.0, area.height())
        badge = QRectF(area.right() - side - 2, area.top() + 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(badge)
        painter.setPen(QColor(theme.on_accent))
        painter.setFont(day_painter.fonts.small.font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(ghost.number))
        room = badge.left() - 3 - inner.left()
    _write(painter, day_painter, ghost, inner, int(room))


def first_line(fonts: Fonts, ghost: Ghost, height: float) -> str:
    """What is written first; in a box of one line the time, where somebody carries it along.

    Who it is stands at the window's edge then, and nowhere else to when it would go.
    """
    carried = ghost.look not in ("option", "sibling", "origin")
    one_line = height < fonts.name.height + fonts.detail.height - 2
    return ghost.detail if carried and one_line and ghost.detail else ghost.title


def _write(
    painter: QPainter, day_painter: DayPainter, ghost: Ghost, inner: QRectF, room: int
) -> None:
    """The title in `room` pixels, and the detail below it in the whole width."""
    fonts = day_painter.fonts
    if inner.height() < fonts.small.height - 3:
        return
    left = Qt.AlignmentFlag.AlignLeft
    small = inner.height() < fonts.name.height
    usual, tight = (fonts.small, fonts.small_tight) if small else (fonts.name, fonts.name_tight)
    words = first_line(fonts, ghost, inner.height())
    title, font = first_fitting(shortened(words), (usual, tight), room) or (
        tight.cut(words, room),
        tight,
    )
    painter.setFont(font.font)
    painter.setPen(QColor(day_painter.theme.text))
    if small:
        # A low box has no room above and below the text, which fits all the same.
        flags = left | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, flags | Qt.TextFlag.TextDontClip, title)
        return
    painter.drawText(inner, left | Qt.AlignmentFlag.AlignTop, title)
    below = inner.adjusted(0, font.height, 0, 0)
    lower = (fonts.detail, fonts.detail_tight)
    fits = first_fitting(shortened(ghost.detail), lower, int(below.width()))
    if fits is not None and below.height() >= fonts.detail.height - 2:
        painter.setFont(fits[1].font)
        painter.drawText(below, left | Qt.AlignmentFlag.AlignTop, fits[0])
