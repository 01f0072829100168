"""The form of a visit: what for, when it suits, and the best days at every keystroke."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.details import meet
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.purpose import NO_PURPOSE, Purpose
from clinicdesk.ui.booking.form.catalog import catalog_rows, with_entry
from clinicdesk.ui.booking.form.promised_options import PromisedOptions
from clinicdesk.ui.booking.request.moved_form import day_after, moved_to
from clinicdesk.ui.booking.request.offered_relaxations import OfferedRelaxation
from clinicdesk.ui.booking.request.option_text import when_params
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.booking.request.same_steps import Same, every_same
from clinicdesk.ui.booking.request.typed_when import TypedWhen, endings
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class VisitForm(PromisedOptions):
    """Steps, preferences and options of one patient's next visit."""

    option_chosen = Signal(object)
    """An Option or None."""
    book_wanted = Signal()
    """The chosen option is to be booked."""
    join_changed = Signal(object)
    """The visit that the steps are added to; None for one of its own."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(desk, keeper, parent)
        self.moving.day_typed.connect(self._move_to_day)
        self.moving.entered.connect(self._go_to_moved_day)
        self.what.typed.connect(self._search)
        self.what.pointed.connect(lambda _entry: self.plan_soon())
        self.what.picked.connect(self._add_entry)
        self.what.confirmed_empty.connect(self._go_to_answer)
        self.what.confirmed_unlisted.connect(self._take_when)
        self.steps.removed.connect(self._take_out)
        self.steps.order_wanted.connect(self._order)
        self.steps.same_changed.connect(self._change_same)
        self.preferences.preferred.connect(self._prefer)
        self.preferences.purpose.comes_for.returnPressed.connect(self._go_to_answer)
        self.preferences.purpose.note.returnPressed.connect(self._go_to_answer)
        self.month.chosen.connect(self._begin_with)
        self.month.full_chosen.connect(self._look_at)
        self.options.chosen.connect(self.option_chosen)
        self.options.chosen.connect(self._mark_day)
        self.options.book_wanted.connect(self.book_wanted)
        self.nothing.relaxation_chosen.connect(self._relax)
        self.answer.missing.there_wanted.connect(self.say_there)

    def begin(self, patient: int, request_form: RequestForm | None = None) -> None:
        """Ask what this patient comes for; nothing that was offered to another one stays."""
        self._clear(patient)
        self.moving.end()
        self.what.show()
        self.setFocusProxy(self.what)
        self.request_form = request_form or RequestForm()
        self._search("")
        self.ask(self.request_form)

    def _clear(self, patient: int | None) -> None:
        self.patient = patient
        self.answer.clear()
        self.notice.say("")
        self.what.field.clear()
        self.preferences.purpose.show_purpose(NO_PURPOSE)
        self.preferences.purpose.close_again()
        self.when = None

    @property
    def purpose(self) -> Purpose:
        """What it is for, as it stands here."""
        return self.preferences.purpose.typed

    # ------------------------------------------------------------------ a booked visit

    def begin_moving(self) -> None:
        """Ask for the day to which a booked visit goes; how it can go there is being read."""
        self._clear(None)
        self.setFocusProxy(self.moving.day)
        self.what.hide()
        self.what.no_match.hide()
        self.what.begin_next()
        self.ask(RequestForm())

    def ask_to_move(
        self, patient: int, request_form: RequestForm, *, unasked: bool = False
    ) -> None:
        """Look for another time for the booked visit; `unasked` as `plan` has it."""
        self.patient = patient
        no_field_left = request_form.join is not None and self.moving.day.edit.hasFocus()
        if request_form.join is not None:
            self.moving.keep_day()
        else:
            request_form = moved_to(request_form, self.moving.wanted, self._desk.today())
        self.ask(request_form, unasked=unasked)
        if no_field_left:
            self.go_to_options()
        if self.moving.was_entered:
            self.moving.was_entered = False
            self._go_to_moved_day()

    def give_up_moving(self, sentence: str) -> None:
        """It cannot have another time, as this sentence says."""
        self.ask(RequestForm())
        self.notice.say(sentence)
        if QApplication.focusWidget() is None:
            # The option that had the keyboard is gone.
            self.moving.day.setFocus()

    def _move_to_day(self) -> None:
        if self.request_form.moved is not None:
            when, today = self.moving.wanted, self._desk.today()
            self._change(
                lambda request_form: moved_to(
                    replace(request_form, first=day_after(request_form, today)),
                    when,
                    today,
                    before=self.moving.before,
                )
            )
            self.preferences.show_request(self._desk.setup, self.request_form)

    def _show_moved_day(self) -> None:
        """One that was chosen elsewhere; while nobody has chosen any the field stays empty."""
        asked, today = self.request_form, self._desk.today()
        if asked.moved is None or asked.first is None:
            return
        typed = moved_to(replace(asked, first=day_after(asked, today)), self.moving.wanted, today)
        if (typed.first, typed.begin) != (asked.first, asked.begin):
            self.moving.show_when(TypedWhen(asked.first, asked.begin))

    def _go_to_moved_day(self) -> None:
        when, day = self.moving.wanted, self.moving.wanted_day
        if self.request_form.moved is None:
            self.moving.was_entered = True
        elif when is None or when.begin is not None or day is None:
            self._go_to_answer()
        else:
            self._then_promised(day, otherwise="moving.another-day")

    def ask(self, request_form: RequestForm, *, unasked: bool = False) -> None:
        """Ask for something else; plans it, `unasked` as `plan` does."""
        setup = self._desk.setup
        self.request_form, self._full_day = request_form, None
        self.join_changed.emit(request_form.join)
        self.steps.show_request(setup, request_form)
        self._show_moved_day()
        self.preferences.show_request(setup, request_form)
        self.preferences.setVisible(bool(request_form.steps))
        hint = "what.hint-more" if request_form.steps else "what.hint"
        self.what.hint(say(hint))
        if request_form.steps and not self.what.field.text().strip():
            # The templates are for who has not said yet what is wanted.
            self.what.begin_next()
        self.plan(unasked=unasked)

    # ------------------------------------------------------------------ where nothing fits

    def _relax(self, offered: OfferedRelaxation) -> None:
        """Ask for what was offered instead; of two days for the first one."""
        self.ask(offered.request_form)
        if len(offered.options) > 1:
            then = offered.options[1]
            steps = tuple(dict.fromkeys(step.visit_type for step in then.steps))
            params = {"steps": steps, **when_params(self._desk, then)}
            self.notice.say(say("relaxation.then", params))
        elif offered.request_form.uninterpreted:
            self.notice.say(say("relaxation.why-uninterpreted"))
        elif offered.request_form.even_if_new:
            self.notice.say(say("relaxation.why-even-if-new"))
        elif offered.request_form.even_if_open:
            self.notice.say(say("relaxation.why-even-if-open"))
        promised = offered.options[0]
        self._then_promised(promised.plan.day, promised.start)

    # ------------------------------------------------------------------ one day

    def _begin_with(self, day: date) -> None:
        """Ask for this day or a later one, and choose this one's option."""
        self.ask(replace(self.request_form, first=day, near=None, join=None))
        self._then_promised(day)

    def _look_at(self, full: date) -> None:
        """Say why nothing fits on this day and what would help; once more goes back."""
        self._look(None if full == self._full_day else full)
        self.when_answered(self._unless_elsewhere(self.answer.take_focus))

    def _look(self, full: date | None) -> None:
        self._full_day = full
        self.plan()
        self._mark_day(self.option)

    def _mark_day(self, option: Option | None) -> None:
        full = self._full_day
        self.month.mark(full if option is None or full is not None else option.day)

    # ------------------------------------------------------------------ what is asked for

    def _search(self, text: str) -> None:
        self.notice.say("")
        self._full_day = None
        setup, more = self._desk.setup, bool(self.request_form.steps)
        self.when = None
        if not catalog_rows(setup, text):
            for what, when in endings(text, self._desk.today(), setup.date_order):
                if catalog_rows(setup, what) if what else more:
                    self.when, text = when, what
                    break
        self.what.show_matches(setup, text, more=more)
        self.plan_soon()

    def _add_entry(self, entry: object) -> None:
        if not isinstance(entry, tuple):
            return
        request_form, when = with_entry(self._desk.setup, self.request_form, entry), self.when
        if when is not None:
            self._add_at(request_form, when)
            return
        self.what.begin_next()
        # What stood here while it was typed may have been taken since.
        self.ask(request_form, unasked=self.option is not None)
        if entry[0] == "template":
            self.go_to_options()

    def _add_at(self, request_form: RequestForm, when: TypedWhen) -> None:
        """Who says when, too, has said all: the next Enter is for the option."""
        self.when = None
        self.what.begin_next()
        self.ask(request_form.at(when, self._desk.today()), unasked=self.option is not None)
        if when.day is not None and when.begin is None and not when.here:
            self._then_promised(when.day, otherwise="moving.another-day")
        else:
            self._go_to_answer()

    def _take_when(self) -> None:
        """A day or time alone, for what is asked for already."""
        if self.when is not None:
            self._add_at(self.request_form, self.when)

    def _take_out(self, position: int) -> None:
        self.ask(self.request_form.without_step(position))
        # The row that was left may be gone: the keyboard goes to where the next step is typed.
        self.what.setFocus()

    def _order(self, on: bool) -> None:
        self._change(lambda request_form: replace(request_form, in_order=on))

    def _change_same(self, same: Same) -> None:
        self._show_changed(self.request_form.with_same(same.first, same.then, same.kind))

    @property
    def can_be_same(self) -> bool:
        """Whether somebody can do several of the steps."""
        # What is booked keeps its rules.
        changed = every_same(self._desk.setup, self.request_form) != self.request_form
        return changed and self.request_form.moved is None

    def toggle_every_same(self) -> None:
        """One practitioner for all steps that one can do, or anybody for each again."""
        self._show_changed(every_same(self._desk.setup, self.request_form))

    def _show_changed(self, request_form: RequestForm) -> None:
        self._change(lambda _former: request_form)
        self.steps.show_request(self._desk.setup, request_form)

    def _prefer(self) -> None:
        self._change(self.preferences.applied)
        self._show_moved_day()

    def _change(self, how: Callable[[RequestForm], RequestForm]) -> None:
        self.request_form, self._full_day = how(self.request_form), None
        self.join_changed.emit(self.request_form.join)
        self.plan()

    @property
    def lacks_anything(self) -> bool:
        """Whether something that must be there before the visit keeps days away."""
        return bool(self.answer.missing.keeping_away)

    def say_there(self) -> None:
        """What keeps days away is there, as the patient says: planned anew with it."""
        asked, today = self.visit_request, self._desk.today()
        patient, names = self.patient, self.answer.missing.keeping_away
        if patient is not None and asked is not None and names:
            day, visit = max(today, asked.first_day), asked.visit
            write = self._desk.write(meet, patient, names, today, day=day, visit=visit)
            write.then(self._hear_there)

    def _hear_there(self, outcome: Outcome[Changed]) -> None:
        if isinstance(outcome, Done):
            self.plan()
        else:
            self.notice.say(outcome.sentence)

    def close_layer(self) -> bool:
        """Close what lies on top; whether anything did."""
        full = self._full_day
        if full is not None:
            self._look(None)
            self.month.take_focus(full)
            return True
        if self.preferences.purpose.close_again():
            self.go_to_options()
            return True
        if self.preferences.summary.isChecked():
            self.preferences.summary.setChecked(False)
            self.preferences.summary.setFocus()
            return True
        return False
