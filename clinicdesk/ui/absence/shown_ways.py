"""The ways to mend a day on screen: the list of one, and the days that are chosen in it."""

from datetime import date

from PySide6.QtCore import Signal

from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.proposal import Proposal, StrandedVisit
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.absence.absence_search import AbsenceSearch
from clinicdesk.ui.absence.absence_view import AbsenceView
from clinicdesk.ui.absence.accepted_list import Accepted
from clinicdesk.ui.absence.known_ways import KnownWays
from clinicdesk.ui.absence.open_list import OpenList
from clinicdesk.ui.absence.rows import Row, written_text
from clinicdesk.ui.absence.way_words import better_text, way_text
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say


class ShownWays(AbsenceView):
    """What is being written, or was, stays as it is."""

    appointment_chosen = Signal(object, int)
    """The day and the number of the appointment that the list is at."""
    ways_changed = Signal()
    """There are ways to choose from now, or none any more, or a longer look is offered or not."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(desk, keeper)
        self.search = AbsenceSearch(desk)
        self.open_list = OpenList(self.search)
        self.known = KnownWays()
        self._chosen_days: dict[tuple[Aim, ...], dict[int, Option]] = {}
        """The days chosen in the ways whose lists are not on screen, by what these are best in."""
        self._left: tuple[StrandedVisit, ...] = ()
        """The visits for which nothing was chosen when the list was written."""
        self._day = date.min
        self._writing: Proposal | None = None
        """The list that is being written."""
        self._written = False
        self._accepted: Accepted | None = None
        """What was written last of these times; it may be taken back, and be done again."""
        self.ways.chosen.connect(self.choose_way)
        self.list.pointed.connect(self._follow_row)
        self.list.choice_wanted.connect(self._step)
        self.list.left.connect(self._leave_list)
        self.options.chosen.connect(self._choose)
        self.open_list.changed.connect(self._show)
        self.open_list.chosen.connect(self.list.tell_row)
        self.open_list.gone.connect(self._tell_gone)
        desk.privacy.changed.connect(self._update_names)
        desk.privacy.reveal_wanted.connect(self._reveal)

    @property
    def proposal(self) -> Proposal | None:
        """The list on screen."""
        return self.open_list.proposal

    @property
    def choices(self) -> dict[int, Option]:
        """The days chosen in it, by visit."""
        return self.open_list.choices

    def listed_visit(self) -> int | None:
        """The visit that the list is at, while the keyboard is in this panel."""
        row = self.list.current if self.has_focus() else None
        return None if row is None else row.visit

    @property
    def may_look_longer(self) -> bool:
        """Whether the search has ended, and better ways may be found by a longer one."""
        return self.better.may_look_longer and self._writing is None

    def _say_outlook(self) -> None:
        """Offer the better ways that were found, and say whether there may be others."""
        before, better = self.may_look_longer, self.known.better
        self.better.offer("" if better is None else better_text(*better))
        if self._written or not self._concerns_anybody():
            code = ""
        elif self.search.running:
            code = "absence.longer"
        elif better is not None:
            # What is said of the best is said once they are on screen.
            code = ""
        else:
            code = "absence.proven" if self.known.proven else "absence.not-proven"
        self.better.say_outlook(code)
        if self.may_look_longer != before:
            self.ways_changed.emit()

    @property
    def ways_to_choose(self) -> int:
        """How many ways there are to choose from: none while one is being written, or was."""
        several = len(self.known.shown) > 1 and self._writing is None and not self._written
        return len(self.known.shown) if several else 0

    def choose_place(self, place: int) -> None:
        """Show the list of the way that stands there, the first at 1."""
        if place <= self.ways_to_choose:
            self.choose_way(self.known.shown[place - 1].aims[0])

    def choose_way(self, aim: Aim) -> None:
        """Show the list of the way that is best in this; the days chosen in others are kept."""
        before = self.known.chosen
        if before is None or not self._can_choose():
            self._show_ways()
            return
        self._chosen_days[before.aims] = self.choices
        self.known.aim = aim
        way = self.known.chosen
        assert way is not None
        if way is not before:
            self._show_chosen(self._chosen_days.get(way.aims, self.choices))

    def _show_chosen(self, choices: dict[int, Option]) -> None:
        way = self.known.chosen
        assert way is not None
        self.open_list.exchange(way.proposal, choices)
        self._say_outlook()
        announce(self, way_text(way))

    def _forget_ways(self) -> None:
        self.known.clear()
        self._chosen_days.clear()
        self.ways_changed.emit()

    def _show(self) -> None:
        self.show_proposal(self.proposal, self.choices, written=self._written)
        self._show_ways()
        self._show_choices()

    def _show_ways(self) -> None:
        """What was written is no way to choose any more, and an empty list none at all."""
        shown = self._concerns_anybody() and not self._written
        self.ways.show_ways(self.known.shown if shown else (), self.known.chosen)

    def _concerns_anybody(self) -> bool:
        """Whether there is a way on screen, and anybody in it."""
        proposal = self.proposal
        return proposal is not None and bool(proposal.moved or proposal.stranded)

    def _show_choices(self) -> None:
        row = None if self._written else self.list.current
        stranded = None if row is None else self.open_list.stranded(row.visit)
        if stranded is None:
            self.options.hide()
        else:
            chosen = self.choices.get(stranded.visit)
            self.show_choices(stranded, self.open_list.offered(stranded.visit), chosen)

    def _show_written(self, left: tuple[StrandedVisit, ...]) -> None:
        """The list stays to be called through."""
        had_focus = self.has_focus()
        self._written, self._left = True, left
        self._show()
        self.show_done(written_text(self.wording(), self._left))
        if had_focus:
            self.focus_list(otherwise=self.close_button)

    def _update_names(self) -> None:
        """Names are hidden, or shown again."""
        self.revealed = None
        self._show()
        if self._written:
            self.done_text.setText(written_text(self.wording(), self._left))

    def _reveal(self) -> None:
        """Show who the list is at, until it is at somebody else."""
        row = self.list.current
        if row is not None and self.isVisible():
            self.revealed = row.visit
            self._show()
            self.list.tell_row(row.visit)

    def _follow_row(self, row: Row | None) -> None:
        if self.revealed is not None and (row is None or row.visit != self.revealed):
            self.revealed = None
            self._show()
        self._show_choices()
        # Somebody who works in the day meanwhile is not carried off.
        if row is not None and self.has_focus():
            self.appointment_chosen.emit(self._day, row.appointment)

    def _step(self, by: int) -> None:
        row = self.list.current
        if row is not None and self._can_choose():
            self.open_list.step(row.visit, by)

    def _choose(self, option: Option | None) -> None:
        row = self.list.current
        if row is not None and self._can_choose():
            self.open_list.choose(row.visit, option)

    def _can_choose(self) -> bool:
        """What is being written, or was, is not chosen anew: the choices stay as they are."""
        if self._writing is not None:
            self._show_choices()
        return self._writing is None and not self._written

    def _tell_gone(self) -> None:
        self._show_choices()
        self.notice.say(say("absence.day-gone"))

    def _enter_list(self) -> None:
        if self.list.count():
            self.list.setFocus()

    def _leave_list(self) -> None:
        (self.close_button if self._written else self.accept_button).setFocus()
