"""What is done to the selected appointment and its visit."""

from collections.abc import Callable, Hashable
from functools import partial

from clinicdesk.models.statuses import Status
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo, read_visit
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.ui.desk import Desk, Done, Outcome, Refusal, Write
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.visit import visit_actions
from clinicdesk.ui.visit.selection_reasons import SelectionReasons
from clinicdesk.wording import say

Act = Callable[[SelectedAppointment], Write[Changed]]
"""Begins a write about an appointment as it stands now."""

Again = Callable[[Override], object]
"""Asks for the same once more, with the reason for which a rule is passed over."""


class SelectedVisit(SelectionReasons):
    """What an action does to the selection, and why it cannot.

    What it acts on is how that stands once all that was asked for before is written and read. Who
    asks for the same twice means it once.
    """

    def __init__(
        self,
        desk: Desk,
        selection: Callable[[], Selection],
        show_refusal: Callable[[int, str], object],
    ) -> None:
        """`show_refusal` is given the number of the visit that it is about, and the sentence."""
        super().__init__(desk, selection)
        self._show_refusal = show_refusal
        self.ask_reason: Callable[[int, str, Again], bool] = lambda *_: False
        """Asks why a rule is passed over; given the appointment, the sentence of what is broken,
        and what is done with the reason. Whether it asks."""
        self._asked: dict[int, tuple[int, Hashable]] = {}
        """By appointment its visit, and what was asked for last that is not over."""

    @property
    def appointment(self) -> SelectedAppointment | None:
        """What is selected; None if nothing is."""
        selection = self.selection()
        return None if isinstance(selection, NoSelection) else selection

    def _decide(self) -> None:
        self._undecided = self._undecided or bool(self._asked)
        self._asked.clear()
        super()._decide()

    # ------------------------------------------------------------------ what is asked for

    def give_status(self, status: Status, action_id: str = "") -> None:
        """Give the appointment a status; by a key only where the action can be done then."""
        if at := self.appointment:
            self._ask(
                at,
                ("status", status),
                lambda now: visit_actions.give_status(self._desk, now.visit, now.step, status),
                action_id,
            )

    def take_back(self, action_id: str = "") -> None:
        """Take the appointment's last status back."""
        if at := self.appointment:
            self._ask(
                at,
                "back",
                lambda now: visit_actions.take_back(self._desk, now.visit, now.step),
                action_id,
            )

    def room(self, action_id: str = "") -> None:
        """The patient is in the booked room now; who is in a room waits again."""
        if at := self.appointment:
            room = visit_actions.room
            self._ask(at, "room", lambda now: room(self._desk, now.visit, now.step), action_id)

    def begin(self, action_id: str = "") -> None:
        """Whoever treats the patient is with them now."""
        if at := self.appointment:
            begin = visit_actions.begin
            self._ask(at, "begin", lambda now: begin(self._desk, now.visit, now.step), action_id)

    def leave_unseen(self, action_id: str = "") -> None:
        """The patient had come, and has left before being seen."""
        if at := self.appointment:
            leave = visit_actions.leave
            self._ask(at, "leave", lambda now: leave(self._desk, now.visit), action_id)

    def restore(self, action_id: str = "") -> None:
        """Book what was cancelled again where it was."""
        if at := self.appointment:
            restore = visit_actions.restore
            self._ask(at, "restore", lambda now: restore(self._desk, now.visit), action_id)

    def lengthen(self, steps: int, action_id: str = "", override: Override | None = None) -> None:
        """Have the appointment last longer by so many steps of the clinic's grid, or shorter.

        Where a rule stands in the way a reason is asked for.
        """
        by = steps * self._desk.setup.grid_minutes
        if at := self.appointment:
            self._ask(
                at,
                ("minutes", by, override),
                lambda now: visit_actions.lengthen(self._desk, now.visit, now.step, by, override),
                action_id,
                partial(self.lengthen, steps, action_id),
            )

    def interpret(self, action_id: str = "") -> None:
        """Take whoever interprets the patient's language and is free then."""
        if at := self.appointment:
            interpret = visit_actions.interpret
            self._ask(
                at, "interpret", lambda now: interpret(self._desk, now.visit, now.step), action_id
            )

    def note_whereabouts(self, at: SelectedAppointment, where: str) -> None:
        """Note where the patient is, who is still there."""

        def note(now: SelectedAppointment) -> Write[Changed]:
            # Of one who has gone meanwhile nothing is noted: it is not as it was seen.
            seen = now.visit if now.step.status.here else at.visit
            return visit_actions.note_where(self._desk, seen, at.step.number, where)

        self._ask(at, ("where", where), note)

    def note_purpose(self, at: SelectedAppointment, purpose: Purpose) -> None:
        """Note what the step is for, and what whoever meets the patient should know."""

        def write(_now: SelectedAppointment) -> Write[Changed]:
            return visit_actions.note_purpose_of(self._desk, at.step, purpose)

        self._ask(at, ("purpose", purpose), write)

    def cancel(
        self,
        about: int,
        seen: Callable[[], VisitInfo],
        step: AppointmentInfo | None,
        reason: str,
        then: Callable[[bool], object],
        *,
        patient_knows: bool,
    ) -> None:
        """Cancel that step, or without one the whole visit; `then` hears whether it was done.

        `about` is the visit's number; `seen` is asked in its turn for the visit as whoever cancels
        it has seen it.
        """

        def heard(visit: int, outcome: Outcome[Changed]) -> None:
            if isinstance(outcome, Refusal):
                self._show_refusal(visit, outcome.sentence)
            then(isinstance(outcome, Done))

        def begin() -> None:
            visit = seen()
            write = visit_actions.cancel(
                self._desk, visit, step, reason, patient_knows=patient_knows
            )
            write.then(partial(heard, visit.number), partial(then, False))

        self._desk.when_settled(begin, about)

    # ------------------------------------------------------------------ in its turn

    def _ask(
        self,
        at: SelectedAppointment,
        what: Hashable,
        act: Act,
        action_id: str = "",
        again: Again | None = None,
    ) -> None:
        """`again` does the same with a reason, if a rule stands in the way."""
        number, asked = at.step.number, (at.visit.number, what)
        if self._asked.get(number) == asked:
            return
        self._asked[number] = asked
        self.follow()
        late = not self._desk.is_steady

        def begin(now: SelectedAppointment) -> None:
            reason = self._reason(action_id, now) if late and action_id else None
            if reason is None:
                act(now).then(partial(self._heard, number, asked, again))
            else:
                self._over(number, asked, reason)
                self._desk.refused.emit(reason)

        def failed(refusal: Refused | DatabaseRefused) -> None:
            sentence = say(refusal.code, refusal.params)
            self._over(number, asked, sentence)
            self._desk.could_not_read(sentence)

        self._desk.when_settled(lambda: self._find_anew(at, begin, failed), at.visit.number)

    def _find_anew(
        self,
        at: SelectedAppointment,
        then: Callable[[SelectedAppointment], object],
        failed: Callable[[Refused | DatabaseRefused], object],
    ) -> None:
        """As it stands now: what is selected is shown so; of another one it is read."""
        now = self.selection()
        if isinstance(now, SelectedAppointment) and now.step.number == at.step.number:
            then(now)
            return
        database, number = self._desk.database, at.visit.number

        def found(visit: VisitInfo) -> None:
            steps = (step for step in visit.steps if step.number == at.step.number)
            then(SelectedAppointment(visit, next(steps, at.step)))

        self._desk.read(None, lambda: read_visit(database, number), found, failed)

    def _heard(
        self,
        number: int,
        asked: tuple[int, Hashable],
        again: Again | None,
        outcome: Outcome[Changed],
    ) -> None:
        said = outcome.sentence if isinstance(outcome, Refusal) else ""
        broken = isinstance(outcome, Refusal) and isinstance(outcome.cause, RulesBroken)
        asks = broken and again is not None and self.ask_reason(number, said, again)
        self._over(number, asked, "" if asks else said)

    def _over(self, number: int, asked: tuple[int, Hashable], refused: str) -> None:
        if self._asked.get(number) == asked:
            del self._asked[number]
        if refused:
            self._show_refusal(asked[0], refused)
        self.follow()
