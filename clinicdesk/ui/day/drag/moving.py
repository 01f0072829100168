"""Moving an appointment, by mouse or keyboard: ghost, live rules, drop, put back."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent

from clinicdesk.services.visits.changing import move_appointments
from clinicdesk.services.visits.overrides import Override
from clinicdesk.services.visits.visit_reading import AppointmentInfo
from clinicdesk.ui.day import appointment_text
from clinicdesk.ui.day.callout import Callout
from clinicdesk.ui.day.drag import steering
from clinicdesk.ui.day.drag.drag import Hand, Target, Verdict
from clinicdesk.ui.day.grid.accessible import announce
from clinicdesk.ui.day.grid.arrangement import Block
from clinicdesk.ui.day.grid.geometry import Box
from clinicdesk.ui.day.grid.grid import DayGrid
from clinicdesk.ui.day.grid.overlays import Ghost, ghost_color
from clinicdesk.ui.day.popup_position import stand_beside
from clinicdesk.ui.desk import Desk, Refusal
from clinicdesk.wording import say, time_text

_UP_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}

_CLOSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Escape)

_EDGE = 28
"""So near to the viewport's edge in pixels the day scrolls by itself while dragging."""


class Moving(QObject):
    """Holds at most one appointment in the hand."""

    announced = Signal(str)
    """What a screen reader was given to say."""
    engaged = Signal(bool)
    """Something is in the hand or waits for an answer: all other keys rest until then."""

    def __init__(self, desk: Desk, grid: DayGrid) -> None:
        super().__init__(grid)
        self._desk, self._grid = desk, grid
        self.hand: Hand | None = None
        self._refused = False
        """Whether nothing is in the hand and a refusal is told that nobody has answered yet."""
        self.callout = Callout(grid.viewport())
        self._below_top = 0
        self._at = QPoint()
        """Where the mouse is in the viewport while it drags."""
        self._scrolling = QTimer(self, interval=30)
        self._scrolling.timeout.connect(self._scroll_on)
        grid.grabbed.connect(self._grab)
        grid.dragged.connect(self._drag)
        grid.dropped.connect(self._let_go)
        grid.key_pressed.connect(self._key)
        grid.viewport().installEventFilter(self)
        self.callout.reason_given.connect(self._drop_with_reason)
        self.callout.given_up.connect(self.put_back)

    @property
    def holding(self) -> bool:
        """Whether anything is in the hand."""
        return self.hand is not None

    # ------------------------------------------------------------------ mouse

    def _grab(self, block: Block, at: QPoint) -> None:
        self._take(block)
        self._at = at - self._grid.offset
        self._below_top = at.y() - self._grid.plan.scale.y(block.appointment.start)
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)
        self._scrolling.start()
        self._show()

    def _drag(self, at: QPoint, along: bool) -> None:
        if self.hand is None:
            return
        plan = self._grid.plan
        self._at = at - self._grid.offset
        column = plan.column_at(min(max(at.x(), 0), plan.width - 1))
        if column is None:
            return
        start = round(plan.scale.minute(at.y() - self._below_top))
        before = self.hand.target
        self.hand.aim(Target(column, start, before.minutes, along))
        if self.hand.target != before:
            self._show()

    def _scroll_on(self) -> None:
        """Near an edge the day comes towards the mouse."""
        if self.hand is None:
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
            self._drag(self._at + self._grid.offset, self.hand.target.along)
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
        elif event.key() == Qt.Key.Key_Escape and self.hand is not None:
            self.put_back()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.hand is not None:
            # Ctrl+Enter is about a booking, not about what is in the hand.
            held_down = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if not event.isAutoRepeat() and not held_down:
                self.drop()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if not self._push(event):
                return
        elif event.key() == Qt.Key.Key_Shift and self.hand is not None:
            self._set_along(along=not self.hand.target.along)
        elif self.hand is None or not self._push(event):
            return
        event.accept()

    def _answer(self, event: QKeyEvent) -> bool:
        """Close the refusal by Enter, Space or Esc, which do nothing else, or by going on.

        Whether the key was used up. A letter leaves it: somebody may be typing what nobody asked.
        """
        if event.key() in (*_UP_DOWN, *_SIDEWAYS, *_CLOSES) and not event.isAutoRepeat():
            self.put_back()
        return event.key() in _CLOSES

    def _push(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        resizes = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key not in _UP_DOWN and (resizes or key not in _SIDEWAYS):
            return False
        hand = self.hand or self._picked_up()
        if hand is None:
            return True
        modifiers = event.modifiers()
        along = hand.target.along or bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _SIDEWAYS:
            hand.sideways(_SIDEWAYS[key], along=along)
        elif resizes:
            hand.push(longer=_UP_DOWN[key] * hand.grid, along=along)
        else:
            hand.push(_UP_DOWN[key] * hand.grid, along=along)
        self._show()
        self._grid.bring_into_sight(self._own_box(hand))
        self._place_callout()
        self._announce(self._spoken(hand))
        return True

    def _picked_up(self) -> Hand | None:
        place = self._grid.place
        if place is not None and place.block is not None:
            self._take(place.block)
        return self.hand

    def _take(self, block: Block) -> None:
        self._refused = False
        self.hand = Hand(self._desk, self._grid.plan, block)
        self.engaged.emit(True)

    def _set_along(self, *, along: bool) -> None:
        if self.hand is not None and self.hand.siblings():
            target = self.hand.target
            self.hand.aim(Target(target.column, target.start, target.minutes, along))
            self._show()

    # ------------------------------------------------------------------ dropping

    def drop(self) -> None:
        """Let go by keys: move it, ask for a reason, or keep it in the hand and say why not."""
        hand = self.hand
        if hand is not None and hand.moved and hand.verdict().look == "refused":
            self._show(say("day.hand.go-on"))
            self._announce(say("day.hand.not-moved", {"why": hand.verdict().words}))
        else:
            self._let_go()

    def _let_go(self) -> None:
        """Let go by the mouse: move it, ask for a reason, or put it back and say why."""
        self._scrolling.stop()
        # What somebody else did to it meanwhile is seen before it is written over.
        self._desk.catch_up()
        hand = self.hand
        if hand is None:
            return
        verdict = hand.verdict()
        if not hand.moved:
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
        hand = self.hand
        if hand is None:
            return
        moves, target = hand.moves(), hand.target
        self.put_back()
        moved = self._desk.attempt(move_appointments, moves, override=override)
        if isinstance(moved, Refusal):
            self._tell_refusal(say("day.hand.kept"))
            return
        block = self._grid.plan.of_appointment(hand.item.number)
        if block is not None:
            there = [b for b in self._grid.plan.of_visit(hand.item.visit)
                     if b.key == (hand.item.number, target.column)]  # fmt: skip
            self._grid.go_to(steering.place_of(there[0] if there else block))
        self._announce(say("day.hand.moved", {"start": target.start}))

    def _put_back_because(self, why: str) -> None:
        self.put_back()
        self._tell_refusal(say("day.hand.put-back", {"why": why}))

    def _tell_refusal(self, words: str) -> None:
        """Say it where the keyboard is, until somebody has answered."""
        self._refused = True
        self.engaged.emit(True)
        color = ghost_color(self._grid.face, "refused")
        self.callout.tell("refused", words, "", say("day.hand.answer"), color)
        if self._grid.place is not None:
            self._stand_beside(self._grid.place_box(self._grid.place))
        self._announce(words)

    def put_back(self) -> None:
        """Nothing is in the hand any more, and nothing was changed."""
        self._scrolling.stop()
        self.hand, self._refused = None, False
        asked = self.callout.asking
        self.callout.hide()
        self._grid.leave_drag()
        self._grid.show_ghosts([])
        if asked:
            self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.engaged.emit(False)

    def renew(self) -> None:
        """The day was read anew: hold the same appointment, if it is still where it was."""
        if self.hand is None:
            return
        hand = self.hand.again(self._grid.plan)
        if hand is None:
            self.put_back()
            self._tell_refusal(say("day.hand.changed"))
            return
        self.hand = hand
        if not self.callout.asking:
            self._show()

    # ------------------------------------------------------------------ showing

    def _announce(self, text: str) -> None:
        announce(self._grid, text)
        self.announced.emit(text)

    def _show(self, hint: str = "") -> None:
        hand = self.hand
        if hand is None:
            return
        verdict = hand.verdict()
        origin = Ghost(self._grid.plan.box(hand.block), "", look="origin")
        self._grid.show_ghosts(
            [origin, *self._sibling_ghosts(hand), self._own_ghost(hand, verdict)]
        )
        self._grid.heads.emphasise([hand.target.column])
        if not hint and any(item.status in ("booked", "arrived") for item in hand.siblings()):
            hint = say("day.hand.along" if hand.target.along else "day.hand.shift")
        self.callout.tell(verdict.look, verdict.words, verdict.who, hint, self._color(verdict))
        self._place_callout()

    def _color(self, verdict: Verdict) -> QColor:
        return ghost_color(self._grid.face, verdict.look)

    def _place_callout(self) -> None:
        if self.hand is not None and self.callout.isVisible():
            self._stand_beside(self._own_box(self.hand))

    def _stand_beside(self, box: Box) -> None:
        area = self._grid.on_screen(box).translated(-self._grid.viewport().pos())
        stand_beside(self.callout, area)

    def _own_box(self, hand: Hand) -> Box:
        # The column's resource may be needed for a part of the step only.
        later = hand.target.start - hand.begin.start
        longer = hand.minutes - hand.begin.minutes
        start, end = hand.block.start + later, hand.block.end + later + longer
        return self._grid.plan.stretch(hand.target.column, start, max(end, start + hand.grid))

    def _own_ghost(self, hand: Hand, verdict: Verdict) -> Ghost:
        box, target = self._own_box(hand), hand.target
        texts = appointment_text.title_texts(hand.block, private=self._desk.privacy.on)
        letters = self._grid.face.fonts.name
        title = next((text for text in texts if letters.width(text) <= box.width - 16), texts[-1])
        span = appointment_text.short_span(target.start, target.start + hand.minutes)
        return Ghost(box, title, span, look=verdict.look)

    def _sibling_ghosts(self, hand: Hand) -> list[Ghost]:
        found = []
        shift = hand.target.start - hand.begin.start
        for item in hand.siblings():
            block = self._grid.plan.of_appointment(item.number)
            if block is None:
                continue
            if hand.shifted(item):
                start, end = item.start + shift, item.end + shift
                box = self._grid.plan.stretch(block.column, start, end)
                words = say("day.hand.goes-to", {"start": start})
            else:
                box = self._grid.plan.box(block)
                words = say("day.hand.stays", {"start": item.start})
            found.append(Ghost(box, words, self._gap(hand, item), look="sibling"))
        return found

    def _gap(self, hand: Hand, item: AppointmentInfo) -> str:
        """How long the patient would wait between the step in the hand and this one."""
        shift = hand.target.start - hand.begin.start if hand.shifted(item) else 0
        start, end = hand.target.start, hand.target.start + hand.minutes
        gap = max(item.start + shift - end, start - item.end - shift)
        return say("day.hand.gap", {"gap": gap}) if gap >= 0 else say("day.hand.overlap")

    def _spoken(self, hand: Hand) -> str:
        verdict, target = hand.verdict(), hand.target
        who = self._grid.plan.columns[target.column].resource.name
        return ", ".join(
            part for part in (time_text(target.start), who, verdict.words, verdict.who) if part
        )
