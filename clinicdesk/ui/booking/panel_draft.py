"""The draft of what stands in the booking panel, kept a second after the last key."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clinicdesk.ui.booking.restorable_stages import RestorableStages
from clinicdesk.ui.booking.shelf.booking_state import BookingState, still_offered
from clinicdesk.ui.booking.shelf.draft_shelf import DraftShelf
from clinicdesk.ui.booking.shelf.own_draft import OwnDraft
from clinicdesk.ui.desk import Desk

SAVED_MILLISECONDS = 1000
"""How long nobody has typed before it is kept."""


class PanelDraft(QObject):
    """There is none while nothing stands in the panel but what one key brings there."""

    changed = Signal()
    """There is one now, or none any more."""

    def __init__(self, desk: Desk, panel: RestorableStages, shelf: DraftShelf) -> None:
        super().__init__(panel)
        self._desk, self._panel, self.shelf = desk, panel, shelf
        self._draft: OwnDraft | None = None
        self._begun = BookingState()
        """What stood there as it was begun: that alone is not worth keeping."""
        self._told = False
        """Whether there is one, as it was told last."""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.keep)
        for field in panel.findChildren(QLineEdit):
            field.textChanged.connect(self._touched)
        panel.new_patient.interpreter.toggled.connect(self._touched)
        panel.form.moving.knows.toggled.connect(self._touched)
        panel.form.moving.offered.toggled.connect(self._touched)
        panel.form.join_changed.connect(self._touched)
        panel.form.option_chosen.connect(self._touched)
        panel.patient_changed.connect(self._touched)
        panel.hold_bar.ended.connect(self._touched)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._keep_if_left)

    def begin(self) -> None:
        """Another booking begins with what stands in the panel now, unless one is kept already."""
        if self._draft is None:
            self._soon.stop()
            self._begun = _without_plan(self._panel.captured())
            self._tell()

    @property
    def is_there(self) -> bool:
        """Whether something stands there that is worth keeping."""
        return self._draft is not None or self._is_worth_keeping(self._panel.captured())

    @property
    def number(self) -> int | None:
        """Of where it is kept; None while it is kept nowhere."""
        kept = None if self._draft is None else self._draft.kept
        return None if kept is None else kept.number

    @property
    def waits(self) -> bool:
        """Whether something was typed that is about to be kept."""
        return self._soon.isActive()

    def keep(self) -> None:
        """Keep it as it is now."""
        self._soon.stop()
        state, patient = self._panel.captured(), self._panel.patient
        if self._draft is not None and _without_plan(state) == BookingState():
            self.end()
        elif self._draft is not None:
            self.shelf.keep(self._draft, state, patient)
        elif self._is_worth_keeping(state):
            self._draft = self.shelf.begin(state, patient)

    def keep_all(self) -> None:
        """The window may close: keep this and the shelf, but try nothing twice that failed."""
        self.keep()
        self.shelf.keep_all(again=False)

    def put_aside(self) -> OwnDraft | None:
        """Put it on the shelf; None where there is nothing to put there."""
        self.keep()
        draft, self._draft = self._draft, None
        if draft is not None:
            self.shelf.put(draft)
        return draft

    def resume(self, draft: OwnDraft) -> None:
        """Show what was put on the shelf; what cannot be asked for any more is said."""
        self.shelf.take(draft)
        self._begun, self._draft = BookingState(), draft
        setup, today = self._desk.setup, self._desk.today()
        state, missing = still_offered(setup, draft.state, today)
        patient = draft.patient
        self._panel.restore(state, patient)
        merged = patient is not None and draft.state.patient not in (None, patient.number)
        self._panel.say_missing(missing, patient if merged else None)

    def end(self) -> None:
        """It is booked, or nothing of it is left."""
        self._soon.stop()
        draft, self._draft = self._draft, None
        if draft is not None:
            self.shelf.end(draft)
        self._tell()

    def throw_away(self) -> OwnDraft | None:
        """Nobody wants it any more."""
        self.keep()
        draft, self._draft = self._draft, None
        if draft is not None:
            self.shelf.throw_away(draft)
        return draft

    def _is_worth_keeping(self, state: BookingState) -> bool:
        return _without_plan(state) not in (self._begun, BookingState())

    def _touched(self) -> None:
        self._soon.start(SAVED_MILLISECONDS)
        self._tell()

    def _tell(self) -> None:
        is_there = self.is_there
        if is_there != self._told:
            self._told = is_there
            self.changed.emit()

    def _keep_if_left(self, before: QWidget | None, now: QWidget | None) -> None:
        """The keyboard leaves the panel: what was typed last is kept at once."""
        if self._soon.isActive() and self._is_inside(before) and not self._is_inside(now):
            # It may be the panel that goes on to its next stage: as it is once it stands there.
            self._soon.start(0)

    def _is_inside(self, widget: QWidget | None) -> bool:
        return widget is not None and self._panel.isAncestorOf(widget)


def _without_plan(state: BookingState) -> BookingState:
    """What is offered comes by itself, and is worth nothing by itself."""
    return replace(state, plan=None)
