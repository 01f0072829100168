"""Somebody is away: from when until when, what becomes of each visit, and Enter to accept it."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from clinicdesk.services.absence.absence_day import read_absence_day
from clinicdesk.services.absence.accepting import accept_proposal, still_holds
from clinicdesk.services.absence.offering import offer_again
from clinicdesk.services.absence.proposal import Away, Proposal, StrandedVisit
from clinicdesk.services.absence.proposing import propose_for
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.codes import ChangeCode, RefusalCode
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.services.storage import REFUSALS
from clinicdesk.ui.absence.change_list import ChangeList
from clinicdesk.ui.absence.choices import Choices
from clinicdesk.ui.absence.longer import LongerLook
from clinicdesk.ui.absence.rows import Row, Wording, option_text, rows_of, summary, written_text
from clinicdesk.ui.absence.times import AbsenceTimes
from clinicdesk.ui.desk import Desk, Done
from clinicdesk.ui.kit.labels import (
    Notice,
    announce,
    button,
    column,
    fill,
    icon_button,
    label,
    line,
)
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import short_day

BUDGET = 0.6
"""Seconds for a list, on the window's own thread; a better one is looked for beside it."""

PAINT_FIRST = 30
"""Milliseconds in which the panel is on screen before the search holds the window up."""

LEAST_LIST = 110
"""How low the list of what changes may be made, in pixels at the usual letters."""

_OUT_OF_DATE = (
    RefusalCode.ABSENCE_CHANGED_SINCE,
    RefusalCode.VISIT_BREAKS_RULE,
    RefusalCode.VISIT_PAST,
)
"""Refusals after which a new list helps."""


