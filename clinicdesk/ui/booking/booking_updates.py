"""What others do and what the clock says, brought into a booking that is under way."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patients.coming import coming_visits
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.booking.booking_view import BookingView
from clinicdesk.ui.booking.patient.coming_visits import joining
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class BookingUpdates(QObject):
    """Waits while the panel is not seen, and while it is the panel itself that writes."""

    def __init__(self, desk: Desk, view: BookingView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self._stale = False
        """Whether something changed that the panel has not looked at."""
        view.hold_bar.ended.connect(self._hold_ended)
        desk.changed.connect(self._react)
        desk.minute_began.connect(self._go_on)
        desk.day_began.connect(self._begin_day)
        desk.readable.connect(self._read_again)

    def catch_up(self) -> None:
        """The panel is seen again, or wrote nothing: look at what others did meanwhile."""
        if self._stale and self._view.stage is self._view.done:
            self._view.done.reread()
        elif self._stale and self._plans:
            self.renew_coming()
            self._view.form.plan(unasked=True)
        self._stale = False

    @property
    def _plans(self) -> bool:
        """Whether options stand here to choose from; what is held is the hold bar's to watch."""
        return self._view.stage is self._view.form and self._view.hold_bar.visit is None

    def _react(self, change: Changed) -> None:
        if self._view.turn.writes:
            self._stale = True
            return
        self._view.hold_bar.look()
        if not self._view.isVisible():
            self._stale = True
        elif self._view.stage is self._view.done:
            self._view.done.reread()
        elif self._plans:
            self.renew_coming()
            self._view.form.react(change)

    def _go_on(self, today: date, minute: int) -> None:
        if self._plans:
            self._view.form.go_on(today, minute)

    def _begin_day(self, today: date) -> None:
        if self._view.patient is not None:
            self._view.identity.show_patient(self._view.patient, today)
        if self._view.stage is self._view.form:
            self.renew_coming()

    def _read_again(self) -> None:
        if self._view.stage is self._view.done:
            self._view.done.reread()
        elif self._view.stage is self._view.form:
            self.renew_coming()

    def renew_coming(self) -> None:
        """Read anew when the patient comes."""
        patient, desk = self._view.form.patient, self._desk
        if patient is not None and not self._view.moves:
            desk.read(
                (self, "coming"),
                lambda: coming_visits(desk.context, desk.database, patient),
                partial(self._show_coming, patient),
            )

    def _show_coming(self, patient: int, visits: Sequence[VisitInfo]) -> None:
        view = self._view
        # Not while the keyboard is there, nor for somebody else by now.
        if view.coming.has_focus or view.stage is not view.form or view.form.patient != patient:
            return
        view.coming.show_visits(self._desk.setup, visits, self._desk.today())
        self._leave_gone_visit()
        view.coming.mark(view.form.request_form.join)

    def _leave_gone_visit(self) -> None:
        """What is asked for cannot be added any more to a visit that is off or on another day."""
        form, join = self._view.form, self._view.form.request_form.join
        days = {visit.number: visit.steps[0].day for visit in self._view.coming.visits}
        if join is not None and days.get(join) != form.request_form.first:
            form.ask(joining(form.request_form, None), unasked=True)
            form.when_answered(form.options.ask_first)
            form.notice.say(say("notice.visit-gone", {"visit": join}))

    def _hold_ended(self, why: str, had_focus: bool) -> None:
        form = self._view.form
        form.setEnabled(True)
        if not self._view.isVisible():
            self._stale = True
            return
        form.plan(unasked=True)
        form.notice.say(say(why))
        if had_focus:
            form.options.take_focus()
