"""Reads what of a booked visit can have another time, and again when somebody changes it."""

from functools import partial

from PySide6.QtCore import QObject

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed, named_visits
from clinicdesk.services.planning.options import Option
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.another_time import VisitToMove, move_visit, read_visit_to_move
from clinicdesk.services.visits.booking import Booked
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.services.visits.rules.overrides import Override
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.booking.booking_view import BookingView
from clinicdesk.ui.booking.request.moved_form import keeping_preferences, moved_form
from clinicdesk.ui.desk import Desk, Write
from clinicdesk.wording import say


class MovingVisit(QObject):
    """The booked visit that the form gives another time, while there is one."""

    def __init__(self, desk: Desk, view: BookingView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        desk.changed.connect(self._react)

    @property
    def visit(self) -> VisitInfo | None:
        """What is moved, as it was read last."""
        return self._view.form.moving.visit

    def begin(self, visit: VisitInfo) -> None:
        """Move this one; until more is known of it the day can be typed."""
        self._view.form.begin_moving(visit)
        self._view.bring(self._view.form)
        self._view.form.setFocus()
        self._read(visit.number, unasked=False)

    def write(
        self, visit_request: VisitRequest, option: Option, override: Override | None
    ) -> Write[Booked]:
        """Move all its steps to where the option has them."""
        assert self.visit is not None
        return self._desk.write(
            move_visit,
            visit_request,
            option.plan,
            override=override,
            seen=seen_of(self.visit),
            patient_knows=self._view.form.moving.knows.isChecked(),
        )

    def _read(self, number: int, *, unasked: bool) -> None:
        context, database = self._desk.context, self._desk.database
        self._desk.read(
            (self, "moved"),
            lambda: read_visit_to_move(context, database, number),
            partial(self._ask, unasked=unasked),
            partial(self._say_why_not, number),
        )

    def _ask(self, found: VisitToMove, *, unasked: bool) -> None:
        form, here = self._view.form, self.visit
        if here is None or here.number != found.visit.number:
            return
        form.moving.show_visit(found.visit)
        asked = moved_form(found.visit_request, self._desk.today())
        before = form.request_form
        if not unasked or before.moved is None:
            form.ask_to_move(found.visit_request.patient, asked)
        elif found.visit != here:
            # It is not as it stood here: what was chosen is asked about once more.
            as_preferred = keeping_preferences(asked, before)
            form.ask_to_move(found.visit_request.patient, as_preferred, unasked=True)
            form.when_answered(form.options.ask_first)
            form.notice.say(say("moving.changed", {"visit": found.visit.number}))

    def _say_why_not(self, number: int, refusal: Refused | DatabaseRefused) -> None:
        """It cannot be moved, or not any more: what was offered for it goes."""
        here = self.visit
        if here is None or here.number != number:
            return
        sentence = say(refusal.code, refusal.params)
        if isinstance(refusal, Refused):
            self._view.form.give_up_moving(sentence)
        else:
            self._desk.could_not_read(sentence)

    def _react(self, change: Changed) -> None:
        here = self.visit
        if here is None or self._view.turn.writes or self._view.stage is not self._view.form:
            return
        whose = here.patient is not None and here.patient.number in change.patients
        if change.everything or whose or here.number in named_visits(change.params):
            self._read(here.number, unasked=True)
