"""A booking from its beginning until it is left: what is unfinished then goes on the shelf."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.booking.booking_updates import BookingUpdates
from clinicdesk.ui.booking.form.catalog import wanted_form
from clinicdesk.ui.booking.panel_draft import PanelDraft
from clinicdesk.ui.booking.request.request_form import RequestForm
from clinicdesk.ui.booking.restorable_stages import RestorableStages
from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf
from clinicdesk.ui.booking.shelf.own_draft import OwnDraft
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.requests import WantedVisit


class BegunBooking(RestorableStages):
    """What begins another booking, closes the panel or leaves it keeps what stands here.

    Each waits for what is being written: that may finish it.
    """

    closed = Signal()
    open_wanted = Signal()
    """An action of the menu needs the panel on screen."""
    put_aside = Signal(object)
    """The `OwnDraft` that was put on the shelf."""
    thrown_away = Signal(object)
    """The `OwnDraft` that can be brought back to the shelf."""

    def __init__(
        self, desk: Desk, actions: Actions, keeper: ThemeKeeper, shelf: DraftShelf
    ) -> None:
        super().__init__(desk, actions, keeper)
        self.draft = PanelDraft(desk, self, shelf)
        self._updates = BookingUpdates(desk, self)
        self._begun = False
        self._reasoned: Option | None = None
        """What the reason is asked for."""

    def begin(self, patient: int | None = None, wanted: WantedVisit | None = None) -> None:
        """Start a booking anew, perhaps for a patient who is known, or with what is wanted."""
        self.turn.do(partial(self._begin, patient, wanted))

    def _begin(self, patient: int | None, wanted: WantedVisit | None = None) -> None:
        self._put_aside()
        self._begun = True
        self.form.moving.end()
        self._kept = wanted_form(self._desk.setup, wanted) if wanted else RequestForm()
        # If the patient cannot be read any more, what stood here before must not stay either.
        self._know(None)
        self.search.begin()
        if patient:
            self._book_for(patient)
        else:
            self._show_stage(self.search)
        self.draft.begin()

    def begin_for(self, patient: PatientInfo, then: Callable[[], object]) -> None:
        """Start anew for a patient who is known; `then` says what is asked for."""
        self.turn.do(partial(self._begin_for, patient, then))

    def _begin_for(self, patient: PatientInfo, then: Callable[[], object]) -> None:
        self._put_aside()
        self._begun, self._kept = True, RequestForm()
        self._patient_known(patient)
        then()
        self.draft.begin()

    def resume(self, draft: OwnDraft) -> None:
        """Go on with a booking from the shelf, where what is unfinished here goes instead."""
        self.turn.do(partial(self._resume, draft))

    def resume_held(self, visit: int) -> None:
        """Go on with what this visit is held for, if that was put aside."""
        draft = self.draft.shelf.holding(visit)
        if draft is not None:
            self.resume(draft)

    def _resume(self, draft: OwnDraft) -> None:
        if draft not in self.draft.shelf.drafts:
            # Gone on with, or booked, in another window of this desk since it was listed.
            return
        self._put_aside()
        self._begun = True
        self.form.moving.end()
        self.draft.resume(draft)
        self._updates.renew_coming()

    def _put_aside(self) -> None:
        """On the shelf, with what is held for it; nothing of it stays here."""
        draft = self.draft.put_aside()
        if draft is not None:
            self._leave_empty()
            self.put_aside.emit(draft)

    def _leave_empty(self) -> None:
        self._begun = False
        self._reasoned = None
        self.form.moving.end()
        self.hold_bar.stop()
        self.reason_bar.end()
        self.form.setEnabled(True)
        self._kept = RequestForm()
        self._know(None)
        self.search.begin()
        self.bring(self.search)
        self.option_shown.emit(None)
        self.draft.begin()
        self._allow()

    @property
    def unfinished(self) -> bool:
        """Whether a booking was begun here that is neither written nor given up."""
        return self._begun and self.patient is not None and self.stage is self.form

    def holds(self, visit: int) -> bool:
        """Whether this is the visit that is held here, to be booked."""
        return self.hold_bar.visit == visit

    def take_focus(self) -> None:
        """Go on where the booking was left."""
        if self.stage is self.form and self.form.options.cards:
            self.form.options.take_focus()
        else:
            self.stage.setFocus()

    def close_booking(self) -> None:
        """Put the booking on the shelf; a hold stays, and ends by itself."""
        self._begun = False
        self.turn.do(self._put_aside)
        self.closed.emit()

    def add_somebody(self) -> None:
        """Add a patient, and go on booking for them."""
        self.open_wanted.emit()
        self.turn.do(self._begin_with_somebody_new)

    def _begin_with_somebody_new(self) -> None:
        self._begin(None)
        self._add_patient("")
        self.draft.begin()
