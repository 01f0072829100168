"""The booking panel: who, what for, which day, Enter; all of it by keyboard."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.records import get_patient
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.booking import (
    add_steps,
    book_visit,
    hold_visit,
    release_hold,
)
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.booking.booking_updates import BookingUpdates
from clinicdesk.ui.booking.booking_view import BookingView
from clinicdesk.ui.booking.patient.coming_visits import joining
from clinicdesk.ui.booking.request.option_text import when_params
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.desk import Desk, Refusal
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class BookingPanel(BookingView):
    """Books one patient's combined visit. Nothing is written before Enter, and then all of it."""

    option_shown = Signal(object)
    """The chosen Option, or None."""
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
        super().__init__(desk, keeper)
        self._desk, self._actions = desk, actions
        self._updates = BookingUpdates(desk, self, lambda: self._writing)
        self._writing = self._begun = False
        self._kept = RequestForm()
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
        self.hold_bar.release_wanted.connect(self.release)
        self.hold_bar.ended.connect(self._allow)
        self.form.join_changed.connect(self._joined)
        self.coming.joined.connect(self._join)
        self._actions.connect("visit.book", self.book, unless=self._why_not_book)
        self._actions.connect("visit.hold", self.hold, unless=self._why_not_hold)
        self._actions.connect("visit.new-patient", self.add_somebody)
        self._allow()

    def begin(self, patient: int | None = None) -> None:
        """Start a booking anew, perhaps for a patient who is known already."""
        if not self.release():
            return
        self._kept, self._begun = RequestForm(), True
        # If the patient cannot be read any more, what stood here before must not stay either.
        self._know(None)
        self.search.begin()
        self._show_stage(self.search)
        if patient:
            self._patient_known(get_patient(self._desk.database, patient))

    @property
    def unfinished(self) -> bool:
        """Whether a booking was begun here that is neither written nor given up."""
        return self._begun and self.patient is not None and self.stage is self.form

    def holds(self, visit: int) -> bool:
        """Whether this is the visit that is held here, to be booked."""
        return self.hold_bar.visit == visit

    def show_held(self) -> None:
        """Show what is held before another booking gives it back."""
        self._begun = True
        self.form.notice.say(say("hold-bar.still-held"))
        self.hold_bar.book.setFocus()

    def take_focus(self) -> None:
        """Go on where the booking was left."""
        if self.form.options.cards:
            self.form.options.take_focus()
        else:
            self.stage.setFocus()

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
        self._kept = replace(self.form.request_form, join=None)
        self._know(None)
        self.search.begin()
        self._show_stage(self.search)

    def book(self) -> None:
        """Book the chosen option, or the hold."""
        option, visit_request = self.form.option, self.form.visit_request
        if option is None or visit_request is None or self._why_not_book() or not self._meant():
            return
        join = self.form.request_form.join
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
        """Hold the chosen option for some minutes."""
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
        if self.done.visit is not None:
            self.calendar_file_wanted.emit(self.done.visit)

    def _know(self, patient: PatientInfo | None) -> None:
        self.patient = patient
        self.patient_changed.emit()

    def _show_stage(self, stage: QWidget) -> None:
        self.bring(stage)
        if stage is not self.form:
            self.option_shown.emit(None)
        self._allow()
        stage.setFocus()

    def _patient_known(self, patient: object) -> None:
        assert isinstance(patient, PatientInfo)
        self.coming.read(patient.number)
        self._know(patient)
        self.identity.show_patient(patient, self._desk.today())
        self.form.setEnabled(True)
        self.form.begin(patient.number, self._kept)
        self._show_stage(self.form)

    def _join(self, visit: VisitInfo | None) -> None:
        self.form.ask(joining(self.form.request_form, visit))
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
        # A booking that is closed, or lies under another panel, shows nothing on the day.
        if self.stage is self.form and self.isVisible():
            self.option_shown.emit(option)
        self._allow()

    def _show_booked(self, visit: int, *, joined: bool) -> None:
        self.done.begin(visit, joined=joined)
        # It is booked: whether it can be read now or not, Enter must not book it once more.
        self._show_stage(self.done)
        self.booked.emit(visit)
        self.done.reread()

    def _show_refusal(self, refusal: Refusal) -> None:
        """Say it in place and show what is possible now; everything typed stays."""
        self.hold_bar.look()
        if not isinstance(refusal.cause, Refused):
            # The file could not be written: what was offered is as good as before.
            self.form.notice.say(refusal.sentence)
            return
        self._updates.renew_coming()
        self.form.plan(unasked=True)
        more = say("notice.next-best") if self.form.option else ""
        self.form.notice.say(f"{refusal.sentence} {more}".strip())
        self.form.options.take_focus()

    def _said(self, option: Option) -> str:
        return say("option.when", when_params(self._desk, option))

    def _why_not_book(self) -> str | None:
        """Why nothing can be booked: only what is shown here, and chosen, is."""
        if self.stage is self.done and self.done.visit is not None:
            return say("booking.booked-already", {"visit": self.done.visit})
        card = self.form.options.chosen_card
        if self.stage is not self.form or card is None or not self.isVisible():
            return say("booking.nothing-chosen")
        return None

    def _meant(self) -> bool:
        """Whether the chosen option was drawn, and somebody here chose it; else show it first."""
        options = self.form.options
        card = options.chosen_card
        drawn = card is not None and card.drawn
        if not drawn:
            options.take_focus()
        elif options.must_ask:
            options.answer()
            self.form.notice.say(say("notice.asks"))
            options.take_focus()
            return False
        return drawn

    def _why_not_hold(self) -> str | None:
        if self.hold_bar.visit is not None or self.form.request_form.join is not None:
            return say("booking.not-holdable")
        return self._why_not_book()

    def _allow(self) -> None:
        ready = self.stage is self.form and self.form.option is not None
        single = self.hold_bar.visit is None and self.form.request_form.join is None
        self.allow(book=ready, hold=ready and single)
        self._actions.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the top layer only."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.stage is self.new_patient:
            self._back_to_search()
        elif self.stage is self.form and self.form.close_layer():
            pass
        else:
            self.close_booking()

    def showEvent(self, event: QShowEvent) -> None:
        """What others did while another panel lay above it is looked at now."""
        super().showEvent(event)
        self._updates.catch_up()
        self._show_option(self.form.option)
