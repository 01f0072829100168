"""One appointment picked up: what decides is read once, then it is dropped or put back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.moving import move_appointments
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import ChangedSince
from clinicdesk.services.visits.trying import MoveTrial, read_move_trial
from clinicdesk.ui.day.drag.drag import Drag
from clinicdesk.ui.day.drag.drag_ghosts import spoken_target
from clinicdesk.ui.day.drag.drag_picture import DragPicture
from clinicdesk.ui.day.drag.rest_seeking import RestSeeking
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.desk import Desk, Outcome, Refusal
from clinicdesk.wording import say


class Carrying(QObject):
    """Carries at most one appointment at a time; what was dropped is written beside that.

    It is dropped only once it is known what comes of it, in the day as it is then.
    """

    engaged = Signal(bool)
    """Something is dragged, or a refusal waits for an answer: all other keys rest until then."""

    def __init__(self, desk: Desk, grid: DayGrid) -> None:
        super().__init__(grid)
        self._desk, self._grid = desk, grid
        self.drag: Drag | None = None
        self._written: Drag | None = None
        """What was dropped last, until its move is written."""
        self._refused = False
        """Whether nothing is dragged and a refusal is shown that nobody has answered yet."""
        self._dropping = False
        """Whether it was dropped, and is looked at once more."""
        self._offered = False
        """Whether others changed it as it was dropped: the same key drops it all the same."""
        self._reason = ""
        """What was written last to have it allowed."""
        self._rest = RestSeeking(desk)
        self._rest.found.connect(self._rest_found)
        self.picture = DragPicture(grid)
        self.callout = self.picture.callout
        self.announced = self.picture.announced
        self.callout.reason_given.connect(self._give_reason)
        self.callout.given_up.connect(self.put_back)

    @property
    def dragging(self) -> bool:
        """Whether anything is dragged."""
        return self.drag is not None

    def is_being_written(self, block: DayBlock | None) -> bool:
        """Whether this is what was dropped and is not written yet."""
        if self._written is None or block is None:
            return False
        return self._written.item.number == block.appointment.number

    def pick_up(self, block: DayBlock) -> None:
        """From now on this is carried."""
        self._refused = self._dropping = self._offered = False
        self._reason = ""
        self._carry(Drag(self._desk.context, self._grid.plan, block))
        self.engaged.emit(True)

    def _carry(self, drag: Drag) -> None:
        self.drag = drag
        know = partial(self._know, drag)
        question = partial(read_move_trial, self._desk.database, drag.item.visit)
        self._desk.read((self, "trial"), question, know, know)

    def _know(self, drag: Drag, trial: MoveTrial | Refused | DatabaseRefused) -> None:
        if drag is not self.drag:
            return
        drag.know(trial)
        self._rest.seek(drag)
        self._tell_known(drag)

    def _tell_known(self, drag: Drag) -> None:
        if self._offered:
            self._show_offer(drag)
        elif self.picture.unsure:
            self.picture.show(drag)
            self.picture.announce(spoken_target(self._grid.plan, drag))

    def _rest_found(self, drag: Drag) -> None:
        if drag is self.drag:
            self._tell_known(drag)

    def aimed(self) -> None:
        """It was led elsewhere: whoever dropped it has gone on."""
        self._dropping = self._offered = False
        if self.drag is not None:
            self._rest.seek(self.drag)
            self.picture.show(self.drag)

    # ------------------------------------------------------------------ dropping

    def drop_by_keys(self) -> None:
        """Move it, ask for a reason, or go on dragging and say why not."""
        self._drop(self._go_on)

    def drop_by_mouse(self) -> None:
        """Move it, ask for a reason, or put it back and say why."""
        self._drop(self._put_back_because)

    def _drop(self, refuse: Callable[[Drag], object]) -> None:
        """What somebody else did to it meanwhile is seen before it is written over."""
        drag = self.drag
        if drag is None or self._dropping or self.callout.asking:
            return
        if self._offered and self.picture.unsure:
            # Nobody has seen yet what is offered.
            return
        if not drag.moved:
            self.put_back()
        elif drag.verdict().look == "refused":
            refuse(drag)
        elif not drag.seeks_rest:
            self._look_again(partial(self._drop_now, refuse))

    def _look_again(self, act: Callable[[Drag], object]) -> None:
        """Do this once the day is shown as it is, if it is still to be dropped then."""
        self._dropping = True
        # A look that has begun already may have passed by what was done since.
        self._desk.when_settled(partial(self._look_and_then, act))
        if self._dropping:
            self.picture.show_dropping()

    def _look_and_then(self, act: Callable[[Drag], object]) -> None:
        if self._dropping:
            # What the look tells of is read by the day after it.
            then = partial(self._desk.when_settled, partial(self._if_dropping, act))
            self._desk.when_looked(then)

    def _if_dropping(self, act: Callable[[Drag], object]) -> None:
        drag = self.drag
        if drag is None or not self._dropping:
            return
        self._dropping = False
        if drag.seeks_rest:
            # The day has changed: where the others go now is shown before it is dropped.
            self.picture.show(drag)
            return
        act(drag)

    def _drop_now(self, refuse: Callable[[Drag], object], drag: Drag) -> None:
        look = drag.verdict().look
        if look == "allowed":
            self._move(drag, None)
        elif look == "reason":
            self.picture.ask_reason(drag, self._reason)
        elif look == "refused":
            refuse(drag)
        else:
            # What decides was asked for anew by something that has happened in this very turn.
            self._look_again(partial(self._drop_now, refuse))

    def _give_reason(self, reason: str) -> None:
        self._reason = reason
        if not self._dropping:
            self._look_again(lambda drag: self._move(drag, Override(reason)))

    def _move(self, drag: Drag, override: Override | None) -> None:
        moves, seen = drag.moves(), drag.seen()
        self.put_back()
        self._written = drag
        self.picture.show_written(drag)
        write = self._desk.write(move_appointments, moves, override=override, seen=seen)
        write.then(partial(self._hear, drag), partial(self._end_written, drag))

    def _hear(self, drag: Drag, moved: Outcome[Changed]) -> None:
        self._end_written(drag)
        if not isinstance(moved, Refusal):
            self._desk.when_settled(partial(self._go_along, drag))
        elif isinstance(moved.cause, ChangedSince):
            self._desk.when_settled(partial(self._offer_if_there, drag))
        elif self.drag is None and self._grid.plan.day.day == drag.item.day:
            self._show_refusal(say("drag.kept"))

    def _end_written(self, drag: Drag) -> None:
        if self._written is drag:
            self._written = None
            if self.drag is None and not self._refused:
                self.picture.clear()

    def _go_along(self, drag: Drag) -> None:
        """The day is shown with it in its new place: the keyboard stays with it."""
        plan = self._grid.plan
        block = plan.of_appointment(drag.item.number)
        if self._is_at_keyboard(drag) and block is not None:
            there = [other for other in plan.of_visit(drag.item.visit)
                     if other.appointment.number == drag.item.number
                     and plan.columns[other.column].resource.id == drag.resource]  # fmt: skip
            self._grid.go_to(steering.place_of(there[0] if there else block))
        self.picture.announce(say("drag.moved", {"start": drag.target.start}))

    def _is_at_keyboard(self, drag: Drag) -> bool:
        item = None if self._grid.place is None else self._grid.place.appointment
        return item is not None and item.number == drag.item.number

    # ------------------------------------------------------------------ changed as it was dropped

    def _offer_if_there(self, drag: Drag) -> None:
        """Whoever has gone elsewhere meanwhile was told, and is carried off by nothing."""
        if self.drag is None and not self._refused and self._is_at_keyboard(drag):
            self._offer(drag)

    def _offer(self, dropped: Drag) -> None:
        """Pick it up where others have put it, led to where it was dropped, if that still fits."""
        drag = dropped.anew(self._grid.plan)
        if drag is None or not drag.moved:
            self._let_go()
            return
        self.picture.clear()
        self._dropping, self._offered = False, True
        self.engaged.emit(True)
        self.picture.show(drag)
        self._carry(drag)

    def _show_offer(self, drag: Drag) -> None:
        if drag.verdict().look == "refused":
            self._put_back_because(drag)
            return
        self.picture.show(drag, say("drag.all-the-same"))
        target = spoken_target(self._grid.plan, drag)
        self.picture.announce(say("drag.not-moved-yet", {"target": target}))

    def _let_go(self) -> None:
        self.put_back()
        self._show_refusal(say("drag.changed"))

    # ------------------------------------------------------------------ not dropped

    def _go_on(self, drag: Drag) -> None:
        self.picture.show(drag, say("drag.go-on"))
        self.picture.announce(say("drag.not-moved", {"why": drag.verdict().words}))

    def _put_back_because(self, drag: Drag) -> None:
        self.put_back()
        self._show_refusal(say("drag.put-back", {"why": drag.verdict().words}))

    def _show_refusal(self, words: str) -> None:
        """Say it where the keyboard is, until somebody has answered."""
        self._refused = True
        self.engaged.emit(True)
        self.picture.tell_refusal(words)

    def put_back(self) -> None:
        """Nothing is dragged any more, and nothing was changed."""
        self.drag = None
        self._refused = self._dropping = self._offered = False
        self.picture.clear()
        self.engaged.emit(False)

    def renew(self) -> None:
        """The day was read anew: go on with the same appointment, if it is still where it was."""
        if self.drag is None:
            self._renew_written()
            return
        drag = self.drag.again(self._grid.plan)
        if drag is None:
            if self._dropping or self._offered:
                self._offer(self.drag)
            else:
                self._let_go()
            return
        self._carry(drag)
        if not self.callout.asking:
            self.picture.show(drag)

    def _renew_written(self) -> None:
        """What is not written yet is shown on; once it is, it stands in the day itself."""
        if self._written is not None and not self._refused:
            drag = self._written.again(self._grid.plan)
            if drag is None:
                self.picture.clear()
            else:
                self.picture.show_written(drag)
