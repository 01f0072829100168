"""One day on screen: read, laid out in columns, with its bar above and who it is below."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.models.statuses import Status
from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.day.at_keyboard import AtKeyboard
from clinicdesk.ui.day.columns.column_choice import ColumnChoice, away
from clinicdesk.ui.day.columns.column_views import ColumnViews
from clinicdesk.ui.day.columns.day_form import DayForm
from clinicdesk.ui.day.day_bar import DayBar
from clinicdesk.ui.day.day_figures import figures_text, unconfirmed
from clinicdesk.ui.day.day_reading import DayReading
from clinicdesk.ui.day.empty_day import EmptyDay
from clinicdesk.ui.day.grid.day_grid import DayGrid
from clinicdesk.ui.day.grid.option_ghosts import missing_columns, option_columns, option_ghosts
from clinicdesk.ui.day.layout.arrangement import Arrangement, DayBlock
from clinicdesk.ui.day.text.fonts import fonts_of
from clinicdesk.ui.day.zooming import Zooming
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.later import Late
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.services.planning.options import Option
    from clinicdesk.ui.day.appointment_card import DayCard
    from clinicdesk.ui.day.drag.drag_controller import DragController
    from clinicdesk.ui.day.grid.day_painter import DayPainter, Pictures

BEFORE_NOW = 60
"""How many minutes before the present one the day of today opens."""

PAINTERS_KEPT = 12
"""How many days' fitted texts are kept; the one unused longest goes first."""

SCROLL_BARS = 2
"""Each of them may come or go for a day, and leave it another width."""


def held_blocks(plan: Arrangement) -> list[DayBlock]:
    """Those with a countdown."""
    return [block for block in plan.blocks if block.appointment.status is Status.PENDING]


