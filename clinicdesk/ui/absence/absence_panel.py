"""Somebody is away: from when until when, what becomes of each visit, and Enter to accept it."""

from functools import partial

from PySide6.QtGui import QHideEvent

from clinicdesk.services.absence.accepting import OUT_OF_DATE, Rescheduled, accept_proposal
from clinicdesk.services.absence.proposal import Proposal
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.absence.accepted_list import Accepted
from clinicdesk.ui.absence.asked_ways import AskedWays
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class AbsencePanel(AskedWays):
    """One absence at a time. Nothing is written before the list is accepted, and then all of it."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(desk, keeper)
        self.accept_wanted.connect(self.accept)
        desk.done.connect(self._on_done)
        desk.working.connect(self._mark_writing)

    def accept(self) -> None:
        """Write all of it, or say why nothing was written."""
        proposal = self.proposal
        if self._writing is not None:
            self._mark_writing(on=True)
        elif proposal is None or self._written:
            return
        elif self.open_list.is_behind:
            # What was chosen last stands there in a moment: until then nobody has seen it.
            self.open_list.once_chosen(self._ask_to_look)
        elif self._unread:
            # Whoever was about to accept means the list before this one.
            self._unread = False
            self._ask_to_look()
        else:
            self._write(proposal)

    def _write(self, proposal: Proposal) -> None:
        self._writing = proposal
        self.search.drop()
        self.better.clear()
        visits = frozenset({*self.choices, *(moved.visit for moved in proposal.moved)})
        write = self._desk.write_about(visits, accept_proposal, proposal, self.choices)
        write.then(partial(self._hear, proposal), partial(self._stand_again, proposal))

    def _ask_to_look(self) -> None:
        if self.notice.text != say("absence.day-gone"):
            self.notice.say(say("absence.look-again"))

    def _hear(self, proposal: Proposal, outcome: Outcome[Rescheduled]) -> None:
        if self._writing is not proposal:
            # Closed, or other times are looked at: the window says what became of it.
            return
        self._end_writing()
        if isinstance(outcome, Done):
            self._accepted = Accepted(proposal, self.choices, outcome.result)
            self._show_written(outcome.result.left)
            return
        self.notice.say(outcome.sentence)
        if outcome.cause.code in OUT_OF_DATE:
            self._unread = True
            self._search_soon()
        else:
            self._go_on()

    def _stand_again(self, proposal: Proposal) -> None:
        """A mistake of the program, which the window tells: the list stands as it did."""
        if self._writing is proposal:
            self._end_writing()
            self._go_on()

    def _end_writing(self) -> None:
        self._writing = None
        self.show_writing(on=False)

    def _go_on(self) -> None:
        """The list stands as it did: what was dropped as it was being written is asked again."""
        self.open_list.look_up_again()
        # What others changed meanwhile was not asked about.
        self._newest_change = None
        self._ask_whether_it_holds()
        self.search.begin_again()
        self._say_outlook()

    def _mark_writing(self, on: bool) -> None:
        if self._writing is not None:
            self.show_writing(on=on)

    def _on_done(self, way: str, change: Changed) -> None:
        """The change itself was told before; it may have been said to be somebody else's."""
        self._own_change = change.number
        said = self.notice.text == say("absence.changed-since")
        if said and self._newest_change == change.number:
            self.notice.say(say("absence.changed-here"))
        if way == "undone" and change.code == ChangeCode.ABSENCE_ACCEPTED and self._written:
            self._search_soon()
            self.show_done(say("absence.taken-back"))
        elif way == "redone" and self._accepted is not None and self._accepted.is_in(change):
            self._show_accepted(self._accepted)

    def _show_accepted(self, accepted: Accepted) -> None:
        """It was taken back, and done again: that list is what is written."""
        self.hold_focus()
        self._forget()
        self.notice.say("")
        self._unread = False
        self.open_list.show(accepted.proposal, accepted.choices)
        self._show_written(accepted.result.left)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: the list is not kept, nor anybody's name on it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._accepted = self.revealed = None
            self._forget()
