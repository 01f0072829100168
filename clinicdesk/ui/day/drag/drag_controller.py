"""Dragging an appointment by mouse or keyboard: picked up, led along, dropped or put back."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from clinicdesk.ui.day.drag.carrying import Carrying
from clinicdesk.ui.day.drag.drag import Drag
from clinicdesk.ui.day.drag.drag_ghosts import spoken_target, target_box
from clinicdesk.ui.day.drag.rest import Rest
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.desk import Desk

_UP_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

_RESTS = {
    Qt.Key.Key_1: Rest.STAYS, Qt.Key.Key_2: Rest.ALONG, Qt.Key.Key_3: Rest.PLANNED,
}  # fmt: skip

_CLOSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape)

_EDGE = 28
"""So near to the viewport's edge in pixels the day scrolls by itself while dragging."""


class DragController(Carrying):
    """Turns the grid's mouse and keys into what is carried, and where to."""

    def __init__(self, desk: Desk, grid: DayGrid) -> None:
        super().__init__(desk, grid)
        self._below_top = 0
        """How far below the appointment's upper edge the mouse grabbed it, in pixels."""
        self._at = QPoint()
        """Where the mouse is in the viewport while it drags."""
        self._chosen = Rest.STAYS
        """What was chosen by a key for the other steps of what is carried."""
        self._scrolling = QTimer(self, interval=30)
        self._scrolling.timeout.connect(self._scroll_on)
        grid.viewport().installEventFilter(self)

    def put_back(self) -> None:
        """Nothing is dragged any more, and nothing was changed."""
        self._scrolling.stop()
        super().put_back()

    # ------------------------------------------------------------------ mouse

    def grab(self, block: DayBlock, at: QPoint) -> None:
        """The mouse begins to drag this, at that point of the day."""
        if self.is_being_written(block):
            # It is said beside it that it is.
            self._grid.leave_drag()
            return
        self.pick_up(block)
        self._chosen = Rest.STAYS
        self._at = at - self._grid.offset
        self._below_top = at.y() - self._grid.plan.scale.y(block.appointment.start)
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)
        self._scrolling.start()
        self.aimed()

    def drag_to(self, at: QPoint, along: bool) -> None:
        """The mouse leads it to that point of the day, all that is movable of the visit along."""
        if self.drag is None:
            return
        plan = self._grid.plan
        self._at = at - self._grid.offset
        column = plan.column_at(min(max(at.x(), 0), plan.width - 1))
        if column is None:
            return
        start = round(plan.scale.minute(at.y() - self._below_top))
        before = self.drag.target
        # With Shift they go along for as long as it is held, else what was chosen by a key counts.
        rest = Rest.ALONG if along else self._chosen
        self.drag.aim(replace(before, column=column, start=start, rest=rest))
        if self.drag.target != before:
            self.aimed()

    def release(self) -> None:
        """The mouse lets go of it."""
        self._scrolling.stop()
        self.drop_by_mouse()

    def _scroll_on(self) -> None:
        """Near an edge the day comes toward the mouse."""
        if self.drag is None:
            return
        view, before = self._grid.viewport(), self._grid.offset
        for bar, where, room in (
            (self._grid.horizontalScrollBar(), self._at.x(), view.width()),
            (self._grid.verticalScrollBar(), self._at.y(), view.height()),
        ):
            if where < _EDGE:
                bar.setValue(bar.value() - 12)
            elif where > room - _EDGE:
                bar.setValue(bar.value() + 12)
        if self._grid.offset != before:
            along = self.drag.target.rest is Rest.ALONG
            self.drag_to(self._at + self._grid.offset, along)
            self.picture.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click into the day answers a refusal as Enter does, and takes up no offer."""
        if (self._refused or self._offered) and event.type() == QEvent.Type.MouseButtonPress:
            self.put_back()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ keyboard

    def take_key(self, event: QKeyEvent) -> None:
        """Alt and arrows pick up and move; Enter drops, Esc puts back."""
        if self._refused and self._answer(event):
            pass
        elif event.key() == Qt.Key.Key_Escape and self.drag is not None:
            self.put_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.drag is not None:
            # Ctrl+Enter is about a booking, not about what is dragged.
            with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not event.isAutoRepeat() and not with_control:
                self.drop_by_keys()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_being_written(
            self._block_at_keyboard
        ):
            # The same Enter twice is one drop.
            pass
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if not self._push(event):
                return
        elif event.key() == Qt.Key.Key_Shift and self.drag is not None:
            along = self.drag.target.rest is Rest.ALONG
            self._choose_rest(Rest.STAYS if along else Rest.ALONG)
        elif event.key() in _RESTS and self.drag is not None:
            self._choose_rest(_RESTS[Qt.Key(event.key())])
        elif self.drag is None or not self._push(event):
            return
        event.accept()

    def _answer(self, event: QKeyEvent) -> bool:
        """Close the refusal by Enter, Space or Esc, which do nothing else, or by an arrow.

        Whether the key is used up. A letter leaves the refusal: it was typed for something else.
        """
        if event.key() in (*_UP_DOWN, *_SIDEWAYS, *_CLOSES) and not event.isAutoRepeat():
            self.put_back()
        return event.key() in _CLOSES

    def _push(self, event: QKeyEvent) -> bool:
        """Move or resize by a key; False if the key is for neither."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        resizes = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key not in _UP_DOWN and (resizes or key not in _SIDEWAYS):
            return False
        block = self._block_at_keyboard
        if self.drag is None and block is not None and self.is_being_written(block):
            # It goes on from where the drop before this key leaves it.
            number = block.appointment.number
            self._desk.when_settled(partial(self._push_later, number, key, modifiers))
        else:
            self._push_now(key, modifiers)
        return True

    def _push_later(self, number: int, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        place = self._grid.place
        item = None if place is None else place.appointment
        if item is not None and item.number == number and not self._refused:
            self._push_now(key, modifiers)

    def _push_now(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        drag = self.drag or self._pick_up_at_keyboard()
        if drag is None:
            return
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            drag.aim(replace(drag.target, rest=Rest.ALONG))
        if key in _SIDEWAYS:
            drag.sideways(_SIDEWAYS[key])
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            drag.push(longer=_UP_DOWN[key] * drag.grid)
        else:
            drag.push(_UP_DOWN[key] * drag.grid)
        self.aimed()
        self._grid.bring_into_sight(target_box(self._grid.plan, drag))
        self.picture.place()
        if not self.picture.unsure:
            self.picture.announce(spoken_target(self._grid.plan, drag))

    @property
    def _block_at_keyboard(self) -> DayBlock | None:
        place = self._grid.place
        return None if place is None else place.block

    def _pick_up_at_keyboard(self) -> Drag | None:
        block = self._block_at_keyboard
        if block is not None:
            self.pick_up(block)
        return self.drag

    def _choose_rest(self, rest: Rest) -> None:
        """What becomes of the visit's other steps, where there are any."""
        if self.drag is not None and self.drag.siblings():
            self._chosen = rest
            self.drag.aim(replace(self.drag.target, rest=rest))
            self.aimed()
            if not self.picture.unsure:
                self.picture.announce(spoken_target(self._grid.plan, self.drag))