class DayView(QWidget):
    """Shows a day, a column for each resource; where the keyboard goes is up to the page.

    While nobody sees it nothing is laid out: it is once it is shown.
    """

    def __init__(
        self, desk: Desk, actions: Actions, keeper: ThemeKeeper, settings: QSettings
    ) -> None:
        super().__init__()
        self._desk, self._actions, self._keeper = desk, actions, keeper
        self._choice = ColumnChoice(settings)
        self._info: DayInfo | None = None
        """The day that is shown; None until one was read."""
        self.reading = DayReading(desk, self._form, self)
        self.bar = DayBar(actions)
        self.grid = DayGrid()
        self.at_keyboard = AtKeyboard(desk, self.grid, actions, self.appointments, self.reading)
        self.strip = self.at_keyboard.strip
        self.zooming = Zooming(self.grid, actions, settings)
        self._arrange()
        desk.marked.connect(self.grid.mark_written)
        self._moving = Late(self._made_moving)
        self._card = Late(self._made_card)
        self._follow_drags()
        self.empty = EmptyDay(self.grid.viewport())
        self.views = ColumnViews(self._choice, actions, self, lambda: self._info)
        self._option: Option | None = None
        """The plan whose ghosts are drawn, if they are of this day."""
        self._besides: tuple[int, ...] = ()
        """Resources that have a column besides the chosen ones, as long as this day is shown."""
        self._remark = ""
        """What is said before the day's figures as long as this day is shown."""
        self._laid_out = True
        """Whether all is laid out as it is to be shown now."""
        self._pictures: Pictures = {}
        self._painters: dict[date, DayPainter] = {}
        self._opened_at: date | None = None
        self._making_room = False
        """Whether scroll bars are coming and going for a day that is being laid out."""
        self._minute = -1
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.strip)
        self.setFocusProxy(self.grid)

    # ------------------------------------------------------------------ above the day

    @property
    def moving(self) -> "DragController":
        """What drags appointments, made now if nobody has dragged any yet."""
        return self._moving()

    @property
    def card(self) -> "DayCard":
        """The card of an appointment, made now if nobody has asked for one yet."""
        return self._card()

    def _made_moving(self) -> "DragController":
        from clinicdesk.ui.day.drag.drag_controller import DragController

        return DragController(self._desk, self.grid)

    def _made_card(self) -> "DayCard":
        from clinicdesk.ui.day.appointment_card import DayCard

        return DayCard(self.grid)

    def _follow_drags(self) -> None:
        grid = self.grid
        grid.grabbed.connect(lambda block, at: self._moving().grab(block, at))
        grid.dragged.connect(lambda at, along: self._moving().drag_to(at, along))
        grid.dropped.connect(lambda: self._moving().release())
        grid.key_pressed.connect(lambda event: self._moving().take_key(event))

    def _close_card(self) -> None:
        if self._card.made is not None:
            self._card.made.close_card()

    # ------------------------------------------------------------------ what is shown

    def appointments(self) -> tuple[AppointmentInfo, ...]:
        """Every appointment of the day that is shown."""
        return () if self._info is None else self._info.appointments

    @property
    def has_lost(self) -> bool:
        """Whether a visit of the day that is shown cannot take place as booked."""
        return self._info is not None and bool(self._info.lost)

    @property
    def day(self) -> date:
        """The day that was gone to; until it is read the one before it is shown."""
        return self.reading.wanted

    # ------------------------------------------------------------------ laying out

    def _show(self, info: DayInfo) -> None:
        """Show this day from now on."""
        if self._info is None or self._info.day != info.day:
            self._besides, self._remark = (), ""
            if self.reading.instead == info.day:
                self._remark, self.reading.instead = say("day.next-open-day"), None
        self._info = info
        self.bar.show_day(info.day, self._desk.today(), info.setup.date_order)
        self._lay_out()

    def _hide_names(self) -> None:
        """Names are hidden, or shown again, also where nobody sees them just now."""
        self._lay_out(unseen=True)

    def _lay_out(self, *, unseen: bool = False) -> None:
        """Show what was read last as it is to be shown now, with everything that stands on it."""
        if self._info is None:
            return
        self._laid_out = self.isVisible()
        if self.grid.shows_a_day and not (self._laid_out or unseen):
            return
        option = self._option if self._option and self._option.day == self._info.day else None
        plan = self._arranged(self._info, option)
        for _ in range(SCROLL_BARS):
            if self._takes_room(plan):
                plan = self._arranged(self._info, option)
        day_painter = self._painter(plan)
        with self.at_keyboard.laid_out_anew():
            self.grid.show_day(day_painter, self._present_minute())
            self.grid.refresh(held_blocks(plan))
        # Before the option is brought into sight: a day that was never seen opens where it begins.
        self._open_day()
        if option is not None:
            self.grid.show_option_ghosts(option_ghosts(option, plan))
        if self._moving.made is not None:
            self._moving.made.renew()
        self._close_card()
        self.at_keyboard.show()
        self._show_emptiness()
        self._show_figures()

    def _form(self, besides: tuple[int, ...] = ()) -> DayForm:
        """How a day would be laid out now."""
        return DayForm(
            self._choice.chosen,
            self._choice.with_away,
            besides,
            self.zooming.level,
            fonts_of(self.font()).name.height,
            self.grid.viewport().width(),
        )

    def _arranged(self, info: DayInfo, option: "Option | None") -> Arrangement:
        """The day in the chosen columns, and in those that are needed besides.

        While one chooses among options that are wider than the screen their columns come together.
        """
        form = self._form(self._besides)
        columns = self._choice.columns(info, self._besides)
        if option is not None:
            shown = [column.resource.id for column in columns]
            form = self._form(self._besides + missing_columns(option, shown))
            columns = self._choice.columns(info, form.besides)
            own = option_columns(option, shown)
            form = replace(form, together=own if form.is_wider(columns, own) else ())
        return self.reading.arranged(info, form)

    def _takes_room(self, plan: Arrangement) -> bool:
        """Whether a scroll bar of the plan leaves it another width than it was laid out for."""
        before = self.grid.viewport().width()
        self._making_room = True
        self.grid.make_room(plan, fonts_of(self.font()))
        self._making_room = False
        return self.grid.viewport().width() != before

    def _painter(self, plan: Arrangement) -> "DayPainter":
        """What paints the plan; the one that has painted it before, if it would look the same."""
        # The window's first picture shows no day yet.
        from clinicdesk.ui.day.grid.day_painter import DayPainter

        theme, private, now = self._keeper.theme, self._desk.privacy.on, self._instant()
        kept = self._painters.pop(plan.day.day, None)
        if kept is not None and kept.paints(plan, theme, self.font(), private=private):
            kept.tick(now, held_blocks(plan))
        else:
            kept = DayPainter(
                plan, theme, self.font(), private=private, now=now, pictures=self._pictures
            )
        self._painters[plan.day.day] = kept
        if len(self._painters) > PAINTERS_KEPT:
            del self._painters[next(iter(self._painters))]
        return kept

    def _show_figures(self) -> None:
        if self._info is not None:
            figures = figures_text(self._info, self._desk.today())
            text = " ".join(part for part in (self._remark, figures) if part)
            to_call = bool(unconfirmed(self._info) or self._info.lost)
            to_call = to_call and self._info.day >= self._desk.today()
            self.bar.show_figures(text, len(away(self._info)), to_call=to_call)

    def _fit(self) -> None:
        """Another width: lay the day out in it, and keep in sight where the keyboard is."""
        if self._making_room:
            return
        self._lay_out()
        if self._info is not None and self.grid.place is not None:
            self.grid.bring_into_sight(self.grid.place_box(self.grid.place))

    def _open_day(self) -> None:
        """The first time that a day is seen it opens an hour before now, or where it begins."""
        if self._info is None or self._opened_at == self._info.day or not self.isVisible():
            return
        self._opened_at = self._info.day
        now = self._present_minute()
        # In the evening the last appointments are in sight, not the empty hours after them.
        last = max((block.end for block in self.grid.plan.blocks), default=now or 0)
        first = self.grid.plan.scale.first if now is None else min(now, last) - BEFORE_NOW
        self.grid.show_minute_at(first, 0)

    def _show_emptiness(self) -> None:
        if self.grid.plan.columns:
            self.empty.hide()
        elif self._choice.chosen is not None:
            words, button = say("day.no-columns-chosen"), say("day.choose")
            self.empty.say(words, button, self.views.open_chooser)
        else:
            words, button = say("day.nobody-in"), say("day.next-day")
            self.empty.say(words, button, self._actions["go.next-day"].trigger)

    # ------------------------------------------------------------------ time

    def _instant(self) -> float:
        return self._desk.context.clock().timestamp()

    def _present_minute(self) -> int | None:
        today, minute = self._desk.now()
        return minute if self._info is not None and today == self._info.day else None

    def _tick(self) -> None:
        """Each second: the now-line when a minute has begun, the countdown of holds."""
        if self._info is None or not self.isVisible():
            return
        today, minute = self._desk.now()
        if minute != self._minute:
            self._minute = minute
            self.grid.show_now(minute if today == self._info.day else None)
        held = held_blocks(self.grid.plan)
        if held:
            self.grid.day_painter.tick(self._instant(), held)
            self.grid.refresh(held)
