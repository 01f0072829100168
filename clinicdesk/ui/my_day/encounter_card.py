"""One appointment of a practitioner as a card: who, when, what for, where from and where to."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.visits.reading.practitioner_day import Encounter
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.look.edges import WIDTH, paint_edge
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.naming import (
    lacks_text,
    place_name,
    shown_name,
    status_text,
    who_with,
)
from clinicdesk.ui.my_day.now_and_next import Place
from clinicdesk.wording import say, time_text
from clinicdesk.wording.machine.dates import birth_date

_MARKS = {Place.NOW: "my-day.now", Place.NEXT: "my-day.is-next"}

WIDEST_TIME = "12:00 pm – 12:00 pm"


class EncounterCard(QFrame):
    """It takes the focus, and is opened with Enter or a click."""

    opened = Signal(int)
    note_wanted = Signal(int)

    def __init__(
        self,
        setup: ClinicSetup,
        encounter: Encounter,
        keeper: ThemeKeeper,
        *,
        private: bool,
        narrow: bool = False,
        late: str = "",
        place: Place = Place.LATER,
        waits: str = "",
    ) -> None:
        """`late` says from when on the patient can be expected where somebody runs late.

        `place` is where it stands in the day; `waits` how long the patient has been here.
        """
        super().__init__()
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.number = encounter.appointment.number
        self._keeper = keeper
        item = encounter.appointment
        self._color = _color(setup, item)
        name = shown_name(item.patient, private=private) if item.patient else item.visit_type
        self.place = place
        begin, end = encounter.own
        time = f"{time_text(begin)} – {time_text(end)}"
        marked = say(_MARKS[place]) if place in _MARKS else ""
        said = ", ".join(filter(None, (marked, status_text(item), waits)))
        self.setAccessibleName(say("my-day.card", {"time": time, "name": name, "status": said}))
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 12, 14, 12)
        grid.setColumnStretch(1, 1)
        status = _label(said, "section")
        if narrow:
            # The time and the status above the name, each with the whole width.
            grid.addWidget(_label(time, "time"), 0, 1, 1, 2)
            grid.addWidget(status, 1, 1, 1, 2)
            grid.addWidget(_label(name, "title"), 2, 1, 1, 2)
        else:
            # One width for all cards, so that the names stand in a column.
            grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance(WIDEST_TIME) + 24)
            grid.addWidget(_label(time, "time"), 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_label(name, "title"), 0, 1)
            grid.addWidget(status, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_label(_what(setup, item, private=private), "plain"), 3, 1, 1, 2)
        row = 4
        if encounter.own != (item.start, item.end) and place is not Place.OVER:
            whole = {"start": item.start, "end": item.end}
            grid.addWidget(_label(say("my-day.patient-here", whole), "muted"), row, 1, 1, 2)
            row += 1
        if item.lacks and place is not Place.OVER:
            grid.addWidget(_label(lacks_text(item), "warning"), row, 1, 1, 2)
            row += 1
        for code, other in (("my-day.before", encounter.before), ("my-day.after", encounter.after)):
            if other is not None:
                grid.addWidget(_label(_around(setup, code, other), "muted"), row, 1, 1, 2)
                row += 1
        if late:
            grid.addWidget(_label(late, "plain"), row, 1, 1, 2)
            row += 1
        if item.whereabouts:
            grid.addWidget(_label(item.whereabouts, "muted"), row, 1, 1, 2)
            row += 1
        for text in () if private else (item.comes_for, item.note):
            if text:
                grid.addWidget(_label(text, "plain"), row, 1, 1, 2)
                row += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it, D writes a note to the desk."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.number)
        elif event.key() == Qt.Key.Key_D and not event.modifiers() and not event.isAutoRepeat():
            self.note_wanted.emit(self.number)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """So does a click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(self.number)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A strong left edge in the specialty's color; a ring while it has the focus."""
        super().paintEvent(event)
        theme = self._keeper.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme.block(self._color)
        if self.place is Place.NOW:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_tint))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        edge = QRect(6, 10, WIDTH, self.height() - 20)
        paint_edge(painter, edge, look.pattern, look.edge, theme.panel)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(QColor(theme.focus))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 10, 10)
        painter.end()


def _color(setup: ClinicSetup, item: AppointmentInfo) -> str | None:
    """That of the first practitioner's specialty."""
    found = (setup.resources.get(number) for number in item.resources)
    return next((info.color for info in found if info and info.kind == "practitioner"), None)


def _label(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(name in ("plain", "muted", "title", "warning"))
    return label


def _what(setup: ClinicSetup, item: AppointmentInfo, *, private: bool) -> str:
    place = place_name(setup, item)
    parts = [item.visit_type, place]
    if item.patient is not None:
        number = patient_number(item.patient.number)
        parts += [number] if private else [birth_date(item.patient.born), number]
        parts += [*item.patient.alerts]
    return "  ·  ".join(part for part in parts if part)


def _around(setup: ClinicSetup, code: str, item: AppointmentInfo) -> str:
    return say(
        code,
        {
            "time": item.start if code == "my-day.after" else item.end,
            "visit_type": item.visit_type,
            "who": who_with(setup, item) or item.visit_type,
            "place": place_name(setup, item) or item.visit_type,
            "status": status_text(item),
        },
    )
