"""Somebody is away: from when until when, what becomes of each visit, and Enter to accept it."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent

from clinicdesk.services.absence.absence_day import read_absence_day
from clinicdesk.services.absence.accepting import accept_proposal, still_holds
from clinicdesk.services.absence.other_days import offer_days_again
from clinicdesk.services.absence.proposal import AbsenceSpan, Proposal, StrandedVisit
from clinicdesk.services.absence.proposing import propose_for
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.absence.absence_view import AbsenceView
from clinicdesk.ui.absence.rows import Row, written_text
from clinicdesk.ui.desk import Desk, Done
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import short_day

BUDGET = 0.6
"""Seconds for a list, on the window's own thread; a better one is looked for beside it."""

PAINT_FIRST = 30
"""Milliseconds in which the panel is on screen before the search holds the window up."""

_OUT_OF_DATE = (
    RefusalCode.ABSENCE_CHANGED_SINCE,
    RefusalCode.RECORD_CHANGED_SINCE,
    RefusalCode.RECORD_DIFFERS,
    RefusalCode.VISIT_BREAKS_RULE,
    RefusalCode.VISIT_PAST,
)
"""Refusals after which a new list helps."""


class AbsencePanel(AbsenceView):
    """One absence at a time. Nothing is written before the list is accepted, and then all of it."""

    appointment_chosen = Signal(object, int)
    """The day and the number of the appointment that the list is at."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(desk, keeper)
        self.proposal: Proposal | None = None
        self.choices: dict[int, Option] = {}
        """The days that were chosen for visits that cannot stay, by visit."""
        self._left: tuple[StrandedVisit, ...] = ()
        """The visits for which nothing was chosen when the list was written."""
        self._resource: ResourceInfo | None = None
        self._day = date.min
        self._writing = self._written = False
        self._had_focus = False
        """Whether the keyboard was in the panel when the search began."""
        self._unread = False
        """Whether a new list has come that nobody asked for, and has not been looked at."""
        self._search_timer = QTimer(self, singleShot=True, interval=PAINT_FIRST)
        self._search_timer.timeout.connect(self._search)
        self._connect()

    def _connect(self) -> None:
        self.times.asked.connect(self.look)
        self.times.start.changed.connect(self._forget)
        self.times.end.changed.connect(self._forget)
        self.list.pointed.connect(self._follow_row)
        self.list.choice_wanted.connect(self.options.step)
        self.list.left.connect(self._leave_list)
        self.options.chosen.connect(self._choose)
        self.accept_wanted.connect(self.accept)
        self._desk.changed.connect(self._react)
        self._desk.done.connect(self._on_done)
        self._desk.privacy.changed.connect(self._update_names)
        self.longer.taken.connect(self._show_better)

    # ------------------------------------------------------------------ what others call

    def ask(self, resource: ResourceInfo, day: date, span: tuple[int, int]) -> None:
        """Look at what it would mean that the resource is away then."""
        self._resource, self._day = resource, day
        self.title.setText(say("absence.title", {"who": readable(resource.name)}))
        self.when.setText(short_day(day, self._desk.today()))
        self.times.show_span(*span)
        self.times.start.edit.setFocus()
        self.times.start.edit.selectAll()
        self.look()

    def listed_visit(self) -> int | None:
        """The visit that the list is at, while the keyboard is in this panel."""
        row = self.list.current if self.has_focus() else None
        return None if row is None else row.visit

    def look(self) -> None:
        """Look for the least disturbing day, once the panel is on screen."""
        self._unread = False
        self.notice.say("")
        self._search_soon()

    def accept(self) -> None:
        """Write all of it, or say why nothing was written."""
        proposal = self.proposal
        if proposal is None or self._written:
            return
        if self._unread:
            # Whoever was about to accept means the list before this one.
            self._unread = False
            self.notice.say(say("absence.look-again"))
            return
        self._writing = True
        outcome = self._desk.attempt(accept_proposal, proposal, self.choices)
        self._writing = False
        if isinstance(outcome, Done):
            self._show_written(outcome.result.left)
            return
        self.notice.say(outcome.sentence)
        if outcome.cause.code in _OUT_OF_DATE:
            self._unread = True
            self._search_soon()

    # ------------------------------------------------------------------ looking for a list

    def _search_soon(self) -> None:
        # Emptying the list and disabling the button would drive the focus out of here.
        self._had_focus = self.has_focus()
        self._forget()
        self.said.setText(say("absence.looking"))
        announce(self, self.said.text())
        self._search_timer.start()

    def _forget(self) -> None:
        """Other times: what was worked out is not what would be accepted."""
        self._search_timer.stop()
        self.longer.stop()
        self.proposal, self._written = None, False
        self.choices.clear()
        self.done.hide()
        self.said.setText("")
        self._show()

    def _search(self) -> None:
        span = self.times.span
        if self._resource is None or span is None:
            self.said.setText("")
            return
        if span[0] >= span[1]:
            self.show_impossible(say("absence.no-order"))
            return
        away = AbsenceSpan(self._resource.id, self._day, *span)
        desk = self._desk
        try:
            day = read_absence_day(desk.context, desk.database, away)
            self.proposal = propose_for(desk.availability, day, seconds=BUDGET)
        except REFUSALS as refusal:
            self.show_impossible(say(refusal.code, refusal.params))
            return
        self._show()
        if self.proposal.stranded:
            self.longer.begin(day, len(self.proposal.stranded))
        if self._had_focus:
            self.focus_list(otherwise=self.accept_button)
        announce(self, self.said.text())

    def _show_better(self, found: Proposal) -> None:
        stranded = {visit.visit for visit in found.stranded}
        kept = {visit: option for visit, option in self.choices.items() if visit in stranded}
        self._offer(found, kept)
        self._show()
        self.list.setFocus()
        announce(self, self.said.text())

    def _offer(self, proposal: Proposal, choices: dict[int, Option]) -> None:
        """Both or, where what is left for the others cannot be looked up, neither."""
        self.proposal = offer_days_again(self._desk.availability, proposal, choices)
        self.choices = choices

    # ------------------------------------------------------------------ showing and choosing

    def _show(self) -> None:
        self.show_proposal(self.proposal, self.choices, written=self._written)

    def _show_written(self, left: tuple[StrandedVisit, ...]) -> None:
        """The list stays to be called through."""
        self.longer.stop()
        self._written, self._left = True, left
        self._show()
        self.show_done(written_text(self.wording(), self._left))
        self.focus_list(otherwise=self.close_button)

    def _update_names(self) -> None:
        """Names are hidden, or shown again."""
        self._show()
        if self._written:
            self.done_text.setText(written_text(self.wording(), self._left))

    def _stranded(self, row: Row | None) -> StrandedVisit | None:
        """The visit of a row, if it is one that cannot stay."""
        stranded = () if self.proposal is None or row is None else self.proposal.stranded
        return next((visit for visit in stranded if row and visit.visit == row.visit), None)

    def _follow_row(self, row: Row | None) -> None:
        stranded = None if self._written else self._stranded(row)
        chosen = None if stranded is None else self.choices.get(stranded.visit)
        self.show_choices(stranded, chosen)
        # Somebody who works in the day meanwhile is not carried off.
        if row is not None and self.has_focus():
            self.appointment_chosen.emit(self._day, row.appointment)

    def _choose(self, option: Option | None) -> None:
        """Keep the choice; what is left for the others is looked up beside it."""
        stranded = self._stranded(self.list.current)
        if stranded is None or self.proposal is None:
            return
        choices = {visit: day for visit, day in self.choices.items() if visit != stranded.visit}
        if option is not None:
            choices[stranded.visit] = option
        self._offer(self.proposal, choices)
        self._show()
        row = self.list.current
        announce(self.list, row.spoken if row else "")

    def _leave_list(self) -> None:
        (self.close_button if self._written else self.accept_button).setFocus()

    # ------------------------------------------------------------------ what others do

    def _react(self, change: Changed) -> None:
        if self.proposal is None or self._writing or self._written or not self.isVisible():
            return
        concerned = change.everything or self._day in change.days
        context, database = self._desk.context, self._desk.database
        if concerned and not still_holds(context, database, self.proposal):
            self._unread = True
            self.notice.say(say("absence.changed-since"))
            self._search_soon()

    def _on_done(self, way: str, change: Changed) -> None:
        if way == "undone" and change.code == ChangeCode.ABSENCE_ACCEPTED and self._written:
            self._search_soon()
            self.show_done(say("absence.taken-back"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: the list is not kept, nor anybody's name on it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()
