"""The form of a visit: what for, when it suits, and the best days at every keystroke."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.booking.form.catalog import with_entry
from clinicdesk.ui.booking.form.catalog_search import CatalogSearch
from clinicdesk.ui.booking.form.preferences import Preferences
from clinicdesk.ui.booking.form.step_list import StepList
from clinicdesk.ui.booking.month.month_strip import MonthStrip
from clinicdesk.ui.booking.options.plan_results import PlanResults
from clinicdesk.ui.booking.request.live_planning import (
    best_days,
    still_possible,
)
from clinicdesk.ui.booking.request.offered_relaxations import (
    OfferedRelaxation,
    offered_relaxations,
)
from clinicdesk.ui.booking.request.option_text import day_text, when_params
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import Notice, column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class VisitForm(QWidget):
    """Steps, preferences and options of one patient's next visit."""

    option_chosen = Signal(object)
    """An Option or None."""
    book_wanted = Signal()
    """The chosen option is to be booked."""
    join_changed = Signal(object)
    """The visit that the steps are added to; None for one of its own."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient: int | None = None
        self.request_form = RequestForm()
        self.visit_request: VisitRequest | None = None
        """What was planned last; None while no step is asked for."""
        self._full_day: date | None = None
        """The one day looked at, on which nothing fits."""
        self.what = CatalogSearch(keeper)
        self.steps = StepList(keeper)
        self.preferences = Preferences(desk)
        self.notice = Notice(say("notice.title"))
        self.month = MonthStrip(desk, keeper)
        self.answer = PlanResults(desk, keeper)
        self.options, self.nothing = self.answer.options, self.answer.nothing
        self.setLayout(
            column(self.steps, self.what, self.what.no_match, self.preferences, self.notice,
                   self.month, *self.answer.parts(), spacing=10)
        )  # fmt: skip
        self.setFocusProxy(self.what)
        self._connect()

    def _connect(self) -> None:
        self.what.typed.connect(self._search)
        self.what.pointed.connect(lambda _entry: self.plan())
        self.what.picked.connect(self._add_entry)
        self.what.confirmed_empty.connect(self.answer.take_focus)
        self.steps.removed.connect(lambda at: self.ask(self.request_form.without_step(at)))
        self.steps.order_wanted.connect(self._order)
        self.preferences.preferred.connect(self._prefer)
        self.month.chosen.connect(self._begin_with)
        self.month.full_chosen.connect(self._look_at)
        self.options.chosen.connect(self.option_chosen)
        self.options.chosen.connect(self._mark_day)
        self.options.book_wanted.connect(self.book_wanted)
        self.nothing.relaxation_chosen.connect(self._relax)
        self._desk.readable.connect(self._plan_again)

    @property
    def option(self) -> Option | None:
        """The option that would be booked."""
        return self.options.current

    def begin(self, patient: int, request_form: RequestForm | None = None) -> None:
        """Ask what this patient comes for."""
        self._patient = patient
        self.notice.say("")
        self.what.field.clear()
        self.ask(request_form or RequestForm())
        self._search("")

    # ------------------------------------------------------------------ planning

    def ask(self, request_form: RequestForm, *, unasked: bool = False) -> None:
        """Ask for something else; plans it, `unasked` as `plan` does."""
        setup = self._desk.availability.setup()
        self.request_form, self._full_day = request_form, None
        self.join_changed.emit(request_form.join)
        self.steps.show_request(setup, request_form)
        self.preferences.show_request(setup, request_form)
        self.preferences.setVisible(bool(request_form.steps))
        hint = "what.hint-more" if request_form.steps else "what.hint"
        self.what.hint(say(hint))
        self.plan(unasked=unasked)

    def plan(self, *, unasked: bool = False) -> None:
        """Find the best days anew, for what is asked for and what the list points at.

        `unasked`: others or the clock are the reason, not somebody here. Whoever is about to press
        Enter then means what stood here before.
        """
        shown = self._pointed_at()
        if self._patient is None or not shown.steps:
            self.visit_request = None
            self.month.ask(None)
            self.answer.clear()
            return
        visit_request = self._renew_request(self._patient, shown)
        try:
            planned = best_days(self._desk, visit_request)
        except REFUSALS as refusal:
            # Enter must not book what was offered for something else.
            self.answer.clear()
            self.notice.say(say(refusal.code, refusal.params))
            return
        day = "" if self._full_day is None else day_text(self._desk, self._full_day)
        self.answer.show(
            planned, visit_request, self._find_relaxations, full_day=day, unasked=unasked
        )

    def _plan_again(self) -> None:
        """The file can be read again: what could not be planned meanwhile is."""
        if self.option is None and self._patient is not None:
            self.notice.say("")
            self.plan(unasked=True)

    def _renew_request(self, patient: int, shown: RequestForm) -> VisitRequest:
        """The request for what is shown, counted from today; the coming weeks get theirs."""
        setup, today = self._desk.availability.setup(), self._desk.today()
        # Whoever adds to a visit that is booked has the day already.
        adds = self.request_form.join is not None
        self.month.ask(None if adds else self._typed().visit_request(setup, patient, today))
        self.visit_request = shown.visit_request(setup, patient, today)
        return self.visit_request

    def _pointed_at(self) -> RequestForm:
        """What is planned: all that is asked for, or only on the day that is looked at."""
        typed, day = self._typed(), self._full_day
        return typed if day is None else replace(typed, first=day, near=None, days=1)

    def _typed(self) -> RequestForm:
        """What is asked for, with what the list points at while somebody types."""
        entry = self.what.entry
        if entry is None:
            return self.request_form
        return with_entry(self._desk.availability.setup(), self.request_form, entry)

    # ------------------------------------------------------------------ where nothing fits

    def _find_relaxations(self) -> list[OfferedRelaxation]:
        assert self._patient is not None
        return offered_relaxations(
            self._desk, self._pointed_at(), self._patient, self._desk.today()
        )

    def _relax(self, offered: OfferedRelaxation) -> None:
        """Ask for what was offered instead; of two days for the first one."""
        self.ask(offered.request_form)
        self._must_ask_unless(offered.options[0].plan.day, offered.options[0].start)
        if len(offered.options) > 1:
            then = offered.options[1]
            steps = tuple(dict.fromkeys(step.visit_type for step in then.steps))
            params = {"steps": steps, **when_params(self._desk, then)}
            self.notice.say(say("relaxation.then", params))
        self.options.take_focus()

    def _must_ask_unless(self, day: date, start: int | None = None) -> None:
        """Enter asks first, unless what is chosen is of the day, and time, that was promised."""
        option = self.option
        if option is not None and (option.day, start or option.start) != (day, option.start):
            self.options.must_ask = True

    # ------------------------------------------------------------------ one day

    def _begin_with(self, day: date) -> None:
        """Ask for this day or a later one, and choose this one's option."""
        self.ask(replace(self.request_form, first=day, near=None, join=None))
        self.options.choose_day(day)
        self._must_ask_unless(day)
        self.options.take_focus()

    def _look_at(self, full: date) -> None:
        """Say why nothing fits on this day and what would help; once more goes back."""
        self._full_day = None if full == self._full_day else full
        self.plan()
        self._mark_day(self.option)
        self.answer.take_focus()

    def _mark_day(self, option: Option | None) -> None:
        self.month.mark(self._full_day if option is None else option.day)

    # ------------------------------------------------------------------ what is asked for

    def _search(self, text: str) -> None:
        self.notice.say("")
        self._full_day = None
        setup, more = self._desk.availability.setup(), bool(self.request_form.steps)
        if not self.what.show_matches(setup, text, more=more):
            self.plan()

    def _add_entry(self, entry: object) -> None:
        if not isinstance(entry, tuple):
            return
        setup = self._desk.availability.setup()
        request_form = with_entry(setup, self.request_form, entry)
        self.what.begin_next()
        # What stood here while it was typed may have been taken since.
        self.ask(request_form, unasked=self.option is not None)
        if entry[0] == "template" and self.options.cards:
            self.options.take_focus()

    def _order(self, on: bool) -> None:
        self._change(lambda request_form: replace(request_form, in_order=on))

    def _prefer(self) -> None:
        self._change(self.preferences.applied)

    def _change(self, how: Callable[[RequestForm], RequestForm]) -> None:
        self.request_form, self._full_day = how(self.request_form), None
        self.join_changed.emit(self.request_form.join)
        self.plan()

    def close_layer(self) -> bool:
        """Close what lies on top; whether anything did."""
        full = self._full_day
        if full is not None:
            self._look_at(full)
            self.month.take_focus(full)
            return True
        if self.preferences.summary.isChecked():
            self.preferences.summary.setChecked(False)
            self.preferences.summary.setFocus()
            return True
        return False

    # ------------------------------------------------------------------ others, and time

    def react(self, change: Changed) -> None:
        """Somebody changed something: keep what is shown if it is still possible, else say so."""
        self.month.ask_again()
        option, visit_request = self.option, self.visit_request
        if visit_request is None:
            return
        if option is None:
            # A change of other days cannot help: the relaxations stay where they are.
            if change.everything or any(_within(visit_request, day) for day in change.days):
                self.plan(unasked=True)
            return
        if not change.everything and option.day not in change.days:
            return
        if still_possible(self._desk, visit_request, option):
            return
        self.plan(unasked=True)
        code = "notice.gone" if self.option else "notice.gone-all"
        self.notice.say(say(code, when_params(self._desk, option)))

    def go_on(self, today: date, minute: int) -> None:
        """Time went on: what has gone by is offered no more, and what is left stays as it is."""
        patient, visit_request = self._patient, self.visit_request
        if patient is None or visit_request is None:
            return

        def gone(option: Option) -> bool:
            return (option.day, option.start) < (today, minute)

        passed = [card.option for card in self.options.cards if gone(card.option)]
        day_over = self._full_day is not None and self._full_day < today
        chosen_gone = bool(passed) and self.option in (None, *passed)
        if day_over or chosen_gone or any(map(gone, self.nothing.options)):
            self._full_day = None if day_over else self._full_day
            self.plan(unasked=True)
        else:
            self.options.leave_out(passed)
            if visit_request.first_day < today:
                # What stays is counted and named from today.
                self._renew_request(patient, self._pointed_at())
                self.options.name_days()
            else:
                self.month.go_on(today)
        for option in passed[:1]:
            self.notice.say(say("notice.passed", when_params(self._desk, option)))


def _within(visit_request: VisitRequest, day: date) -> bool:
    return 0 <= (day - visit_request.first_day).days < visit_request.days
