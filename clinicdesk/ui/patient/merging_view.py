"""Two records of one patient side by side: which stays, what differs; a key makes them one."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.patients.merging import merge_patients
from clinicdesk.services.patients.namesakes import likely_others
from clinicdesk.services.patients.page import PatientPage, read_patient_page
from clinicdesk.services.patients.search import FoundPatient
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.kit.labels import Notice, button, clear, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper, grown
from clinicdesk.ui.kit.panel_frame import panel_body, panel_foot, panel_head
from clinicdesk.ui.kit.people.result_rows import result_line, results_of
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.patient.finding import PatientFinder
from clinicdesk.ui.patient.part_rows import standing_word
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date
from clinicdesk.wording.machine.phones import phone_text

WHAT_WIDTH = 84
"""Of the column that says which part it is, in pixels at the usual font size."""

HIDDEN = "\N{BULLET}" * 4
"""Stands for what is not shown while names are hidden."""


class SideBySide(QFrame):
    """What two records say, the one that stays at the left; what differs is emphasized."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = False
        """Whether somebody can have seen it: Enter pressed twice merges nothing unseen."""
        self._rows = column(spacing=0)
        self.setLayout(self._rows)

    def show_pages(self, kept: PatientPage, gone: PatientPage, *, private: bool) -> None:
        """Show these two; in private only which of their parts differ."""
        self.drawn = False
        clear(self._rows)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnMinimumWidth(0, grown(WHAT_WIDTH))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        heads = (
            say("patient-merge.stays", {"number": kept.info.number}),
            say("patient-merge.goes", {"number": gone.info.number}),
        )
        for at, head in enumerate(heads, start=1):
            grid.addWidget(label(head, bold=True, wraps=True), 0, at)
        for row, (what, ours, theirs) in enumerate(compared(kept, gone), start=1):
            same = ours == theirs
            grid.addWidget(label(what, "muted", size="small", wraps=True), row, 0)
            for at, text in enumerate((ours, theirs), start=1):
                shown = HIDDEN if private and text else text
                part = "" if same else "differs"
                grid.addWidget(label(shown, part, bold=not same, wraps=True), row, at)
        self._rows.addLayout(grid)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Now it can be answered."""
        super().paintEvent(event)
        self.drawn = True


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
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.asked = label(bold=True, wraps=True)
        self.finder = PatientFinder(desk, keeper)
        self.notice = Notice(say("notice.title"))
        self.both = SideBySide()
        self.outcome = label(say("patient-merge.outcome"), "muted", wraps=True)
        self.merge = button(say("patient-merge.merge"), self._merge, part="primary")
        self.exchange = button(say("patient-merge.exchange"), self._exchange)
        self._arrange()
        self.finder.chosen.connect(self._read)
        desk.changed.connect(self._react)
        desk.privacy.changed.connect(self._show)

    def _arrange(self) -> None:
        close = icon_button("\N{MULTIPLICATION SIGN}", say("patient-merge.close"), self.closed.emit)
        head = line(label(say("patient-merge.title"), size="large", bold=True), close)
        head.setStretch(0, 1)
        parts = column(self.asked, self.finder, self.notice, self.both, self.outcome, spacing=10)
        parts.addStretch(1)
        self._foot = panel_foot(line(self.merge, self.exchange))
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

    def _read(self, number: int) -> None:
        desk = self._desk
        desk.read(
            (self, "page"),
            partial(read_patient_page, desk.context, desk.database, number),
            self._take,
            self._fail,
        )

    def _take(self, page: PatientPage) -> None:
        numbers = [one.info.number for one in self._pages]
        if page.info.number in numbers:
            self._pages[numbers.index(page.info.number)] = page
        elif len(self._pages) < 2:
            self._pages.append(page)
        self.notice.say("")
        if len(self._pages) == 1:
            self._ask()
            self._offer(page.info)
        self._show()
        if len(self._pages) == 2:
            self.merge.setFocus()

    def _fail(self, refusal: Refused | DatabaseRefused) -> None:
        self.notice.say(say(refusal.code, refusal.params))

    def _ask(self) -> None:
        self.finder.begin()
        self.finder.setFocus()

    def _offer(self, info: PatientInfo) -> None:
        """List who is likely the same person, before anything is typed."""
        database = self._desk.database
        self._desk.read(
            (self, "likely"),
            lambda: likely_others(database, info),
            lambda people: self.finder.offer([FoundPatient(one) for one in people]),
        )

    def _react(self, change: Changed) -> None:
        if not self.isVisible():
            return
        for page in self._pages:
            if change.everything or page.info.number in change.patients:
                self._read(page.info.number)

    def _show(self) -> None:
        private, pages = self._desk.privacy.on, self._pages
        both = len(pages) == 2
        self.finder.setVisible(not both)
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
        write = self._desk.write(merge_patients, kept.number, gone.number, seen=seen_of(kept, gone))
        write.then(partial(self._hear, kept.number))

    def _hear(self, kept: int, outcome: Outcome[Changed]) -> None:
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


def compared(kept: PatientPage, gone: PatientPage) -> Iterator[tuple[str, str, str]]:
    """Part by part what both records say; what neither says is left out."""
    for what, ours, theirs in zip(_WHAT, _said(kept), _said(gone), strict=True):
        if ours or theirs:
            yield say(what), ours, theirs


_WHAT = (
    "patient-page.family",
    "patient-page.given",
    "patient-page.born",
    "patient-page.phone",
    "patient-page.email",
    "patient-page.speaks",
    "patient-page.other-number",
    "patient-page.flags",
    "patient-page.note",
    "patient-page.standing",
    "patient-merge.visits",
    "patient-merge.beside",
)


def _said(page: PatientPage) -> tuple[str, ...]:
    info = page.info
    visits = {"coming": len(page.coming), "former": len(page.former)}
    return (
        readable(info.family),
        readable(info.given),
        birth_date(info.born),
        phone_text(info.phone),
        readable(info.email),
        page.speaks,
        readable(info.other_number),
        readable(", ".join(info.alerts)),
        readable(info.note),
        standing_word(info.standing),
        say("patient-merge.visit-count", visits),
        str(len(page.details) or ""),
    )
