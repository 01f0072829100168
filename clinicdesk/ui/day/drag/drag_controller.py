"""Dragging an appointment, by mouse or keyboard: ghosts, live rules, drop, put back."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent

from clinicdesk.services.visits.moving import move_appointments
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.ui.day.drag.callout import Callout
from clinicdesk.ui.day.drag.drag import Drag, Target, Verdict
from clinicdesk.ui.day.drag.drag_ghosts import drag_ghosts, spoken_target, target_box
from clinicdesk.ui.day.grid.accessible import announce
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.grid.overlays import ghost_color
from clinicdesk.ui.day.grid.popup_position import move_beside
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.day.layout.geometry import Box
from clinicdesk.ui.desk import Desk, Refusal
from clinicdesk.wording import say

_UP_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

_CLOSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape)

_EDGE = 28
"""So near to the viewport's edge in pixels the day scrolls by itself while dragging."""


class DragController(QObject):
    """Drags at most one appointment at a time."""

    announced = Signal(str)
    """What a screen reader was given to say."""
    engaged = Signal(bool)
    """Something is dragged, or a refusal waits for an answer: all other keys rest until then."""

    def __init__(self, desk: Desk, grid: DayGrid) -> None:
        super().__init__(grid)
        self._desk, self._grid = desk, grid
        self.drag: Drag | None = None
        self._refused = False
        """Whether nothing is dragged and a refusal is shown that nobody has answered yet."""
        self.callout = Callout(grid.viewport())
        self._below_top = 0
        """How far below the appointment's upper edge the mouse grabbed it, in pixels."""
        self._at = QPoint()
        """Where the mouse is in the viewport while it drags."""
        self._scrolling = QTimer(self, interval=30)
        self._scrolling.timeout.connect(self._scroll_on)
        grid.grabbed.connect(self._grab)
        grid.dragged.connect(self._drag_to)
        grid.dropped.connect(self._drop)
        grid.key_pressed.connect(self._key)
        grid.viewport().installEventFilter(self)
        self.callout.reason_given.connect(self._drop_with_reason)
        self.callout.given_up.connect(self.put_back)

    @property
    def dragging(self) -> bool:
        """Whether anything is dragged."""
        return self.drag is not None

    # ------------------------------------------------------------------ mouse

    def _grab(self, block: DayBlock, at: QPoint) -> None:
        self._pick_up(block)
        self._at = at - self._grid.offset
        self._below_top = at.y() - self._grid.plan.scale.y(block.appointment.start)
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)
        self._scrolling.start()
        self._show()

    def _drag_to(self, at: QPoint, along: bool) -> None:
        if self.drag is None:
            return
        plan = self._grid.plan
        self._at = at - self._grid.offset
        column = plan.column_at(min(max(at.x(), 0), plan.width - 1))
        if column is None:
            return
        start = round(plan.scale.minute(at.y() - self._below_top))
        before = self.drag.target
        self.drag.aim(Target(column, start, before.minutes, along))
        if self.drag.target != before:
            self._show()

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
            self._drag_to(self._at + self._grid.offset, self.drag.target.along)
            self._place_callout()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click into the day answers a refusal as Enter does."""
        if self._refused and event.type() == QEvent.Type.MouseButtonPress:
            self.put_back()
        return super().eventFilter(watched, event)

    # ------------------------------------------------------------------ keyboard

    def _key(self, event: QKeyEvent) -> None:
        """Alt and arrows pick up and move; Enter drops, Esc puts back."""
        if self._refused and self._answer(event):
            pass
        elif event.key() == Qt.Key.Key_Escape and self.drag is not None:
            self.put_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.drag is not None:
            # Ctrl+Enter is about a booking, not about what is dragged.
            with_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not event.isAutoRepeat() and not with_control:
                self.drop()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if not self._push(event):
                return
        elif event.key() == Qt.Key.Key_Shift and self.drag is not None:
            self._set_along(along=not self.drag.target.along)
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
        drag = self.drag or self._pick_up_at_keyboard()
        if drag is None:
            return True
        along = drag.target.along or bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _SIDEWAYS:
            drag.sideways(_SIDEWAYS[key], along=along)
        elif resizes:
            drag.push(longer=_UP_DOWN[key] * drag.grid, along=along)
        else:
            drag.push(_UP_DOWN[key] * drag.grid, along=along)
        self._show()
        self._grid.bring_into_sight(target_box(self._grid.plan, drag))
        self._place_callout()
        self._announce(spoken_target(self._grid.plan, drag))
        return True

    def _pick_up_at_keyboard(self) -> Drag | None:
        place = self._grid.place
        if place is not None and place.block is not None:
            self._pick_up(place.block)
        return self.drag

    def _pick_up(self, block: DayBlock) -> None:
        self._refused = False
        self.drag = Drag(self._desk, self._grid.plan, block)
        self.engaged.emit(True)

    def _set_along(self, *, along: bool) -> None:
        if self.drag is not None and self.drag.siblings():
            self.drag.aim(replace(self.drag.target, along=along))
            self._show()

    # ------------------------------------------------------------------ dropping

    def drop(self) -> None:
        """Drop by keys: move it, ask for a reason, or go on dragging and say why not."""
        drag = self.drag
        if drag is not None and drag.moved and drag.verdict().look == "refused":
            self._show(say("drag.go-on"))
            self._announce(say("drag.not-moved", {"why": drag.verdict().words}))
        else:
            self._drop()

    def _drop(self) -> None:
        """Drop by the mouse: move it, ask for a reason, or put it back and say why."""
        self._scrolling.stop()
        # What somebody else did to it meanwhile is seen before it is written over.
        self._desk.catch_up()
        drag = self.drag
        if drag is None:
            return
        verdict = drag.verdict()
        if not drag.moved:
            self.put_back()
        elif verdict.look == "allowed":
            self._move(None)
        elif verdict.look == "reason":
            self._grid.leave_drag()
            self.callout.ask(verdict.words, verdict.who, self._color(verdict))
            self._place_callout()
        else:
            self._put_back_because(verdict.words)

    def _drop_with_reason(self, reason: str) -> None:
        self._desk.catch_up()
        self._move(Override(reason))

    def _move(self, override: Override | None) -> None:
        drag = self.drag
        if drag is None:
            return
        moves, seen, target = drag.moves(), drag.seen(), drag.target
        self.put_back()
        moved = self._desk.attempt(move_appointments, moves, override=override, seen=seen)
        if isinstance(moved, Refusal):
            self._show_refusal(say("drag.kept"))
            return
        block = self._grid.plan.of_appointment(drag.item.number)
        if block is not None:
            there = [b for b in self._grid.plan.of_visit(drag.item.visit)
                     if b.key == (drag.item.number, target.column)]  # fmt: skip
            self._grid.go_to(steering.place_of(there[0] if there else block))
        self._announce(say("drag.moved", {"start": target.start}))

    def _put_back_because(self, why: str) -> None:
        self.put_back()
        self._show_refusal(say("drag.put-back", {"why": why}))

    def _show_refusal(self, words: str) -> None:
        """Say it where the keyboard is, until somebody has answered."""
        self._refused = True
        self.engaged.emit(True)
        color = ghost_color(self._grid.day_painter, "refused")
        self.callout.tell("refused", words, "", say("drag.answer"), color)
        if self._grid.place is not None:
            self._stand_beside(self._grid.place_box(self._grid.place))
        self._announce(words)

    def put_back(self) -> None:
        """Nothing is dragged any more, and nothing was changed."""
        self._scrolling.stop()
        self.drag, self._refused = None, False
        asked = self.callout.asking
        self.callout.hide()
        self._grid.leave_drag()
        self._grid.show_ghosts([])
        if asked:
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.engaged.emit(False)

    def renew(self) -> None:
        """The day was read anew: go on with the same appointment, if it is still where it was."""
        if self.drag is None:
            return
        drag = self.drag.again(self._grid.plan)
        if drag is None:
            self.put_back()
            self._show_refusal(say("drag.changed"))
            return
        self.drag = drag
        if not self.callout.asking:
            self._show()

    # ------------------------------------------------------------------ showing

    def _announce(self, text: str) -> None:
        announce(self._grid, text)
        self.announced.emit(text)

    def _show(self, hint: str = "") -> None:
        drag = self.drag
        if drag is None:
            return
        verdict = drag.verdict()
        self._grid.show_ghosts(drag_ghosts(self._grid.day_painter, drag))
        self._grid.heads.emphasize([drag.target.column])
        if not hint and any(item.status.movable for item in drag.siblings()):
            hint = say("drag.along" if drag.target.along else "drag.shift")
        self.callout.tell(verdict.look, verdict.words, verdict.who, hint, self._color(verdict))
        self._place_callout()

    def _color(self, verdict: Verdict) -> QColor:
        return ghost_color(self._grid.day_painter, verdict.look)

    def _place_callout(self) -> None:
        if self.drag is not None and self.callout.isVisible():
            self._stand_beside(target_box(self._grid.plan, self.drag))

    def _stand_beside(self, box: Box) -> None:
        area = self._grid.on_screen(box).translated(-self._grid.viewport().pos())
        move_beside(self.callout, area)
