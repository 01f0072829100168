"""The day's surface: paints one arrangement, only what changed of it, and reads it out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QRegion
from PySide6.QtWidgets import QWidget

from clinicdesk.ui.day.grid.accessible import announce, tell_focus, tell_name
from clinicdesk.ui.day.grid.boxes import Ghost, Turn, link_area, rect
from clinicdesk.ui.day.grid.day_frame import DayFrame
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.day.layout.arrangement import DayBlock, Place
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.day.text import appointment_text
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.day.grid.day_painter import DayPainter

BLOCKS_A_TURN = 5
"""So many blocks are painted for the first time between two keys, in some five milliseconds."""


class DaySurface(DayFrame):
    """Columns and blocks with what lies above them; knows where the keyboard is."""

    place_changed = Signal(object)
    """The `Place` that the keyboard is at now, or None."""
    card_wanted = Signal(object)
    """A `DayBlock` whose card shall open, or None to close it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(_viewport())
        self._place: Place | None = None
        self._hovered: DayBlock | None = None
        self._ghosts: tuple[Ghost, ...] = ()
        self._option_ghosts: tuple[Ghost, ...] = ()
        self._written = frozenset[int]()
        """The numbers of the visits that are marked as being written."""
        self._bare: dict[tuple[int, int], QRect] = {}
        """By their keys: where blocks are that are to be painted whole in the next turns."""
        self._came = QRect()
        """Where that was done since all were painted the last time."""
        self._next_turn = QTimer(self, singleShot=True, interval=0)
        self._next_turn.timeout.connect(self._paint_bare)

    # ------------------------------------------------------------------ what is shown

    @property
    def place(self) -> Place | None:
        """Where the keyboard is."""
        return self._place

    def show_day(self, day_painter: "DayPainter", now: int | None) -> None:
        """Show a day laid out; `now` is the present minute if it is today.

        Of the day that is shown already only what is otherwise is painted.
        """
        former, above, before = self._day_painter, self._above(), self._place
        self._hovered = None
        super().show_day(day_painter, now)
        if before is not None and former is not None:
            before = steering.in_same_column(day_painter.plan, former.plan, before)
        self._place = steering.same_place(day_painter.plan, before) if before else None
        self._ghosts = self._option_ghosts = ()
        self._mark_heads()
        view = self.viewport().rect().translated(self.offset)
        changed = None if former is None else day_painter.changed_since(former, view)
        if changed is None:
            self._bare = {}
            self.viewport().update()
        else:
            self._update_changed(changed, above)
        if self._place is not before:
            self.place_changed.emit(self._place)

    def _update_changed(self, changed: QRegion, above: Sequence[QRect]) -> None:
        """Have this painted anew, and what lies above the blocks where it was otherwise."""
        for before, now in zip(above, self._above(), strict=True):
            if before != now or changed.intersects(now):
                changed += QRegion(before) + QRegion(now)
        self.viewport().update(changed.translated(-self.offset))

    def _above(self) -> tuple[QRect, ...]:
        """Where something lies above the blocks: lines, ghosts, the place, the present minute."""
        if self._day_painter is None:
            return ()
        drawn = (self._option_ghosts, self._ghosts)
        linked = [self._linked(), *([ghost.box for ghost in ghosts] for ghosts in drawn)]
        return (
            *map(link_area, linked),
            QRect() if self._place is None else self._place_area(self._place),
            QRect() if self._now is None else self._now_area(self._now),
        )

    def show_now(self, now: int | None) -> None:
        """The present minute went on."""
        for minute in (self._now, now):
            if minute is not None and self._day_painter is not None:
                self._update(self._now_area(minute))
        self._now = now
        self.axis.show_day(self.day_painter, now)

    def _now_area(self, minute: int) -> QRect:
        y = self.plan.scale.y(minute)
        return QRect(0, y - 3, max(self.plan.width, self.viewport().width()), 6)

    def show_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """Draw these above all else, and no others."""
        if tuple(ghosts) == self._ghosts:
            return
        # What is dragged is told beside its ghost: no card stands over that.
        self.card_wanted.emit(None)
        for shown in (self._ghosts, tuple(ghosts)):
            self._update(link_area([ghost.box for ghost in shown]))
        self._ghosts = tuple(ghosts)

    def show_option_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """Draw an option's ghosts, below what is dragged."""
        for shown in (self._option_ghosts, tuple(ghosts)):
            self._update(link_area([ghost.box for ghost in shown]))
        self._option_ghosts = tuple(ghosts)
        if ghosts:
            area = QRect()
            for ghost in ghosts:
                area = area.united(rect(ghost.box))
            self.bring_into_sight(Box(area.x(), area.y(), area.width(), area.height()))

    def mark_written(self, visits: frozenset[int]) -> None:
        """Mark these visits, and no others, as being written: by sight and by name."""
        before, self._written = self._written, visits
        if self._day_painter is None:
            return
        blocks = [block for visit in before ^ visits for block in self.plan.of_visit(visit)]
        self.refresh(blocks)
        for block in blocks:
            tell_name(self, self.plan.blocks.index(block))

    @property
    def written_blocks(self) -> list[DayBlock]:
        """The blocks that are marked as being written."""
        return [block for visit in self._written for block in self.plan.of_visit(visit)]

    def refresh(self, blocks: Sequence[DayBlock]) -> None:
        """Paint these blocks anew."""
        for block in blocks:
            self._update(rect(self.plan.box(block)))

    def go_to(self, place: Place | None, *, in_sight: bool = True) -> None:
        """Put the keyboard there."""
        before, self._place = self._place, place
        self._update_place(before)
        self._update_place(place)
        self._mark_heads()
        self._read_out(place)
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
        name = appointment_text.spoken_name(
            block, resource, self.plan.day, private=self.day_painter.private
        )
        written = block in self.written_blocks
        return say("day.being-written", {"name": name}) if written else name

    def exposed_rect(self, index: int) -> QRect:
        """Where an appointment is on the screen."""
        area = self.on_screen(self.plan.box(self.plan.blocks[index]))
        return QRect(self.mapToGlobal(area.topLeft()), area.size())

    def exposed_focus(self) -> int | None:
        """The appointment that the keyboard is at."""
        block = self._place.block if self._place else None
        return self.plan.blocks.index(block) if block in self.plan.blocks else None

    def _read_out(self, place: Place | None) -> None:
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

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Scroll; the block that a card stood beside is somewhere else now."""
        super().scrollContentsBy(dx, dy)
        self.card_wanted.emit(None)

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what the region says; the blocks that there is no time for in the next turns."""
        if self._day_painter is None:
            return
        # Loaded with what paints the day: the window's first picture has none.

        painter = QPainter(self.viewport())
        painter.translate(-self.offset)
        region = event.region().translated(self.offset)
        turn = Turn(BLOCKS_A_TURN)
        self._day_painter.paint(painter, region, turn)
        self._paint_above(painter, self._day_painter, region)
        self._bare |= {block.key: rect(self.plan.box(block)) for block in turn.bare}
        if self._bare:
            self._next_turn.start()

    def _paint_above(self, painter: QPainter, day_painter: "DayPainter", region: QRegion) -> None:
        """What lies above the blocks."""
        # As the day's painter: the window's first picture shows no day yet.
        from clinicdesk.ui.day.grid import overlays

        area, steps = region.boundingRect(), self._linked()
        if steps and region.intersects(link_area(steps)):
            overlays.paint_link(painter, day_painter, steps, area)
        if self._now is not None:
            overlays.paint_now(painter, day_painter, self._now, area)
        for ghosts in (self._option_ghosts, self._ghosts):
            if ghosts:
                overlays.paint_ghosts(painter, day_painter, ghosts, area)
        overlays.paint_written(painter, day_painter, self.written_blocks, area)
        if self._place is not None and self.hasFocus() and not self._dragged:
            overlays.paint_focus(painter, day_painter, self.place_box(self._place))

    def _paint_bare(self) -> None:
        """Have the next of those blocks painted, and nothing beside them."""
        view = self.viewport().rect().translated(self.offset)
        # What was scrolled away is noted again when it comes back.
        waiting = [(key, area) for key, area in self._bare.items() if area.intersects(view)]
        for _, area in waiting[:BLOCKS_A_TURN]:
            self._update(area)
            self._came |= area
        self._bare = dict(waiting[BLOCKS_A_TURN:])
        if not self._bare:
            self._update_lines(self._came)
            self._came = QRect()

    def _update_lines(self, area: QRect) -> None:
        """A line goes around texts, and so perhaps another way now that those here are there."""
        for linked in (self._linked(), [ghost.box for ghost in self._option_ghosts]):
            if linked and link_area(linked).intersects(area):
                self._update(link_area(linked))

    @property
    def _dragged(self) -> bool:
        """Whether an appointment of this day is being dragged."""
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

    def _update_place(self, place: Place | None) -> None:
        if place is None or self._day_painter is None:
            return
        self._update(self._place_area(place))
        self._update_links(place.block)

    def _place_area(self, place: Place) -> QRect:
        return rect(self.place_box(place)).adjusted(-4, -4, 4, 4)

    def _update_links(self, block: DayBlock | None) -> None:
        if block is not None:
            boxes = [self.plan.box(b) for b in self.plan.of_visit(block.appointment.visit)]
            self._update(link_area(boxes))


def _viewport() -> QWidget:
    """As Qt makes it; asked for Qt's own, Python makes every kind of widget to name its kind."""
    viewport = QWidget()
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    # Lower or higher, what was in sight stays as it is.
    viewport.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
    return viewport
