"""The stages of a booking: whom it is for, what is asked for, and what may be done there."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.coming import coming_visits
from clinicdesk.services.patients.preferred_times import PreferredTimes, preferred_times
from clinicdesk.services.patients.records import get_patient
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.booking.booking_view import BookingView
from clinicdesk.ui.booking.patient.coming_visits import joining
from clinicdesk.ui.booking.request.request_form import RequestForm, preferring
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class BookingStages(BookingView):
    """Leads from one stage to the next; it writes nothing."""

    option_shown = Signal(object)
    """The chosen Option, or None."""
    patient_changed = Signal()
    """Another patient, or none, stands here now."""

    def __init__(self, desk: Desk, actions: Actions, keeper: ThemeKeeper) -> None:
        super().__init__(desk, keeper)
        self._desk, self._actions = desk, actions
        self._number: int | None = None
        """Whom it is for, before more is known of them."""
        self._kept = RequestForm()
        """What is asked for by whoever comes next to the form."""

    # ------------------------------------------------------------------ for whom

    def _know(self, patient: PatientInfo | None) -> None:
        self.patient = patient
        self._number = None if patient is None else patient.number
        self.patient_changed.emit()

    def _patient_known(self, patient: object) -> None:
        assert isinstance(patient, PatientInfo)
        self._know(patient)
        self.identity.show_patient(patient, self._desk.today())
        self._book_for(patient.number)

    def _book_for(self, number: int) -> None:
        """Ask what they come for, at once; who they are, and when they come, is being read."""
        self._number = number
        desk = self._desk
        self.coming.show_visits(desk.setup, (), desk.today())
        self.form.setEnabled(True)
        self.form.begin(number, self._kept)
        self._show_stage(self.form)
        desk.read(
            (self, "patient"),
            lambda: (
                get_patient(desk.database, number),
                coming_visits(desk.context, desk.database, number),
                preferred_times(desk.database, number),
            ),
            lambda read: self._show_patient(*read),
            partial(self._not_read, number),
        )

    def _show_patient(
        self, patient: PatientInfo, visits: Sequence[VisitInfo], times: PreferredTimes | None
    ) -> None:
        if patient.number != self._number:
            return
        if patient != self.patient:
            self._know(patient)
            self.identity.show_patient(patient, self._desk.today())
        if self.stage is self.form and not self.moves:
            self.coming.show_visits(self._desk.setup, visits, self._desk.today())
            self.coming.mark(self.form.request_form.join)
            self._prefer(times)
            self.bring(self.form)
            self._allow()

    def _prefer(self, times: PreferredTimes | None) -> None:
        """Begin with the times that suit the patient, unless somebody has asked for others."""
        asked = self.form.request_form
        suiting = preferring(asked, times)
        if self._kept == RequestForm() and suiting != asked:
            self.form.ask(suiting, unasked=True)

    def _not_read(self, number: int, refusal: Refused | DatabaseRefused) -> None:
        """Nobody is booked for who cannot be named, or was taken back by another desk."""
        sentence = say(refusal.code, refusal.params)
        if number == self._number and (isinstance(refusal, Refused) or self.patient is None):
            self._know(None)
            self.search.begin()
            self._show_stage(self.search)
        if isinstance(refusal, Refused):
            self._desk.refused.emit(sentence)
        else:
            self._desk.could_not_read(sentence)

    def _say_who_is_used(self, person: PatientInfo) -> None:
        self.form.notice.say(say("duplicates.used", {"number": person.number}))

    # ------------------------------------------------------------------ stages

    def _show_stage(self, stage: QWidget) -> None:
        self.bring(stage)
        if stage is not self.form:
            self.option_shown.emit(None)
        self._allow()
        stage.setFocus()

    def _join(self, visit: VisitInfo | None) -> None:
        self.form.ask(joining(self.form.request_form, visit))
        self.form.when_answered(self._go_to_options)

    def _go_to_options(self) -> None:
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

    def _back_to_search(self) -> None:
        self._show_stage(self.search)

    def _show_option(self, option: object) -> None:
        # A booking that is closed, or lies under another panel, shows nothing on the day.
        if self.stage is self.form and self.isVisible():
            self.option_shown.emit(option)
        self._allow()

    def _why_not_book(self) -> str | None:
        """Why nothing can be booked: only what is shown here, and chosen, is."""
        if self.stage is self.done and self.done.visit is not None:
            return say("booking.booked-already", {"visit": self.done.visit})
        card = self.form.options.chosen_card
        shown = self.stage is self.form and self.isVisible() and self.patient is not None
        if card is None or not shown:
            return say("booking.nothing-chosen")
        return None

    def _why_not_hold(self) -> str | None:
        if self.hold_bar.visit is not None or self.form.request_form.join is not None:
            return say("booking.not-holdable")
        if self.moves:
            return say("moving.not-holdable")
        return self._why_not_book()

    def _why_not_moving(self) -> str | None:
        return None if self.moves and self.isVisible() else say("moving.not")

    def _why_not_same(self) -> str | None:
        shown = self.stage is self.form and self.isVisible() and self.form.isEnabled()
        return None if shown and self.form.can_be_same else say("booking.nothing-the-same")

    def _why_nothing_lacks(self) -> str | None:
        shown = self.stage is self.form and self.isVisible() and self.form.isEnabled()
        return None if shown and self.form.lacks_anything else say("missing.nothing")

    def _why_no_purpose(self) -> str | None:
        shown = self.stage is self.form and self.isVisible() and self.form.isEnabled()
        if not shown or self.moves or not self.form.request_form.steps:
            return say("booking.no-purpose")
        return None if self.form.preferences.purpose.asked else say("booking.purpose-hidden")

    def _ask_purpose(self) -> None:
        """Type what it is for, wherever the keyboard is; Enter there goes to the options."""
        self.form.preferences.purpose.open()
        # Only once it has a place can it be brought into view.
        note = self.form.preferences.purpose.note
        QTimer.singleShot(0, self, lambda: self.stages.bring_into_view(note))

    def _allow(self) -> None:
        ready = self.stage is self.form and self.form.option is not None
        alone = self.form.request_form.join is None and not self.moves
        single = self.hold_bar.visit is None and alone
        self.allow(book=ready, hold=ready and single)
        self._actions.refresh()
