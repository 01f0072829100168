"""Two records of one patient side by side: which stays, what differs; a key makes them one."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.patients.namesakes import likely_others, similar_names
from clinicdesk.services.patients.page import PatientPage, read_patient_page
from clinicdesk.services.patients.search import FoundPatient
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.labels import Notice, button, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.people.result_rows import result_line, results_of
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.patient.finding import PatientFinder
from clinicdesk.ui.patient.side_by_side import SideBySide
from clinicdesk.wording import say


class MergingView(QWidget):
    """Asks for the two records, the second among those that are likely the same person's."""

    closed = Signal()
    merged = Signal(object)
    """The number of the record that stayed."""
    patient_changed = Signal()

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._pages: list[PatientPage] = []
        """The one that stays, and the one that goes."""
        self._round = 0
        """Counts how often it was begun or closed: what was asked before is answered to nobody."""
        self._once = OnceAsked()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.asked = label(bold=True, wraps=True)
        self.finder = PatientFinder(desk, keeper)
        self.notice = Notice(say("notice.title"))
        desk.privacy.withdraw(self.notice)
        self.both = SideBySide()
        self.outcome = label(say("patient-merge.outcome"), "muted", wraps=True)
        self.merge = button(say("patient-merge.merge"), self._merge, part="primary")
        self.exchange = button(say("patient-merge.exchange"), self._exchange)
        self._arrange()
        self.finder.chosen.connect(self._pick)
        desk.changed.connect(self._react)
        desk.readable.connect(self._read_again)
        desk.privacy.changed.connect(self._show)

    def _arrange(self) -> None:
        close = icon_button("\N{MULTIPLICATION SIGN}", say("patient-merge.close"), self.closed.emit)
        head = line(label(say("patient-merge.title"), size="large", bold=True, wraps=True), close)
        head.setStretch(0, 1)
        parts = column(self.asked, self.finder, self.notice, self.both, self.outcome, spacing=10)
        parts.addStretch(1)
        self._foot = panel_foot(column(self.merge, self.exchange))
        whole = column(panel_head(head), spacing=0)
        whole.addWidget(panel_body(parts), 1)
        whole.addWidget(self._foot)
        self.setLayout(whole)
        self._show()

    # ------------------------------------------------------------------ what others call

    @property
    def patient(self) -> PatientInfo | None:
        """Whose record stays."""
        return self._pages[0].info if self._pages else None

    def begin(self, number: int | None) -> None:
        """Ask for the record beside that of the patient of that number; with None for both."""
        self._forget()
        self._ask()
        if number is not None:
            self._read(number)

    # ------------------------------------------------------------------ reading and showing

    def _pick(self, number: int) -> None:
        if number in self._numbers:
            self._say_same(number)
        else:
            self._read(number)

    def _read(self, number: int) -> None:
        desk = self._desk
        desk.read(
            (self, number),
            partial(read_patient_page, desk.context, desk.database, number),
            partial(self._take, self._round, number),
            self._fail,
        )

    def _take(self, asked: int, number: int, page: PatientPage) -> None:
        """A page that stands here is shown as it is now, another one beside it."""
        if asked != self._round:
            return
        here = page.info.number
        before = self._pages
        if number in self._numbers:
            self._pages = [page if one.info.number == number else one for one in before]
        elif here not in self._numbers and len(before) < 2:
            self._pages = [*before, page]
        elif here in self._numbers:
            self._say_same(here)
            return
        self.notice.say("")
        if self._numbers == [here, here]:
            self._pages = [page]
            self.notice.say(say("patient-merge.one-already", {"gone": number, "kept": here}))
        self._show()
        if len(self._pages) != len(before):
            self._ask_further()

    @property
    def _numbers(self) -> list[int]:
        return [one.info.number for one in self._pages]

    def _say_same(self, number: int) -> None:
        self.notice.say(say("patient-merge.same", {"number": number}))

    def _ask_further(self) -> None:
        """The keyboard goes to what is to be done next; it stays where others change something."""
        if len(self._pages) == 2:
            # Of twins, who share all but the first name, Enter makes no one.
            alike = similar_names(*(one.info for one in self._pages))
            (self.merge if alike else self.exchange).setFocus()
        else:
            self._ask()
            self._offer(self._pages[0].info)

    def _fail(self, refusal: Refused | DatabaseRefused) -> None:
        sentence = say(refusal.code, refusal.params)
        self.notice.say(sentence)
        if isinstance(refusal, DatabaseRefused):
            self._desk.could_not_read(sentence)

    def _ask(self) -> None:
        self.finder.begin()
        self.finder.setFocus()

    def _offer(self, info: PatientInfo) -> None:
        """List who is likely the same person, before anything is typed."""
        database, asked = self._desk.database, self._round

        def offer(people: Sequence[PatientInfo]) -> None:
            if asked == self._round and len(self._pages) == 1:
                self.finder.offer([FoundPatient(one) for one in people])

        self._desk.read((self, "likely"), lambda: likely_others(database, info), offer)

    def _react(self, change: Changed) -> None:
        for number in self._numbers:
            if change.everything or number in change.patients:
                self._read(number)

    def _read_again(self) -> None:
        for number in self._numbers:
            self._read(number)

    def _show(self) -> None:
        private, pages = self._desk.privacy.on, self._pages
        both = len(pages) == 2
        self.finder.setVisible(not both)
        self.finder.known = frozenset(self._numbers)
        for part in (self.both, self.outcome, self._foot):
            part.setVisible(both)
        if both:
            self.both.show_pages(*pages, private=private)
        code = "patient-merge.differs" if both else "patient-merge.first"
        params: dict[str, object] = {}
        if len(pages) == 1:
            [result] = results_of([FoundPatient(pages[0].info)])
            code = "patient-merge.second"
            params["who"] = "".join(text for text, _ in result_line(result, private=private))
        self.asked.setText(say(code, params))
        self.patient_changed.emit()

    def _forget(self) -> None:
        self._pages = []
        self._round += 1
        self.both.forget()
        self.notice.say("")
        self._show()

    # ------------------------------------------------------------------ merging

    def _exchange(self) -> None:
        self._pages.reverse()
        self._show()

    def _merge(self) -> None:
        if len(self._pages) < 2 or not self.both.drawn:
            return
        kept, gone = (page.info for page in self._pages)
        numbers = kept.number, gone.number
        merge = partial(self._desk.write, merge_patients, *numbers, seen=seen_of(kept, gone))
        self._once.ask(frozenset(numbers), merge, partial(self._hear, self._round, kept.number))

    def _hear(self, asked: int, kept: int, outcome: Outcome[Changed]) -> None:
        if asked != self._round:
            return
        if isinstance(outcome, Done):
            self.merged.emit(kept)
        else:
            self.notice.say(outcome.sentence)

    # ------------------------------------------------------------------ keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; nothing was written."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def hideEvent(self, event: QHideEvent) -> None:
        """Closed: nobody's particulars are kept."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()
