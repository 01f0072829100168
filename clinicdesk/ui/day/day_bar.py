"""The bar above the day: which day it is, going to another, and what is shown of it."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.fitting_label import ROOM_CHANGES, FittingLabel
from clinicdesk.ui.kit.labels import ToolButton
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import shorter_days


def _ever_shorter(text: str) -> tuple[str, ...]:
    """A list in words, whole and then with ever fewer of its parts from the end."""
    parts = text.split(", ")
    return tuple(", ".join(parts[:count]) for count in range(len(parts), 0, -1))


def _needed(widget: QWidget) -> int:
    """The width of a button and the space before it, in pixels."""
    return widget.sizeHint().width() + _SPACING


_MARGIN, _SPACING, _BEFORE_TITLE = 12, 6, 8
"""Pixels at both ends of the bar, between its parts, and before the date."""

_COMES_BACK = frozenset(
    {
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    }
)
"""Where the keyboard leaves a field for these, it will be in it again."""

_STEPS = (
    ("go.previous-day", "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}"),
    ("go.today", ""),
    ("go.next-day", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"),
)


class _Figures(FittingLabel):
    """The day's figures; those of them that lead somewhere can be clicked."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._leads = False

    def lead(self, on: bool) -> None:
        """Whether a click does anything: the pointer says so."""
        shape = Qt.CursorShape.PointingHandCursor if on else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self._leads = on

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click is let go where it was pressed."""
        inside = self.rect().contains(event.position().toPoint())
        if self._leads and inside and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()


class DayBar(QFrame):
    """Navigation at the left, the day's name and figures, what is shown at the right."""

    date_typed = Signal(object)
    """The `date` that was typed in words."""
    away_shown = Signal(bool)
    """Whether those who are away shall have a column too."""
    calls_wanted = Signal()
    """Somebody clicked the figures, which say that somebody has to be called."""
    left = Signal()
    """Done with the field: the keyboard goes back to the day."""

    def __init__(self, actions: Actions, parent: QFrame | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dayBar")
        self._today = self._day = date.min
        self._order = "YMD"
        self._said: tuple[str, ...] = ("",)
        """What stands below the day that is shown, whole and ever shorter."""
        self.title, self.figures, self.trouble = FittingLabel(), _Figures(), FittingLabel()
        self.figures.clicked.connect(self.calls_wanted)
        for label, name in (
            (self.title, "title"),
            (self.figures, "muted"),
            (self.trouble, "trouble"),
        ):
            label.setObjectName(name)
        self.trouble.hide()
        self.field = self._field()
        self.away = ToolButton()
        self.away.setCheckable(True)
        self.away.setObjectName("dayButton")
        self.away.toggled.connect(self.away_shown)
        self._steps = [_button(actions[action_id], text) for action_id, text in _STEPS]
        self._columns = _button(actions["view.columns"], say("day.columns"))
        self._zooms = [
            _button(actions["view.zoom-out"], "\N{MINUS SIGN}"),
            _button(actions["view.zoom-in"], "+"),
        ]
        self._any_away = self._typing = False
        self._words = QVBoxLayout()
        self._words.setSpacing(0)
        for line in (self.title, self.figures, self.trouble):
            self._words.addWidget(line)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 7, _MARGIN, 7)
        layout.setSpacing(_SPACING)
        for button in self._steps:
            layout.addWidget(button)
        layout.addSpacing(_BEFORE_TITLE)
        layout.addLayout(self._words, 1)
        layout.addWidget(self.field)
        for button in (self.away, self._columns, *self._zooms):
            layout.addWidget(button)

    def _field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText(say("day.go-hint"))
        field.setToolTip(say("day.go-hint"))
        field.setAccessibleName(say("day.go"))
        field.returnPressed.connect(self._go)
        field.textEdited.connect(self._echo)
        field.installEventFilter(self)
        return field

    # ------------------------------------------------------------------ what fits

    def minimumSizeHint(self) -> QSize:
        """The shortest form of the date: all else can be left out."""
        width = 2 * _MARGIN + self.title.width_of(-1)
        return QSize(width, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """A narrower bar or a larger font leaves room for less; the date goes last."""
        done = super().event(event)
        if event.type() in ROOM_CHANGES:
            self._fit()
        return done

    def _fit(self) -> None:
        """Show what has room beside the date: all else is shortened or left out, one by one.

        Whatever is left out has a key and stands in the menus. Only the buttons to other days, and
        the field while somebody types in it, make the date shorter.
        """
        hint = self.field.fontMetrics().horizontalAdvance(say("day.go-hint")) + 34
        least = hint // 2
        free = self.width() - 2 * _MARGIN - _BEFORE_TITLE
        shown: list[QWidget] = []
        steps = sum(_needed(button) for button in self._steps)
        if steps + self.title.width_of(-1) <= free:
            shown += self._steps
            free -= steps
        if self._typing:
            shown.append(self.field)
            free -= least + _SPACING
        free -= self.title.width_of(0)
        others: list[tuple[list[QWidget], int]] = [
            ([self.field], least + _SPACING),
            ([self._columns], _needed(self._columns)),
            ([self.away], _needed(self.away)),
            ([*self._zooms], sum(_needed(button) for button in self._zooms)),
        ]
        for widgets, width in others:
            if width <= free and not (widgets == [self.field] and self._typing):
                free -= width
                shown += widgets
        self.field.setFixedWidth(min(hint, least + max(free, 0)))
        for widget in (*self._steps, self.field, self._columns, *self._zooms):
            widget.setVisible(widget in shown)
        self.away.setVisible(self.away in shown and self._any_away)

    def show_day(self, day: date, today: date, order: str) -> None:
        """Name the day; in `order` (such as `MDY`) a date typed in digits alone is read.

        While another day is being typed, that one stays named.
        """
        self._day, self._today, self._order = day, today, order
        self._echo()

    def show_figures(self, text: str, away: int, *, to_call: bool = False) -> None:
        """The day's figures in words, and how many practitioners are away.

        `to_call`: whether a click leads to whom to call.
        """
        self.figures.lead(to_call)
        self._said = _ever_shorter(text)
        self._echo()
        self.away.setText(say("day.away", {"count": away}))
        self.away.setAccessibleName(say("day.away-show", {"count": away}))
        self._any_away = away > 0 or self.away.isChecked()
        self._fit()

    def say(self, text: str) -> None:
        """Show something else where the figures stand, until they are shown again."""
        self._said = (text,)
        self.figures.show_forms(text)

    def _name(self, day: date) -> None:
        forms = shorter_days(day)
        if day == self._today:
            marked = (say("day.today", {"day": form}) for form in (forms[0], forms[-1]))
            forms = (*marked, forms[-1])
        self.title.show_forms(*forms)
        self._show_trouble("")
        self._fit()

    def _show_trouble(self, text: str) -> None:
        self.trouble.show_forms(text)
        self.trouble.setVisible(bool(text))
        self.figures.setVisible(not text)

    def ask(self) -> None:
        """Put the keyboard into the field."""
        self._typing = True
        self._fit()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _typed_day(self) -> date | None:
        # Of no use before somebody types.
        from clinicdesk.ui.kit.entry.dates_in_words import day_in_words

        return day_in_words(self.field.text(), self._today, self._order)

    def _echo(self) -> None:
        """Say which day was understood while it is typed; the figures are of the one shown."""
        found = (self._typed_day() if self.field.text() else None) or self._day
        self._name(found)
        elsewhere = found != self._day
        self.figures.show_forms(*((say("day.go-enter"),) if elsewhere else self._said))

    def _empty(self) -> None:
        """Nobody types a day any more: the one that is shown is named."""
        self.field.clear()
        self._echo()

    def _go(self) -> None:
        found = self._typed_day()
        if found is None:
            self._show_trouble(say("day.go-not-understood"))
            self.field.selectAll()
            return
        self.field.clear()
        self.figures.show_forms(*self._said)
        self.date_typed.emit(found)
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc goes back to the day; without the focus the field may be left out again.

        What was typed in it goes with the keyboard: the day would be named as if it were shown.
        """
        if watched is self.field and event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            assert isinstance(event, QFocusEvent)
            self._typing = event.gotFocus()
            if event.lostFocus() and self.field.text() and event.reason() not in _COMES_BACK:
                self._empty()
            self._fit()
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._empty()
            self.left.emit()
            return True
        return super().eventFilter(watched, event)


def _button(action: QAction, text: str) -> ToolButton:
    """A button for an action, perhaps with a shorter text than in the menu."""
    button = ToolButton()
    button.setObjectName("dayButton")
    button.setDefaultAction(action)
    if text:
        button.setText(text)
        action.changed.connect(lambda: button.setText(text))
    button.setAccessibleName(action.text().replace("&", "").rstrip("…"))
    return button
