"""When the patient comes anyway, and a button to add the new steps to that visit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.ui.booking.request.request_form import USUAL_DAYS, RequestForm
from clinicdesk.ui.kit.labels import Button, clear, column, fill, label, line
from clinicdesk.ui.kit.tool_tips import plain_tip
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day

MOST = 2


class ComingVisits(QFrame):
    """The next few visits, each with a button."""

    joined = Signal(object)
    """The VisitInfo to add to, or None to make a visit of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.visits: Sequence[VisitInfo] = ()
        self.setProperty("part", "coming")
        self.setAccessibleName(say("coming.title"))
        self._rows = column(spacing=4)
        self._more = label(part="muted", size="small")
        title = label(say("coming.title"), "muted", size="small", bold=True)
        fill(self, column(title, self._rows, self._more, spacing=4), 16, 6, 16, 8)
        self.choices: list[QPushButton] = []
        self.hide()

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is among the visits: what they are at must not change then."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def show_visits(self, setup: ClinicSetup, visits: Sequence[VisitInfo], today: date) -> None:
        """Show when the patient comes; nothing if never."""
        self.visits = visits
        clear(self._rows)
        self.choices = []
        for visit in visits[:MOST]:
            row = line(self._words(setup, visit, today), self._choice(visit), spacing=6)
            row.setStretch(0, 1)
            self._rows.addLayout(row)
        self._more.setText(say("coming.more", {"count": len(visits) - MOST}))
        self._more.setVisible(len(visits) > MOST)
        self.setVisible(bool(visits))

    def mark(self, visit: int | None) -> None:
        """Show which visit is added to."""
        for choice in self.choices:
            choice.setChecked(choice.property("visit") == visit)

    def _words(self, setup: ClinicSetup, visit: VisitInfo, today: date) -> QWidget:
        steps = visit.steps
        span = say("option.span", {"start": steps[0].start, "end": max(step.end for step in steps)})
        words = label(f"{short_day(steps[0].day, today)}   {span}", wraps=True)
        template = setup.templates.get(visit.template or 0)
        named = [template.name] if template else list(dict.fromkeys(s.visit_type for s in steps))
        words.setToolTip(plain_tip("\n".join([visit_number(visit.number), *named])))
        return words

    def _choice(self, visit: VisitInfo) -> QPushButton:
        number = visit_number(visit.number)
        choice = Button(number)
        choice.setAccessibleName(say("coming.join", {"visit": number}))
        choice.setToolTip(say("coming.join", {"visit": number}))
        choice.setProperty("part", "chip")
        choice.setProperty("visit", visit.number)
        choice.setCheckable(True)
        choice.setMinimumSize(84, 26)
        choice.clicked.connect(lambda on: self.joined.emit(visit if on else None))
        self.choices.append(choice)
        return choice


def joining(request_form: RequestForm, visit: VisitInfo | None) -> RequestForm:
    """The same steps on the day of that visit and as part of it; without one, by themselves."""
    if visit is None:
        return replace(request_form, join=None, first=None, near=None, days=USUAL_DAYS)
    return replace(request_form.only_on(visit.steps[0].day), join=visit.number)
