"""A booking that nothing suits yet: its patient waits for it, as it stands here."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.waiting.asked import first_visit_asked, suits_asked
from clinicdesk.services.waiting.entries import FirstVisit
from clinicdesk.services.waiting.listing import wait_for_first
from clinicdesk.ui.booking.request.request_form import USUAL_DAYS
from clinicdesk.ui.desk import Desk, Outcome, Refusal
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.ui.booking.booking_panel import BookingPanel


class PutToWait(QObject):
    """Puts the patient on the waitlist for what is asked for, and ends the booking."""

    def __init__(self, desk: Desk, panel: "BookingPanel") -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel

    def why_not(self) -> str | None:
        """Why nobody can wait for what stands here."""
        panel = self._panel
        shown = panel.stage is panel.form and panel.isVisible() and panel.patient is not None
        if not shown or panel.form.visit_request is None:
            return say("booking.nothing-to-wait-for")
        if panel.moves or panel.form.request_form.join is not None:
            return say("booking.waits-as-booked")
        if panel.hold_bar.visit is not None:
            return say("booking.waits-unheld")
        return None if self._wanted is not None else say("booking.waits-as-offered")

    @property
    def _wanted(self) -> FirstVisit | None:
        form = self._panel.form
        if form.visit_request is None:
            return None
        return first_visit_asked(self._desk.setup, form.visit_request, form.purpose.comes_for)

    def put(self) -> None:
        """Have the patient wait; what is being written comes first."""
        if self.why_not() is None:
            self._panel.turn.do(self._put)

    def _put(self) -> None:
        panel, desk, wanted = self._panel, self._desk, self._wanted
        asked, patient = panel.form.visit_request, panel.patient
        if self.why_not() is not None or wanted is None or asked is None or patient is None:
            return
        suits = suits_asked(asked, desk.today(), USUAL_DAYS)
        panel.turn.write(
            lambda: desk.write(wait_for_first, patient.number, wanted, suits), self._heard
        )

    def _heard(self, outcome: Outcome[Changed]) -> None:
        """Nothing of it is to be booked here any more; what is refused stays as it was."""
        if isinstance(outcome, Refusal):
            self._panel.form.notice.say(outcome.sentence)
        else:
            self._panel.end_booking()
