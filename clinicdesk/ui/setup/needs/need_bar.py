"""A visit's minutes as a bar, with the parts that one need holds: keys and mouse move its edges."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import SMALL, scaled_font
from clinicdesk.ui.kit.look.theme import grown, mixed
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.ui.setup.needs.bar_words import edge_words, held_words
from clinicdesk.ui.setup.needs.held_parts import HeldParts, Side, drawn_parts, with_parts
from clinicdesk.ui.setup.quoting import NOTHING_CALLED, Called

HEIGHT, MARGIN, REACH = 18, 14, 8
"""Of the bar; left and right of it; how near a click is to the edge that it takes, in pixels."""


class NeedBar(QWidget):
    """Shows the need that it is given, and says what it shall be after a key.

    Left and right move the edge that the keyboard is at, down and up go to the next one and the one
    before; Tab stops here once. Plus divides a part, Minus takes it away.
    """

    edited = Signal(object)
    """The need as somebody has changed it: a table of the clinic file."""
    add_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._need: Mapping[str, Any] = {}
        self.held: HeldParts | None = None
        """What is drawn; None where it cannot be drawn."""
        self._grid = 5
        self._scale = (0, 1)
        """The minutes at both ends of the drawing."""
        self.edge = 0
        """The number of the edge that the keyboard is at."""
        self._dragged = False

    def show_need(
        self,
        need: Mapping[str, Any],
        minutes: int,
        grid: int,
        scale: tuple[int, int],
        names: Called = NOTHING_CALLED,
    ) -> None:
        """Draw this need of a visit of so many minutes, between the minutes of the scale.

        Who qualifies is called by these names.
        """
        self._need, self._grid, self._scale = need, grid, scale
        self.held = drawn_parts(need, minutes)
        self.setVisible(self.held is not None)
        if self.held is not None:
            self.edge = min(self.edge, len(self.held.edges) - 1)
            self.setAccessibleName(held_words(need, self.held, names))
            self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, grown(HEIGHT) + self._letters().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move an edge by the clinic's grid, with Shift by a minute."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        if self.held is None or not plain or not self._do(Qt.Key(event.key()), event):
            super().keyPressEvent(event)

    def _do(self, key: Qt.Key, event: QKeyEvent) -> bool:
        """Do what the key means; whether it means anything here."""
        assert self.held is not None
        part = self.held.edges[self.edge].part
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if key == Qt.Key.Key_Right else -1
            grid = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else self._grid
            self._hold(self.held.pushed(self.edge, step, grid))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            to = self.edge + (1 if key == Qt.Key.Key_Down else -1)
            self._go_to(min(max(to, 0), len(self.held.edges) - 1))
        elif key == Qt.Key.Key_Plus:
            self._hold(self.held.split(part, self._grid))
        elif key == Qt.Key.Key_Minus:
            self._hold(self.held.without(part))
        elif key == Qt.Key.Key_Insert:
            self.add_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            return False
        return True

    def _hold(self, held: HeldParts) -> None:
        if held != self.held:
            self.edited.emit(with_parts(self._need, held))
            announce(self, self.accessibleDescription())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes to the edge at which the keyboard was here last."""
        super().focusInEvent(event)
        if self.held is not None:
            self._go_to(self.edge)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _go_to(self, edge: int) -> None:
        self.edge = edge
        self._tell()
        announce(self, self.accessibleDescription())
        self.update()

    def _tell(self) -> None:
        assert self.held is not None
        self.setAccessibleDescription(edge_words(self.held, self.held.edges[self.edge]))
        self.setToolTip(plain_tip(self.accessibleName()))

    # ------------------------------------------------------------------ the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the edge that is near."""
        if self.held is None:
            return
        x = event.position().x()
        distances = [abs(self._x(edge.at) - x) for edge in self.held.edges]
        # Where an empty buffer lies upon a part's edge the part's is meant.
        order = sorted(range(len(distances)), key=lambda n: (distances[n], self._is_buffer(n)))
        self._dragged = distances[order[0]] <= grown(REACH)
        if self._dragged:
            self._go_to(order[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged and self.held is not None:
            minute = self._minute(event.position().x())
            self._hold(self.held.moved(self.edge, round(minute / self._grid) * self._grid))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._dragged = False

    def _is_buffer(self, edge: int) -> bool:
        assert self.held is not None
        return self.held.edges[edge].side in (Side.BEFORE, Side.AFTER)

    # ------------------------------------------------------------------ drawing

    def _x(self, minute: int) -> float:
        first, last = self._scale
        return MARGIN + (minute - first) * (self.width() - 2 * MARGIN) / max(1, last - first)

    def _minute(self, x: float) -> float:
        first, last = self._scale
        return first + (x - MARGIN) * max(1, last - first) / max(1, self.width() - 2 * MARGIN)

    def _box(self, start: int, end: int) -> QRectF:
        return QRectF(self._x(start), 0.5, self._x(end) - self._x(start), grown(HEIGHT) - 1)

    def _letters(self) -> QRect:
        metrics = self.fontMetrics()
        return QRect(0, 0, metrics.horizontalAdvance("000"), round(metrics.height() * SMALL))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.held is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent, base, muted = (
            palette.highlight().color(),
            palette.base().color(),
            palette.placeholderText().color(),
        )
        painter.setPen(QPen(muted, 1))
        painter.setBrush(base)
        painter.drawRect(self._box(0, self.held.minutes))
        fill = QColor(mixed(accent.name(), base.name(), 0.55))
        for start, end in self.held.parts:
            self._paint_buffers(painter, start, end, muted)
            painter.setPen(QPen(accent, 1))
            painter.setBrush(fill)
            painter.drawRect(self._box(start, end))
        self._paint_minutes(painter, muted)
        if self.hasFocus():
            self._paint_edge(painter, accent)

    def _paint_buffers(self, painter: QPainter, start: int, end: int, color: QColor) -> None:
        assert self.held is not None
        painter.setPen(QPen(color, 1))
        painter.setBrush(QBrush(color, Qt.BrushStyle.BDiagPattern))
        for box in (
            self._box(start - self.held.before, start),
            self._box(end, end + self.held.after),
        ):
            if box.width() > 0:
                painter.drawRect(box)

    def _paint_minutes(self, painter: QPainter, color: QColor) -> None:
        """The minutes below the edges; what has no room beside the one before is left out."""
        assert self.held is not None
        painter.setPen(color)
        painter.setFont(scaled_font(self.font(), SMALL))
        metrics = painter.fontMetrics()
        shown = sorted({edge.at for edge in self.held.edges} | {0, self.held.minutes})
        beyond = -1.0
        for minute in shown:
            width = metrics.horizontalAdvance(str(minute))
            left = min(self._x(minute) - width / 2, self.width() - width)
            if left > beyond:
                at = QPoint(round(left), grown(HEIGHT) + metrics.ascent() + 2)
                painter.drawText(at, str(minute))
                beyond = left + width + 2

    def _paint_edge(self, painter: QPainter, color: QColor) -> None:
        assert self.held is not None
        x = self._x(self.held.edges[self.edge].at)
        painter.setPen(QPen(color, 4))
        painter.drawLine(QPoint(round(x), 1), QPoint(round(x), grown(HEIGHT) - 1))
        painter.setPen(QPen(color, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0.5, 0.5, self.width() - 1, self.height() - 1))
