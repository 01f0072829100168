"""Ways to mend a day asked for: when somebody is away, better ones, and whether they still hold."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.services.absence.aims import Aim
from clinicdesk.services.absence.mended_day import MendedDay
from clinicdesk.services.absence.proposal import AbsenceSpan
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.journal.changes import Changed
from clinicdesk.ui.absence.shown_ways import ShownWays
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import short_day


class AskedWays(ShownWays):
    """The first are shown as they come; what others change makes that they are asked for again."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(desk, keeper)
        self._resource: ResourceInfo | None = None
        self._waits: QWidget | None = None
        """Where the keyboard was in the panel when the search began; it goes to the list.

        None while times may be typed: what is typed on would be done to whom the list is at."""
        self._unread = False
        """Whether a new list has come that nobody asked for, and has not been looked at."""
        self._newest_change: int | None = None
        """The journal's number of the newest change of the day that was told; None without one."""
        self._own_change = 0
        """That of this desk's own newest change."""
        self.times.asked.connect(self._confirm_times)
        self.times.list_wanted.connect(self._enter_list)
        self.times.start.changed.connect(self._await_enter)
        self.times.end.changed.connect(self._await_enter)
        self.times.limited.connect(self.look)
        self.search.found.connect(self._take)
        self.search.ended.connect(self._say_outlook)
        self.search.impossible.connect(self._take_none)
        self.better.taken.connect(self._show_better)
        self.better.longer_wanted.connect(self.look_longer)
        desk.changed.connect(self._react)

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

    def choose_way(self, aim: Aim) -> None:
        """As it is shown; whoever chooses has seen that it is a new list."""
        before = self.known.chosen
        super().choose_way(aim)
        if self.known.chosen is not before:
            self._unread = False
            self._ask_whether_it_holds()

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
