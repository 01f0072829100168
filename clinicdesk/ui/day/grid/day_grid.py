"""The day under keyboard and mouse: where the keyboard is, what the mouse is over and drags."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.day.grid.accessible import expose
from clinicdesk.ui.day.grid.day_surface import DaySurface
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.day.layout.arrangement import DayBlock

if TYPE_CHECKING:
    from clinicdesk.ui.day.grid.day_painter import DayPainter

HOVER_MILLISECONDS = 400
"""After how long the mouse over an appointment opens its card."""

DRAG_PIXELS = 6
"""How far the mouse goes with its button down before that is dragging."""

_DIRECTIONS = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
}


class DayGrid(DaySurface):
    """Turns keys and the mouse into places, openings and drags; others act on its signals."""

    opened = Signal(object)
    """A `Place`, by Enter or a double click."""
    zoom_wanted = Signal(int, int)
    """Steps, and the y in the viewport whose time shall stay."""
    grabbed = Signal(object, QPoint)
    """A `DayBlock` that the mouse begins to drag, and where in the day."""
    dragged = Signal(QPoint, bool)
    """The mouse goes on dragging: where in the day, and whether Shift is down."""
    dropped = Signal()
    key_pressed = Signal(object)
    """A `QKeyEvent` before the grid looks at it; whoever accepts it keeps it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        expose(DayGrid)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._pressed: tuple[DayBlock, QPoint] | None = None
        self._dragging = False
        self._hover_timer = QTimer(self, singleShot=True, interval=HOVER_MILLISECONDS)
        self._hover_timer.timeout.connect(lambda: self.card_wanted.emit(self._hovered))

    def show_day(self, day_painter: "DayPainter", now: int | None) -> None:
        """Show a day laid out; what the mouse was about to open or to drag is forgotten."""
        self._hover_timer.stop()
        self._pressed = None
        super().show_day(day_painter, now)

    # ------------------------------------------------------------------ mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the keyboard where the mouse is, and be ready to drag."""
        if event.button() != Qt.MouseButton.LeftButton or self._day_painter is None:
            return
        at = event.position().toPoint() + self.offset
        block = self.plan.block_at(at.x(), at.y())
        column = self.plan.column_at(at.x())
        self.card_wanted.emit(None)
        if block is not None:
            self.go_to(steering.place_of(block), in_sight=False)
            self._pressed = (block, at)
        elif column is not None:
            minute = self.plan.scale.minute(at.y())
            self.go_to(steering.nearest_place(self.plan, column, minute), in_sight=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, or drag once the mouse has gone far enough."""
        if self._day_painter is None:
            return
        at = event.position().toPoint() + self.offset
        if self._dragging:
            along = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.dragged.emit(at, along)
            return
        if self._pressed is not None:
            block, begin = self._pressed
            if (at - begin).manhattanLength() >= DRAG_PIXELS:
                self._dragging = True
                self._hover(None)
                self.grabbed.emit(block, begin)
            return
        self._hover(self.plan.block_at(at.x(), at.y()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Drop what is dragged."""
        was, self._dragging, self._pressed = self._dragging, False, None
        if was:
            self.dropped.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what is there."""
        self.mousePressEvent(event)
        self._pressed = None
        if self._place is not None:
            self.opened.emit(self._place)

    def leave_drag(self) -> None:
        """What was dragged is put back: moving the mouse on drags nothing."""
        self._dragging, self._pressed = False, None

    def _hover(self, block: DayBlock | None) -> None:
        if block == self._hovered:
            return
        before, self._hovered = self._hovered, block
        self._update_links(before)
        self._update_links(block)
        self._update_links(self._place.block if self._place else None)
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if block else Qt.CursorShape.ArrowCursor
        )
        if block is None:
            self._hover_timer.stop()
            self.card_wanted.emit(None)
        else:
            self._hover_timer.start()

    def viewportEvent(self, event: QEvent) -> bool:
        """The mouse has left: nothing is hovered any more."""
        if event.type() == QEvent.Type.Leave and self._day_painter is not None:
            self._hover(None)
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom around the time under the mouse; Shift and wheel go sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            if steps:
                self.zoom_wanted.emit(1 if steps > 0 else -1, round(event.position().y()))
            event.accept()
        else:
            super().wheelEvent(event)

    # ------------------------------------------------------------------ keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from place to place, Enter opens, Space shows the card."""
        event.setAccepted(False)
        self.key_pressed.emit(event)
        if event.isAccepted() or self._day_painter is None:
            return
        direction = _DIRECTIONS.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if direction is not None and plain:
            self._steer(direction)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            if self._place is not None and not event.isAutoRepeat():
                self.opened.emit(self._place)
        elif event.key() == Qt.Key.Key_Space and plain:
            self.card_wanted.emit(self._place.block if self._place else None)
        else:
            event.ignore()
            return
        event.accept()

    def _steer(self, direction: str) -> None:
        self.card_wanted.emit(None)
        if self._place is None:
            middle = self.plan.scale.minute(self.offset.y() + 60)
            self.go_to(steering.first_place(self.plan, middle))
        else:
            self.go_to(steering.next_place(self.plan, self._place, direction))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring; the first time it stands on what comes next."""
        super().focusInEvent(event)
        if self._place is None and self._day_painter is not None:
            minute = self._now if self._now is not None else self.plan.scale.first
            self.go_to(steering.first_to_come(self.plan, minute))
        self._update_place(self._place)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._update_place(self._place)
