"""The day's own head: which day it is, to another day, and what is shown of it."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from clinicdesk.ui.actions import Actions
from clinicdesk.ui.day.dates_in_words import day_in_words
from clinicdesk.wording import say, weekday_text
from clinicdesk.wording.calendar import short_day


def day_title(day: date) -> str:
    """`Tuesday 24 Nov 2026`."""
    return f"{weekday_text(day)} {short_day(day).partition(' ')[2]}"


_STEPS = (
    ("go.previous-day", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"),
    ("go.today", ""),
    ("go.next-day", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"),
)


class DayBar(QFrame):
    """Navigation at the left, the day's name and figures, what is shown at the right."""

    date_said = Signal(object)
    """The day that was typed in words."""
    away_shown = Signal(bool)
    left = Signal()
    """Done with the field: the keyboard goes back to the day."""

    def __init__(self, actions: Actions, parent: QFrame | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dayBar")
        self._today = self._day = date.min
        self._order = "YMD"
        self.title, self.figures = QLabel(), QLabel()
        self.title.setObjectName("title")
        self.figures.setObjectName("muted")
        for label in (self.title, self.figures):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.field = self._field()
        self.trouble = QLabel()
        self.trouble.setObjectName("trouble")
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.hide()
        self.away = QToolButton()
        self.away.setCheckable(True)
        self.away.setObjectName("dayButton")
        self.away.toggled.connect(self.away_shown)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.figures)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 7, 12, 7)
        layout.setSpacing(6)
        for action_id, text in _STEPS:
            layout.addWidget(_button(actions[action_id], text))
        layout.addSpacing(8)
        layout.addLayout(words, 1)
        layout.addWidget(self.trouble)
        layout.addWidget(self.field)
        layout.addWidget(self.away)
        layout.addWidget(_button(actions["view.columns"], say("day.columns")))
        layout.addWidget(_button(actions["view.zoom-out"], "−"))  # noqa: RUF001 - a minus sign
        layout.addWidget(_button(actions["view.zoom-in"], "+"))

    def _field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(say("day.go-hint"))
        field.setAccessibleName(say("day.go"))
        field.ensurePolished()
        field.setFixedWidth(field.fontMetrics().horizontalAdvance(say("day.go-hint")) + 34)
        field.returnPressed.connect(self._go)
        field.textEdited.connect(self._echo)
        field.installEventFilter(self)
        return field

    def show_day(self, day: date, today: date, order: str) -> None:
        """Name the day; `order` is the clinic's for digits alone."""
        self._day, self._today, self._order = day, today, order
        self.title.setText(day_title(day))
        self.trouble.hide()

    def show_figures(self, text: str, away: int) -> None:
        """The day's figures in words, and how many practitioners are away."""
        self.figures.setText(text)
        self.figures.setToolTip(text)
        self.away.setText(say("day.away", {"count": away}))
        self.away.setAccessibleName(say("day.away-show", {"count": away}))
        self.away.setVisible(away > 0 or self.away.isChecked())

    def ask(self) -> None:
        """Put the keyboard into the field."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _said(self) -> date | None:
        return day_in_words(self.field.text(), self._today, self._order)

    def _echo(self) -> None:
        """Say which day was understood while it is typed."""
        found = self._said()
        self.title.setText(day_title(found or self._day))
        self.trouble.hide()

    def _go(self) -> None:
        found = self._said()
        if found is None:
            self.trouble.setText(say("day.go-not-understood"))
            self.trouble.show()
            self.field.selectAll()
            return
        self.field.clear()
        self.date_said.emit(found)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc gives up and goes back to the day."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.field.clear()
            self.show_day(self._day, self._today, self._order)
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


def _button(action: QAction, text: str) -> QToolButton:
    """A button for an action, perhaps with a shorter text than in the menu."""
    button = QToolButton()
    button.setObjectName("dayButton")
    button.setDefaultAction(action)
    if text:
        button.setText(text)
        action.changed.connect(lambda: button.setText(text))
    button.setAccessibleName(action.text().replace("&", "").rstrip("…"))
    return button
