"""One draft as this window knows it, kept in the clinic's file as soon as that can be written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.services.drafts.shelf import Draft, Kept, drop_draft, save_draft
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.booking.shelf.booking_state import BookingState
from clinicdesk.ui.desk import Desk, Done, Outcome


@dataclass(eq=False)
class OwnDraft:
    """What it is, when it was changed, and how far that is written."""

    state: BookingState
    patient: PatientInfo | None
    """Whom it is for, as far as that is known."""
    actor: str
    changed_at: datetime
    """UTC, to the second."""
    kept: Kept | None = None
    """Where it is kept; None while it is nowhere yet."""
    stored: BookingState | None = None
    """What is kept there."""
    dropped: bool = False
    """It is booked, or thrown away."""
    tried: BookingState | None = None
    """What was tried last to be kept."""
    busy: bool = False
    """Whether it is being written, or deleted, just now."""

    @classmethod
    def read(cls, draft: Draft[BookingState]) -> "OwnDraft":
        """One that is kept already."""
        return cls(
            draft.half, draft.patient, draft.actor, draft.changed_at, draft.kept, stored=draft.half
        )

    @property
    def is_kept(self) -> bool:
        """Whether it is in the file as it is here."""
        return self.kept is None if self.dropped else self.stored == self.state


class DraftWriter:
    """Writes one state of a draft after the other, always the newest; never two at once."""

    def __init__(self, desk: Desk, ended: Callable[[OwnDraft, str], object]) -> None:
        """`ended` is called after each, with the sentence of why it failed, if it did."""
        self._desk, self._ended = desk, ended
        self.begun = 0
        """How many writes were begun until now."""
        self.under_way = 0
        """How many have not ended."""

    @property
    def may_write(self) -> bool:
        """Whether drafts can be kept in this clinic's file at all."""
        return self._desk.database.read_only is None

    def bring_up_to_date(self, draft: OwnDraft, *, again: bool = True) -> None:
        """Have the file hold it as it is here.

        Unless `again`, what could not be kept as it is now is not tried once more.
        """
        if draft.busy or draft.is_kept or not self.may_write:
            return
        if not again and draft.tried == draft.state:
            return
        draft.busy, draft.tried = True, draft.state
        self.begun += 1
        self.under_way += 1
        kept, state = draft.kept, draft.state
        if draft.dropped:
            assert kept is not None
            self._desk.keep(drop_draft, kept).then(
                lambda outcome: self._end(draft, outcome, None, None), lambda: self._fail(draft)
            )
        else:
            self._desk.keep(save_draft, state, kept).then(
                lambda outcome: self._end(draft, outcome, _place(outcome), state),
                lambda: self._fail(draft),
            )

    def _end(
        self,
        draft: OwnDraft,
        outcome: Outcome[Kept] | Outcome[None],
        kept: Kept | None,
        stored: BookingState | None,
    ) -> None:
        draft.busy = False
        self.under_way -= 1
        if isinstance(outcome, Done):
            draft.kept, draft.stored = kept, stored
            self.bring_up_to_date(draft)
            self._ended(draft, "")
        else:
            self._ended(draft, outcome.sentence)

    def _fail(self, draft: OwnDraft) -> None:
        """After a mistake of the program, which the window tells."""
        draft.busy = False
        self.under_way -= 1


def _place(outcome: Outcome[Kept]) -> Kept | None:
    return outcome.result if isinstance(outcome, Done) else None
