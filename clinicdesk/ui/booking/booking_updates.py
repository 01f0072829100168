"""What others do and what the clock says, brought into a booking that is under way."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject

from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.booking.booking_view import BookingView
from clinicdesk.ui.booking.patient.coming_visits import joining
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say


class BookingUpdates(QObject):
    """Waits while the panel is not seen, and while it is the panel itself that is `writing`."""

    def __init__(self, desk: Desk, view: BookingView, writing: Callable[[], bool]) -> None:
        super().__init__(view)
        self._desk, self._view, self._writing = desk, view, writing
        self._stale = False
        """Whether something changed while the panel was not seen."""
        view.hold_bar.ended.connect(self._hold_ended)
        desk.changed.connect(self._react)
        desk.minute_began.connect(self._go_on)
        desk.day_began.connect(self._begin_day)
        desk.readable.connect(self._read_again)

    def catch_up(self) -> None:
        """The panel is seen again: look at what others did meanwhile."""
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
        if self._writing():
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

    def renew_coming(self) -> None:
        """Read anew when the patient comes, unless the keyboard is there."""
        if not self._view.coming.has_focus:
            assert self._view.patient is not None
            self._view.coming.read(self._view.patient.number)
            self._leave_gone_visit()
            self._view.coming.mark(self._view.form.request_form.join)

    def _leave_gone_visit(self) -> None:
        """What is asked for cannot be added any more to a visit that is off or on another day."""
        form, join = self._view.form, self._view.form.request_form.join
        days = {visit.number: visit.steps[0].day for visit in self._view.coming.visits}
        if join is not None and days.get(join) != form.request_form.first:
            form.ask(joining(form.request_form, None), unasked=True)
            form.options.must_ask = bool(form.options.cards)
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
