"""A new clinic in three steps: Enter goes on, Esc goes back, and what is typed stays."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from clinicdesk.services.setup.first_clinic import (
    FirstClinic,
    Offers,
    faults_of,
    lacking_of,
    place_of,
)
from clinicdesk.ui.frame.first_steps.clinic_step import ClinicStep
from clinicdesk.ui.frame.first_steps.offer_step import OfferStep
from clinicdesk.ui.frame.first_steps.people_step import PeopleStep
from clinicdesk.ui.frame.first_steps.zone_in_words import zone_in_words
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.ui.kit.list_with_form.form_fields import TextField
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.kit.work_line import WorkLine
from clinicdesk.wording import say
from clinicdesk.wording.sentences.clinic_file import typed_fault_text

WIDTH = 760
"""As wide as it is read well, in pixels at the usual font size."""

BESIDE_BAR = 8
"""Pixels at the right of the fields, for the bar that scrolls them; the buttons end as they do."""


class NewClinic(QWidget):
    """Each step has defaults that work; nothing is made before the last one is left."""

    wanted = Signal(object)
    """The `FirstClinic` that shall be made."""
    left = Signal()
    """Back from the first step."""

    def __init__(self, habits: Mapping[str, object]) -> None:
        super().__init__()
        self._habits = habits
        self._offers: Offers | None = None
        self.clinic, self.people, self.offer = ClinicStep(), PeopleStep(), OfferStep()
        self.steps = QStackedWidget()
        for step in (self.clinic, self.people, self.offer):
            self.steps.addWidget(_scrolled(step))
        self.title = label()
        self.title.setObjectName("title")
        self.said = label(part="said", wraps=True)
        self.trouble = label(wraps=True)
        self.trouble.setObjectName("trouble")
        self.back = button(say("first.back"), self.go_back)
        self.next = button(say("first.next"), self.go_on)
        self.next.setObjectName("primary")
        self.work_line = WorkLine()
        foot = line(self.back, None, self.next)
        foot.setContentsMargins(0, 0, BESIDE_BAR, 0)
        inner = QWidget()
        inner.setMaximumWidth(grown(WIDTH))
        inner.setLayout(
            column(self.title, self.steps, self.said, self.trouble, self.work_line, foot, margin=16)
        )
        whole = line(inner, spacing=0)
        self.setLayout(whole)
        self.people.changed.connect(self._tell)
        self.offer.changed.connect(self._tell)
        self.show_idle("")
        self._show(0)

    # ------------------------------------------------------------------ what it is given

    def show_offers(self, offers: Offers) -> None:
        """What can be ticked: until then nobody goes on from the first step."""
        self._offers = offers
        self.people.show_specialties(offers.specialties)
        self.offer.show_offers(offers)
        tab_as_it_reads(self)
        self._enable(True)

    def show_working(self, what: str) -> None:
        """The clinic is being made: Esc or Enter cancels that."""
        self._say("")
        self.work_line.begin(what)
        self.work_line.take_focus()
        self._enable(False)

    def show_idle(self, trouble: str) -> None:
        """Nothing is being made; `trouble` says why the last try failed."""
        self.work_line.end()
        self._say(trouble)
        self._enable(True)

    @property
    def asked(self) -> FirstClinic:
        """What was typed and ticked so far."""
        return FirstClinic(
            self.clinic.name.text,
            zone_in_words(self.clinic.zone.text),
            self.clinic.opening,
            self.people.people,
            self.offer.chosen_visit_types,
            self.offer.chosen_templates,
            self.offer.room_counts,
            self._habits,
        )

    # ------------------------------------------------------------------ going on and back

    def take_focus(self) -> None:
        """Put the keyboard into the first field of the step."""
        first = (self.clinic.name, *(each.name for each in self.people.lines[:1]))
        step = self.steps.currentIndex()
        if step < len(first):
            first[step].take_focus(None)
        elif self.offer.templates.boxes:
            self.offer.templates.take_focus(None)

    def go_on(self) -> None:
        """To the next step, or have the clinic made, if nothing is wrong so far."""
        if not self.next.isEnabled() or self._complain():
            return
        step = self.steps.currentIndex()
        if step == 2:
            self.wanted.emit(self.asked)
            return
        if step == 1:
            self.offer.tick_for(self.people.people)
        self._show(step + 1)
        self.take_focus()

    def go_back(self) -> None:
        """To the step before; from the first one out of here."""
        step = self.steps.currentIndex()
        if step == 0:
            self.left.emit()
            return
        self._show(step - 1)
        self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The fields have no use for these; a box is ticked by Space."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.isAutoRepeat() or not plain or not self.back.isEnabled():
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _show(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self.title.setText(say(f"first.title-{step + 1}"))
        self.next.setText(say("first.make" if step == 2 else "first.next"))
        self._say("")
        self._tell()

    def _enable(self, on: bool) -> None:
        self.steps.setEnabled(on)
        self.back.setEnabled(on)
        self.next.setEnabled(on and self._offers is not None)

    # ------------------------------------------------------------------ what is wrong, and said

    def _complain(self) -> bool:
        """Say what is wrong with this step, the first of it with the keyboard."""
        self._say("")
        self.clinic.forget_faults()
        self.people.forget_faults()
        step = self.steps.currentIndex()
        wrong = self.people.complain() if step == 1 else None
        if step == 1 and wrong is None and not self.people.people:
            self._say(say("first.nobody"))
            wrong = self.people.lines[0].name
        if wrong is None:
            wrong = self._first_fault(step)
        if isinstance(wrong, TextField):
            wrong.take_focus(None)
        elif wrong is not None:
            wrong.setFocus()
        return wrong is not None or bool(self.trouble.text())

    def _first_fault(self, step: int) -> QWidget | None:
        asked, found = self.asked, []
        for where, code, params in faults_of(asked):
            text = typed_fault_text(code, params)
            if step == 0:
                found.append(self.clinic.show_fault(where, text))
            elif where.startswith(("practitioners", "assistants")):
                found.append(self._person_fault(asked, where, text))
            elif where.startswith("specialties"):
                found.append(self.people.show_own_fault(text))
        return next((field for field in found if field is not None), None)

    def _person_fault(self, asked: FirstClinic, where: str, text: str) -> QWidget | None:
        named = [line for line in self.people.filled if line.person in asked.people]
        for number, person_line in enumerate(named):
            if where.startswith(place_of(asked, number)):
                person_line.name.show_fault(text, None)
                return person_line.name
        self._say(text if asked.people else "")
        return None

    def _say(self, trouble: str) -> None:
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        if trouble:
            announce(self.trouble, trouble)

    def _tell(self) -> None:
        """What comes along, and what nobody does yet."""
        lines: list[str] = []
        if self.steps.currentIndex() == 2 and self._offers is not None:
            along = self.offer.coming_along
            if along:
                lines.append(say("first.along", {"what": along}))
            lacks = lacking_of(self.asked)
            if lacks.visit_types:
                lines.append(
                    say("first.lacking", {"what": lacks.types, "visits": lacks.visit_types})
                )
        self.said.setText("\n".join(lines))
        self.said.setVisible(bool(lines))


def _scrolled(step: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    sheet = QWidget()
    layout = column(step)
    layout.addStretch(1)
    layout.setContentsMargins(0, 0, BESIDE_BAR, 0)
    sheet.setLayout(layout)
    area.setWidget(sheet)
    return area
