"""The patient's page at the side: when they are in, what is kept of them, all of it by key."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.services.errors import NotFound, Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.correcting import Correction, correct_patient
from clinicdesk.services.patients.detail_values import Person
from clinicdesk.services.patients.details import drop_detail, keep_detail
from clinicdesk.services.patients.page import PatientPage, read_patient_page
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.seen import Seen, seen_of
from clinicdesk.services.waiting.entries import Waiting, read_waits_of
from clinicdesk.services.waiting.listing import change_suits, wait_no_more
from clinicdesk.services.waiting.suits import Suits
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.acting_panel import kept_from_window
from clinicdesk.ui.kit.labels import Notice, button, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.patient.finding import PatientFinder
from clinicdesk.ui.patient.lists import PartLine, PartList, VisitList
from clinicdesk.ui.patient.part_editor import PartEditor
from clinicdesk.ui.patient.part_reading import Meant, Surroundings
from clinicdesk.ui.patient.part_rows import PartWording, part_rows
from clinicdesk.ui.patient.parts import Part, PartKey, PartRow
from clinicdesk.ui.patient.visit_rows import VisitRow, coming_text, visit_rows
from clinicdesk.wording import say

LEAST_LIST = 120
"""How low a list may be made, in pixels at the usual font size."""

BEGINS_A_NUMBER = "0123456789+("
"""What is typed on the page and begins with one of these is the new telephone number."""


class PatientPanel(QWidget):
    """One patient at a time; it follows what other desks do to them."""

    closed = Signal()
    visit_opened = Signal(object, int)
    """The day and the number of the appointment that somebody opens."""
    booking_wanted = Signal(object)
    """The number of the patient for whom a booking is to begin."""
    patient_changed = Signal()
    """Another patient stands here, or nobody."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self.page: PatientPage | None = None
        self._waits: tuple[Waiting, ...] = ()
        """What they wait for."""
        self._wanted: int | None = None
        """Whose page is to stand here."""
        self._seen = Seen()
        """The record as it was when the part that is edited was opened, or read after a refusal."""
        self._refused = False
        """Whether the next reading shows what a refusal was about."""
        self._after: PartKey | None = None
        """The row at which the keyboard stands once a write is read."""
        self._once = OnceAsked()
        self._from_visits = False
        """Whether the part that is edited was opened by a key at the visits."""
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.finder = PatientFinder(desk, keeper)
        self.identity = IdentityBar(desk.privacy)
        self.notice = Notice(say("notice.title"))
        desk.privacy.withdraw(self.notice)
        self.visits, self.parts = VisitList(keeper), PartList(keeper)
        self.coming = label(bold=True, wraps=True)
        self.editor = PartEditor()
        self.another = button(say("patient-page.another"), self.ask)
        self.book = button(say("patient-page.book"), self._book, part="primary")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        close = icon_button("\N{MULTIPLICATION SIGN}", say("patient-page.close"), self.closed.emit)
        head = line(label(say("patient-page.title"), size="large", bold=True), close)
        head.setStretch(0, 1)
        for shown in (self.visits, self.parts):
            shown.setMinimumHeight(grown(LEAST_LIST))
        parts = column(self.finder, self.notice, self.editor, self.coming, spacing=10)
        parts.addWidget(self.visits, 2)
        parts.addWidget(self.parts, 3)
        # Without them the field stands at the top.
        parts.addStretch()
        self._foot = panel_foot(line(self.book, self.another))
        whole = column(panel_head(head), self.identity, spacing=0)
        whole.addWidget(panel_body(parts), 1)
        whole.addWidget(self._foot)
        self.setLayout(whole)
        self._show()

    def _connect(self) -> None:
        desk = self._desk
        self.finder.chosen.connect(self.show_patient)
        self.visits.taken.connect(self._open_visit)
        self.visits.moved.connect(self.patient_changed)
        self.parts.taken.connect(lambda row: self._edit(row.part))
        self.editor.confirmed.connect(self._write)
        desk.changed.connect(self._react)
        desk.day_began.connect(lambda _day: self._read())
        desk.readable.connect(self._read)
        desk.privacy.changed.connect(self._hide)

    # ------------------------------------------------------------------ what others call

    @property
    def patient(self) -> PatientInfo | None:
        """Whose page stands here."""
        return None if self.page is None else self.page.info

    def ask(self) -> None:
        """Ask for a patient; whose page stood here goes."""
        self._forget()
        self.finder.begin()
        self.finder.setFocus()

    def show_patient(self, number: int) -> None:
        """Open the page of the patient of that number."""
        self._forget()
        self._wanted = number
        self._read()

    def selection(self) -> Selection:
        """The visit that the keyboard is at, by its first step; the next one to begin with."""
        row = self.visits.current
        if self.page is None or row is None or not self.isVisible():
            return NoSelection(say("patient-page.no-visit"))
        return SelectedAppointment(row.visit, row.step)

    # ------------------------------------------------------------------ reading and showing

    def _react(self, change: Changed) -> None:
        if change.everything or self._wanted in change.patients:
            self._read()

    def _read(self) -> None:
        if self._wanted is None or not self.isVisible():
            return
        desk, wanted = self._desk, self._wanted

        def read() -> tuple[PatientPage, tuple[Waiting, ...]]:
            page = read_patient_page(desk.context, desk.database, wanted)
            return page, read_waits_of(desk.context, desk.database, page.info.number)

        desk.read((self, "page"), read, partial(self._take, wanted), self._fail)

    def _take(self, wanted: int, read: tuple[PatientPage, tuple[Waiting, ...]]) -> None:
        if wanted != self._wanted:
            return
        page, self._waits = read
        first, merged = self.page is None, page.info.number != wanted
        self.page, self._wanted = page, page.info.number
        if self._refused:
            self._seen, self._refused = seen_of(page.info), False
        self._show()
        if first:
            self.notice.say("")
            (self.visits if self.visits.count() else self.parts).setFocus()
        elif merged:
            self._seen = seen_of(page.info)
            params = {"gone": wanted, "kept": page.info.number}
            self.notice.say(say("patient-page.merged", params))

    def _fail(self, refusal: Refused | DatabaseRefused) -> None:
        """Only what is there no more goes: what cannot be read just now stays, typed or not."""
        sentence = say(refusal.code, refusal.params)
        if isinstance(refusal, NotFound):
            self._forget()
            self.finder.setFocus()
        else:
            self._desk.could_not_read(sentence)
        if self.page is None:
            self.notice.say(sentence)

    def _forget(self) -> None:
        self.page = self._wanted = self._after = None
        self._waits = ()
        self.editor.end()
        self.notice.say("")
        self._show()

    def _show(self) -> None:
        page, today = self.page, self._desk.today()
        shown = page is not None
        self.finder.setVisible(not shown)
        for part in (self.identity, self.parts, self._foot):
            part.setVisible(shown)
        rows: list[VisitRow] = []
        parts: list[PartRow] = []
        if page is not None:
            self.identity.show_patient(page.info, today)
            rows = visit_rows(self._desk.setup, page, today)
            hidden = self._desk.privacy.on
            wording = PartWording(self._desk.setup, today)
            parts = [] if hidden else part_rows(wording, page, self._waits)
        self.visits.show_rows(rows)
        self.visits.setVisible(bool(rows))
        self.coming.setText("" if page is None else coming_text(page, today))
        self.coming.setVisible(shown)
        self.parts.show_parts(parts)
        if self._after is not None and self.parts.point_at(self._after):
            self._after = None
        self.patient_changed.emit()

    def _hide(self) -> None:
        """A part that is open shows what stands there; what somebody has typed stays."""
        if self._desk.privacy.on and not self.editor.edit.isModified():
            self.editor.end()
        self._show()

    # ------------------------------------------------------------------ correcting

    def _edit(self, row: PartRow, text: str | None = None) -> None:
        if self.page is not None:
            people = [one for one in self.page.details if isinstance(one, Person)]
            around = Surroundings(self._desk.setup, self._desk.today(), people)
            self.notice.say("")
            self._from_visits = self.visits.hasFocus()
            self._seen, self._refused = seen_of(self.page.info), False
            self.editor.begin(around, row, text)

    def _write(self, row: PartRow, value: Meant) -> None:
        if self.page is None:
            return
        number, desk = self.page.info.number, self._desk
        hear = partial(self._hear, row.key, self.editor.edit.text())
        if isinstance(value, Correction):
            write = partial(desk.write, correct_patient, number, value, seen=self._seen)
        elif isinstance(value, Suits):
            assert row.waits is not None
            suits = replace(value, notice=row.waits.suits.notice)
            write = partial(desk.write, change_suits, row.waits.number, suits, seen=row.seen)
        else:
            write = partial(desk.write, keep_detail, number, value, seen=row.seen)
        self._once.ask((number, row.key, value), write, hear)

    def _hear(self, key: PartKey, typed: str, outcome: Outcome[Changed]) -> None:
        """Whoever has typed something else meanwhile goes on with that."""
        other = self.editor.row is not None and self.editor.edit.text() != typed
        if isinstance(outcome, Done):
            self.notice.say("")
        if isinstance(outcome, Done) and not other:
            self.editor.end()
            self._after = key
            self._leave_editor()
        elif isinstance(outcome, Done):
            self._refused = True
        elif self.editor.row is not None:
            # What was typed stays: another part of it, or another word, may do.
            self.notice.say(outcome.sentence)
            self._refused = True
            self.editor.edit.setFocus()
        self._read()

    def _drop(self, line_: PartLine) -> None:
        """Take a detail out of use, or off the waitlist; of the record's own parts none is."""
        part, write = line_.part, self._desk.write
        if self.page is None:
            return
        number = self.page.info.number
        if part.waits is not None:
            drop = partial(write, wait_no_more, part.waits.number, seen=part.seen)
        elif part.detail is not None:
            drop = partial(write, drop_detail, number, part.detail, seen=part.seen)
        else:
            return
        self._once.ask((number, part.key), drop, partial(self._hear_dropped, part.key))

    def _hear_dropped(self, key: PartKey, outcome: Outcome[Changed]) -> None:
        self.notice.say("" if isinstance(outcome, Done) else outcome.sentence)
        self._after = PartKey(key.part)
        self._read()

    # ------------------------------------------------------------------ visits

    def _open_visit(self, row: VisitRow) -> None:
        self.visit_opened.emit(row.step.day, row.step.number)

    def _book(self) -> None:
        if self.page is not None:
            self.booking_wanted.emit(self.page.info.number)

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """Digits begin a number here, and Del takes a row out: no shortcuts of the window."""
        return kept_from_window(event, self._is_own) or super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        if self.page is None or self.editor.isVisible():
            return False
        alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        deletes = event.key() == Qt.Key.Key_Delete and alone and self.parts.hasFocus()
        return deletes or self._begins_number(event)

    def _begins_number(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        lists = self.visits.hasFocus() or self.parts.hasFocus()
        return bool(plain and lists and event.text() and event.text() in BEGINS_A_NUMBER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the top layer only; what begins as a number corrects the telephone."""
        if event.key() == Qt.Key.Key_Escape:
            self._escape()
        elif self._is_own(event) and event.key() == Qt.Key.Key_Delete:
            if self.parts.current is not None and not event.isAutoRepeat():
                self._drop(self.parts.current)
        elif self.page is not None and not self.editor.isVisible() and self._begins_number(event):
            row = self.parts.part_of(PartKey(Part.PHONE))
            if row is not None:
                self._edit(row, event.text())
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self.editor.isVisible():
            self.editor.end()
            self.notice.say("")
            self._leave_editor()
        else:
            self.closed.emit()

    def _leave_editor(self) -> None:
        """The keyboard goes back to where it came from: a letter acts on a visit only there."""
        (self.visits if self._from_visits else self.parts).setFocus()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's particulars are kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()
