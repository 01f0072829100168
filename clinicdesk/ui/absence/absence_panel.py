"""Somebody is away: from when until when, what becomes of each visit, and Enter to accept it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.services.absence.accepting import OUT_OF_DATE, Rescheduled, accept_proposal
from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay
from clinicdesk.services.absence.other_days import Choices
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal, StrandedVisit
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.codes import ChangeCode
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.ui.absence.absence_search import AbsenceSearch
from clinicdesk.ui.absence.absence_view import AbsenceView
from clinicdesk.ui.absence.known_ways import KnownWays
from clinicdesk.ui.absence.open_list import OpenList
from clinicdesk.ui.absence.rows import Row, written_text
from clinicdesk.ui.absence.way_words import better_text, way_text
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import short_day


class AbsencePanel(AbsenceView):
    """One absence at a time. Nothing is written before the list is accepted, and then all of it."""

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
        self._resource: ResourceInfo | None = None
        self._day = date.min
        self._writing: Proposal | None = None
        """The list that is being written."""
        self._written = False
        self._waits: QWidget | None = None
        """Where the keyboard was in the panel when the search began; it goes to the list.

        None while times may be typed: what is typed on would be done to whom the list is at."""
        self._unread = False
        """Whether a new list has come that nobody asked for, and has not been looked at."""
        self._accepted: _Accepted | None = None
        """What was written last of these times; it may be taken back, and be done again."""
        self._newest_change: int | None = None
        """The journal's number of the newest change of the day that was told; None without one."""
        self._own_change = 0
        """That of this desk's own newest change."""
        self._connect()

    def _connect(self) -> None:
        self.times.asked.connect(self._confirm_times)
        self.times.list_wanted.connect(self._enter_list)
        self.times.start.changed.connect(self._await_enter)
        self.times.end.changed.connect(self._await_enter)
        self.times.limited.connect(self.look)
        self.ways.chosen.connect(self.choose_way)
        self.list.pointed.connect(self._follow_row)
        self.list.choice_wanted.connect(self._step)
        self.list.left.connect(self._leave_list)
        self.options.chosen.connect(self._choose)
        self.accept_wanted.connect(self.accept)
        self.search.found.connect(self._take)
        self.search.ended.connect(self._say_outlook)
        self.search.impossible.connect(self._take_none)
        self.better.taken.connect(self._show_better)
        self.better.longer_wanted.connect(self.look_longer)
        self.open_list.changed.connect(self._show)
        self.open_list.chosen.connect(self.list.tell_row)
        self.open_list.gone.connect(self._tell_gone)
        self._desk.changed.connect(self._react)
        self._desk.done.connect(self._on_done)
        self._desk.working.connect(self._mark_writing)
        self._desk.privacy.changed.connect(self._update_names)
        self._desk.privacy.reveal_wanted.connect(self._reveal)

    @property
    def proposal(self) -> Proposal | None:
        """The list on screen."""
        return self.open_list.proposal

    @property
    def choices(self) -> dict[int, Option]:
        """The days chosen in it, by visit."""
        return self.open_list.choices

    def ask(self, resource: ResourceInfo, day: date, span: tuple[int, int]) -> None:
        """Look at what it would mean that the resource is away then."""
        self._resource, self._day = resource, day
        self.title.setText(say("absence.title", {"who": readable(resource.name)}))
        self.when.setText(short_day(day, self._desk.today()))
        self.times.show_span(*span)
        self.known.aim = Aim.FEWEST_HOME
        self.times.start.edit.setFocus()
        self.times.start.edit.selectAll()
        self.look()

    def listed_visit(self) -> int | None:
        """The visit that the list is at, while the keyboard is in this panel."""
        row = self.list.current if self.has_focus() else None
        return None if row is None else row.visit

    def look(self, *, confirmed: bool = False) -> None:
        """Look for the least disturbing day; once times are confirmed the list has the keyboard."""
        self._unread, self._accepted = False, None
        self.notice.say("")
        self._search_soon(confirmed=confirmed)

    def _confirm_times(self) -> None:
        """Enter in a time: on to the list of these times, or to what it is accepted with."""
        if self.proposal is None:
            self.look(confirmed=True)
        else:
            self._leave_list()

    def _enter_list(self) -> None:
        if self.list.count():
            self.list.setFocus()

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
            self._accepted = _Accepted(proposal, self.choices, outcome.result)
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

    # ------------------------------------------------------------------ looking for a list

    def _search_soon(self, *, confirmed: bool = False) -> None:
        held = self.hold_focus()
        typing = held is not None and self.times.isAncestorOf(held)
        self._waits = held if confirmed or not typing else None
        self._forget()
        span = self.times.span
        if span is not None and span[0] >= span[1]:
            self._take_none(say("absence.no-order"))
        elif span is not None and self._resource is not None:
            self.said.setText(say("absence.looking"))
            announce(self, self.said.text())
            absence = AbsenceSpan(self._resource.id, self._day, *span)
            self.search.begin(absence, self.times.furthest)

    def _await_enter(self) -> None:
        self._accepted = None
        self._forget()
        self.said.setText(say("absence.enter-looks"))

    def _forget(self) -> None:
        """Other times: what was worked out is not what would be accepted."""
        self.search.drop()
        self.better.clear()
        self._writing, self._written = None, False
        self.show_writing(on=False)
        self.done.hide()
        self.said.setText("")
        self._forget_ways()
        self.open_list.show(None)

    def _take_none(self, sentence: str) -> None:
        if self.proposal is None:
            self.show_impossible(sentence)
        self.better.clear()
        self._say_outlook()

    def _take(self, found: Sequence[MendedDay]) -> None:
        """The first are shown; better ones are offered, never put in the place of others."""
        self.known.take(found)
        if self.proposal is None:
            self._show_first()
        else:
            self._say_outlook()

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
    def may_look_longer(self) -> bool:
        """Whether the search has ended, and better ways may be found by a longer one."""
        return self.better.may_look_longer and self._writing is None

    def look_longer(self) -> None:
        """Go on from the best ways found: what is worse than these is not offered."""
        if not self.may_look_longer:
            return
        if self.better.longer.hasFocus():
            # The button goes.
            self.focus_list(otherwise=self.accept_button)
        self.search.look_longer()
        self._say_outlook()

    def _show_first(self) -> None:
        way = self.known.chosen
        assert way is not None
        self._newest_change = None
        self.open_list.show(way.proposal)
        self._say_outlook()
        self.ways_changed.emit()
        if self._waits is not None and self._waits is QApplication.focusWidget():
            self.focus_list(otherwise=self.accept_button)
        announce(self, self.said.text())

    def _show_better(self) -> None:
        """What was found since stands there now; what was to be best stays chosen."""
        if self.has_focus():
            self.list.setFocus()
        self.known.show_newest()
        self._chosen_days.clear()
        self.ways_changed.emit()
        self._show_chosen(self.choices)
        self._ask_whether_it_holds()

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
            self._unread = False
            self._show_chosen(self._chosen_days.get(way.aims, self.choices))
            self._ask_whether_it_holds()

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

    # ------------------------------------------------------------------ showing and choosing

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

    def _mark_writing(self, on: bool) -> None:
        if self._writing is not None:
            self.show_writing(on=on)

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

    def _leave_list(self) -> None:
        (self.close_button if self._written else self.accept_button).setFocus()

    # ------------------------------------------------------------------ what others do

    def _react(self, change: Changed) -> None:
        if self._writing is not None or self._written or not self.isVisible():
            return
        if not (change.everything or self._day in change.days):
            return
        self._newest_change = change.number
        self.known.doubt()
        self._say_outlook()
        self._ask_whether_it_holds()

    def _ask_whether_it_holds(self) -> None:
        if self.proposal is not None:
            hear = partial(self._hear_whether, self.open_list.number)
            self.search.whether_it_holds(self.proposal, hear)

    def _hear_whether(self, number: int, holds: bool) -> None:
        asked = number == self.open_list.number and self._writing is None and not self._written
        if not asked:
            return
        if not holds:
            self._unread = True
            own = self._newest_change == self._own_change
            self.notice.say(say("absence.changed-here" if own else "absence.changed-since"))
            self._search_soon()
        elif self.search.running:
            # A better list would be of the day as it was before.
            self.search.begin_again()

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

    def _show_accepted(self, accepted: "_Accepted") -> None:
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


@dataclass(frozen=True)
class _Accepted:
    """A list that was written, and what came of it."""

    proposal: Proposal
    choices: Choices
    result: Rescheduled

    def is_in(self, change: Changed) -> bool:
        """Whether this is what a change has written, or taken back."""
        own = self.result.changed
        return change.code == own.code and change.params == own.params
