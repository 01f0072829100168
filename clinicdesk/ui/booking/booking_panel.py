"""The booking panel: who, what for, which day, Enter; all of it by keyboard."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.errors import Refused, RulesBroken
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.booking import Booked, hold_visit, release_hold
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.booking.begun_booking import BegunBooking
from clinicdesk.ui.booking.from_visit import FromVisit
from clinicdesk.ui.booking.put_to_wait import PutToWait
from clinicdesk.ui.booking.request.option_text import when_params
from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf
from clinicdesk.ui.booking.what_is_booked import WhatIsBooked
from clinicdesk.ui.desk import Desk, Outcome, Refusal, Write
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

_UNFIT_TEXT = (RefusalCode.TEXT_TOO_LONG, RefusalCode.TEXT_CONTROL_CHARACTER)


class BookingPanel(BegunBooking):
    """Books one patient's combined visit. Nothing is written before Enter, and then all of it.

    What is begun here and not booked is put on the shelf before anything else takes its place.
    """

    booked = Signal(int)
    """A visit's number."""
    calendar_file_wanted = Signal(int)
    """The number of the visit whose calendar file somebody asks for."""

    def __init__(
        self, desk: Desk, actions: Actions, keeper: ThemeKeeper, shelf: DraftShelf
    ) -> None:
        super().__init__(desk, actions, keeper, shelf)
        self.from_visit = FromVisit(desk, self, self._moving, self.begin_for, self.draft.begin)
        self._waits = PutToWait(desk, self)
        self._connect()
        self.begin()

    def _connect(self) -> None:
        self.close_wanted.connect(self.close_booking)
        self.another_patient_wanted.connect(self.ask_patient)
        self.book_wanted.connect(self.book)
        self.hold_wanted.connect(self.hold)
        self.done.export_wanted.connect(self.export)
        self.done.another_wanted.connect(self.begin)
        self.done.close_wanted.connect(self.close_booking)
        self.search.found.connect(self._patient_known)
        self.search.somebody_new.connect(self._add_patient)
        self.new_patient.ready.connect(self._patient_known)
        self.new_patient.duplicates.same_person.connect(self._say_who_is_used)
        self.new_patient.given_up.connect(self._back_to_search)
        self.form.option_chosen.connect(self._show_option)
        self.form.book_wanted.connect(self.book)
        self.form.options.reached.connect(self.bring_option_into_view)
        self.form.nothing.reached.connect(self.stages.bring_into_view)
        self.hold_bar.book_wanted.connect(self.book)
        self.reason_bar.book_wanted.connect(self.book)
        self.form.option_chosen.connect(self._forget_reason)
        self.hold_bar.release_wanted.connect(self.release)
        self.hold_bar.ended.connect(self._allow)
        self.form.join_changed.connect(self._joined)
        self.coming.joined.connect(self._join)
        self._desk.working.connect(lambda on: self.mark_writing(on and self.turn.writes))
        self._actions.connect("visit.book", self.book, unless=self._why_not_book)
        self._actions.connect("visit.hold", self.hold, unless=self._why_not_hold)
        same = self.form.toggle_every_same
        self._actions.connect("visit.same-practitioner", same, unless=self._why_not_same)
        self._actions.connect("visit.purpose", self._ask_purpose, unless=self._why_no_purpose)
        self._actions.connect(
            "visit.requirement-there", self.form.say_there, unless=self._why_nothing_lacks
        )
        self._actions.connect("visit.new-patient", self.add_somebody)
        self._actions.connect("visit.wait-unbooked", self._waits.put, unless=self._waits.why_not)
        self.form.answer.wait.clicked.connect(self._waits.put)
        knows = self.form.moving.knows.toggle
        self._actions.connect("visit.patient-knows", knows, unless=self._why_not_moving)
        offered = self.form.moving.offered.click
        self._actions.connect("visit.as-offered", offered, unless=self._moving.why_not_otherwise)
        self._allow()

    def throw_away(self) -> None:
        """Give the booking up, with what is held for it."""
        self._once_released(self._throw_away)

    def _throw_away(self) -> None:
        draft = self.draft.throw_away()
        self._leave_empty()
        self.closed.emit()
        if draft is not None:
            self.thrown_away.emit(draft)

    def end_booking(self) -> None:
        """Nothing of it is booked, or to be: it can be brought back as if thrown away."""
        self.draft.throw_away()
        self._leave_empty()
        self.closed.emit()

    def ask_patient(self) -> None:
        """Book what is asked for already for another patient."""
        self._once_released(self._ask_patient)

    def _ask_patient(self) -> None:
        self._kept = replace(
            self.form.request_form,
            join=None,
            uninterpreted=False,
            even_if_new=False,
            even_if_open=False,
        )
        self._know(None)
        self.search.begin()
        self._show_stage(self.search)

    # ------------------------------------------------------------------ writing

    def book(self) -> None:
        """Book the chosen option, or the hold. While something is being written it is ignored."""
        option, visit_request = self.form.option, self.form.visit_request
        if option is None or visit_request is None or not self._may(self._why_not_book):
            return
        join, draft = self.form.request_form.join, self.draft.number
        booked = WhatIsBooked(
            visit_request,
            option.plan,
            self.form.purpose,
            self.reason_bar.override,
            draft,
            join,
            seen_of(*(visit for visit in self.coming.visits if visit.number == join)),
            self.form.request_form.here and option.day == self._desk.today(),
        )
        self.form.pause()

        def begin() -> Write[Booked]:
            if visit_request.moved is not None:
                return self._moving.write(visit_request, option, booked.override, draft)
            return booked.write(self._desk, self.hold_bar.visit)

        joined = "booked.joined" if join is not None else "booked.title"
        heard = partial(self._booked, title="booked.moved" if self.moves else joined)
        self.turn.write(begin, heard, self.form.resume)

    def _may(self, why_not: Callable[[], str | None]) -> bool:
        return not self.turn.waits and why_not() is None and self._meant()

    def _booked(self, outcome: Outcome[Booked], *, title: str) -> None:
        if isinstance(outcome, Refusal):
            if isinstance(outcome.cause, RulesBroken):
                self._ask_reason(outcome)
            else:
                self._show_refusal(outcome)
        else:
            self.hold_bar.stop()
            self.reason_bar.end()
            self._show_booked(outcome.result.visit, title)

    def _ask_reason(self, refusal: Refusal) -> None:
        """What is offered stays as it is: with a reason it may be booked."""
        self.form.resume()
        self._reasoned = self.form.option
        self.reason_bar.ask(refusal.sentence)

    def _forget_reason(self, option: Option | None) -> None:
        """A reason is one for what was to be booked then."""
        if self._reasoned is not None and (
            option is None or option.plan.steps != self._reasoned.plan.steps
        ):
            self._reasoned = None
            self.reason_bar.end()

    def hold(self) -> None:
        """Hold the chosen option for some minutes."""
        option, visit_request = self.form.option, self.form.visit_request
        if option is None or visit_request is None or not self._may(self._why_not_hold):
            return
        self.form.pause()
        hold = partial(
            self._desk.write, hold_visit, visit_request, option.plan, purpose=self.form.purpose
        )
        self.turn.write(hold, partial(self._held, self._said(option)), self.form.resume)

    def _held(self, said: str, outcome: Outcome[Booked]) -> None:
        if isinstance(outcome, Refusal):
            self._show_refusal(outcome)
            return
        held = outcome.result
        self.form.setEnabled(False)
        assert held.held_until is not None
        self.hold_bar.begin(held.visit, held.held_until, said)
        self.draft.keep()
        self._allow()

    def release(self) -> None:
        """Give the hold back, if there is one."""
        self._once_released(lambda: None)

    def _once_released(self, act: Callable[[], object]) -> None:
        """Do this once what is being written is, and nothing is held any more."""
        self.turn.do(partial(self._release_then, act))

    def _release_then(self, act: Callable[[], object]) -> None:
        visit = self.hold_bar.visit
        if visit is None:
            act()
        else:
            release = partial(self._desk.write_about, frozenset({visit}), release_hold, visit)
            self.turn.write(release, partial(self._released, act))

    def _released(self, act: Callable[[], object], outcome: Outcome[object]) -> None:
        # One that is no hold any more is not held; one whose file could not be written is.
        if isinstance(outcome, Refusal) and not isinstance(outcome.cause, Refused):
            return
        self.hold_bar.stop()
        self.form.setEnabled(True)
        self.form.plan()
        self._allow()
        act()

    def export(self) -> None:
        """Write the booked visit's calendar file."""
        if self.done.visit is not None:
            self.calendar_file_wanted.emit(self.done.visit)

    # ------------------------------------------------------------------ what came of it

    def _show_booked(self, visit: int, title: str) -> None:
        self.done.begin(visit, title)
        # It is booked: whether it can be read now or not, Enter must not book it once more.
        self._show_stage(self.done)
        self.draft.end()
        # Closed by mouse while it was being written, it leaves the day where it is.
        if self.isVisible():
            self.booked.emit(visit)
        self.done.reread()

    def _show_refusal(self, refusal: Refusal) -> None:
        """Say it in place and show what is possible now; everything typed stays."""
        self.hold_bar.look(partial(self._say_refusal, refusal))

    def _say_refusal(self, refusal: Refusal) -> None:
        form = self.form
        form.notice.say(refusal.sentence)
        if not isinstance(refusal.cause, Refused) or refusal.cause.code in _UNFIT_TEXT:
            # The file could not be written, or a text: what was offered is as good as before.
            form.resume()
            self._updates.catch_up()
            return

        def say_more() -> None:
            more = say("notice.next-best") if form.option else ""
            form.notice.say(f"{refusal.sentence} {more}".strip())

        self._updates.renew_coming()
        form.plan(unasked=True, doubted=True)
        form.when_answered(say_more)
        form.options.take_focus()

    def _said(self, option: Option) -> str:
        return say("option.when", when_params(self._desk, option))

    def _meant(self) -> bool:
        """Whether the chosen option was drawn, and somebody here chose it; else show it first."""
        options = self.form.options
        card = options.chosen_card
        drawn = card is not None and card.drawn and self.form.ready
        if not drawn:
            options.take_focus()
            return False
        visit = self.form.moving.visit
        if visit is not None and card is not None and options.stands(card.option):
            self.form.notice.say(say("moving.there-already", {"visit": visit.number}))
        elif options.must_ask:
            options.answer()
            self.form.notice.say(say("moving.asks" if self.moves else "notice.asks"))
        else:
            return True
        options.take_focus()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the top layer only."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.stage is self.new_patient:
            self._back_to_search()
        elif self.reason_bar.isVisible():
            self.reason_bar.end()
            self.form.options.take_focus()
        elif self.stage is self.form and self.form.close_layer():
            pass
        else:
            self.close_booking()

    def showEvent(self, event: QShowEvent) -> None:
        """What others did while another panel lay above it is looked at now."""
        super().showEvent(event)
        self._updates.catch_up()
        self._show_option(self.form.option)
