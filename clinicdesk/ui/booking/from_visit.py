"""Bookings that begin with a visit there is: another time for it, the same again, what follows."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.follow_ups import FollowUp, read_follow_up
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.services.visits.same_again import SameAgain, read_same_again
from clinicdesk.ui.booking.booking_view import BookingView
from clinicdesk.ui.booking.moving_visit import MovingVisit
from clinicdesk.ui.booking.request.again_form import again_form, follow_up_form
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say

BeginFor = Callable[[PatientInfo, Callable[[], object]], None]
"""Starts a booking for a patient, then calls what says what is asked for."""


class FromVisit(QObject):
    """Patient and steps are known from the visit: the next Enter is for the best option."""

    def __init__(
        self,
        desk: Desk,
        view: BookingView,
        moving: MovingVisit,
        begin_for: BeginFor,
        begun: Callable[[], object],
    ) -> None:
        """`begun` is called once a booking stands there as one key begins it."""
        super().__init__(view)
        self._desk, self._view, self._moving = desk, view, moving
        self._begin_for, self._begun = begin_for, begun

    def move(self, visit: VisitInfo) -> None:
        """Give it another time."""
        assert visit.patient is not None
        self._begin_for(visit.patient, partial(self._moving.begin, visit))

    def book_again(self, visit: VisitInfo) -> None:
        """Book the same once more; of a visit that partly took place the rest."""
        assert visit.patient is not None
        self._begin_for(visit.patient, partial(self._read_again, visit.number))

    def book_follow_up(self, visit: VisitInfo, step: AppointmentInfo) -> None:
        """Book what follows that step, with whoever does it, from the day after on."""
        assert visit.patient is not None
        self._begin_for(visit.patient, partial(self._read_follow_up, visit.patient.number, step))

    def _read_again(self, visit: int) -> None:
        database, today = self._desk.database, self._desk.today()
        read = partial(read_same_again, database, visit, today)
        self._desk.read((self, "again"), read, self._ask_again)

    def _ask_again(self, found: SameAgain) -> None:
        if self._waits_for(found.visit_request.patient):
            asked = again_form(found.visit_request)
            self._ask(asked, found.purpose, none="again.nothing-offered")

    def _read_follow_up(self, patient: int, step: AppointmentInfo) -> None:
        read = partial(read_follow_up, self._desk.database, step.number)
        self._desk.read((self, "again"), read, partial(self._ask_follow_up, patient, step))

    def _ask_follow_up(self, patient: int, step: AppointmentInfo, found: FollowUp) -> None:
        if not self._waits_for(patient):
            return
        after = max(self._desk.today(), step.day) + timedelta(days=1)
        asked = RequestForm() if found.step is None else follow_up_form(found.step, after)
        self._ask(asked, Purpose(step.comes_for), none="follow-up.none")
        if found.step is not None and not found.is_usual:
            self._view.form.notice.say(say("follow-up.same", {"step": step.visit_type}))

    def _waits_for(self, patient: int) -> bool:
        """Not if somebody has gone on by hand, or with somebody else."""
        view = self._view
        waits = view.stage is view.form and not (view.moves or view.form.request_form.steps)
        return waits and view.patient is not None and view.patient.number == patient

    def _ask(self, request_form: RequestForm, purpose: Purpose, *, none: str) -> None:
        form = self._view.form
        if request_form.steps:
            form.preferences.purpose.show_purpose(purpose)
            form.ask(request_form)
            self._begun()
            form.go_to_options()
        else:
            form.notice.say(say(none))
