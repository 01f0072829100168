"""The booking panel: who, what for, which day, Enter; all of it without a mouse."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QWidget,
)

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.coming import coming_visits
from clinicdesk.services.patients.records import get_patient
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.booking import (
    add_steps,
    book_visit,
    hold_visit,
    release_hold,
)
from clinicdesk.services.visits.visit_reading import VisitInfo, read_visit
from clinicdesk.ui.booking.form.visit_form import VisitForm
from clinicdesk.ui.booking.live_planning import day_text
from clinicdesk.ui.booking.options.booked import BookedView
from clinicdesk.ui.booking.options.holding import HoldBar
from clinicdesk.ui.booking.options.option_list import span_text
from clinicdesk.ui.booking.patient.coming_visits import ComingVisits, joining
from clinicdesk.ui.booking.patient.new_patient import NewPatientForm
from clinicdesk.ui.booking.patient.patient_search import PatientSearch
from clinicdesk.ui.booking.request_form import RequestForm
from clinicdesk.ui.booking.stages import Stages
from clinicdesk.ui.desk import Desk, Refusal
from clinicdesk.ui.kit.actions import Actions
from clinicdesk.ui.kit.labels import button, column, fill, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.wording import say


class BookingPanel(QWidget):
    """Books one patient's whole day. Nothing is written before Enter, and then all of it."""

    option_shown = Signal(object)
    """The Option in the hand, or None."""
    booked = Signal(int)
    """A visit's number."""
    closed = Signal()
    calendar_file_wanted = Signal(int)
    """The number of the visit whose calendar file somebody asks for."""
    patient_changed = Signal()
    """Another patient, or none, stands here now."""
    open_wanted = Signal()
    """An action of the menu needs the panel on screen."""

    def __init__(self, desk: Desk, actions: Actions, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk, self._actions, self._keeper = desk, actions, keeper
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.patient: PatientInfo | None = None
        self._writing = self._stale = self._begun = False
        self._kept = RequestForm()
        self._visit: int | None = None
        self._joined_one = False
        self._make(desk, keeper)
        self._arrange()
        self._connect()
        self.begin()

    def _make(self, desk: Desk, keeper: ThemeKeeper) -> None:
        self.title = label(say("booking.title"), size="large", bold=True)
        self.close_button = icon_button(
            "\N{MULTIPLICATION SIGN}", say("booking.close"), self.close_booking
        )
        self.identity = IdentityBar(desk.privacy)
        self.coming = ComingVisits()
        self.change_patient = button(say("booking.change-patient"), self.ask_patient, part="link")
        self.search = PatientSearch(desk, keeper)
        self.new_patient = NewPatientForm(desk, keeper)
        self.form = VisitForm(desk, keeper)
        self.hold_bar = HoldBar(desk)
        self.done = BookedView(keeper, self.export, self.begin, self.close_booking)
        self.book_button = button(say("booking.book"), self.book, part="primary")
        self.hold_button = button(say("booking.hold"), self.hold)

    def _arrange(self) -> None:
        head = QFrame()
        head.setProperty("part", "head")
        fill(head, line(self.title, None, self.change_patient, self.close_button), 16, 4, 10, 4)
        head.setMinimumHeight(46)
        self.stages = Stages((self.search, self.new_patient, self.form, self.done))
        self.foot = QFrame()
        self.foot.setProperty("part", "foot")
        buttons = line(self.book_button, self.hold_button)
        buttons.setStretch(0, 1)
        fill(self.foot, column(self.hold_bar, buttons, spacing=8), 16, 10, 16, 12)
        self.setLayout(column(head, self.identity, self.coming, self.stages, self.foot, spacing=0))

    def _connect(self) -> None:
        self.search.found.connect(self._patient_known)
        self.search.somebody_new.connect(self._add_patient)
        self.new_patient.ready.connect(self._patient_known)
        self.new_patient.duplicates.same_person.connect(self._say_who_is_used)
        self.new_patient.given_up.connect(self._back_to_search)
        self.form.option_chosen.connect(self._show_option)
        self.form.taken.connect(self.book)
        self.form.options.reached.connect(self._see_option)
        self.form.nothing.reached.connect(self.stages.bring_into_view)
        self.hold_bar.book_wanted.connect(self.book)
        self.hold_bar.release_wanted.connect(self.release)
        self.hold_bar.ended.connect(self._hold_over)
        self.form.join_changed.connect(self._joined)
        self.coming.joined.connect(self._join)
        self._desk.changed.connect(self._react)
        self._desk.minute_began.connect(self._go_on)
        self._desk.day_began.connect(self._begin_day)
        self._desk.readable.connect(self._read_again)
        self._actions.connect("visit.book", self.book, unless=self._why_not_book)
        self._actions.connect("visit.hold", self.hold, unless=self._why_not_hold)
        self._actions.connect("visit.new-patient", self.add_somebody)
        self._allow()

    def begin(self, patient: int | None = None) -> None:
        """Start a booking anew, perhaps for a patient who is known already."""
        if not self.release():
            return
        self._kept, self._begun = RequestForm(), True
        # Where the patient cannot be read any more, what stood here before must not stay either.
        self._know(None)
        self.search.begin()
        self._show_stage(self.search)
        if patient:
            self._patient_known(get_patient(self._desk.database, patient))

    @property
    def unfinished(self) -> bool:
        """Whether a booking was begun here that is neither written nor given up."""
        return self._begun and self.patient is not None and self._stage is self.form

    def holds(self, visit: int) -> bool:
        """Whether this is the visit that is held here, to be booked."""
        return self.hold_bar.visit == visit

    def show_held(self) -> None:
        """What is held is seen before another booking gives it back."""
        self._begun = True
        self.form.notice.say(say("hold-bar.still-held"))
        self.hold_bar.book.setFocus()

    def take_focus(self) -> None:
        """Go on where the booking was left."""
        if self.form.options.cards:
            self.form.options.take_focus()
        else:
            self._stage.setFocus()

    def close_booking(self) -> None:
        """Give the booking up; a hold stays, and ends by itself."""
        self._begun = False
        self.closed.emit()

    def add_somebody(self) -> None:
        """Add a patient, and go on booking for them."""
        self.open_wanted.emit()
        if not self.release():
            return
        self.begin()
        self._add_patient("")

    def ask_patient(self) -> None:
        """Book what is asked for already for another patient."""
        if not self.release():
            return
        self._kept = replace(self.form.asked, join=None)
        self._know(None)
        self.search.begin()
        self._show_stage(self.search)

    def book(self) -> None:
        """Book the option in the hand, or the hold."""
        option, visit_request = self.form.option, self.form.visit_request
        if option is None or visit_request is None or self._why_not_book() or not self._meant():
            return
        join = self.form.asked.join
        self._writing = True
        if join is None:
            outcome = self._desk.attempt(
                book_visit, visit_request, option.plan, instead_of_hold=self.hold_bar.visit
            )
        else:
            outcome = self._desk.attempt(add_steps, join, visit_request, option.plan)
        self._writing = False
        if isinstance(outcome, Refusal):
            self._show_refusal(outcome)
            return
        self.hold_bar.stop()
        self._show_booked(outcome.result.visit, joined=join is not None)

    def hold(self) -> None:
        """Set the option in the hand aside for some minutes."""
        option, visit_request = self.form.option, self.form.visit_request
        if option is None or visit_request is None or self._why_not_hold() or not self._meant():
            return
        self._writing = True
        outcome = self._desk.attempt(hold_visit, visit_request, option.plan)
        self._writing = False
        if isinstance(outcome, Refusal):
            self._show_refusal(outcome)
            return
        held = outcome.result
        self.form.setEnabled(False)
        assert held.held_until is not None
        self.hold_bar.begin(held.visit, held.held_until, self._said(option))
        self._allow()

    def release(self) -> bool:
        """Give the hold back, if there is one; False if it is still held."""
        visit = self.hold_bar.visit
        if visit is None:
            return True
        self._writing = True
        released = self._desk.attempt(release_hold, visit)
        self._writing = False
        # One that is no hold any more is not held; one whose file could not be written is.
        if isinstance(released, Refusal) and not isinstance(released.cause, Refused):
            return False
        self.hold_bar.stop()
        self.form.setEnabled(True)
        self.form.plan()
        self._allow()
        return True

    def export(self) -> None:
        """Write the booked visit's calendar file."""
        if self._visit is not None:
            self.calendar_file_wanted.emit(self._visit)

    @property
    def _stage(self) -> QWidget:
        return self.stages.stage

    def _know(self, patient: PatientInfo | None) -> None:
        self.patient = patient
        self.patient_changed.emit()

    def _show_stage(self, stage: QWidget) -> None:
        self.stages.bring(stage)
        known = self.patient is not None
        self.identity.setVisible(known)
        self.change_patient.setVisible(stage is self.form)
        self.foot.setVisible(stage is self.form)
        self.coming.setVisible(stage is self.form and bool(self.coming.choices))
        if stage is not self.form:
            self.option_shown.emit(None)
        self._allow()
        stage.setFocus()

    def _patient_known(self, patient: object) -> None:
        assert isinstance(patient, PatientInfo)
        visits = coming_visits(self._desk.context, self._desk.database, patient.number)
        self._know(patient)
        today = self._desk.today()
        self.identity.show_patient(patient, today)
        self._show_coming(visits)
        self.form.setEnabled(True)
        self.form.begin(patient.number, self._kept)
        self._show_stage(self.form)

    def _show_coming(self, visits: Sequence[VisitInfo]) -> None:
        book = self._desk.availability.setup()
        today, _ = self._desk.context.wall_clock(book.zone)
        self.coming.show_visits(book, visits, today)

    def _join(self, visit: VisitInfo | None) -> None:
        self.form.ask(joining(self.form.asked, visit))
        if self.form.options.cards:
            self.form.options.take_focus()
        else:
            self.form.what.setFocus()

    def _joined(self, visit: int | None) -> None:
        self.coming.mark(visit)
        self._allow()

    def _add_patient(self, text: str) -> None:
        self._show_stage(self.new_patient)
        self.new_patient.begin(text)

    def _say_who_is_used(self, person: PatientInfo) -> None:
        self.form.notice.say(say("duplicates.used", {"number": person.number}))

    def _back_to_search(self) -> None:
        self._show_stage(self.search)

    def _show_option(self, option: object) -> None:
        # A booking that is closed, or lies under another panel, leads the day nowhere.
        if self._stage is self.form and self.isVisible():
            self.option_shown.emit(option)
        self._allow()

    def _see_option(self) -> None:
        card = self.form.options.chosen_card
        if card is not None:
            self.stages.bring_into_view(card)

    def _show_booked(self, visit: int, *, joined: bool) -> None:
        self._visit, self._joined_one = visit, joined
        self.done.show_number(visit)
        # It is booked: whether it can be read now or not, Enter must not book it once more.
        self._show_stage(self.done)
        self.booked.emit(visit)
        self._reread_booked()

    def _reread_booked(self) -> None:
        """Show the booked visit as it is: it may be undone, or moved, while it is read out."""
        assert self._visit is not None
        info = read_visit(self._desk.database, self._visit)
        busy = [step for step in info.steps if step.busy]
        if busy:
            book = self._desk.availability.setup()
            day = day_text(self._desk, busy[0].day)
            self.done.show_visit(book, info, day, joined=self._joined_one)
        else:
            self.done.show_gone(self._visit)

    def _show_refusal(self, refusal: Refusal) -> None:
        """Say it in place and show what is possible now; everything typed stays."""
        self.hold_bar.look()
        if not isinstance(refusal.cause, Refused):
            # The file could not be written: what was offered is as good as before.
            self.form.notice.say(refusal.sentence)
            return
        self._renew_coming()
        self.form.plan(unasked=True)
        more = say("notice.next-best") if self.form.option else ""
        self.form.notice.say(f"{refusal.sentence} {more}".strip())
        self.form.options.take_focus()

    def _react(self, change: Changed) -> None:
        if self._writing:
            return
        self.hold_bar.look()
        if not self.isVisible():
            self._stale = True
        elif self._stage is self.done:
            self._reread_booked()
        elif self._stage is self.form and self.hold_bar.visit is None:
            self._renew_coming()
            self.form.react(change)

    def _go_on(self, today: date, minute: int) -> None:
        """Time went on; what is held is the bar's to count."""
        if self._stage is self.form and self.hold_bar.visit is None:
            self.form.go_on(today, minute)

    def _begin_day(self, today: date) -> None:
        if self.patient is not None:
            self.identity.show_patient(self.patient, today)
        if self._stage is self.form:
            self._renew_coming()

    def _renew_coming(self) -> None:
        focus = QApplication.focusWidget()
        if focus is None or not self.coming.isAncestorOf(focus):
            assert self.patient is not None
            context, database = self._desk.context, self._desk.database
            visits = coming_visits(context, database, self.patient.number)
            self._show_coming(visits)
            self._leave_gone_visit(visits)
            self.coming.mark(self.form.asked.join)

    def _leave_gone_visit(self, coming: Sequence[VisitInfo]) -> None:
        """What is asked for cannot be added any more to a visit that is off or on another day."""
        asked = self.form.asked
        days = {visit.number: visit.steps[0].day for visit in coming}
        if asked.join is not None and days.get(asked.join) != asked.first:
            self.form.ask(joining(asked, None), unasked=True)
            self.form.options.asks = bool(self.form.options.cards)
            self.form.notice.say(say("notice.visit-gone", {"visit": asked.join}))

    def _read_again(self) -> None:
        if self._stage is self.done and self._visit is not None:
            self._reread_booked()

    def _hold_over(self, why: str, was_there: bool) -> None:
        self.form.setEnabled(True)
        if not self.isVisible():
            self._stale = True
            return
        self.form.plan(unasked=True)
        self.form.notice.say(say(why))
        if was_there:
            self.form.options.take_focus()
        self._allow()

    def _said(self, option: Option) -> str:
        return f"{day_text(self._desk, option.day)}, {span_text(option)}"

    def _why_not_book(self) -> str | None:
        """Only what stands here, chosen and drawn, is booked."""
        if self._stage is self.done and self._visit is not None:
            return say("booking.booked-already", {"visit": self._visit})
        card = self.form.options.chosen_card
        if self._stage is not self.form or card is None or not self.isVisible():
            return say("booking.nothing-chosen")
        return None

    def _meant(self) -> bool:
        """Whether what is chosen was drawn, and is what somebody here chose; else it is shown."""
        options = self.form.options
        card = options.chosen_card
        drawn = card is not None and card.drawn
        if not drawn:
            options.take_focus()
        elif options.asks:
            options.answer()
            self.form.notice.say(say("notice.asks"))
            options.take_focus()
            return False
        return drawn

    def _why_not_hold(self) -> str | None:
        if self.hold_bar.visit is not None or self.form.asked.join is not None:
            return say("booking.not-holdable")
        return self._why_not_book()

    def _allow(self) -> None:
        held = self.hold_bar.visit is not None
        ready = self._stage is self.form and self.form.option is not None
        self.book_button.setEnabled(ready)
        self.hold_button.setEnabled(ready and not held and self.form.asked.join is None)
        self.book_button.setVisible(not held)
        self.hold_button.setVisible(not held)
        self._actions.refresh()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the top layer only."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._stage is self.new_patient:
            self._back_to_search()
        elif self._stage is self.form and self.form.close_layer():
            pass
        else:
            self.close_booking()

    def showEvent(self, event: QShowEvent) -> None:
        """What others did while another panel lay above it is looked at now."""
        super().showEvent(event)
        if self._stale and self._stage is self.done:
            self._reread_booked()
        elif self._stale and self._stage is self.form and self.hold_bar.visit is None:
            self._renew_coming()
            self.form.plan(unasked=True)
        self._stale = False
        self._show_option(self.form.option)
