"""The call list at the side: whom to call next, what to say, and a key for what came of it."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent

from clinicdesk.services.codes import CALLS
from clinicdesk.services.contacts.call_list import CallFilter, CallList, read_call_list
from clinicdesk.services.contacts.noting import CameOfIt, note_contact
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.reading.visit_reading import read_visit
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.contacts.call_keys import (
    ASKED,
    BUTTONS,
    ENTER,
    FILTER_KEYS,
    FILTERS,
    MESSAGES,
    TICKS,
)
from clinicdesk.ui.contacts.call_rows import CallRows
from clinicdesk.ui.contacts.rows import Wording, row_of, summary
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.acting_panel import ActingPanel
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.entry.fields import Choice
from clinicdesk.ui.kit.labels import Notice, button, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.wording import say

LEAST_LIST = 170
"""How low the list may be made, in pixels at the usual font size."""


class CallPanel(ActingPanel):
    """Reads the list from the clinic's file: nothing of it is kept here."""

    appointment_chosen = Signal(object, int)
    """The day and the number of the appointment that the list is at."""
    open_wanted = Signal(object, int)
    """The day and the number of the appointment that is to be opened."""
    move_wanted = Signal(object)
    """The `VisitInfo` that is to have another time."""
    message_wanted = Signal(int, str)
    """The visit, and how its patient is to be written to: see `Requests.message`."""
    pointed = Signal()
    """The keyboard is at another row, has come into the list, or left it."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._wanted = CallFilter.CHANGED
        self._day: date | None = None
        self._found: CallList | None = None
        self._noting: set[int] = set()
        """Visits whose outcome is being written, or was and stands there as before."""
        self._written: set[int] = set()
        self._came_back: int | None = None
        """The visit whose outcome was taken back: the keyboard goes to it once it is there."""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.filter = Choice()
        self.filter.setAccessibleName(say("contacts.filter"))
        self.filter.addItems([say(f"contacts.filter-{each}") for each in FILTERS])
        self.said = label(part="muted", wraps=True)
        self.notice = Notice(say("notice.title"))
        desk.privacy.withdraw(self.notice)
        self.list = CallRows(keeper)
        self.list.setMinimumHeight(grown(LEAST_LIST))
        self.other_button = button("", self._show_other, part="choice")
        self.buttons = {
            name: button(say(f"contacts.{name}"), partial(self._note, came_of_it))
            for name, came_of_it in BUTTONS.items()
        }
        self.open_button = button(say("contacts.open"), self._open_visit)
        self.move_button = button(say("contacts.move"), self._move_visit)
        self.message_button = button(say("contacts.message"), partial(self._write_to, "look"))
        self.setFocusProxy(self.list)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        close = icon_button("\N{MULTIPLICATION SIGN}", say("contacts.close"), self.closed.emit)
        head = line(label(say("contacts.title"), size="large", bold=True), close)
        head.setStretch(0, 1)
        parts = column(self.filter, self.said, self.notice, self.other_button, spacing=10)
        parts.addWidget(self.list, 1)
        parts.addStretch()
        told, confirmed, no_answer, voicemail = self.buttons.values()
        mending = line(self.open_button, self.move_button, self.message_button)
        foot = column(line(told, confirmed), line(no_answer, voicemail), mending, spacing=6)
        whole = column(panel_head(head), spacing=0)
        whole.addWidget(panel_body(parts), 1)
        whole.addWidget(panel_foot(foot))
        self.setLayout(whole)
        self._show_rows()

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda _now, _before: self._follow_row())
        self.list.focus_moved.connect(self._follow_row)
        self.filter.activated.connect(lambda place: self._look_at(FILTERS[place]))
        desk = self._desk
        desk.changed.connect(lambda _change: self._read_if_shown())
        desk.day_began.connect(lambda _day: self._read_if_shown())
        desk.readable.connect(self._read_if_shown)
        desk.done.connect(self._on_done)
        desk.privacy.changed.connect(self._show_rows)

    # ------------------------------------------------------------------ which part of the list

    def show_changed(self) -> None:
        """Whoever has to be told of a visit that was moved or cancelled."""
        self._day = None
        self._open(CallFilter.CHANGED)

    def show_to_confirm(self, day: date | None) -> None:
        """Whose visits of that day are to be confirmed; None for the next open day."""
        self._day = day
        self._open(CallFilter.TO_CONFIRM)

    def show_lost(self) -> None:
        """Whose visits cannot take place as they are booked."""
        self._day = None
        self._open(CallFilter.LOST)

    def _open(self, wanted: CallFilter) -> None:
        self._look_at(wanted)
        (self.other_button if self.list.isHidden() else self.list).setFocus()

    def _look_at(self, wanted: CallFilter) -> None:
        self._wanted = wanted
        self.filter.setCurrentIndex(FILTERS.index(wanted))
        self.notice.say("")
        self._read()

    def _show_other(self) -> None:
        """Nobody is to be called here: look where somebody may be."""
        self._look_at(CallFilter.CHANGED if self._wanted in ASKED else CallFilter.TO_CONFIRM)

    @property
    def asked(self) -> tuple[CallFilter, date | None]:
        """Which part of the list stands here; the day to confirm, if one was asked for."""
        return self._wanted, self._day

    # ------------------------------------------------------------------ reading and showing

    def _read_if_shown(self) -> None:
        if self.isVisible():
            self._read()

    def _read(self) -> None:
        desk = self._desk
        question = partial(read_call_list, desk.context, desk.database, self._wanted, self._day)
        self._desk.read(self, question, self._take)

    def _take(self, found: CallList) -> None:
        if not self.isVisible():
            return
        other = self._found is None or found.wanted is not self._found.wanted
        self._found = found
        self._noting -= self._written
        self._written.clear()
        self._show_rows()
        if self._came_back is not None and self.list.point_at(self._came_back):
            self._came_back = None
        if other:
            announce(self, self.said.text())

    def _show_rows(self) -> None:
        """Show what was read last; the keyboard goes where there is something to do."""
        found = self._found
        wording = Wording(self._desk.setup, self._desk.today(), self._desk.privacy.on)
        rows = [] if found is None else [row_of(wording, call) for call in found.rows]
        here = self.list.hasFocus() or self.other_button.hasFocus()
        self.said.setText("" if found is None else summary(wording, found))
        changed = found is not None and found.wanted in ASKED
        self.other_button.setText(
            say("contacts.see-changed" if changed else "contacts.see-confirm")
        )
        empty = found is not None and not rows
        self.other_button.setVisible(empty)
        self.list.show_rows(rows)
        if here and not empty:
            self.list.show()
            self.list.setFocus()
        elif here:
            self.other_button.setFocus()
        self.list.setVisible(not empty)
        for tick in self.buttons.values():
            tick.setEnabled(bool(rows))
        self.open_button.setEnabled(bool(rows))
        self.message_button.setEnabled(bool(rows))
        self._show_whether_movable()

    def _show_whether_movable(self) -> None:
        row = self.list.current
        self.move_button.setEnabled(row is not None and row.step.status.movable)

    def patient_at_keyboard(self) -> PatientInfo | None:
        """Whose row the keyboard is at; None while it is somewhere else."""
        row = self.list.current if self.list.hasFocus() else None
        return None if row is None else row.step.patient

    def _follow_row(self) -> None:
        if not self.isVisible():
            return
        self.pointed.emit()
        self._show_whether_movable()
        row = self.list.current
        # Somebody who works in the day meanwhile is not carried off.
        if row is not None and self.list.hasFocus():
            self.appointment_chosen.emit(row.step.day, row.step.number)

    # ------------------------------------------------------------------ going on with the visit

    def _open_visit(self) -> None:
        row = self.list.current
        if row is not None:
            self.open_wanted.emit(row.step.day, row.step.number)

    def _move_visit(self) -> None:
        row = self.list.current
        if row is not None and row.step.status.movable:
            desk = self._desk
            question = partial(read_visit, desk.database, row.visit)
            desk.read(self.move_button, question, self.move_wanted.emit)

    def _write_to(self, way: str) -> None:
        row = self.list.current
        if row is not None:
            self.message_wanted.emit(row.visit, way)

    # ------------------------------------------------------------------ what came of a call

    def _note(self, came_of_it: CameOfIt) -> None:
        """Note it for the row at the keyboard, which goes on to the next one at once."""
        row = self.list.current
        if row is None or row.visit in self._noting:
            return
        self._noting.add(row.visit)
        self.notice.say("")
        self.list.go_on()
        write = self._desk.write(note_contact, row.visit, came_of_it, seen=seen_of(row.step))
        write.then(partial(self._hear, row.visit), partial(self._noting.discard, row.visit))

    def _hear(self, visit: int, outcome: Outcome[Changed]) -> None:
        if isinstance(outcome, Done):
            self._written.add(visit)
        else:
            self._noting.discard(visit)
            self.list.point_at(visit)
            self.notice.say(outcome.sentence)
        self._read_if_shown()

    def _on_done(self, way: str, change: Changed) -> None:
        if way == "undone" and change.code in CALLS and self.isVisible():
            visit = change.params["visit"]
            self._came_back = None if self.list.point_at(visit) else visit

    # ------------------------------------------------------------------ keys

    def act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """What the key does here; Enter opens what cannot take place, telling is not enough."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        key = Qt.Key(event.key())
        if key in FILTER_KEYS:
            return partial(self._look_at, FILTER_KEYS[key])
        if not self.list.hasFocus():
            return None
        row = self.list.current
        if key is Qt.Key.Key_O or (key in ENTER and row is not None and row.lost):
            return self._open_visit
        if key is Qt.Key.Key_M:
            return self._move_visit
        if key in MESSAGES:
            return partial(self._write_to, MESSAGES[key])
        return partial(self._note, TICKS[key]) if key in TICKS else None

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's name is kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._found = self._came_back = None
            self._show_rows()
