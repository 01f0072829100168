"""The waitlist's panel: whom the time given back serves, urgent ones first; Enter gives it."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.booking import Booked
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.services.waiting.earlier import Earlier, find_earlier, serve_entry
from clinicdesk.services.waiting.entries import Waiting, read_waitlist
from clinicdesk.services.waiting.gaps import Gap, may_free_time, read_gap
from clinicdesk.services.waiting.listing import call_urgent, change_suits, wait_no_more
from clinicdesk.services.waiting.suits import Suits
from clinicdesk.ui.desk import Desk, Done, Outcome, Refusal
from clinicdesk.ui.kit.acting_panel import kept_from_window
from clinicdesk.ui.kit.labels import Notice, button, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.waiting.gap_first_list import GapFirstList
from clinicdesk.ui.waiting.rows import Row, ShownGap, WaitingRows, Wording
from clinicdesk.ui.waiting.suits_editor import Line, SuitsEditor
from clinicdesk.wording import say

TOPIC = "earlier times"
"""Under which the planner is asked: the newest question is answered."""

TOGETHER = 100
"""Milliseconds within which answers are shown together."""


class WaitingPanel(QWidget):
    """Reads who waits, and asks the planner for each; others' changes ask again."""

    closed = Signal()
    option_shown = Signal(object)
    """The option of the row that the keyboard is at, to be drawn in the day; None for none."""
    pointed = Signal()
    """The keyboard is at another row, has come into the list, or left it."""
    patient_wanted = Signal(object)
    """Nobody waits: ask for a patient, who may."""
    visit_opened = Signal(object, int)
    """The day and the number of the appointment that somebody opens."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._entries: tuple[Waiting, ...] = ()
        self._known = False
        """Whether who waits was read: before that nobody can say that none do."""
        self._earlier: dict[int, Earlier] = {}
        self._searching = False
        self._rows = WaitingRows()
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER)
        self._soon.timeout.connect(self._show)
        self._once = OnceAsked()
        self._change: int | None = None
        """The number of the change whose gap is shown, as long as any of it is left."""
        self._given_last: int | None = None
        """The number of the last change that served somebody here."""
        self._gap: Gap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.said = label(part="muted", wraps=True)
        self.notice = Notice(say("notice.title"))
        desk.privacy.withdraw(self.notice)
        self.editor = SuitsEditor()
        self.list = GapFirstList(keeper)
        self.give = button(say("waiting.give"), self._give, part="primary")
        self.drop = button(say("waiting.drop"), self._drop)
        self.times = button(say("waiting.edit-times"), partial(self._edit, Line.TIMES))
        self.tell = button(say("waiting.edit-notice"), partial(self._edit, Line.NOTICE))
        self.find_patient = button(say("waiting.find"), lambda: self.patient_wanted.emit(None))
        self.setFocusProxy(self.list)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        close = icon_button("\N{MULTIPLICATION SIGN}", say("waiting.close"), self.closed.emit)
        head = line(label(say("waiting.title"), size="large", bold=True), close)
        head.setStretch(0, 1)
        parts = column(self.said, self.notice, self.editor, self.find_patient, spacing=10)
        parts.addWidget(self.list, 1)
        whole = column(panel_head(head), spacing=0)
        whole.addWidget(panel_body(parts), 1)
        buttons = line(self.give, self.drop), line(self.times, self.tell)
        whole.addWidget(panel_foot(column(*buttons, spacing=8)))
        self.setLayout(whole)

    def _connect(self) -> None:
        desk = self._desk
        self.list.pointed.connect(self._point)
        self.editor.confirmed.connect(self._suit)
        self.list.itemDoubleClicked.connect(lambda _item: self._open())
        desk.changed.connect(lambda _change: self._read())
        desk.day_began.connect(lambda _day: self._read())
        desk.minute_began.connect(self._drop_passed)
        desk.readable.connect(self._read)
        desk.privacy.changed.connect(self._show)

    # ------------------------------------------------------------------ reading

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody saw it is read now."""
        super().showEvent(event)
        self._read()

    def show_gap(self, change: int) -> None:
        """Show first whom the time serves that this change gave back."""
        if change != self._change:
            self._change = change
            self.list.begin()
            self._read()

    def _read(self) -> None:
        if not self.isVisible():
            return
        context, database, change = self._desk.context, self._desk.database, self._change

        def read() -> tuple[tuple[Waiting, ...], Gap | None]:
            gap = None if change is None else read_gap(context, database, change)
            return read_waitlist(context, database), gap

        self._desk.read((self, "list"), read, self._take)

    def _drop_passed(self, today: date, minute: int) -> None:
        """What has begun is offered no more: another time is looked for."""
        kept = {
            number: each
            for number, each in self._earlier.items()
            if (each.option.day, each.option.start) >= (today, minute)
        }
        if len(kept) < len(self._earlier):
            self._earlier, self._searching = kept, True
            self._show()
            self._read()

    def _take(self, read: tuple[tuple[Waiting, ...], Gap | None]) -> None:
        """What was found may be taken: it is asked for anew, and stands until then."""
        entries, gap = read
        if gap != self._gap:
            self._gap, self._earlier = gap, {}
        kept = {entry.number for entry in entries}
        self._entries, self._known = entries, True
        self._earlier = {n: each for n, each in self._earlier.items() if n in kept}
        self._searching = bool(entries)
        self._show()
        if entries:
            know, whole = self._know, self._know_all
            self._desk.ask(
                TOPIC, find_earlier, entries, gap, then=whole, part=know, failed=self._fail
            )

    def _know(self, found: tuple[Earlier, ...]) -> None:
        self._earlier.update({each.entry: each for each in found})
        # Each answer lists everybody anew and draws the day.
        if not self._soon.isActive():
            self._soon.start()

    def _know_all(self, found: tuple[Earlier, ...]) -> None:
        self._searching = False
        self._earlier = {each.entry: each for each in found}
        self._show()

    def _fail(self, sentence: str) -> None:
        self._searching = False
        self.notice.say(sentence)
        self._show()

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        self._soon.stop()
        desk = self._desk
        wording = Wording(desk.setup, desk.today(), desk.privacy.on, self._searching)
        gap = self._gap if self._entries else None
        shown = None if gap is None else ShownGap(gap, gap.change == self._given_last)
        rows = self._rows.rows(wording, self._entries, self._earlier, shown)
        self.list.show_served(rows, searching=self._searching)
        count = {"count": len(self._entries), "now": len(self._earlier)}
        said = say("waiting.count" if rows else "waiting.nobody", count)
        self.said.setText(said if self._known else "")
        self.find_patient.setVisible(self._known and not rows)
        self._point()

    def _point(self) -> None:
        row = self.list.pointed_row
        self.give.setEnabled(row is not None and row.earlier is not None)
        for acts in (self.drop, self.times, self.tell):
            acts.setEnabled(row is not None)
        if self.isVisible():
            shown = None if row is None or row.earlier is None else row.earlier.option
            self.option_shown.emit(shown)
            self.pointed.emit()

    def patient_at_keyboard(self) -> PatientInfo | None:
        """Whose row the keyboard is at; None while it is somewhere else."""
        row = self.list.pointed_row if self.list.hasFocus() else None
        return None if row is None else row.entry.patient

    # ------------------------------------------------------------------ what is done

    def _give(self) -> None:
        """Give the time that stands in the row, and is drawn in the day."""
        row = self.list.pointed_row
        if row is None or row.earlier is None:
            self.notice.say("" if row is None else _nothing_text(row, searching=self._searching))
            return
        visit, number = row.entry.visit, row.entry.number
        about = frozenset[int]() if visit is None else frozenset({visit.number})
        seen = None if visit is None else seen_of(visit)
        write = self._desk.write_about
        give = partial(write, about, serve_entry, number, row.earlier, seen=seen)
        self._once.ask(("give", number), give, self._given)

    def _given(self, outcome: Outcome[Booked]) -> None:
        """Their former time, given back by it, may serve the next."""
        self.notice.say("" if isinstance(outcome, Done) else outcome.sentence)
        if isinstance(outcome, Done) and may_free_time(outcome.result.changed):
            self._given_last = outcome.result.changed.number
            self.show_gap(self._given_last)
            self._show()
        else:
            self.list.begin(chosen=isinstance(outcome, Refusal))
            self._read()

    def _drop(self) -> None:
        if (row := self.list.pointed_row) is not None:
            entry = row.entry
            drop = partial(self._desk.write, wait_no_more, entry.number, seen=entry.seen)
            self._once.ask(("drop", entry.number), drop, self._changed)

    def _turn_urgent(self) -> None:
        if (row := self.list.pointed_row) is not None:
            number, urgent, seen = row.entry.number, not row.entry.urgent, row.entry.seen
            turn = partial(self._desk.write, call_urgent, number, urgent=urgent, seen=seen)
            self._once.ask(("urgent", number), turn, self._changed)

    def _edit(self, which: Line) -> None:
        """Type on which days and at what times it suits, or how much notice is needed."""
        if (row := self.list.pointed_row) is not None:
            desk = self._desk
            self.notice.say("")
            self.editor.begin(row.entry, which, desk.today(), desk.setup.date_order)

    def _suit(self, entry: Waiting, suits: Suits) -> None:
        if suits == entry.suits:
            self._stop_typing()
            return
        change = partial(self._desk.write, change_suits, entry.number, suits, seen=entry.seen)
        self._once.ask(("suits", entry.number), change, self._suited)

    def _suited(self, outcome: Outcome[Changed]) -> None:
        """What was typed stays where it was refused."""
        if isinstance(outcome, Done):
            self._stop_typing()
        self._changed(outcome)

    def _stop_typing(self) -> None:
        self.editor.end()
        self.list.setFocus()

    def _changed(self, outcome: Outcome[Changed]) -> None:
        self.notice.say("" if isinstance(outcome, Done) else outcome.sentence)
        self._read()

    def _open(self) -> None:
        """The visit; of who has none the patient."""
        if (row := self.list.pointed_row) is None:
            return
        if row.entry.visit is None:
            self.patient_wanted.emit(row.entry.patient.number)
            return
        step = next(step for step in row.entry.visit.steps if step.status.takes_place)
        self.visit_opened.emit(step.day, step.number)

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """The list's keys are none of the window's shortcuts while the keyboard is in it."""
        return kept_from_window(event, self._is_own) or super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return plain and self.list.hasFocus() and Qt.Key(event.key()) in _KEYS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives the earlier time, U is urgent, Del waits no more; Esc closes."""
        if event.key() == Qt.Key.Key_Escape and self.editor.isVisible():
            self.notice.say("")
            self._stop_typing()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif not self._is_own(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            _KEYS[Qt.Key(event.key())](self)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's name is kept, and nothing drawn."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._entries, self._earlier, self._known = (), {}, False
            self._gap = None
            self.list.begin()
            self.editor.end()
            self.notice.say("")
            self._show()


def _nothing_text(row: Row, *, searching: bool) -> str:
    if searching:
        return say("waiting.searching-one")
    return say("waiting.nothing" if row.entry.visit is not None else "waiting.nothing-yet")


_KEYS: Mapping[Qt.Key, Callable[[WaitingPanel], None]] = {
    Qt.Key.Key_Return: WaitingPanel._give,
    Qt.Key.Key_Enter: WaitingPanel._give,
    Qt.Key.Key_U: WaitingPanel._turn_urgent,
    Qt.Key.Key_D: lambda panel: panel._edit(Line.TIMES),
    Qt.Key.Key_N: lambda panel: panel._edit(Line.NOTICE),
    Qt.Key.Key_Delete: WaitingPanel._drop,
    Qt.Key.Key_O: WaitingPanel._open,
}
