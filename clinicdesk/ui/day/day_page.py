"""The page of the day: goes from day to day, opens what is there, and shows options on it."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.services.visits.reading.clinic_day import Column, DayInfo, next_open_day
from clinicdesk.ui.day.day_view import BEFORE_NOW, DayView
from clinicdesk.ui.day.grid.accessible import announce
from clinicdesk.ui.day.grid.option_ghosts import best_column
from clinicdesk.ui.day.grid.popup_position import move_beside
from clinicdesk.ui.day.layout import steering
from clinicdesk.ui.day.layout.arrangement import DayBlock, Place
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import long_day

_WHILE_DRAGGING = frozenset({"view.zoom-in", "view.zoom-out", "view.zoom-reset"})
"""What can be done while something is dragged."""


@dataclass(frozen=True)
class _Sight:
    """What was in sight of the days, and where the keyboard was."""

    day: date
    place: Place | None
    offset: QPoint


class DayPage(DayView):
    """One day of the clinic, a column for each resource."""

    appointment_opened = Signal(int)
    """The number of the appointment that was opened."""
    free_chosen = Signal(int, int)
    """Enter on a free place: the number of its resource and its minute after midnight."""
    day_changed = Signal(object)
    """The `date` that is shown now."""

    def __init__(
        self, desk: Desk, actions: Actions, keeper: ThemeKeeper, settings: QSettings
    ) -> None:
        super().__init__(desk, actions, keeper, settings)
        self._before_option: _Sight | None = None
        """Where the day was before an option led somewhere else."""
        self._connect()
        self.reload()
        self._first_look()

    def _connect(self) -> None:
        self.bar.date_typed.connect(self.show_day)
        self.bar.away_shown.connect(self._show_away)
        self.bar.left.connect(self.grid.setFocus)
        self.grid.opened.connect(self._open)
        self.grid.room_changed.connect(self._fit)
        self.zooming.changed.connect(self._lay_out)
        self.grid.card_wanted.connect(self._show_card)
        self.grid.key_pressed.connect(self._close_top_layer)
        self.grid.place_changed.connect(lambda _place: self.card.close_card())
        self.views.changed.connect(self._lay_out)
        self.views.said.connect(self._say)
        self._desk.changed.connect(self._on_changed)
        self._desk.day_began.connect(self._on_new_day)
        self._desk.readable.connect(self._read_news)
        self._desk.privacy.changed.connect(self._lay_out)
        self._keeper.changed.connect(self._lay_out)
        self.moving.engaged.connect(self._rest_while_dragging)
        self._actions.connect(
            "visit.open",
            lambda: self._open(self.grid.place),
            unless=self.at_keyboard.nothing_there,
        )
        for action_id, handler in (
            ("go.today", self._go_today),
            ("go.previous-day", lambda: self.show_day(self.day - timedelta(days=1))),
            ("go.next-day", lambda: self.show_day(self.day + timedelta(days=1))),
            ("go.date", self.bar.ask),
        ):
            self._actions.connect(action_id, handler)

    # ------------------------------------------------------------------ what others call

    def show_day(self, day: date) -> None:
        """Go to a day, and stay there whatever was shown of an option."""
        self._before_option = None
        if day != self.day:
            self._go_to_day(day)
            self.at_keyboard.gone_to()

    def _go_to_day(self, day: date) -> None:
        self.moving.put_back()
        before, self.day = self.day, day
        if not self.reload():
            self.day = before
            return
        self.day_changed.emit(day)
        announce(self, long_day(day))

    def current_column(self) -> tuple[DayInfo, Column] | None:
        """The day that is shown, and the column that the keyboard is in."""
        place = self.grid.place
        if self._info is None or place is None:
            return None
        return self._info, self.grid.plan.columns[place.column]

    def focus_appointment(self, number: int) -> None:
        """Put the keyboard on an appointment of this day, and show it.

        One that stands in none of the columns brings its own for as long as this day is shown.
        """
        item = next((item for item in self.appointments() if item.number == number), None)
        block = self.grid.plan.of_appointment(number)
        if block is None and item is not None and self._info is not None:
            resource = best_column([self._info.setup.resources[n] for n in item.resources])
            if resource is not None:
                self._besides = (*self._besides, resource.id)
                self._lay_out()
                block = self.grid.plan.of_appointment(number)
        if block is not None:
            self.grid.go_to(steering.place_of(block, number))

    def focus_visit(self, visit: int) -> None:
        """Put the keyboard on the first step of a visit, if it has one on this day."""
        steps = [item for item in self.appointments() if item.visit == visit and item.busy]
        if steps:
            self.focus_appointment(steps[0].number)

    def show_option(self, option: Option | None) -> None:
        """Show a plan as numbered ghosts on its day; without one any more, go back."""
        before, self._option = self._option, option
        if option is not None and self._before_option is None:
            self._before_option = _Sight(self.day, self.grid.place, self.grid.offset)
        if option is not None and option.day != self.day:
            self._go_to_day(option.day)
        elif option is None and self._before_option is not None:
            self._go_back_to(self._before_option)
        elif option is not None or before is not None:
            self._lay_out()

    def _go_back_to(self, sight: _Sight) -> None:
        self._before_option = None
        if sight.day == self.day:
            self._lay_out()
        else:
            self._go_to_day(sight.day)
        place = steering.same_place(self.grid.plan, sight.place) if sight.place else None
        self.grid.go_to(place, in_sight=False)
        self.grid.scroll_to(sight.offset)

    # ------------------------------------------------------------------ what changes by itself

    def _first_look(self) -> None:
        """Nothing is left of today: begin with the next day on which the clinic is open."""
        today, minute = self._now()
        if self._info is None or not self._info.is_over(minute):
            return
        day = next_open_day(self._desk.database, today)
        if day is not None:
            self.show_day(day)
            self._remark = say("day.next-open-day")
            self._show_figures()

    def _on_changed(self, change: Changed) -> None:
        here = {item.patient.number for item in self.appointments() if item.patient}
        if change.everything or self.day in change.days or here & change.patients:
            self._read_news()

    def _read_news(self) -> None:
        with self.at_keyboard.changed_by_news():
            self.reload()

    def _on_new_day(self, today: date) -> None:
        """Another day began: the one that is shown stays, and is marked once it is past."""
        was_today = self.grid.now is not None
        self._remark = ""
        self._read_news()
        if was_today and self.day < today:
            self._say(say("day.turned", {"today": long_day(today)}))

    def showEvent(self, event: QShowEvent) -> None:
        """Open where the day is interesting."""
        super().showEvent(event)
        self._open_day()

    # ------------------------------------------------------------------ what the bar and grid ask

    def _go_today(self) -> None:
        today, minute = self._now()
        if self.day == today:
            self.grid.show_minute_at(minute - BEFORE_NOW, 0)
        self.show_day(today)

    def _show_away(self, shown: bool) -> None:
        self._choice.with_away = shown
        self._lay_out()

    def _open(self, place: Place | None) -> None:
        if place is None:
            return
        self.card.close_card()
        if place.appointment is not None:
            self.appointment_opened.emit(place.appointment.number)
        else:
            resource = self.grid.plan.columns[place.column].resource
            self.free_chosen.emit(resource.id, place.start)

    def _show_card(self, block: DayBlock | None) -> None:
        """Open the card of an appointment, or close it; asked for twice it closes."""
        dragging = self.moving.dragging
        if block is None or block == self.card.block or dragging or self.card.covered:
            self.card.close_card()
            return
        if self._info is not None:
            today, _ = self._now()
            self.card.show_block(block, self._info, today, private=self._desk.privacy.on)
            move_beside(self.card, self.grid.on_screen(self.grid.plan.box(block)))
            self.card.show()
            self.card.raise_()
            announce(self.grid, self.card.accessibleName())

    def _close_top_layer(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.card.isVisible():
            self.card.close_card()
            event.accept()

    def _rest_while_dragging(self, engaged: bool) -> None:
        self.at_keyboard.show_dragged(engaged)
        if engaged:
            self._actions.open_layer(self.moving, keeps=_WHILE_DRAGGING)
        else:
            self._actions.close_layer(self.moving)

    def _say(self, text: str) -> None:
        """Show it where the figures stand until the day is read anew, and read it out."""
        self.bar.say(text)
        announce(self, text)
