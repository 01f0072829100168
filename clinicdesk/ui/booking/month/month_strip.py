"""The coming days in weeks, each with whether the whole visit fits; one of them can be chosen."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from clinicdesk.services.planning.fitting_days import Fit
from clinicdesk.services.planning.requests import VisitRequest
from clinicdesk.ui.booking.month.day_button import HEIGHT, DayButton
from clinicdesk.ui.booking.month.shown_days import (
    but_for_days,
    last_day,
    requests_shown,
)
from clinicdesk.ui.booking.month.span import WEEK, Span
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.announcing import announce
from clinicdesk.ui.kit.labels import column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import day_and_month, long_day, short_weekday

MOST_WEEKS = 4
FEW_WEEKS = 2
LOW = 900
"""A window that is lower than this keeps its room for the options."""

_BESIDE = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_PRESSES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_KEYS = {*_BESIDE, *_PAGES, *_ENDS, *_PRESSES}


class MonthStrip(QWidget):
    """Two or four weeks at a time. One stop for Tab: the arrows go from day to day.

    Whoever shows it asks which of its days fit.
    """

    chosen = Signal(object)
    """A day to begin with."""
    full_chosen = Signal(object)
    """A day on which nothing fits."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._visit_request: VisitRequest | None = None
        self.requests_shown: Sequence[VisitRequest] = ()
        """The request for all days that are shown; nothing while it is hidden."""
        self._span = Span(date.min, date.min, 0)
        self._known: dict[date, Fit] = {}
        self._marked: date | None = None
        self._at = date.min
        """The day that Tab comes to."""
        self._top, self._rows = 0, MOST_WEEKS
        self.setAccessibleName(say("month.title"))
        self.title = label(bold=True)
        self.months = label(part="muted", size="small")
        self.earlier = self._turner("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", -1)
        self.later = self._turner("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", 1)
        self.days = [self._day_button(keeper) for _ in range(MOST_WEEKS * WEEK)]
        self._weekdays = [label(part="muted", size="small") for _ in range(WEEK)]
        head = line(self.title, None, self.earlier, self.months, self.later, spacing=2)
        self._grid = self._laid_out()
        self.setLayout(column(head, self._grid, spacing=2))
        self.hide()

    def _turner(self, glyph: str, by: int) -> QWidget:
        name = say("month.earlier" if by < 0 else "month.later")
        made = icon_button(glyph, name, lambda: self._turn(by))
        # The arrows turn the weeks where there is no mouse.
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _day_button(self, keeper: ThemeKeeper) -> DayButton:
        made = DayButton(keeper)
        made.installEventFilter(self)
        made.clicked.connect(lambda: self._press(made))
        return made

    def _laid_out(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3)
        grid.setVerticalSpacing(2)
        for at, weekday in enumerate(self._weekdays):
            weekday.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(weekday, 0, at)
            grid.setColumnStretch(at, 1)
        for at, day in enumerate(self.days):
            grid.addWidget(day, 1 + at // WEEK, at % WEEK)
        return grid

    def ask(self, visit_request: VisitRequest | None) -> None:
        """Show the days of this request; None shows nothing."""
        if visit_request is None:
            self._visit_request, self.requests_shown = None, ()
            self._known = {}
            self.hide()
            return
        setup = self._desk.setup
        shown = requests_shown(visit_request, self._desk.today())
        self.requests_shown = tuple(shown)
        self._span = Span(shown[0].first_day, last_day(shown[-1]), setup.week_start)
        before, self._visit_request = self._visit_request, visit_request
        if before is None or but_for_days(visit_request) != but_for_days(before):
            self._known = {}
        self.title.setText(self._summary())
        height = self.window().height()
        self._rows = min(self._span.weeks, FEW_WEEKS if height < LOW else MOST_WEEKS)
        for at, weekday in enumerate(self._weekdays):
            weekday.setText(short_weekday((setup.week_start + at) % WEEK)[:2])
        if visit_request != before and self._marked is not None:
            self._bring(self._marked)
        self._show()
        self.show()

    def offers(self, day: date) -> bool:
        """Whether that day fits, as far as is known."""
        return self._known.get(day) is Fit.FITS

    def mark(self, day: date | None) -> None:
        """Mark the day of the chosen option, and bring it into sight."""
        is_new, self._marked = day != self._marked, day
        if self._visit_request is None:
            return
        if day is not None and day in self._span and is_new:
            self._bring(day)
        self._show()

    def take_focus(self, day: date | None = None) -> None:
        """Put the focus on this day, or on the one that Tab comes to."""
        if day is not None:
            self._at = self._span.nearest(day)
            self._turn_to(self._at)
            self._show()
        for button in self.days:
            if button.day == self._at:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _focused(self) -> bool:
        return any(button.hasFocus() for button in self.days)

    def show_fitting(self, found: Mapping[date, Fit], *, whole: bool) -> None:
        """Show what these days are; unless it is the `whole` answer the others stay as they are."""
        if self._visit_request is None:
            return
        known = dict(found) if whole else {**self._known, **found}
        if known != self._known:
            self._known = known
            self._show()
        if whole:
            self._retitle(self._summary())

    def say_looking(self) -> None:
        """Say that not every day is known yet: it takes longer than a glance."""
        self.title.setText(say("month.looking"))

    def say_missed(self) -> None:
        """Say that some days stay unknown, or as they were: nobody looks for them any more."""
        if self._visit_request is not None:
            self._retitle(say("month.missed"))

    def _retitle(self, text: str) -> None:
        if text != self.title.text():
            self.title.setText(text)
            announce(self, text)

    def _summary(self) -> str:
        """How many of the days on which the clinic is open fit, once every day is known."""
        fits = [self._known.get(day) for day in self._span.days]
        if None in fits:
            return say("month.title")
        opened = len(fits) - fits.count(Fit.CLOSED)
        return say("month.summary", {"count": opened, "fits": fits.count(Fit.FITS)})

    def _bring(self, day: date) -> None:
        """Have Tab come to this day, and turn the weeks no further than is needed to see it.

        Not while the keyboard is here: Enter would choose another day than it was at.
        """
        if not self._focused:
            self._at = self._span.nearest(day)
            self._turn_to(self._at)

    def _turn_to(self, day: date) -> None:
        week = self._span.week_of(day)
        self._top = max(min(self._top, week), week - self._rows + 1)

    def _turn(self, by: int) -> None:
        """Show the weeks before or after those that are shown."""
        focused = self._focused
        self._top += by * self._rows
        self._show()
        if focused:
            self.take_focus()

    def _show(self) -> None:
        self._top = max(0, min(self._top, self._span.weeks - self._rows))
        weeks = [self._span.week(self._top + row) for row in range(self._rows)]
        days = [day for week in weeks for day in week]
        seen = [day for day in days if day is not None]
        if self._at not in seen:
            self._at = min(seen, key=lambda day: abs(day - self._at))
        days += [None] * (len(self.days) - len(days))
        for button, day in zip(self.days, days, strict=True):
            fit = None if day is None else self._known.get(day)
            button.show_day(day, fit, marked=day is not None and day == self._marked)
            tab = day == self._at
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tab else Qt.FocusPolicy.ClickFocus)
        for row in range(MOST_WEEKS):
            height = HEIGHT if row < self._rows else 0
            # Even the same height again would have everything laid out anew.
            if self._grid.rowMinimumHeight(1 + row) != height:
                self._grid.setRowMinimumHeight(1 + row, height)
        ends = {"first": day_and_month(seen[0]), "last": day_and_month(seen[-1])}
        self.months.setText(say("month.months", ends))
        self.earlier.setEnabled(self._top > 0)
        self.later.setEnabled(self._top < self._span.weeks - self._rows)

    def _press(self, button: DayButton) -> None:
        if button.day is None:
            return
        if button.fit is Fit.CLOSED:
            announce(self, button.accessibleName())
        elif button.fit in (Fit.FULL, Fit.EARLY):
            self.full_chosen.emit(button.day)
        else:
            self.chosen.emit(button.day)

    def _go_to(self, day: date) -> None:
        top = self._top
        self.take_focus(day)
        if self._top != top:
            # The same button may have become another day, without a change of focus.
            announce(self, long_day(self._at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of whichever day has the focus; they are no shortcuts then."""
        if not isinstance(watched, DayButton):
            return False
        if event.type() == QEvent.Type.FocusIn and watched.day not in (None, self._at):
            assert watched.day is not None
            self._at = watched.day
            self._show()
        if not isinstance(event, QKeyEvent) or Qt.Key(event.key()) not in _KEYS:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._key(watched, event)

    def _key(self, button: DayButton, event: QKeyEvent) -> bool:
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        modifiers &= ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == Qt.KeyboardModifier.ControlModifier and key in _ENDS:
            self._go_to(self._span.first if key == Qt.Key.Key_Home else self._span.last)
        elif modifiers:
            return False
        elif key in _PRESSES:
            if not event.isAutoRepeat():
                button.click()
        elif key in _ENDS:
            week = [day for day in self._span.week(self._span.week_of(self._at)) if day]
            self._go_to(week[0] if key == Qt.Key.Key_Home else week[-1])
        elif key in _PAGES:
            self._go_to(self._at + timedelta(_PAGES[key] * self._rows * WEEK))
        elif (day := self._at + timedelta(_BESIDE[key])) in self._span:
            self._go_to(day)
        return True