class AbsencePanel(QWidget):
    """One absence at a time. Nothing is written before the list is accepted, and then all of it."""

    closed = Signal()
    appointment_chosen = Signal(object, int)
    """The day and the number of the appointment that the list is at."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.proposal: Proposal | None = None
        self.choices: dict[int, Option] = {}
        self._left: tuple[StrandedVisit, ...] = ()
        self._resource: ResourceInfo | None = None
        self._day = date.min
        self._writing = self._written = self._in_hand = self._unasked = False
        self._looking = QTimer(self, singleShot=True, interval=PAINT_FIRST)
        self._looking.timeout.connect(self._look)
        self._make(keeper)
        self._arrange()
        self._connect()

    def _make(self, keeper: ThemeKeeper) -> None:
        self.title = label(size="large", bold=True, wraps=True)
        self.close_button = icon_button(
            "\N{MULTIPLICATION SIGN}", say("absence.close"), self.closed.emit
        )
        self.when = label(bold=True)
        self.times = AbsenceTimes()
        self.notice = Notice(say("notice.title"))
        self.said = label(part="muted", wraps=True)
        self.done = QFrame()
        self.done.setProperty("part", "done")
        self.done_text = label(wraps=True)
        fill(self.done, column(self.done_text), 12, 8, 12, 8)
        self.done.hide()
        self.longer = LongerLook(self._desk.availability)
        self.list = ChangeList(keeper)
        self.options = Choices(self.list)
        self.accept_button = button(say("absence.accept"), self.accept, part="primary")
        self.setFocusProxy(self.times)

    def _arrange(self) -> None:
        head = QFrame()
        head.setProperty("part", "head")
        head.setMinimumHeight(46)
        words = line(self.title, self.close_button)
        words.setStretch(0, 1)
        fill(head, words, 16, 4, 10, 4)
        body = QWidget()
        parts = column(self.when, self.times, self.notice, self.done, self.said, spacing=10)
        parts.addWidget(self.longer)
        parts.addWidget(self.list, 1)
        parts.addWidget(self.options)
        fill(body, parts, 16, 12, 16, 12)
        foot = QFrame()
        foot.setProperty("part", "foot")
        fill(foot, column(self.accept_button), 16, 10, 16, 12)
        whole = column(head, spacing=0)
        # On a low window it is scrolled rather than squeezed.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        body.setObjectName("sheet")
        self.list.setMinimumHeight(grown(LEAST_LIST))
        whole.addWidget(area, 1)
        whole.addWidget(foot)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.times.asked.connect(self.look)
        self.times.start.changed.connect(self._forget)
        self.times.end.changed.connect(self._forget)
        self.list.pointed.connect(self._show_choices)
        self.list.choice_wanted.connect(self.options.step)
        self.list.left.connect(self._go_on)
        self.options.chosen.connect(self._choose)
        self._desk.changed.connect(self._react)
        self._desk.done.connect(self._on_done)
        self._desk.privacy.changed.connect(self._word_anew)
        self.longer.taken.connect(self._show_better)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choices are written in lines of the panel's own width."""
        super().resizeEvent(event)
        self.options.fit(self.width())

    # ------------------------------------------------------------------ what others call

    def ask(self, resource: ResourceInfo, day: date, span: tuple[int, int]) -> None:
        """Look at what it would mean that the resource is away then."""
        self._resource, self._day = resource, day
        today = self._desk.today()
        self.title.setText(say("absence.title", {"who": readable(resource.name)}))
        self.when.setText(short_day(day, today))
        self.times.show_span(*span)
        self.times.start.edit.setFocus()
        self.times.start.edit.selectAll()
        self.look()

    def visit_in_hand(self) -> int | None:
        """The visit that the list is at, while the keyboard is in this panel."""
        row = self.list.current if self._has_focus() else None
        return None if row is None else row.visit

    def look(self) -> None:
        """Look for the least disturbing day, once the panel is on screen."""
        self._unasked = False
        self.notice.say("")
        self._look_soon()

    def _word_anew(self) -> None:
        """Names are hidden, or shown again."""
        self._show()
        if self._written:
            self.done_text.setText(written_text(self._wording(), self._left))

    def accept(self) -> None:
        """Write all of it, or say why nothing was written."""
        proposal = self.proposal
        if proposal is None or self._written:
            return
        if self._unasked:
            # Whoever was about to accept means the list before this one.
            self._unasked = False
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
            self._unasked = True
            self._look_soon()

    # ------------------------------------------------------------------ looking

    def _look_soon(self) -> None:
        # Emptying the list and disabling the button would drive the focus out of here.
        self._in_hand = self._has_focus()
        self._forget()
        self.said.setText(say("absence.looking"))
        announce(self, self.said.text())
        self._looking.start()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _forget(self) -> None:
        """Other times: what was worked out is not what would be accepted."""
        self._looking.stop()
        self.longer.stop()
        self.proposal, self._written = None, False
        self.choices.clear()
        self.done.hide()
        self.said.setText("")
        self._show()

    def _look(self) -> None:
        span = self.times.span
        if self._resource is None or span is None:
            self.said.setText("")
            return
        if span[0] >= span[1]:
            self._say_no(say("absence.no-order"))
            return
        away = Away(self._resource.id, self._day, *span)
        desk = self._desk
        try:
            day = read_absence_day(desk.context, desk.database, away)
            self.proposal = propose_for(desk.availability, day, seconds=BUDGET)
        except REFUSALS as refusal:
            self._say_no(say(refusal.code, refusal.params))
            return
        self._show()
        if self.proposal.stranded:
            self.longer.begin(day, len(self.proposal.stranded))
        if self._in_hand:
            (self.list if self.list.count() else self.accept_button).setFocus()
        announce(self, self.said.text())

    def _show_better(self, found: Proposal) -> None:
        out = {visit.visit for visit in found.stranded}
        self._offer(found, {visit: day for visit, day in self.choices.items() if visit in out})
        self._show()
        self.list.setFocus()
        announce(self, self.said.text())

    def _offer(self, proposal: Proposal, choices: dict[int, Option]) -> None:
        """Both or, where what is left for the others cannot be looked up, neither."""
        self.proposal = offer_again(self._desk.availability, proposal, choices)
        self.choices = choices

    def _say_no(self, sentence: str) -> None:
        self.said.setText("")
        self.notice.say(sentence)
        self.times.start.edit.setFocus()

    # ------------------------------------------------------------------ showing it

    def _wording(self) -> Wording:
        setup = self._desk.availability.setup()
        today, _ = self._desk.context.wall_clock(setup.zone)
        return Wording(setup, today, self._desk.privacy.on)

    def _show(self) -> None:
        proposal = self.proposal
        rows = [] if proposal is None else rows_of(self._wording(), proposal, self.choices)
        self.list.show_rows(rows)
        self.list.setVisible(proposal is None or bool(rows))
        self.accept_button.setEnabled(proposal is not None and not self._written)
        if proposal is not None:
            said = summary(proposal)
            self.said.setText(said if rows else f"{say('absence.nobody')} {said}.")

    def _show_written(self, left: Sequence[StrandedVisit]) -> None:
        """The list stays to be called through."""
        self.longer.stop()
        self._written, self._left = True, tuple(left)
        self._show()
        self._say_done(written_text(self._wording(), self._left))
        (self.list if self.list.count() else self.close_button).setFocus()

    def _say_done(self, text: str) -> None:
        self.notice.say("")
        self.done_text.setText(text)
        self.done.show()
        announce(self, text)

    def _out(self, row: Row | None) -> StrandedVisit | None:
        stranded = () if self.proposal is None or row is None else self.proposal.stranded
        return next((out for out in stranded if row and out.visit == row.visit), None)

    def _show_choices(self, row: Row | None) -> None:
        out = self._out(row)
        options = () if out is None or self._written else out.options
        if out is not None and options:
            wording = self._wording()
            texts = [option_text(wording, option) for option in options]
            name = readable(shown_name(out.patient, private=self._desk.privacy.on))
            self.options.show_options(name, options, texts, self.choices.get(out.visit))
        else:
            self.options.hide()
        # Somebody who works in the day meanwhile is not carried off.
        if row is not None and self._has_focus():
            self.appointment_chosen.emit(self._day, row.appointment)

    def _choose(self, option: Option | None) -> None:
        """Keep the choice; what is left for the others is looked up beside it."""
        out = self._out(self.list.current)
        if out is None or self.proposal is None:
            return
        choices = {visit: day for visit, day in self.choices.items() if visit != out.visit}
        if option is not None:
            choices[out.visit] = option
        self._offer(self.proposal, choices)
        self._show()
        row = self.list.current
        announce(self.list, row.spoken if row else "")

    def _go_on(self) -> None:
        (self.close_button if self._written else self.accept_button).setFocus()

    # ------------------------------------------------------------------ what others do

    def _react(self, change: Changed) -> None:
        if self.proposal is None or self._writing or self._written or not self.isVisible():
            return
        concerned = change.everything or self._day in change.days
        context, database = self._desk.context, self._desk.database
        if concerned and not still_holds(context, database, self.proposal):
            self._unasked = True
            self.notice.say(say("absence.changed-since"))
            self._look_soon()

    def _on_done(self, way: str, change: Changed) -> None:
        if way == "undone" and change.code == ChangeCode.ABSENCE_ACCEPTED and self._written:
            self._look_soon()
            self._say_done(say("absence.taken-back"))

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: the list is not kept, nor anybody's name on it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel; nothing is written."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
