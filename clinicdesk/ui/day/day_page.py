"""The page of the day: goes from day to day, opens what is there, and shows options on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.visits.reading.clinic_day import Column, DayInfo
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

if TYPE_CHECKING:
    from clinicdesk.services.planning.options import Option
    from clinicdesk.ui.day.drag.drag_controller import DragController

_WHILE_DRAGGING = frozenset({"view.zoom-in", "view.zoom-out", "view.zoom-reset"})
"""What can be done while something is dragged."""

OPTION_MILLISECONDS = 120
"""So long no other option must have been chosen before another day is drawn for it."""


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
    picked_up = Signal()
    """An appointment is about to be moved."""
    day_changed = Signal(object)
    """The `date` that is shown now."""

    def __init__(
        self, desk: Desk, actions: Actions, keeper: ThemeKeeper, settings: QSettings
    ) -> None:
        super().__init__(desk, actions, keeper, settings)
        self._before_option: _Sight | None = None
        """Where the day was before an option led somewhere else."""
        self._arrived: Callable[[], object] | None = None
        """What is done on the day that was gone to once it comes; None if none was gone to."""
        self._option_later = QTimer(self, singleShot=True, interval=OPTION_MILLISECONDS)
        self._option_later.timeout.connect(self._show_option_now)
        self._connect()
        self.reading.read_again()

    def _connect(self) -> None:
        self.bar.date_typed.connect(self.show_day)
        self.bar.away_shown.connect(self._show_away)
        self.bar.left.connect(self.grid.setFocus)
        self.grid.opened.connect(self._open)
        self.grid.room_changed.connect(self._fit)
        self.zooming.changed.connect(self._lay_out)
        self.grid.card_wanted.connect(self._show_card)
        self.grid.key_pressed.connect(self._close_top_layer)
        self.grid.place_changed.connect(lambda _place: self._close_card())
        self.views.changed.connect(self._lay_out)
        self.views.said.connect(self._say)
        self.reading.came.connect(self._on_day)
        self.reading.late.connect(self._say_where)
        self.reading.failed.connect(self._on_failed)
        self._desk.changed.connect(self._on_changed)
        self._desk.day_began.connect(self._on_new_day)
        self._desk.readable.connect(self._on_readable)
        self._desk.privacy.changed.connect(self._hide_names)
        self._keeper.changed.connect(self._lay_out)
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
        self._option_later.stop()
        if day != self.day:
            self._go_to_day(day, self.at_keyboard.gone_to)

    def _go_to_day(self, day: date, arrived: Callable[[], object] = lambda: None) -> None:
        """Want this day; `arrived` is called once it is shown."""
        if self._moving.made is not None:
            self._moving.made.put_back()
        self._arrived = arrived
        self.reading.go_to(day)

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
        block = self.grid.plan.of_appointment(number) if self.grid.shows_a_day else None
        if block is None and item is not None and self._info is not None:
            # Who has left has no column any more; the room that it takes may have one.
            there = self._info.setup.resources
            resource = best_column([there[n] for n in item.resources if n in there])
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

    def show_option(self, option: "Option | None") -> None:
        """Show a plan as numbered ghosts on its day; without one any more, go back.

        Another day is drawn only once no other option was chosen for a moment.
        """
        before, self._option = self._option, option
        self._option_later.stop()
        if option is not None and self._before_option is None:
            self._before_option = _Sight(self.day, self.grid.place, self.grid.offset)
        if option is not None and option.day != self.day:
            self.grid.show_option_ghosts([])
            self._option_later.start()
        elif option is None and self._before_option is not None:
            self._go_back_to(self._before_option)
        elif option is not None or before is not None:
            self._lay_out()

    def _show_option_now(self) -> None:
        if self._option is not None and self._option.day != self.day:
            self._go_to_day(self._option.day)

    def _go_back_to(self, sight: _Sight) -> None:
        self._before_option = None
        if sight.day == self.day:
            self._lay_out()
            self.reading.when_there(partial(self._look_at, sight))
        else:
            self._go_to_day(sight.day, partial(self._look_at, sight))

    def _look_at(self, sight: _Sight) -> None:
        """Put keyboard and window where they were."""
        if self.grid.shows_a_day:
            place = steering.same_place(self.grid.plan, sight.place) if sight.place else None
            self.grid.go_to(place, in_sight=False)
            self.grid.scroll_to(sight.offset)

    # ------------------------------------------------------------------ what changes by itself

    def _on_day(self, info: DayInfo) -> None:
        """The day that is wanted: the one that was gone to, or what others made of it."""
        arrived, self._arrived = self._arrived, None
        if arrived is None:
            with self.at_keyboard.changed_by_news():
                self._show(info)
            return
        self._show(info)
        self.day_changed.emit(info.day)
        announce(self, long_day(info.day))
        arrived()

    def _on_failed(self) -> None:
        self._arrived = None
        self._show_figures()

    def _say_where(self, day: date) -> None:
        """Another day takes its time: the picture is still the former one."""
        if self._info is not None and self.reading.is_elsewhere:
            shown = long_day(self._info.day)
            self._say(say("day.going", {"day": long_day(day), "shown": shown}))

    def _on_changed(self, change: Changed) -> None:
        self.reading.tell(change)
        self._read_news()

    def _read_news(self) -> None:
        """Read the day anew if it is not as it is shown; not while nobody sees it."""
        if self.reading.is_stale and self.isVisible():
            self.reading.read_again()

    def _on_readable(self) -> None:
        """The file could not be read, and can be now."""
        self.reading.read_again()

    def _on_new_day(self, today: date) -> None:
        """Another day began: the one that is shown stays, and is marked once it is past."""
        if self._info is None:
            return
        was_today = self.grid.now is not None
        self._remark = ""
        with self.at_keyboard.changed_by_news():
            self._show(self._info)
        if was_today and self._info.day < today:
            self._say(say("day.turned", {"today": long_day(today)}))

    def showEvent(self, event: QShowEvent) -> None:
        """Open where the day is interesting."""
        super().showEvent(event)
        if not self._laid_out:
            self._lay_out()
        self._read_news()
        self._open_day()

    # ------------------------------------------------------------------ what the bar and grid ask

    def _go_today(self) -> None:
        today, minute = self._desk.now()
        if self.day == today and self.grid.shows_a_day:
            self.grid.show_minute_at(minute - BEFORE_NOW, 0)
        self.show_day(today)

    def _show_away(self, shown: bool) -> None:
        self._choice.with_away = shown
        self._lay_out()

    def _open(self, place: Place | None) -> None:
        if place is None:
            return
        self._close_card()
        if place.appointment is not None:
            self.appointment_opened.emit(place.appointment.number)
        else:
            resource = self.grid.plan.columns[place.column].resource
            self.free_chosen.emit(resource.id, place.start)

    def _show_card(self, block: DayBlock | None) -> None:
        """Open the card of an appointment, or close it; asked for twice it closes."""
        dragging = self._moving.made is not None and self._moving.made.dragging
        if block is None or dragging or block == self.card.block or self.card.covered:
            self._close_card()
            return
        if self._info is not None:
            today = self._desk.today()
            self.card.show_block(block, self._info, today, private=self._desk.privacy.on)
            move_beside(self.card, self.grid.on_screen(self.grid.plan.box(block)))
            self.card.show()
            self.card.raise_()
            announce(self.grid, self.card.accessibleName())

    def _close_top_layer(self, event: QKeyEvent) -> None:
        card = self._card.made
        if event.key() == Qt.Key.Key_Escape and card is not None and card.isVisible():
            card.close_card()
            event.accept()

    def _made_moving(self) -> "DragController":
        moving = super()._made_moving()
        moving.engaged.connect(self._rest_while_dragging)
        return moving

    def _rest_while_dragging(self, engaged: bool) -> None:
        self.at_keyboard.show_dragged(engaged)
        if engaged:
            self.picked_up.emit()
            self._actions.open_layer(self.moving, keeps=_WHILE_DRAGGING)
        else:
            self._actions.close_layer(self.moving)

    def _say(self, text: str) -> None:
        """Show it where the figures stand until the day is read anew, and read it out."""
        self.bar.say(text)
        announce(self, text)
