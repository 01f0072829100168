"""The page of the day: reads it, lays it out, and goes from day to day."""

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.options import Option
from clinicdesk.services.storage import REFUSALS
from clinicdesk.services.visits.clinic_day import Column, DayInfo, next_open_day, read_whole_day
from clinicdesk.services.visits.visit_reading import AppointmentInfo
from clinicdesk.ui.day import columns
from clinicdesk.ui.day.appointment_card import DayCard
from clinicdesk.ui.day.appointment_text import figures_text
from clinicdesk.ui.day.at_keyboard import AtKeyboard
from clinicdesk.ui.day.column_views import ColumnViews
from clinicdesk.ui.day.columns import ColumnChoice
from clinicdesk.ui.day.day_bar import DayBar
from clinicdesk.ui.day.drag import steering
from clinicdesk.ui.day.drag.moving import Moving
from clinicdesk.ui.day.drag.offering import best_column, missing_columns, option_ghosts
from clinicdesk.ui.day.empty_day import EmptyDay
from clinicdesk.ui.day.grid.accessible import announce
from clinicdesk.ui.day.grid.arrangement import Block, Place, arrange
from clinicdesk.ui.day.grid.grid import DayGrid
from clinicdesk.ui.day.grid.painting import DayPainter, Pictures
from clinicdesk.ui.day.letters import fonts_of
from clinicdesk.ui.day.popup_position import stand_beside
from clinicdesk.ui.day.zooming import Zooming
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions import Actions
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import long_day

BEFORE_NOW = 60
"""How many minutes before the present one the day of today opens."""


_WHILE_MOVING = frozenset({"view.zoom-in", "view.zoom-out", "view.zoom-reset"})
"""What can be done while something is in the hand."""


@dataclass(frozen=True)
class _Sight:
    """What was seen of the days, and where the keyboard was."""

    day: date
    place: Place | None
    offset: QPoint


