"""The card of an appointment: who it is, and all steps of the visit."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.day import DayInfo
from clinicdesk.services.visits.reading import AppointmentInfo
from clinicdesk.ui.day import labels
from clinicdesk.ui.day.arrangement import Block
from clinicdesk.ui.naming import initials
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.calendar import age, birth_date

MOST_ROWS = 12
"""How many steps or members a card lists before it only counts the others."""


class DayCard(QFrame):
    """Opens after a moment under the mouse, or with Space; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dayCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 11, 14, 12)
        self._layout.setSpacing(4)
        self.block: Block | None = None
        self.hide()

    def show_block(self, block: Block, day: DayInfo, today: date, *, private: bool) -> None:
        """Fill the card with an appointment and the visit that it belongs to."""
        self._clear()
        self.block = block
        spoken: list[str] = []
        for index, text in enumerate(self._head(block, day, today, private=private)):
            self._add(text, "section" if index == 0 else "muted")
            spoken.append(text)
        rows = _members(block, private=private) if block.is_class else _steps(block, day)
        self._add_rows(rows)
        spoken.extend(" ".join(row[:-1]) for row in rows)
        item = block.appointment
        for text in (item.reason, item.override_reason, _note(item, private=private)):
            if text:
                self._add(readable(text), "muted")
                spoken.append(text)
        self.setAccessibleName(". ".join(spoken))
        self.adjustSize()

    def close_card(self) -> None:
        """Nothing is shown any more, and nobody's name is kept."""
        self.block = None
        self.hide()
        self._clear()
        self.setAccessibleName("")

    def _head(self, block: Block, day: DayInfo, today: date, *, private: bool) -> list[str]:
        item = block.appointment
        patient = item.patient
        if block.is_class or patient is None:
            return [labels.title_texts(block, private=private)[0], labels.span_text(item)]
        if private:
            return [initials(patient)]
        born = {"born": birth_date(patient.born), "age": age(patient.born, today)}
        name = f"{readable(patient.family).upper()}, {readable(patient.given)}"
        lines = [name, f"{say('day.born', born)}   {patient_number(patient.number)}"]
        if patient.phone:
            lines[1] += f"   {readable(patient.phone)}"
        flags = ", ".join(labels.flags_in_words(item, day))
        return [*lines, flags] if flags else lines

    def _add(self, text: str, name: str) -> None:
        label = _label(text, name)
        label.setWordWrap(len(text) > 60)
        label.setMaximumWidth(420)
        self._layout.addWidget(label)

    def _add_rows(self, rows: Sequence[tuple[str, str, str, str, bool]]) -> None:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 6, 0, 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for line, (when, what, who, status, current) in enumerate(rows[:MOST_ROWS]):
            name = "section" if current else ""
            for place, text in enumerate((when, what, who, status)):
                label = _label(text, "muted" if place > 1 and not current else name)
                label.setWordWrap(place == 2)
                if place == 2:
                    label.setFixedWidth(min(label.sizeHint().width(), 210))
                grid.addWidget(label, line, place, Qt.AlignmentFlag.AlignTop)
        if len(rows) > MOST_ROWS:
            more = say("day.more", {"count": len(rows) - MOST_ROWS})
            grid.addWidget(_label(more, "muted"), MOST_ROWS, 0, 1, 4)
        self._layout.addWidget(table)

    def _clear(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        label.setObjectName(name)
    return label


def _steps(block: Block, day: DayInfo) -> list[tuple[str, str, str, str, bool]]:
    """When, what, with whom and where, how far; and whether it is the step itself."""
    item = block.appointment
    return [
        (
            f"{time_text(step.start)} – {time_text(step.end)}",
            readable(step.visit_type),
            ", ".join(labels.who_and_where(step, day.book)),
            labels.status_text(step),
            step.number == item.number,
        )
        for step in day.appointments
        if step.visit == item.visit
    ]


def _members(block: Block, *, private: bool) -> list[tuple[str, str, str, str, bool]]:
    return [
        (
            labels.patient_texts(member.patient, private=private)[0] if member.patient else "",
            "",
            "",
            labels.status_text(member),
            False,
        )
        for member in block.members
    ]


def _note(item: AppointmentInfo, *, private: bool) -> str:
    return "" if private or item.patient is None else item.patient.note
