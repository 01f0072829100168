"""One appointment of a practitioner as a card: who, when, what for, where from and where to."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.visits.reading.practitioner_day import Encounter
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.kit.labels import clear
from clinicdesk.ui.kit.look.edges import WIDTH, paint_edge
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.my_day.card_words import CardText, CardWording, card_text
from clinicdesk.ui.my_day.now_and_next import Place

WIDEST_TIME = "12:00 pm – 12:00 pm"
SHORT = 24
"""Letters of a status that stands beside the name."""

TOP = Qt.AlignmentFlag.AlignTop


class EncounterCard(QFrame):
    """It takes the focus, and is opened with Enter or a click."""

    opened = Signal(int)
    note_wanted = Signal(int)
    reached = Signal(int)
    """The keyboard has come to it."""

    def __init__(self, number: int, keeper: ThemeKeeper) -> None:
        """Of the appointment of that number."""
        super().__init__()
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.number = number
        self.encounter: Encounter | None = None
        self.text: CardText | None = None
        """What stands on it."""
        self.place = Place.LATER
        self._keeper = keeper
        self._narrow = False
        self._color: str | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(18, 12, 14, 12)

    def show_encounter(
        self, wording: CardWording, encounter: Encounter, place: Place, *, narrow: bool
    ) -> None:
        """Its appointment as it is now, and where it stands in the day."""
        text = card_text(wording, encounter, place)
        same = (self.text, self.place, self._narrow) == (text, place, narrow)
        self.encounter, self.text, self.place = encounter, text, place
        self._narrow, self._color = narrow, _color(wording.setup, encounter.appointment)
        if not same:
            self.setAccessibleName(text.spoken)
            clear(self._whole)
            self._whole.addLayout(self._composed(text))
        self.update()

    def _composed(self, text: CardText) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        over = self.place is Place.OVER
        part = "warning" if text.warns else "muted" if over else "section"
        beside = len(text.status) <= SHORT and not (text.mark or self._narrow)
        said = _label(text.status, part, wraps=not beside)
        name = _label(text.name, "section" if over else "title", wraps=True)
        time = _label(text.time, "time")
        if self._narrow:
            # The time above the name, each with the width that no mark takes.
            grid.addWidget(time, 0, 1, 1, 1 if text.mark else 2)
            grid.addWidget(name, 1, 1, 1, 2)
        else:
            # One width for all cards, so that the names stand in a column.
            grid.setColumnMinimumWidth(0, self.fontMetrics().horizontalAdvance(WIDEST_TIME) + 24)
            grid.addWidget(time, 0, 0, TOP)
            grid.addWidget(name, 0, 1)
        if text.mark:
            grid.addWidget(_mark(text.mark, self.place), 0, 2, TOP)
        if beside:
            grid.addWidget(said, 0, 2, TOP)
        elif text.status:
            grid.addWidget(said, 2, 1, 1, 2)
        for row, (words, style) in enumerate(text.lines, start=3):
            grid.addWidget(_label(words, "muted" if over else style, wraps=True), row, 1, 1, 2)
        return grid

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens it, D writes a note to the desk."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.number)
        elif event.key() == Qt.Key.Key_D and not event.modifiers() and not event.isAutoRepeat():
            self.note_wanted.emit(self.number)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is done by keys is done to this one."""
        super().focusInEvent(event)
        self.reached.emit(self.number)

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


def _mark(text: str, place: Place) -> QLabel:
    """A word that is found at a glance: whom they have now is filled, who is next is outlined."""
    made = _label(text, "section")
    made.setProperty("part", "now" if place is Place.NOW else "next")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def _label(text: str, name: str, *, wraps: bool = False) -> QLabel:
    made = QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    return made
