"""The shelf of this window: what was put aside here, or at this workstation before."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.drafts.shelf import Draft, Shelf, end_old_drafts, own_drafts
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.booking import release_hold
from clinicdesk.services.visits.reading.holds import HoldInfo, read_hold
from clinicdesk.ui.booking.shelf.booking_state import BookingState
from clinicdesk.ui.booking.shelf.own_draft import DraftWriter, OwnDraft
from clinicdesk.ui.desk import Desk

GLANCE_MILLISECONDS = 150
"""How long is waited for what other windows of the workstation have done."""


class DraftShelf(QObject):
    """The drafts that lie there, the one put there last first.

    The one that is in the booking panel is kept like these, but does not lie there meanwhile.
    """

    changed = Signal()
    """Others lie there now, or one was thrown away or brought back."""
    not_kept = Signal(str)
    """A draft is in this window alone: the sentence of why it could not be written."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.drafts: list[OwnDraft] = []
        self.thrown_away: list[OwnDraft] = []
        """What can still be brought back, the last one last."""
        self._others: list[OwnDraft] = []
        """What is or was kept, and does not lie there: in the panel, booked, thrown away."""
        self._writer = DraftWriter(desk, self._written)
        self._told = False
        """Whether it was said that drafts cannot be written, and none was since."""
        self._stale = False
        """Whether what was read may lack what was being written."""
        self._when_read: list[Callable[[], object]] = []
        desk.readable.connect(self._try_again)
        desk.minute_began.connect(lambda _today, _minute: self.keep_all(again=True))
        desk.day_began.connect(lambda _today: self.read())

    @property
    def only_here(self) -> bool:
        """Whether drafts end with this window: the clinic's file is only read."""
        return not self._writer.may_write

    # ------------------------------------------------------------------ reading

    def read(self, then: Callable[[], object] | None = None) -> None:
        """Look what lies there now: another window of this workstation has the same shelf.

        `then` is called once that is known, or cannot be.
        """
        begun, desk = self._writer.begun, self._desk
        self._stale = False
        self._when_read += [] if then is None else [then]
        desk.read(
            (self, "drafts"),
            lambda: own_drafts(desk.context, desk.database, BookingState),
            lambda shelf: self._have_read(shelf, begun),
            lambda _refusal: self._end_reading(),
        )

    def look_first(self, then: Callable[[], object]) -> None:
        """Do this once it is known what lies there; nobody waits for a file that others hold."""
        waiting = [then]

        def act() -> None:
            while waiting:
                waiting.pop()()

        self.read(act)
        QTimer.singleShot(GLANCE_MILLISECONDS, self, act)

    def _have_read(self, shelf: Shelf[BookingState], begun: int) -> None:
        if self._writer.under_way or self._writer.begun != begun:
            self._stale = True
            if not self._writer.under_way:
                self.read()
            return
        self._follow(shelf.drafts)
        if shelf.outdated and self._writer.may_write:
            self._desk.keep(end_old_drafts)
        self._end_reading()

    def _end_reading(self) -> None:
        then, self._when_read = self._when_read, []
        for act in then:
            act()

    def _follow(self, drafts: Sequence[Draft[BookingState]]) -> None:
        """What another window has put there, changed or taken away; ours stay in their order."""
        found = {draft.kept.number: draft for draft in drafts}
        ours = {each.kept.number for each in self._others if each.kept is not None}
        kept = [each for each in self.drafts if _is_there(each, found)]
        known = {each.kept.number for each in kept if each.kept is not None}
        new = [
            OwnDraft.read(draft)
            for number, draft in found.items()
            if number not in known and number not in ours
        ]
        for each in kept:
            if each.kept is not None and each.is_kept and not each.busy:
                _renew(each, found[each.kept.number])
        if new:
            kept = sorted([*kept, *new], key=lambda each: each.changed_at, reverse=True)
        self.drafts = kept
        self.changed.emit()

    def _written(self, draft: OwnDraft, failure: str) -> None:
        """What failed is tried again with every minute; that a draft is only here is said once."""
        if failure and not (draft.dropped or self._told):
            self.not_kept.emit(failure)
        self._told = bool(failure)
        self._others = [each for each in self._others if not (each.dropped and each.is_kept)]
        if self._stale and not self._writer.under_way:
            self.read()

    def _try_again(self) -> None:
        self.keep_all(again=True)
        self.read()

    def keep_all(self, *, again: bool) -> None:
        """Have the file hold all of it as it is here; `again` as in `bring_up_to_date`."""
        for each in (*self.drafts, *self._others):
            self._writer.bring_up_to_date(each, again=again)

    # ------------------------------------------------------------------ in the panel

    def begin(self, state: BookingState, patient: PatientInfo | None) -> OwnDraft:
        """A booking has something to be kept by now; it does not lie on the shelf yet."""
        context = self._desk.context
        draft = OwnDraft(state, patient, context.actor, context.instant())
        self._others.append(draft)
        self._writer.bring_up_to_date(draft)
        return draft

    def keep(self, draft: OwnDraft, state: BookingState, patient: PatientInfo | None) -> None:
        """It is so now."""
        if draft.state != state:
            draft.changed_at = self._desk.context.instant()
            draft.actor = self._desk.context.actor
        draft.state, draft.patient = state, patient
        self._writer.bring_up_to_date(draft, again=False)

    def put(self, draft: OwnDraft) -> None:
        """Put it on the shelf."""
        if draft in self._others:
            self._others.remove(draft)
        self.drafts.insert(0, draft)
        self.changed.emit()

    def take(self, draft: OwnDraft) -> None:
        """It goes on in the panel."""
        self.drafts.remove(draft)
        self._others.append(draft)
        self.changed.emit()

    def holding(self, visit: int) -> OwnDraft | None:
        """The draft on the shelf to which this held visit belongs."""
        return next((each for each in self.drafts if each.state.hold == visit), None)

    # ------------------------------------------------------------------ ending

    def end(self, draft: OwnDraft) -> None:
        """It is booked."""
        self._drop(draft)

    def throw_away(self, draft: OwnDraft) -> None:
        """Nobody wants it any more; as long as the window is open it can be brought back."""
        self._drop(draft)
        self.thrown_away.append(draft)
        self.changed.emit()
        if draft.state.hold is not None:
            self._give_back(draft.state.hold)

    def _give_back(self, held: int) -> None:
        """Others may have the time, unless the hold has ended by itself."""
        desk = self._desk

        def release(hold: HoldInfo | None) -> None:
            if hold is not None and hold.expires_at > desk.context.instant():
                desk.write_about(frozenset({held}), release_hold, held)

        desk.read((self, held), lambda: read_hold(desk.database, held), release)

    def bring_back(self) -> OwnDraft | None:
        """Put what was thrown away last on the shelf again."""
        if not self.thrown_away:
            return None
        draft = self.thrown_away.pop()
        draft.dropped = False
        self.put(draft)
        self._writer.bring_up_to_date(draft)
        return draft

    def _drop(self, draft: OwnDraft) -> None:
        if draft in self.drafts:
            self.drafts.remove(draft)
            self._others.append(draft)
        draft.dropped = True
        self._writer.bring_up_to_date(draft)


def _is_there(draft: OwnDraft, found: Mapping[int, Draft[BookingState]]) -> bool:
    """Whether it lies there still: what another window has taken is gone, but what is only here."""
    return draft.kept is None or draft.kept.number in found or not draft.is_kept


def _renew(draft: OwnDraft, read: Draft[BookingState]) -> None:
    """Another window may have gone on with it, and the patient's record have changed."""
    draft.state = draft.stored = read.half
    draft.patient, draft.actor, draft.changed_at = read.patient, read.actor, read.changed_at
    draft.kept = read.kept
