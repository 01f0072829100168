"""The booking panel's stages as a value, and as they were: what a draft is made of."""

from PySide6.QtCore import QTimer

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.booking.booking_stages import BookingStages
from clinicdesk.ui.booking.moving_visit import MovingVisit
from clinicdesk.ui.booking.request.moved_form import TypedMove, preferences_of
from clinicdesk.ui.booking.request.option_text import when_params
from clinicdesk.ui.booking.shelf.booking_state import BookingStage, BookingState, Missing
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class RestorableStages(BookingStages):
    """Neither writes, nor plans by itself, more than whoever typed the same would have done."""

    def __init__(self, desk: Desk, actions: Actions, keeper: ThemeKeeper) -> None:
        super().__init__(desk, actions, keeper)
        self._moving = MovingVisit(desk, self)

    def captured(self) -> BookingState:
        """All that stands here that is not booked yet; a blank one once it is."""
        if self.stage is self.done:
            return BookingState()
        if self.stage is self.form:
            move = self.form.moving.typed
            return self._captured_form() if move is None else self._captured_move(move)
        if self.stage is self.new_patient:
            typed = self.new_patient.typed
            return BookingState(
                stage=BookingStage.NEW_PATIENT, new_patient=typed, request=self._kept
            )
        return BookingState(search=self.search.search.field.text(), request=self._kept)

    def _captured_form(self) -> BookingState:
        form = self.form
        earliest, latest, day = form.preferences.typed
        option = form.option
        return BookingState(
            patient=self._number,
            hold=self.hold_bar.visit,
            stage=BookingStage.FORM,
            request=form.request_form,
            what=form.what.field.text(),
            earliest=earliest,
            latest=latest,
            day=day,
            reason=self.reason_bar.field.text(),
            purpose=form.purpose,
            plan=None if option is None else option.plan,
        )

    def _captured_move(self, move: TypedMove) -> BookingState:
        """Of what is read of the visit nothing: it may be another by the time of going on."""
        earliest, latest, _ = self.form.preferences.typed
        option = self.form.option
        return BookingState(
            patient=self._number,
            stage=BookingStage.FORM,
            request=preferences_of(self.form.request_form),
            earliest=earliest,
            latest=latest,
            reason=self.reason_bar.field.text(),
            move=move,
            plan=None if option is None else option.plan,
        )

    def restore(self, state: BookingState, patient: PatientInfo | None) -> None:
        """Show it as it was; whose record was merged meanwhile is booked as who they are now."""
        self._know(None)
        self.search.begin()
        self._kept = state.request
        if state.stage is BookingStage.NEW_PATIENT:
            self._show_stage(self.new_patient)
            self.new_patient.show_typed(state.new_patient)
        elif state.stage is BookingStage.FORM and patient is not None:
            self._know(patient)
            self.identity.show_patient(patient, self._desk.today())
            self._book_for(patient.number)
            # Unless it is known at once that nobody can be booked for them any more.
            if self.stage is self.form and state.move is not None:
                self._moving.go_on(state.move, state.request, state.plan)
                self.form.preferences.show_typed(state.earliest, state.latest)
                self.reason_bar.field.setText(state.reason)
            elif self.stage is self.form:
                self._restore_form(state)
        else:
            self.search.search.field.setText(state.search)
            self._show_stage(self.search)

    def _restore_form(self, state: BookingState) -> None:
        form = self.form
        form.preferences.show_typed(state.earliest, state.latest, state.day)
        form.preferences.purpose.show_purpose(state.purpose)
        self.reason_bar.field.setText(state.reason)
        if state.what:
            form.what.field.setText(state.what)
        if state.plan is None:
            return
        if state.hold is not None and form.show_held(state.plan):
            form.setEnabled(False)
            assert form.option is not None
            said = say("option.when", when_params(self._desk, form.option))
            self.hold_bar.resume(state.hold, said)
            # Only once it has a place can it be brought into view.
            QTimer.singleShot(0, self, self.bring_option_into_view)
            self._allow()
        else:
            form.then_choose(state.plan)

    def say_missing(self, missing: Missing, merged: PatientInfo | None) -> None:
        """What a draft has asked for that cannot be asked for any more, and whose record it is."""
        setup = self._desk.setup
        said = []
        if merged is not None:
            said.append(say("draft.merged", {"number": merged.number}))
        if missing.template:
            said.append(say("draft.no-template"))
        if missing.visit_types:
            known = (setup.visit_types.get(kind) for kind in missing.visit_types)
            names = tuple(kind.name for kind in known if kind is not None)
            said.append(say("draft.no-steps", {"steps": names}))
        if missing.practitioners:
            said.append(say("draft.no-practitioner"))
        if missing.day is not None:
            said.append(say("draft.past-day", {"day": missing.day}))
        if said:
            self.form.notice.say(" ".join((*said, say("draft.rest-kept"))))
