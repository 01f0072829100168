"""The day's scrolling surface: paints one arrangement, and only what changed of it."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from clinicdesk.ui.day.grid import overlays
from clinicdesk.ui.day.grid.accessible import announce, tell_focus
from clinicdesk.ui.day.grid.axis import TimeAxis
from clinicdesk.ui.day.grid.block_painter import rect
from clinicdesk.ui.day.grid.column_heads import ColumnHeads
from clinicdesk.ui.day.grid.day_painter import DayPainter
from clinicdesk.ui.day.grid.overlays import Ghost
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.day.layout.arrangement import Arrangement, Block, Place
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text import appointment_text
from clinicdesk.wording import say


class DaySurface(QAbstractScrollArea):
    """Columns and blocks with what lies above them; heads and times stay in sight."""

    place_changed = Signal(object)
    """The `Place` that the keyboard is at now, or None."""
    card_wanted = Signal(object)
    """A `Block` whose card shall open, or None to close it."""
    room_changed = Signal()
    """The viewport has another width: columns may be wider or must be narrower."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(say("day.grid"))
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.heads = ColumnHeads(self)
        self.axis = TimeAxis(self)
        self.corner = QFrame(self)
        self.corner.setObjectName("dayCorner")
        self._day_painter: DayPainter | None = None
        self._now: int | None = None
        self._place: Place | None = None
        self._hovered: Block | None = None
        self._ghosts: tuple[Ghost, ...] = ()
        self._offered: tuple[Ghost, ...] = ()

    # ------------------------------------------------------------------ what is shown

    @property
    def day_painter(self) -> DayPainter:
        """What paints the day that is shown."""
        assert self._day_painter is not None
        return self._day_painter

    @property
    def plan(self) -> Arrangement:
        """The day that is shown."""
        return self.day_painter.plan

    @property
    def now(self) -> int | None:
        """The present minute that is shown, if the day was today when it was laid out."""
        return self._now

    @property
    def place(self) -> Place | None:
        """Where the keyboard is."""
        return self._place

    def show_day(self, day_painter: DayPainter, now: int | None) -> None:
        """Show a day laid out; `now` is the present minute if it is today."""
        self._day_painter, self._now = day_painter, now
        self._hovered = None
        width, height = (
            TimeAxis.width_for(day_painter.fonts),
            ColumnHeads.height_for(day_painter.fonts),
        )
        self.setViewportMargins(width, height, 0, 0)
        self.heads.show_day(day_painter)
        self.axis.show_day(day_painter, now)
        self._settle()
        day_painter.look_from(self.offset.y())
        before = self._place
        self._place = steering.same_place(day_painter.plan, before) if before else None
        self._ghosts = self._offered = ()
        self._mark_heads()
        self.viewport().update()
        if self._place is not before:
            self.place_changed.emit(self._place)

    def show_now(self, now: int | None) -> None:
        """The present minute went on."""
        for minute in (self._now, now):
            if minute is not None and self._day_painter is not None:
                y = self.plan.scale.y(minute)
                self._update(QRect(0, y - 3, max(self.plan.width, self.viewport().width()), 6))
        self._now = now
        self.axis.show_day(self.day_painter, now)

    def show_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """Draw these above all else, and no others."""
        if tuple(ghosts) == self._ghosts:
            return
        # What is in the hand is said beside its ghost: no card stands over that.
        self.card_wanted.emit(None)
        for shown in (self._ghosts, tuple(ghosts)):
            self._update(overlays.link_area([ghost.box for ghost in shown]))
        self._ghosts = tuple(ghosts)

    def show_offered(self, ghosts: Sequence[Ghost]) -> None:
        """Draw an option's ghosts, below what is in the hand."""
        for shown in (self._offered, tuple(ghosts)):
            self._update(overlays.link_area([ghost.box for ghost in shown]))
        self._offered = tuple(ghosts)
        if ghosts:
            area = QRect()
            for ghost in ghosts:
                area = area.united(rect(ghost.box))
            self.bring_into_sight(Box(area.x(), area.y(), area.width(), area.height()))

    def refresh(self, blocks: Sequence[Block]) -> None:
        """Paint these blocks anew."""
        for block in blocks:
            self._update(rect(self.plan.box(block)))

    def go_to(self, place: Place | None, *, in_sight: bool = True) -> None:
        """Put the keyboard there."""
        before, self._place = self._place, place
        for one in (before, place):
            self._update_place(one)
        self._mark_heads()
        self._tell(place)
        if place is not None and in_sight:
            self.bring_into_sight(self.place_box(place))
        self.place_changed.emit(place)

    # ------------------------------------------------------------------ for a screen reader

    def exposed_count(self) -> int:
        """Every appointment of the shown columns."""
        return 0 if self._day_painter is None else len(self.plan.blocks)

    def exposed_name(self, index: int) -> str:
        """An appointment, read out."""
        block = self.plan.blocks[index]
        resource = self.plan.columns[block.column].resource
        return appointment_text.spoken_name(
            block, resource, self.plan.day, private=self.day_painter.private
        )

    def exposed_rect(self, index: int) -> QRect:
        """Where an appointment is on the screen."""
        area = self.on_screen(self.plan.box(self.plan.blocks[index]))
        return QRect(self.mapToGlobal(area.topLeft()), area.size())

    def exposed_focus(self) -> int | None:
        """The appointment that the keyboard is at."""
        block = self._place.block if self._place else None
        return self.plan.blocks.index(block) if block in self.plan.blocks else None

    def _tell(self, place: Place | None) -> None:
        index = self.exposed_focus()
        if index is not None:
            tell_focus(self, index)
        elif place is not None:
            who = self.plan.columns[place.column].resource.name
            params = {"start": place.start, "end": place.end, "who": who}
            announce(self, say("day.free-place", params))

    def place_box(self, place: Place) -> Box:
        """The box of a block or of a free stretch."""
        if place.block is not None and place.block.key in self.plan.boxes:
            return self.plan.box(place.block)
        return self.plan.stretch(place.column, place.start, place.end)

    def _mark_heads(self) -> None:
        self.heads.emphasize([] if self._place is None else [self._place.column])

    # ------------------------------------------------------------------ scrolling

    @property
    def offset(self) -> QPoint:
        """What stands in the viewport's upper left corner."""
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def on_screen(self, box: Box) -> QRect:
        """A box of the day in this widget's own pixels."""
        return rect(box).translated(self.viewport().pos() - self.offset)

    def bring_into_sight(self, box: Box) -> None:
        """Scroll as little as is needed to see a box with some room around it."""
        for bar, low, high, room in (
            (self.horizontalScrollBar(), box.x - 8, box.right + 8, self.viewport().width()),
            (self.verticalScrollBar(), box.y - 24, box.bottom + 24, self.viewport().height()),
        ):
            if high - low > room or low < bar.value():
                bar.setValue(low)
            elif high > bar.value() + room:
                bar.setValue(high - room)

    def scroll_to(self, offset: QPoint) -> None:
        """Show the day from there."""
        self.horizontalScrollBar().setValue(offset.x())
        self.verticalScrollBar().setValue(offset.y())

    def show_minute_at(self, minute: float, y: int) -> None:
        """Scroll so that this time stands at that height of the viewport."""
        self.verticalScrollBar().setValue(self.plan.scale.y(minute) - y)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what is painted already; only what comes into sight is painted."""
        self.viewport().scroll(dx, dy)
        if dy and self._day_painter is not None:
            self._bring_names_down(self.offset.y() + dy)
        self.heads.scroll_to(self.offset.x())
        self.axis.scroll_to(self.offset.y())
        self.card_wanted.emit(None)

    def _bring_names_down(self, before: int) -> None:
        """Paint anew what reaches over the upper edge, or did before: its name stays in sight."""
        day_painter, top = self.day_painter, self.offset.y()
        for block in {*day_painter.sticking(before), *day_painter.sticking(top)}:
            self._update(rect(self.plan.box(block)))
        day_painter.look_from(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep heads and times beside the viewport."""
        super().resizeEvent(event)
        self._settle()
        if event.size().width() != event.oldSize().width():
            self.room_changed.emit()

    def _settle(self) -> None:
        view = self.viewport().geometry()
        self.corner.setGeometry(0, 0, view.left(), view.top())
        self.heads.setGeometry(view.left(), 0, view.width(), view.top())
        self.axis.setGeometry(0, view.top(), view.left(), view.height())
        if self._day_painter is None:
            return
        horizontal, vertical = self.horizontalScrollBar(), self.verticalScrollBar()
        horizontal.setRange(0, max(0, self.plan.width - view.width()))
        horizontal.setPageStep(view.width())
        horizontal.setSingleStep(60)
        vertical.setRange(0, max(0, self.plan.scale.height + 12 - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(max(10, round(self.plan.scale.density * 15)))

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the region says, each piece by itself."""
        if self._day_painter is None:
            return
        painter = QPainter(self.viewport())
        painter.translate(-self.offset)
        steps = self._linked()
        for piece in _pieces(event.region()):
            area = piece.translated(self.offset)
            painter.save()
            painter.setClipRect(area)
            self._day_painter.paint(painter, area)
            if steps and overlays.link_area(steps).intersects(area):
                overlays.paint_link(painter, self._day_painter, steps, area)
            if self._now is not None:
                overlays.paint_now(painter, self._day_painter, self._now, area)
            if self._offered:
                overlays.paint_ghosts(painter, self._day_painter, self._offered, area)
            if self._ghosts:
                overlays.paint_ghosts(painter, self._day_painter, self._ghosts, area)
            if self._place is not None and self.hasFocus() and not self._in_hand:
                overlays.paint_focus(painter, self._day_painter, self.place_box(self._place))
            painter.restore()

    @property
    def _in_hand(self) -> bool:
        return any(ghost.look == "origin" for ghost in self._ghosts)

    def _linked(self) -> list[Box]:
        """The boxes of all steps of the visit that is hovered, else of the one at the keyboard."""
        block = self._hovered or (self._place.block if self._place else None)
        if block is None or block.is_class or self._ghosts:
            return []
        steps: dict[int, Box] = {}
        for found in self.plan.of_visit(block.appointment.visit):
            # A step that takes two resources stands in two columns: one of them is enough.
            steps.setdefault(found.appointment.number, self.plan.box(found))
        steps[block.appointment.number] = self.plan.box(block)
        return list(steps.values())

    def _update(self, area: QRect) -> None:
        self.viewport().update(area.translated(-self.offset))

    def _update_place(self, place: Place | None) -> None:
        if place is None or self._day_painter is None:
            return
        self._update(rect(self.place_box(place)).adjusted(-4, -4, 4, 4))
        self._update_links(place.block)

    def _update_links(self, block: Block | None) -> None:
        if block is not None:
            boxes = [self.plan.box(b) for b in self.plan.of_visit(block.appointment.visit)]
            self._update(overlays.link_area(boxes))


def _pieces(region: QRegion) -> list[QRect]:
    # Its stub does not know that it iterates.
    pieces: list[QRect] = list(region)  # type: ignore[call-overload]
    return pieces
