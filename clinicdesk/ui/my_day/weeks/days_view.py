"""The week or month of one practitioner: arrows go from day to day, Enter opens one."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.reading.own_days import OwnDay, read_own_days
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.labels import column
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.my_day.weeks.day_cell import DayCell
from clinicdesk.ui.my_day.weeks.day_words import day_words
from clinicdesk.ui.my_day.weeks.spans import Span, days_of

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}

USED = 3
"""How much wider a weekday with something in it is than one without."""


class _Area(QScrollArea):
    """Leaves the arrows to what goes from day to day."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


class DaysView(QWidget):
    """Reads its own days; while nobody sees it nothing is read.

    What stands here is whose and which days it says: until others are read none is shown.
    """

    day_opened = Signal(object)
    day_reached = Signal(object)
    """The keyboard has gone to that day."""
    left = Signal()
    """Esc: back to the day."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk, self._keeper = desk, keeper
        self._resource: int | None = None
        self._span = Span.WEEK
        self.day = desk.today()
        """The day that the keyboard is at, or will be."""
        self.days: tuple[OwnDay, ...] = ()
        """Those that are shown."""
        self._stale = True
        self.cells: list[DayCell] = []
        self._page = QWidget()
        self._grid = QGridLayout(self._page)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        self.area = _Area()
        self.area.setWidget(self._page)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(self.area))
        desk.changed.connect(self._follow)
        desk.day_began.connect(lambda _today: self._show())
        desk.readable.connect(self._read_if_seen)
        desk.privacy.changed.connect(self._show)
        keeper.changed.connect(self._show)

    def show_days(self, resource: int | None, span: Span, day: date) -> None:
        """The week or month that this day lies in, of that practitioner; None for nobody."""
        same = (resource, span) == (self._resource, self._span)
        if not same or day not in (one.day for one in self.days):
            self.days = self.days if resource == self._resource else ()
            self._stale = True
        self._resource, self._span, self.day = resource, span, day
        self._show()
        if self._stale:
            self._read_if_seen()

    def take_keyboard(self) -> None:
        """To the day that is meant, once it is there."""
        cell = self._cell_of(self.day)
        if cell is None:
            self.setFocus()
        else:
            cell.setFocus()

    # ------------------------------------------------------------------ reading

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody saw it is read now."""
        super().showEvent(event)
        if self._stale:
            self._read_if_seen()

    def _follow(self, change: Changed) -> None:
        if change.everything or any(one.day in change.days for one in self.days):
            self._read_if_seen()

    def _read_if_seen(self) -> None:
        self._stale = True
        if not self.isVisible() or self._resource is None:
            return
        self._stale = False
        desk, first, count = self._desk, *days_of(self._span, self.day, self._desk.setup.week_start)
        question = partial(read_own_days, desk.context, desk.database, self._resource, first, count)
        desk.read((self, "days"), question, self._have)

    def _have(self, days: tuple[OwnDay, ...]) -> None:
        self.days = days
        waits = self.hasFocus()
        self._show()
        if waits:
            self.take_keyboard()

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        whole, today = len(self.days) <= 7, self._desk.today()
        while len(self.cells) < len(self.days):
            self.cells.append(self._new_cell(len(self.cells)))
        for at, cell in enumerate(self.cells):
            cell.setVisible(at < len(self.days))
        for cell, one in zip(self.cells, self.days, strict=False):
            words = day_words(one, whole=whole, private=self._desk.privacy.on)
            pale = not whole and one.day.month != self.day.month
            cell.show_words(words, whole=whole, today=one.day == today, pale=pale)
        for place in range(7):
            # A weekday on which nobody is ever in needs little room.
            used = any(
                one.free or one.steps or one.off or one.closed for one in self.days[place::7]
            )
            self._grid.setColumnStretch(place, USED if used else 1)
        for row in range(6):
            self._grid.setRowStretch(row, 1 if row * 7 < len(self.days) else 0)

    def _new_cell(self, at: int) -> DayCell:
        cell = DayCell(self._keeper)
        cell.reached.connect(partial(self._reach, at))
        cell.opened.connect(partial(self._open, at))
        self._grid.addWidget(cell, at // 7, at % 7)
        return cell

    def _cell_of(self, day: date) -> DayCell | None:
        pairs = zip(self.cells, self.days, strict=False)
        return next((cell for cell, one in pairs if one.day == day), None)

    def _reach(self, at: int) -> None:
        if at < len(self.days):
            self.day = self.days[at].day
            self.day_reached.emit(self.day)
            self.area.ensureWidgetVisible(self.cells[at], 0, 0)

    def _open(self, at: int) -> None:
        if at < len(self.days):
            self.day_opened.emit(self.days[at].day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to another day, also beyond what is shown; Enter opens it, Esc goes back."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._go(self.day + timedelta(days=_STEPS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.day_opened.emit(self.day)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _go(self, day: date) -> None:
        cell = self._cell_of(day)
        if cell is not None:
            cell.setFocus()
            return
        self.setFocus()
        self.show_days(self._resource, self._span, day)
        self.day_reached.emit(day)
