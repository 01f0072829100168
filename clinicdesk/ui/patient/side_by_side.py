"""What two records of one patient say, side by side: part by part, what differs emphasized."""

from collections.abc import Iterator

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout

from clinicdesk.services.patients.page import PatientPage
from clinicdesk.ui.kit.labels import clear, column, label
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.patient.part_rows import standing_word
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date
from clinicdesk.wording.machine.language_names import language_text
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
        self.forget()
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

    def forget(self) -> None:
        """Show nobody."""
        self.drawn = False
        clear(self._rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Now it can be answered."""
        super().paintEvent(event)
        self.drawn = True


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
        language_text(page.speaks),
        readable(info.other_number),
        readable(", ".join(info.alerts)),
        readable(info.note),
        standing_word(info.standing),
        say("patient-merge.visit-count", visits),
        str(len(page.details) or ""),
    )
