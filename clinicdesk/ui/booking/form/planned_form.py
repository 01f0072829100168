"""A form that is planned as it stands, and what others and the clock change about its answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.scheduling import Plan
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planner.booking_questions import (
    BestDays,
    BookingPart,
    BookingQuestion,
    FittingDays,
    Helping,
    NotPlanned,
)
from clinicdesk.services.planning.options import Option, option_of
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.form.catalog import with_entry
from clinicdesk.ui.booking.form.visit_form_view import VisitFormView
from clinicdesk.ui.booking.request.live_planning import LivePlanning
from clinicdesk.ui.booking.request.offered_relaxations import easier_requests, offered_relaxations
from clinicdesk.ui.booking.request.option_text import day_text, when_params
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.booking.request.typed_when import TypedWhen
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class PlannedForm(VisitFormView):
    """What stands here is the last answer; until the next one comes it is shown, but not booked."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(desk, keeper, parent)
        self.patient: int | None = None
        """The number of whom it is for."""
        self.request_form = RequestForm()
        self.visit_request: VisitRequest | None = None
        """What was asked last; None while no step is asked for."""
        self.when: TypedWhen | None = None
        """The day or time that is typed after what the patient comes for."""
        self._full_day: date | None = None
        """The one day looked at, on which nothing fits."""
        self._asked_form = RequestForm()
        """What the open question is about."""
        self._unasked = False
        """Whether others or the clock are the reason of the open question."""
        self._then: Callable[[], object] | None = None
        """What is done once the best days are there."""
        self._failed = False
        """Whether the last question could not be answered."""
        self._planning = LivePlanning(desk, self)
        self._planning.told.connect(self._hear)
        self._planning.failed.connect(self._say_failed)
        self._planning.slow.connect(self._say_searching)
        self._planning.days_missed.connect(self.month.say_missed)
        self._planning.ended.connect(self.answer.nothing.stop_trying)
        # Several signals of one key are one question.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.plan)
        desk.readable.connect(self._plan_again)

    @property
    def option(self) -> Option | None:
        """The option that is chosen."""
        return self.options.current

    @property
    def ready(self) -> bool:
        """Whether the options are the answer to what is asked for now."""
        return not self._soon.isActive() and self.answer.answers(self.visit_request)

    # ------------------------------------------------------------------ asking

    def plan_soon(self) -> None:
        """Plan once all that one key does is done."""
        self._soon.start()

    def plan(self, *, unasked: bool = False, doubted: bool = False) -> None:
        """Find the best days anew, for what is asked for and what the list points at.

        `unasked`: others or the clock are the reason, not somebody here. Whoever is about to press
        Enter then means what stood here before. `doubted`: what stands here cannot be booked.
        """
        self._begin_question(unasked=unasked)
        shown = self._pointed_at()
        if self.patient is None or not shown.steps:
            self.visit_request, self._then = None, None
            self.month.ask(None)
            self._planning.forget()
            self.answer.clear()
            return
        if doubted:
            self.answer.doubt()
        self._renew_request(self.patient, shown)
        question = self._question()
        if question is not None:
            self._planning.ask(question)

    def show_held(self, plan: Plan) -> bool:
        """Show just this, which is held and so is found by no search; whether it can be shown.

        It was planned for what is asked for now, in the clinic as it was then.
        """
        setup, patient = self._desk.setup, self.patient
        numbers = {number for step in plan.steps for number in step.resources}
        known = all(int(number) in setup.resources for number in numbers if number.isdigit())
        if patient is None or not known or len(plan.steps) != len(self.request_form.steps):
            return False
        self._soon.stop()
        self._planning.forget()
        self._renew_request(patient, self.request_form)
        assert self.visit_request is not None
        self.answer.show_held(option_of(setup, self.visit_request, 1, plan), self.visit_request)
        return True

    def pause(self) -> None:
        """What stands here is being written: to the planner it would seem taken by somebody."""
        self._planning.pause()

    def resume(self) -> None:
        """It was not written."""
        self._planning.resume()

    def when_answered(self, act: Callable[[], object]) -> None:
        """Do this once the best days that were asked for are there; instead of what was to be."""
        if self._planning.seeks_best:
            self._then = act
        else:
            act()

    def _begin_question(self, *, unasked: bool) -> None:
        """What somebody here asked, and waits for, does not become unasked by others' doing."""
        waits = self._soon.isActive() or self._planning.seeks_best
        self._soon.stop()
        self._failed = False
        self._unasked = unasked and (self._unasked or not waits)
        if not (unasked and waits):
            self._then = None
        if not unasked:
            self.options.chosen_here = False

    def _ask_again(self, *, best: bool) -> None:
        """Others have changed something: which days fit, and perhaps the best days, are others."""
        question = self._question(best=best, kept=self.option)
        if question is None or not (best or question.days):
            return
        self._unasked = self._unasked or not self._planning.seeks_best
        self._planning.ask_again(question)

    def _question(self, *, best: bool = True, kept: Option | None = None) -> BookingQuestion | None:
        if self.patient is None or self.visit_request is None:
            return None
        return BookingQuestion(
            self.visit_request,
            best,
            kept,
            tuple(self.month.requests_shown),
            easier_requests(self._desk.setup, self._asked_form, self.patient, self._desk.today()),
        )

    def _plan_again(self) -> None:
        """The file can be read again: what could not be planned meanwhile is."""
        if self.patient is not None and (self._failed or self.option is None):
            self.notice.say("")
            self.plan(unasked=True)

    def _renew_request(self, patient: int, shown: RequestForm) -> None:
        """The request for what is shown, counted from today; the coming weeks get theirs."""
        setup, today = self._desk.setup, self._desk.today()
        # Whoever adds to a visit that is booked has the day already.
        adds = self.request_form.join is not None
        self.month.ask(None if adds else self._typed().visit_request(setup, patient, today))
        self.visit_request, self._asked_form = shown.visit_request(setup, patient, today), shown

    def _pointed_at(self) -> RequestForm:
        """What is planned: all that is asked for, or only on the day that is looked at."""
        typed, day = self._typed(), self._full_day
        return typed if day is None else replace(typed, first=day, near=None, days=1)

    def _typed(self) -> RequestForm:
        """What is asked for, with what the list points at while somebody types."""
        entry, when = self.what.entry, self.when
        typed = self.request_form
        if entry is not None:
            typed = with_entry(self._desk.setup, typed, entry)
        return typed if when is None else typed.at(when, self._desk.today())

    # ------------------------------------------------------------------ hearing

    def _hear(self, part: BookingPart) -> None:
        if isinstance(part, FittingDays):
            self.month.show_fitting(part.days, whole=part.whole)
        elif isinstance(part, Helping):
            assert self.visit_request is not None
            offered = offered_relaxations(self._asked_form, self.visit_request, part.relaxations)
            self.nothing.show_help(offered, tried_all=part.tried_all)
        elif isinstance(part, NotPlanned):
            self._show_none(say(part.code, part.params))
        elif isinstance(part, BestDays):
            self._show_best(part)
        else:
            self._answered()

    def _say_searching(self) -> None:
        if self._planning.seeks_best:
            self.answer.show_searching()
        if self._planning.seeks_days:
            self.month.say_looking()

    def _show_best(self, best: BestDays) -> None:
        assert self.visit_request is not None
        day = "" if self._full_day is None else day_text(self._desk, self._full_day)
        unasked = self._unasked or self.options.chosen_here
        self.answer.show(best.planned, self.visit_request, full_day=day, unasked=unasked)
        if best.planned.asks_reason:
            self.notice.say(say("notice.asks-reason"))
        if best.gone is not None:
            code = "notice.gone" if self.option else "notice.gone-all"
            self.notice.say(say(code, when_params(self._desk, best.gone)))
        self._answered()

    def _answered(self) -> None:
        self.answer.show_found()
        then, self._then = self._then, None
        if then is not None and not self._soon.isActive():
            then()

    def _show_none(self, sentence: str) -> None:
        """Enter must not book what was offered for something else."""
        self._then = None
        self.answer.clear()
        self.notice.say(sentence)

    def _say_failed(self, sentence: str) -> None:
        """What stands here stays if it is the answer to what is asked for."""
        self._failed, self._then = True, None
        fault_of_file = sentence != say("planner.failed")
        if not self.ready:
            self._show_none(sentence)
        else:
            self.answer.show_found()
            self.nothing.stop_trying()
            self.notice.say(self.notice.text if fault_of_file else sentence)
        if fault_of_file:
            self._desk.could_not_read(sentence)

    def _unless_elsewhere(self, act: Callable[[], object]) -> Callable[[], None]:
        """The same, but not if somebody has taken the keyboard elsewhere by then."""
        here = QApplication.focusWidget()

        def act_then() -> None:
            if QApplication.focusWidget() in (None, here):
                act()

        return act_then

    # ------------------------------------------------------------------ others, and time

    def react(self, change: Changed) -> None:
        """Somebody changed something: keep what is shown if it is still possible, else say so."""
        option, visit_request = self.option, self.visit_request
        if visit_request is None:
            return
        # A change of other days cannot help: the relaxations stay where they are.
        days = (day for day in change.days if option is None or day == option.day)
        self._ask_again(best=change.everything or any(_within(visit_request, day) for day in days))

    def go_on(self, today: date, minute: int) -> None:
        """Time went on: what has gone by is offered no more, and what is left stays as it is."""
        patient, visit_request = self.patient, self.visit_request
        if patient is None or visit_request is None:
            return

        def gone(option: Option) -> bool:
            return (option.day, option.start) < (today, minute)

        passed = [card.option for card in self.options.cards if gone(card.option)]
        day_over = self._full_day is not None and self._full_day < today
        chosen_gone = bool(passed) and self.option in (None, *passed)
        another_day = visit_request.first_day < today
        if (
            day_over
            or chosen_gone
            or any(map(gone, self.nothing.options))
            or (another_day and self._planning.seeks_best)
        ):
            self._full_day = None if day_over else self._full_day
            self.plan(unasked=True)
        else:
            self._leave_out(passed, patient, another_day=another_day)
            if another_day or self.month.offers(today):
                self._ask_again(best=False)
        for option in passed[:1]:
            self.notice.say(say("notice.passed", when_params(self._desk, option)))

    def _leave_out(self, passed: list[Option], patient: int, *, another_day: bool) -> None:
        self.options.leave_out(passed)
        if another_day:
            # What stays is counted and named from today.
            answered = self.ready
            self._renew_request(patient, self._pointed_at())
            if answered and self.visit_request is not None:
                self.answer.count_from(self.visit_request)
            self.options.name_days()


def _within(visit_request: VisitRequest, day: date) -> bool:
    return 0 <= (day - visit_request.first_day).days < visit_request.days
