"""The card of an appointment: who it is, and all steps of the visit."""

import textwrap
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.day.grid.popup_position import MARGIN, room_of
from clinicdesk.ui.day.layout.arrangement import DayBlock
from clinicdesk.ui.day.text import appointment_text
from clinicdesk.ui.kit.look.theme import grown
from clinicdesk.ui.kit.people.naming import initials, status_text
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import age, birth_date
from clinicdesk.wording.machine.phones import phone_text

Row = tuple[str, str, str, str, bool]
"""When, what, with whom and where, how far; and whether it is the step itself."""

MOST_ROWS = 12
"""How many steps or members a card lists before it counts the others; fewer on a low window."""

WIDE, WHO_WIDE = 420, 210
"""How wide texts and names may be before they wrap, in pixels at the usual font size."""

MOST_CHARACTERS = 240
"""A longer reason or note is cut: the visit's own panel has all of it."""

LAYERS = ("overlay", "dayChooser")
"""Names of widgets that lie above the day; no card opens below one."""


class DayCard(QFrame):
    """Opens after a moment under the mouse, or with Space; the mouse reaches what is below it.

    It closes as soon as the focus goes anywhere: somebody has begun to do something else.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dayCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(14, 11, 14, 12)
        self._layout.setSpacing(4)
        self.block: DayBlock | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        self.hide()

    @property
    def covered(self) -> bool:
        """Whether another layer is open in this window."""
        layers = (layer for name in LAYERS for layer in self.window().findChildren(QFrame, name))
        return any(layer.isVisible() for layer in layers)

    def show_block(self, block: DayBlock, day: DayInfo, today: date, *, private: bool) -> None:
        """Fill the card with an appointment and the visit that it belongs to.

        As many steps or members as there is room for; the others are counted.
        """
        head = self._head(block, day, today, private=private)
        rows = _members(block, private=private) if block.is_class else _steps(block, day)
        item = block.appointment
        purpose = () if private or block.is_class else (item.comes_for, item.note)
        foot = [
            text
            for text in (
                *purpose,
                item.reason,
                item.override_reason,
                _note(item, private=private),
            )
            if text
        ]
        spoken = [*head, *(" ".join(row[:-1]) for row in rows), *foot]
        for most in range(min(MOST_ROWS, len(rows)), -1, -1):
            self._fill(head, rows, foot, most, beside=True)
            if self.width() > self._room.width():
                self._fill(head, rows, foot, most, beside=False)
            if self.height() <= self._room.height():
                break
        self.block = block
        self.setAccessibleName(". ".join(spoken))

    @property
    def _room(self) -> QSize:
        return room_of(self).size() - QSize(2 * MARGIN, 2 * MARGIN)

    def _fill(
        self,
        head: Sequence[str],
        rows: Sequence[Row],
        foot: Sequence[str],
        most: int,
        *,
        beside: bool,
    ) -> None:
        """Show these, of the rows the first `most`: in columns `beside` each other, or in lines."""
        self._clear()
        for index, text in enumerate(head):
            self._add(text, "section" if index == 0 else "muted")
        self._add_rows(rows, most, beside=beside)
        for text in foot:
            self._add(textwrap.shorten(readable(text), MOST_CHARACTERS, placeholder=" …"), "muted")
        self.adjustSize()

    def _on_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        if self.isVisible():
            self.close_card()

    def close_card(self) -> None:
        """Hide the card, and keep nobody's name in it."""
        self.block = None
        self.hide()
        self._clear()
        self.setAccessibleName("")

    def _head(self, block: DayBlock, day: DayInfo, today: date, *, private: bool) -> list[str]:
        item = block.appointment
        patient = item.patient
        if block.is_class or patient is None:
            return [
                appointment_text.title_texts(block, private=private)[0],
                appointment_text.span_text(item),
            ]
        if private:
            return [initials(patient)]
        born = {"born": birth_date(patient.born), "age": age(patient.born, today)}
        name = f"{readable(patient.family).upper()}, {readable(patient.given)}"
        lines = [name, f"{say('identity.born', born)}   {patient_number(patient.number)}"]
        if patient.phone:
            lines[1] += f"   {phone_text(patient.phone)}"
        flags = ", ".join(appointment_text.flags_in_words(item, day))
        return [*lines, flags] if flags else lines

    def _add(self, text: str, name: str) -> None:
        self._layout.addWidget(_label(self, text, name, min(grown(WIDE), self._inside)))

    @property
    def _inside(self) -> int:
        margins = self._layout.contentsMargins()
        return self._room.width() - margins.left() - margins.right()

    def _add_rows(self, rows: Sequence[Row], most: int, *, beside: bool) -> None:
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 6, 0, 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        for line, row in enumerate(rows[:most]):
            self._add_row(grid, line, row, beside=beside)
        if len(rows) > most:
            more = say("day.more", {"count": len(rows) - most})
            grid.addWidget(_label(table, more, "muted", self._inside), 2 * most, 0, 1, 4)
        self._layout.addWidget(table)

    def _add_row(self, grid: QGridLayout, line: int, row: Row, *, beside: bool) -> None:
        """In four columns, or in a narrow window what and who below when and how far."""
        when, what, who, status, current = row
        strong, calm = ("section", "section") if current else ("", "muted")
        top = Qt.AlignmentFlag.AlignTop
        table = grid.parentWidget() or self
        if beside:
            for place, text in enumerate((when, what, who, status)):
                named = calm if place > 1 else strong
                grid.addWidget(_label(table, text, named, grown(WHO_WIDE)), 2 * line, place, top)
            return
        grid.addWidget(_label(table, when, strong, self._inside), 2 * line, 0, top)
        grid.addWidget(_label(table, status, calm, self._inside), 2 * line, 1, top)
        below = ", ".join(part for part in (what, who) if part)
        if below:
            grid.addWidget(_label(table, below, strong, self._inside), 2 * line + 1, 0, 1, 2)

    def _clear(self) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()


def _label(parent: QWidget, text: str, name: str, most: int) -> QLabel:
    """As wide as its text up to `most` pixels, and as high as all its lines then are."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if name:
        label.setObjectName(name)
    label.ensurePolished()
    if label.sizeHint().width() > most:
        label.setWordWrap(True)
        label.setFixedWidth(most)
        label.setFixedHeight(label.heightForWidth(most))
    return label


def _steps(block: DayBlock, day: DayInfo) -> list[Row]:
    """When, what, with whom and where, how far; and whether it is the step itself."""
    item = block.appointment
    return [
        (
            f"{time_text(step.start)} – {time_text(step.end)}",
            readable(step.visit_type),
            ", ".join(appointment_text.who_and_where(step, day.setup)),
            status_text(step),
            step.number == item.number,
        )
        for step in day.appointments
        if step.visit == item.visit
    ]


def _members(block: DayBlock, *, private: bool) -> list[Row]:
    return [
        (
            appointment_text.patient_texts(member.patient, private=private)[0]
            if member.patient
            else "",
            "",
            "",
            status_text(member),
            False,
        )
        for member in block.members
    ]


def _note(item: AppointmentInfo, *, private: bool) -> str:
    return "" if private or item.patient is None else item.patient.note
