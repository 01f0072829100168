"""Which day is wanted, read and laid out: a kept one at once, another once it is read."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import Database, DatabaseRefused
from clinicdesk.services.visits.reading.clinic_day import DayInfo, next_open_day, read_whole_day
from clinicdesk.services.visits.reading.kept_days import DAYS_KEPT, KeptDays
from clinicdesk.ui.day.columns.day_form import DayForm
from clinicdesk.ui.day.layout.arrangement import Arrangement
from clinicdesk.ui.desk import Desk
from clinicdesk.wording import say

LATE_MILLISECONDS = 150
"""A day that takes longer to be read is said to be on its way."""

AHEAD_MILLISECONDS = 300
"""So long nothing else must have been asked before a day beside the shown one is read."""


class DayReading(QObject):
    """Of the days that are asked for one after the other only the last one comes.

    Until it does, the one that came before is `shown`. Changes are to be told.
    """

    came = Signal(object)
    """The `DayInfo` of the day that is wanted: another day, or the same one anew."""
    late = Signal(object)
    """The `date` of a day that is not there yet."""
    failed = Signal()
    """It could not be read: the day that is shown is the one that is wanted again."""

    def __init__(self, desk: Desk, form: Callable[[], DayForm], parent: QObject) -> None:
        """`form` says how a day would be laid out now: that is done where it is read."""
        super().__init__(parent)
        self._desk, self._form = desk, form
        self.wanted = desk.today()
        self.shown: DayInfo | None = None
        self.instead: date | None = None
        """The day that was begun with in place of one of which nothing is left."""
        self._kept = KeptDays()
        self._plans: dict[date, tuple[DayForm, Arrangement]] = {}
        self._asked = 0
        """Which question is the newest: an answer to another one is dropped."""
        self._awaited = False
        self._then: list[Callable[[], object]] = []
        self._step = timedelta(days=1)
        """The direction in which was gone from day to day."""
        self._late = QTimer(self, singleShot=True, interval=LATE_MILLISECONDS)
        self._late.timeout.connect(lambda: self.late.emit(self.wanted))
        self._ahead = QTimer(self, singleShot=True, interval=AHEAD_MILLISECONDS)
        self._ahead.timeout.connect(self._read_ahead)

    @property
    def is_elsewhere(self) -> bool:
        """Whether another day than the one that is shown is on its way."""
        return self.shown is not None and self.shown.day != self.wanted

    @property
    def is_stale(self) -> bool:
        """Whether something changed in the day that is shown, and nobody asked for it anew."""
        return not self._awaited and self.shown is not None and self.shown.day not in self._kept

    def go_to(self, day: date) -> None:
        """From now on this day is wanted."""
        self._then.clear()
        if day != self.wanted:
            self._step = timedelta(days=1 if day > self.wanted else -1)
        self.wanted = day
        kept = self._kept.get(day)
        if kept is None:
            self.read_again()
        else:
            self._asked += 1
            self._take(kept)

    def read_again(self) -> None:
        """Read the day that is wanted anew; the first one may lead to the next open day."""
        context, database, day = self._desk.context, self._desk.database, self.wanted
        self._asked += 1
        self._awaited = True
        self._late.start()
        read = partial(read_whole_day, context, database, day)
        if self.shown is None and self._desk.now()[0] == day:
            read = partial(_first_day, context, database, *self._desk.now())
        mark = self._kept.begin()
        self._desk.read(
            (self, "day"),
            partial(_laid_out, read, self._form()),
            partial(self._have, self._asked, mark),
            partial(self._failed, self._asked),
        )

    def when_there(self, act: Callable[[], object]) -> None:
        """Do this with the wanted day as it is now: at once if it is shown, else once it comes.

        Not at all if another day is gone to before, or if it cannot be read.
        """
        if not self._awaited and not self.is_stale:
            act()
            return
        self._then.append(act)
        if not self._awaited:
            self.read_again()

    def arranged(self, info: DayInfo, form: DayForm) -> Arrangement:
        """The day laid out like that; one that was laid out so before is the same."""
        kept = self._plans.get(info.day)
        if kept is None or kept[1].day is not info:
            kept = self._plan(form, form.arrange(info))
        elif kept[0] != form:
            kept = self._plan(form, form.fit(kept[1], kept[0]))
        return kept[1]

    def _plan(self, form: DayForm, plan: Arrangement) -> tuple[DayForm, Arrangement]:
        self._plans[plan.day.day] = form, plan
        if len(self._plans) > DAYS_KEPT:
            del self._plans[next(iter(self._plans))]
        return form, plan

    def tell(self, change: Changed) -> None:
        """Something changed: the days that it concerns are kept no longer."""
        self._kept.tell([change])

    # ------------------------------------------------------------------ answers

    def _have(self, asked: int, mark: int, found: tuple[DayForm, Arrangement]) -> None:
        if asked != self._asked:
            return
        self._plan(*found)
        info = found[1].day
        if info.day != self.wanted:
            self.wanted = self.instead = info.day
        if self._kept.keep(info, mark):
            self._take(info)
        else:
            # Something changed while it was read: it is newer than what is shown, and not the end.
            self.shown = info
            self.came.emit(info)
            self.read_again()

    def _take(self, info: DayInfo) -> None:
        self._awaited = False
        self._late.stop()
        self.shown = info
        self.came.emit(info)
        then, self._then = self._then, []
        for act in then:
            act()
        self._ahead.start()

    def _failed(self, asked: int, refused: Refused | DatabaseRefused) -> None:
        if asked != self._asked:
            return
        self._awaited = False
        self._late.stop()
        self._then.clear()
        if self.shown is not None:
            self.wanted = self.shown.day
        self.failed.emit()
        self._desk.could_not_read(say(refused.code, refused.params))

    # ------------------------------------------------------------------ ahead of being asked

    def _read_ahead(self) -> None:
        """Read the days beside the shown one, the one first to which the last step led on."""
        if self.shown is None or self._awaited:
            return
        if not self._desk.is_settled:
            # Something is read that somebody waits for: later.
            self._ahead.start()
            return
        beside = (self.shown.day + self._step, self.shown.day - self._step)
        day = next((day for day in beside if day not in self._kept), None)
        if day is not None:
            read = partial(read_whole_day, self._desk.context, self._desk.database, day)
            self._desk.read(
                (self, "ahead"),
                partial(_laid_out, read, self._form()),
                partial(self._keep_ahead, self._kept.begin()),
                # Nobody has asked for it: whoever does is told.
                lambda _refused: None,
            )

    def _keep_ahead(self, mark: int, found: tuple[DayForm, Arrangement]) -> None:
        if self._kept.keep(found[1].day, mark):
            self._plan(*found)
            self._ahead.start()


def _laid_out(read: Callable[[], DayInfo], form: DayForm) -> tuple[DayForm, Arrangement]:
    return form, form.arrange(read())


def _first_day(context: Context, database: Database, today: date, minute: int) -> DayInfo:
    """Today, or the next day on which the clinic is open if nothing is left of today."""
    info = read_whole_day(context, database, today)
    later = next_open_day(database, today) if info.is_over(minute) else None
    return info if later is None else read_whole_day(context, database, later)
