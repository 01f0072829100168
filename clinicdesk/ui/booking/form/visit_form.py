"""What the patient comes for and when it suits; the best days at every keystroke."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.options import Option, Planned
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.booking.form.preferences import Preferences
from clinicdesk.ui.booking.form.steps import StepList
from clinicdesk.ui.booking.live_planning import (
    OfferedRelaxation,
    best_days,
    day_text,
    found_text,
    near_text,
    offered_relaxations,
    relaxation_text,
    still_possible,
    within_patience,
)
from clinicdesk.ui.booking.month.strip import MonthStrip
from clinicdesk.ui.booking.options.nothing_fits import NothingFits
from clinicdesk.ui.booking.options.offer import offers, with_offer
from clinicdesk.ui.booking.options.option_list import OptionList, span_text
from clinicdesk.ui.booking.request_form import RequestForm
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.entry.type_ahead import TypeAhead
from clinicdesk.ui.kit.labels import Notice, button, column, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

TRYING_AFTER = 150
"""Milliseconds without a key before it is tried what would help where nothing fits."""


class VisitForm(QWidget):
    """Steps, wishes and options of one patient's next visit."""

    option_chosen = Signal(object)
    """An Option or None."""
    taken = Signal()
    """The chosen option is to be booked."""
    join_changed = Signal(object)
    """The visit that the steps are added to; None for one of its own."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._patient: int | None = None
        self.asked = RequestForm()
        self.visit_request: VisitRequest | None = None
        self._full_day: date | None = None
        """The one day looked at, on which nothing fits."""
        self._ways: list[Option] = []
        """What giving something up would give, where nothing fits."""
        self.what = TypeAhead(keeper, say("what.title"), say("what.hint"), most=6)
        self.nobody = label(part="muted", wraps=True)
        self.nobody.hide()
        self.steps = StepList(keeper)
        self.preferences = Preferences(desk, keeper)
        self.notice = Notice(say("notice.title"))
        self.month = MonthStrip(desk, keeper)
        self.heading = label(say("planned.title"), bold=True)
        self.found = label(part="muted", wraps=True)
        self.found.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.options = OptionList(keeper)
        self.more = button(say("options.more"), self.show_more, part="link")
        self.nothing = NothingFits()
        self._trying = QTimer(self, singleShot=True, interval=TRYING_AFTER)
        head = line(self.heading, self.found)
        head.setStretch(1, 1)
        self.setLayout(
            column(self.steps, self.what, self.nobody, self.preferences, self.notice, self.month,
                   head, self.options, self.more, self.nothing, spacing=10)
        )  # fmt: skip
        self.setFocusProxy(self.what)
        self._connect()

    def _connect(self) -> None:
        self.what.typed.connect(self._look)
        self.what.pointed.connect(lambda _offer: self.plan())
        self.what.picked.connect(self._take_offer)
        self.what.confirmed_empty.connect(self._take_focus_below)
        self._trying.timeout.connect(self._offer_ways)
        self.steps.removed.connect(lambda at: self.ask(self.asked.without_step(at)))
        self.steps.order_wanted.connect(self._order)
        self.preferences.preferred.connect(self._prefer)
        self.month.chosen.connect(self._begin_with)
        self.month.full_chosen.connect(self._look_at)
        self.options.chosen.connect(self.option_chosen)
        self.options.chosen.connect(self._mark_day)
        self.options.taken.connect(self.taken)
        self.nothing.eased.connect(self._ease)
        self._desk.readable.connect(self._plan_again)

    @property
    def option(self) -> Option | None:
        """The option that would be booked."""
        return self.options.current

    def begin(self, patient: int, asked: RequestForm | None = None) -> None:
        """Ask what this patient comes for."""
        self._patient = patient
        self.notice.say("")
        self.what.field.clear()
        self.ask(asked or RequestForm())
        self._look("")

    def ask(self, asked: RequestForm, *, unasked: bool = False) -> None:
        """Ask for something else; plans it, `unasked` as `plan` does."""
        setup = self._desk.availability.setup()
        self.asked, self._full_day = asked, None
        self.join_changed.emit(asked.join)
        self.steps.show_asked(setup, asked)
        self.preferences.show_asked(setup, asked)
        self.preferences.setVisible(bool(asked.steps))
        hint = "what.hint-more" if asked.steps else "what.hint"
        self.what.hint(say(hint))
        self.plan(unasked=unasked)

    def plan(self, *, unasked: bool = False) -> None:
        """Find the best days anew, for what is asked for and what the list points at.

        `unasked`: not because somebody here asked for something else. Whoever is about to press
        Enter then means what stood here before.
        """
        shown = self._pointed_at()
        if self._patient is None or not shown.steps:
            self.visit_request = None
            self.month.ask(None)
            self._show(None)
            return
        visit_request = self._ask_engine(self._patient, shown)
        try:
            self._show(best_days(self._desk, visit_request), unasked=unasked)
        except REFUSALS as refusal:
            # Enter must not book what was offered for something else.
            self._show(None)
            self.notice.say(say(refusal.code, refusal.params))

    def _plan_again(self) -> None:
        """The file can be read again: what could not be planned meanwhile is."""
        if self.option is None and self._patient is not None:
            self.notice.say("")
            self.plan(unasked=True)

    def _ask_engine(self, patient: int, shown: RequestForm) -> VisitRequest:
        """What is asked for as a request, counted from today, here and of the coming weeks."""
        setup = self._desk.availability.setup()
        today, _ = self._desk.context.wall_clock(setup.zone)
        # Whoever adds to a visit that is booked has the day already.
        whole = None if self.asked.join else self._wanted().request(setup, patient, today)
        self.month.ask(whole)
        self.visit_request = shown.request(setup, patient, today)
        return self.visit_request

    def _pointed_at(self) -> RequestForm:
        """What is planned: all that is wanted, or only on the day that is looked at."""
        wanted, day = self._wanted(), self._full_day
        return wanted if day is None else replace(wanted, first=day, near=None, days=1)

    def _wanted(self) -> RequestForm:
        offer = self.what.list.current
        if not self.what.field.text().strip() or not isinstance(offer, tuple):
            return self.asked
        return with_offer(self._desk.availability.setup(), self.asked, offer)

    def _show(self, planned: Planned | None, *, unasked: bool = False) -> None:
        options = planned.options if planned else ()
        self.heading.setVisible(bool(options))
        self.found.setVisible(bool(options))
        if planned and self.visit_request:
            self.found.setText(found_text(planned, self.visit_request))
        setup = self._desk.availability.setup()
        self.options.show_options(setup, options, self._days(options), unasked=unasked)
        self.nothing.setVisible(planned is not None and not options)
        self.more.setVisible(bool(options))
        self._trying.stop()
        self._ways = []
        if planned is not None and not options:
            day = "" if self._full_day is None else day_text(self._desk, self._full_day)
            self.nothing.show_reasons(planned, day)
            self._trying.start()

    def show_more(self) -> None:
        """Show the soonest, the shortest and all first choices below the best days."""
        if self.visit_request is None:
            return
        listed = [card.option for card in self.options.cards]
        beside = within_patience(self._desk, self.visit_request, listed)
        self.more.hide()
        if not beside:
            self.found.setText(say("options.not-in-time" if beside is None else "options.no-more"))
            self.options.take_focus()
            return
        self.options.show_more(
            self._desk.availability.setup(), beside, self._days([option for _, option in beside])
        )
        # Only once they have a place can they be brought into view.
        QTimer.singleShot(0, self.options, self.options.reached.emit)

    def _days(self, options: Sequence[Option]) -> list[tuple[str, str]]:
        return [self._day_words(option.day) for option in options]

    def _day_words(self, day: date) -> tuple[str, str]:
        return day_text(self._desk, day), near_text(self._desk, day)

    def _offer_ways(self) -> None:
        """Nobody has typed for a moment: try what would help."""
        self._trying.stop()
        if self._patient is None:
            return
        today = self._desk.today()
        helping = offered_relaxations(self._desk, self._pointed_at(), self._patient, today)
        self._ways = [option for offered in helping for option in offered.options]
        self.nothing.show_ways(
            helping, [relaxation_text(self._desk, offered) for offered in helping]
        )

    def _ease(self, offered: OfferedRelaxation) -> None:
        """Ask for what was offered instead; of two days for the first one."""
        self.ask(offered.asked)
        self._ask_unless(offered.options[0].plan.day, offered.options[0].start)
        if len(offered.options) > 1:
            then = offered.options[1]
            steps = tuple(dict.fromkeys(step.visit_type for step in then.steps))
            day, span = day_text(self._desk, then.day), span_text(then)
            self.notice.say(say("relaxation.then", {"steps": steps, "day": day, "span": span}))
        self.options.take_focus()

    def _begin_with(self, day: date) -> None:
        """Ask for this day or a later one, and take this one's option in the hand."""
        self.ask(replace(self.asked, first=day, near=None, join=None))
        for card in self.options.cards:
            if card.option.day == day:
                card.setChecked(True)
        self._ask_unless(day)
        self.options.take_focus()

    def _ask_unless(self, day: date, start: int | None = None) -> None:
        """What is chosen asks for itself unless it is of the day, and time, that was promised."""
        option = self.option
        if option is not None and (option.day, start or option.start) != (day, option.start):
            self.options.asks = True

    def _look_at(self, full: date) -> None:
        """Say why nothing fits on this day and what would help; once more goes back."""
        self._full_day = None if full == self._full_day else full
        self.plan()
        self._mark_day(self.option)
        self._take_focus_below()

    def _mark_day(self, option: Option | None) -> None:
        self.month.mark(self._full_day if option is None else option.day)

    def _take_focus_below(self) -> None:
        if self._trying.isActive():
            self._offer_ways()
        self.options.take_focus()
        if self.nothing.isVisible():
            self.nothing.take_focus()

    def _look(self, text: str) -> None:
        self.notice.say("")
        self._full_day = None
        self.nobody.hide()
        if not text.strip() and self.asked.steps:
            self.what.list.show_rows([])
            return
        setup = self._desk.availability.setup()
        self.what.list.show_rows(offers(setup, text, templates_only=not text.strip()))
        nothing = not self.what.list.rows
        self.nobody.setText(say("what.none", {"text": text.strip()}) if nothing else "")
        self.nobody.setVisible(nothing)
        if nothing:
            self.plan()

    def _take_offer(self, offer: object) -> None:
        if not isinstance(offer, tuple):
            return
        setup = self._desk.availability.setup()
        asked = with_offer(setup, self.asked, offer)
        self.what.field.blockSignals(True)
        self.what.field.clear()
        self.what.field.blockSignals(False)
        self.what.list.blockSignals(True)
        self.what.list.show_rows([])
        self.what.list.blockSignals(False)
        # What stood here while it was typed may have been taken since.
        self.ask(asked, unasked=self.option is not None)
        if offer[0] == "template" and self.options.cards:
            self.options.take_focus()

    def _order(self, on: bool) -> None:
        self._change(lambda asked: replace(asked, in_order=on))

    def _prefer(self) -> None:
        self._change(self.preferences.applied)

    def _change(self, how: Callable[[RequestForm], RequestForm]) -> None:
        self.asked, self._full_day = how(self.asked), None
        self.join_changed.emit(self.asked.join)
        self.plan()

    def close_layer(self) -> bool:
        """Close what lies on top, if anything does."""
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

    def react(self, change: Changed) -> None:
        """Somebody changed something: keep what is shown if it is still possible, else say so."""
        self.month.ask_again()
        option, visit_request = self.option, self.visit_request
        if visit_request is None:
            return
        if option is None:
            # Whose days it does not touch it cannot help: what would help stays where it is.
            if change.everything or any(_within(visit_request, day) for day in change.days):
                self.plan(unasked=True)
            return
        if not change.everything and option.day not in change.days:
            return
        if still_possible(self._desk, visit_request, option):
            return
        self.plan(unasked=True)
        gone = {"day": day_text(self._desk, option.day), "span": span_text(option)}
        code = "notice.gone" if self.option else "notice.gone-all"
        self.notice.say(say(code, gone))

    def go_on(self, today: date, minute: int) -> None:
        """Time went on: what has gone by is offered no more, and what is left stays as it is."""
        if self._patient is None or self.visit_request is None:
            return

        def gone(option: Option) -> bool:
            return (option.day, option.start) < (today, minute)

        passed = [card.option for card in self.options.cards if gone(card.option)]
        day_over = self._full_day is not None and self._full_day < today
        if day_over or any(map(gone, self._ways)) or (passed and self.option in (None, *passed)):
            self._full_day = None if day_over else self._full_day
            self.plan(unasked=True)
        else:
            self.options.leave_out(passed)
            self._follow_today(today)
        for option in passed[:1]:
            said = {"day": day_text(self._desk, option.day), "span": span_text(option)}
            self.notice.say(say("notice.passed", said))

    def _follow_today(self, today: date) -> None:
        """What stays is counted and named from today."""
        if (
            self.visit_request is None
            or self._patient is None
            or self.visit_request.first_day >= today
        ):
            self.month.go_on(today)
            return
        self._ask_engine(self._patient, self._pointed_at())
        for card in self.options.cards:
            card.name_day(self._day_words(card.option.day))


def _within(visit_request: VisitRequest, day: date) -> bool:
    return 0 <= (day - visit_request.first_day).days < visit_request.days
