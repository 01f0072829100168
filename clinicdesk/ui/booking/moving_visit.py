"""Reads what of a booked visit can have another time, and again when somebody changes it."""

from functools import partial

from PySide6.QtCore import QObject

from clinicdesk.scheduling import Plan
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
from clinicdesk.ui.booking.request.moved_form import (
    TypedMove,
    as_preferred,
    keeping_preferences,
    moved_form,
    preferences_of,
)
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.desk import Desk, Write
from clinicdesk.wording import say


class MovingVisit(QObject):
    """The booked visit that the form gives another time, while there is one."""

    def __init__(self, desk: Desk, view: BookingView) -> None:
        super().__init__(view)
        self._desk, self._view = desk, view
        self._preferred: RequestForm | None = None
        self._plan: Plan | None = None
        """What was preferred, and chosen, before it was put on the shelf."""
        desk.changed.connect(self._react)
        desk.readable.connect(self._read_again)
        view.form.moving.offered.clicked.connect(self._look_as_offered)

    @property
    def visit(self) -> VisitInfo | None:
        """What is moved, as it was read last."""
        return self._view.form.moving.visit

    def begin(self, visit: VisitInfo) -> None:
        """Move this one; until more is known of it the day can be typed."""
        self._preferred = self._plan = None
        self._view.form.begin_moving()
        self._view.form.moving.begin(visit)
        self._show(visit.number)

    def go_on(self, typed: TypedMove, preferred: RequestForm, plan: Plan | None) -> None:
        """Move the one of which this was typed, with what was preferred and chosen then."""
        self._preferred, self._plan = preferred, plan
        self._view.form.begin_moving()
        self._view.form.moving.begin_typed(typed)
        self._show(typed.visit)

    def _show(self, visit: int) -> None:
        self._view.bring(self._view.form)
        self._view.form.setFocus()
        self._read(visit, unasked=False)

    def write(
        self,
        visit_request: VisitRequest,
        option: Option,
        override: Override | None,
        draft: int | None,
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
            draft=draft,
        )

    def _read(self, number: int, *, unasked: bool) -> None:
        context, database = self._desk.context, self._desk.database
        as_offered = self._view.form.moving.offered.isChecked()
        self._desk.read(
            (self, "moved"),
            partial(read_visit_to_move, context, database, number, as_offered=as_offered),
            partial(self._ask, unasked=unasked),
            partial(self._say_why_not, number),
        )

    def _read_again(self) -> None:
        """The file can be read again: what could not be asked for meanwhile is."""
        number, form = self._view.form.moving.number, self._view.form
        if number is not None and form.request_form.moved is None:
            self._read(number, unasked=False)

    def why_not_otherwise(self) -> str | None:
        """Why it cannot be chosen whether it is looked for as it is offered now."""
        offered = self._view.form.moving.offered
        return None if self._view.moves and offered.isVisible() else say("moving.not-otherwise")

    def _look_as_offered(self) -> None:
        """With what is offered now, or with what it is booked with; all else stays as it is."""
        number, form = self._view.form.moving.number, self._view.form
        if number is not None:
            self._preferred = preferences_of(form.request_form)
            self._read(number, unasked=False)

    def _ask(self, found: VisitToMove, *, unasked: bool) -> None:
        form, here = self._view.form, self.visit
        if form.moving.number != found.visit.number:
            return
        form.moving.show_visit(found.visit)
        form.moving.offered.setVisible(found.is_otherwise)
        asked = moved_form(found.visit_request, self._desk.today())
        before = form.request_form
        if not unasked or before.moved is None:
            self._ask_as_before(found.visit_request.patient, asked)
            if found.must_be:
                form.notice.say(say("moving.must-be-offered", {"steps": found.must_be}))
        elif found.visit != here:
            # It is not as it stood here: what was chosen is asked about once more.
            kept = keeping_preferences(asked, before)
            form.ask_to_move(found.visit_request.patient, kept, unasked=True)
            form.when_answered(form.options.ask_first)
            form.notice.say(say("moving.changed", {"visit": found.visit.number}))

    def _ask_as_before(self, patient: int, asked: RequestForm) -> None:
        """With what was preferred and chosen before, if it lay on the shelf."""
        form, preferred, plan = self._view.form, self._preferred, self._plan
        form.ask_to_move(patient, as_preferred(asked, preferred) if preferred else asked)
        self._preferred = self._plan = None
        if plan is not None:
            form.then_choose(plan)

    def _say_why_not(self, number: int, refusal: Refused | DatabaseRefused) -> None:
        """It cannot be moved, or not any more: what was offered for it goes."""
        if self._view.form.moving.number != number:
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