class DayPage(QWidget):
    """One day of the clinic, a column for each resource."""

    appointment_opened = Signal(int)
    """The number of the appointment that was opened."""
    free_chosen = Signal(int, int)
    """Enter on a free place: the number of its resource and its minute."""
    day_changed = Signal(object)
    """The `date` that is shown now."""

    def __init__(
        self, desk: Desk, actions: Actions, keeper: ThemeKeeper, settings: QSettings
    ) -> None:
        super().__init__()
        self._desk, self._actions, self._keeper, self._settings = desk, actions, keeper, settings
        self._choice = ColumnChoice(settings)
        self._info: DayInfo | None = None
        self._opened_at: date | None = None
        setup = desk.availability.setup()
        self._zone = setup.zone
        self.day, _ = desk.context.wall_clock(self._zone)
        self.bar = DayBar(actions)
        self.grid = DayGrid()
        self.at_keyboard = AtKeyboard(desk, self.grid, actions, self.appointments)
        self.strip = self.at_keyboard.strip
        self.zooming = Zooming(self.grid, actions, settings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.strip)
        self.moving = Moving(desk, self.grid)
        self.card = DayCard(self.grid)
        self.empty = EmptyDay(self.grid.viewport())
        self.views = ColumnViews(self._choice, actions, self, lambda: self._info)
        self._option: Option | None = None
        self._before_option: _Sight | None = None
        """Where the day was before an option led somewhere else."""
        self._besides: tuple[int, ...] = ()
        self._pictures: Pictures = {}
        self._connect()
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._minute = -1
        self._remark = ""
        """What is said before the day's figures for as long as this day is shown."""
        self.setFocusProxy(self.grid)
        self.reload()
        self._first_look()

    def _connect(self) -> None:
        self.bar.date_said.connect(self.show_day)
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
        self.moving.engaged.connect(self._rest_while_moving)
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

    def appointments(self) -> tuple[AppointmentInfo, ...]:
        """Every appointment of the day that is shown."""
        return () if self._info is None else self._info.appointments

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

    # ------------------------------------------------------------------ reading and laying out

    def reload(self) -> bool:
        """Read the day anew, and show it; False, and what was shown stays, if that cannot be."""
        try:
            info = read_whole_day(self._desk.context, self._desk.database, self.day)
        except REFUSALS as refusal:
            self._desk.could_not_read(say(refusal.code, refusal.params))
            return False
        if self._info is None or self._info.day != info.day:
            self._besides, self._remark = (), ""
        self._info = info
        today, _ = self._now()
        self.bar.show_day(self.day, today, self._info.setup.date_order)
        self._lay_out()
        return True

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

    def _lay_out(self) -> None:
        if self._info is None:
            return
        fonts = fonts_of(self.font())
        option = self._option if self._option and self._option.day == self.day else None
        shown = [c.resource.id for c in self._choice.columns(self._info, self._besides)]
        besides = self._besides + (missing_columns(option, shown) if option else ())
        plan = arrange(
            self._info,
            self._choice.columns(self._info, besides),
            self.zooming.level,
            fonts.name.height,
            self.grid.viewport().width(),
        )
        face = DayPainter(
            plan,
            self._keeper.theme,
            self.font(),
            private=self._desk.privacy.on,
            now=self._instant(),
            pictures=self._pictures,
        )
        with self.at_keyboard.laid_out_anew():
            self.grid.show_face(face, self._present_minute())
        if option is not None:
            self.grid.show_offered(option_ghosts(option, plan))
        self.moving.renew()
        self.card.close_card()
        self.at_keyboard.show()
        self._show_emptiness()
        self._show_figures()
        self._open_day()

    def _show_figures(self) -> None:
        if self._info is not None:
            said = figures_text(self._info, self._now()[0])
            figures = " ".join(part for part in (self._remark, said) if part)
            self.bar.show_figures(figures, len(columns.away(self._info)))

    def _fit(self) -> None:
        """Another width: lay the day out in it, and keep in sight where the keyboard is."""
        self._lay_out()
        if self._info is not None and self.grid.place is not None:
            self.grid.bring_into_sight(self.grid.place_box(self.grid.place))

    def _open_day(self) -> None:
        """The first time that a day is seen it opens an hour before now, or where it begins."""
        if self._opened_at == self.day or not self.isVisible():
            return
        self._opened_at = self.day
        now = self._present_minute()
        # In the evening the last appointments are in sight, not the empty hours after them.
        last = max((block.end for block in self.grid.plan.blocks), default=now or 0)
        first = self.grid.plan.scale.first if now is None else min(now, last) - BEFORE_NOW
        self.grid.show_minute_at(first, 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Open where the day is interesting."""
        super().showEvent(event)
        self._open_day()

    def _show_emptiness(self) -> None:
        if self.grid.plan.columns:
            self.empty.hide()
        elif self._choice.chosen is not None:
            words, button = say("day.no-columns-chosen"), say("day.choose")
            self.empty.say(words, button, self.views.open_chooser)
        else:
            words, button = say("day.nobody-in"), say("day.next-day")
            self.empty.say(words, button, self._actions["go.next-day"].trigger)

    def _show_card(self, block: Block | None) -> None:
        """Open the card of an appointment, or close it; asked for twice it closes."""
        in_hand = self.moving.hand is not None
        if block is None or block == self.card.block or in_hand or self.card.covered:
            self.card.close_card()
            return
        if self._info is not None:
            today, _ = self._now()
            self.card.show_block(block, self._info, today, private=self._desk.privacy.on)
            stand_beside(self.card, self.grid.on_screen(self.grid.plan.box(block)))
            self.card.show()
            self.card.raise_()
            announce(self.grid, self.card.accessibleName())

    def _close_top_layer(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.card.isVisible():
            self.card.close_card()
            event.accept()

    def _rest_while_moving(self, engaged: bool) -> None:
        self.at_keyboard.take_in_hand(engaged)
        if engaged:
            self._actions.open_layer(self.moving, keeps=_WHILE_MOVING)
        else:
            self._actions.close_layer(self.moving)

    def _say(self, text: str) -> None:
        """Show it where the figures stand until the day is read anew, and read it out."""
        self.bar.say(text)
        announce(self, text)

    # ------------------------------------------------------------------ time

    def _now(self) -> tuple[date, int]:
        return self._desk.context.wall_clock(self._zone)

    def _instant(self) -> float:
        return self._desk.context.clock().timestamp()

    def _present_minute(self) -> int | None:
        today, minute = self._now()
        return minute if today == self.day else None

    def _on_new_day(self, today: date) -> None:
        """Nobody is carried off: the day that is shown stays, and is marked once it is past."""
        was_today = self.grid.now is not None
        self._remark = ""
        self._read_news()
        if was_today and self.day < today:
            self._say(say("day.turned", {"today": long_day(today)}))

    def _tick(self) -> None:
        """Each second: the now-line when a minute has begun, the countdown of holds."""
        if self._info is None or not self.isVisible():
            return
        today, minute = self._now()
        if minute != self._minute:
            self._minute = minute
            self.grid.show_now(minute if today == self.day else None)
        held = [b for b in self.grid.plan.blocks if b.appointment.status == "pending"]
        if held:
            self.grid.face.tick(self._instant(), held)
            self.grid.refresh(held)

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
