"""A practitioner's absences and extra hours to come, at the side: listed, typed, taken back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.services.numbers import patient_number
from clinicdesk.services.setup.absences import (
    AbsenceChange,
    AbsenceTimes,
    ComingAbsence,
    change_absences,
)
from clinicdesk.services.setup.availability_changes import cancel_extra_hours, open_extra_hours
from clinicdesk.services.setup.own_coming import ExtraTime, OwnComing, read_own_coming
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo
from clinicdesk.ui.desk import Desk, Done, Outcome, Refusal
from clinicdesk.ui.kit.labels import button
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.list_panel import ListPanel
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.ui.my_day.own_time.own_time_fields import OwnTimeFields
from clinicdesk.ui.my_day.own_time.own_time_words import (
    TypedTime,
    absence_line,
    extra_line,
    reason_line,
)
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date, day_in_sentence

Coming = ComingAbsence | ExtraTime | AppointmentInfo


@dataclass(frozen=True)
class OwnTimeRow:
    """An absence, extra hours, or an appointment that cannot take place because of one."""

    what: Coming = field(compare=False)
    lines: Lines
    spoken: str

    @property
    def key(self) -> tuple[str, object]:
        """What it keeps however it is worded."""
        number = self.what.rows if isinstance(self.what, ComingAbsence) else self.what.number
        return type(self.what).__name__, number


class OwnTimePanel(ListPanel[OwnTimeRow]):
    """Enter in a field enters an absence, Ctrl+Enter extra hours; Delete takes one back."""

    opened = Signal(int, int)
    """The visit and the appointment of a row that cannot take place."""
    lost_wanted = Signal()

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, "own-time", lambda row: row.key)
        self._desk = desk
        self._who = 0
        self._coming = OwnComing()
        self._once = OnceAsked()
        self.fields = OwnTimeFields(desk.today, lambda: desk.setup.date_order)
        self.fields.off_wanted.connect(self._enter_off)
        self.fields.extra_wanted.connect(self._enter_extra)
        self.show_lost = button(say("own-time.show-lost"), self.lost_wanted.emit)
        self.show_lost.hide()
        self.above.setSpacing(8)
        self.above.addWidget(self.fields)
        self.above.addWidget(self.show_lost)
        self.shown.connect(self.read_again)
        desk.changed.connect(lambda _change: self._read_if_shown())
        desk.day_began.connect(lambda _today: self._read_if_shown())
        desk.readable.connect(self._read_if_shown)
        desk.privacy.changed.connect(self._show)
        self.setFocusProxy(self.fields)

    def show_practitioner(self, resource: int) -> None:
        """Theirs from now on; what was typed of another one's goes."""
        if resource != self._who:
            self._who, self._coming = resource, OwnComing()
            self.fields.clear()
            self.notice.say("")
        self._show()
        self._read_if_shown()

    def _read_if_shown(self) -> None:
        if self.isVisible():
            self.read_again()

    def read_again(self) -> None:
        """Read what comes now."""
        desk, who = self._desk, self._who
        if who in desk.setup.resources:
            question = partial(read_own_coming, desk.context, desk.database, who)
            desk.read((self, "coming"), question, partial(self._take, who))

    def _take(self, who: int, coming: OwnComing) -> None:
        if who == self._who:
            self._coming = coming
            self._show()

    # ------------------------------------------------------------------ showing

    def _show(self) -> None:
        if not self.isVisible():
            return
        coming, info = self._coming, self._desk.setup.resources.get(self._who)
        times: list[ComingAbsence | ExtraTime] = [*coming.absences, *coming.extra]
        times.sort(key=_begins)
        rows = [self._row(one) for one in (*times, *coming.lost)]
        params = {"name": "" if info is None else info.name, "count": len(times)}
        said = say("own-time.coming" if times else "own-time.none", params)
        if coming.lost:
            said = f"{said} {say('own-time.lost', {'count': len(coming.lost)})}"
        self.show_lost.setVisible(bool(coming.lost))
        self.show_rows(rows, said)

    def _row(self, what: Coming) -> OwnTimeRow:
        lines = tuple((text, tone) for text, tone in self._lines(what) if text)
        return OwnTimeRow(what, lines, spoken_lines(lines))

    def _lines(self, what: Coming) -> Lines:
        private = self._desk.privacy.on
        if isinstance(what, ComingAbsence):
            reason = reason_line(what.times, private=private)
            return (absence_line(what.times), Tone.STRONG), (reason, Tone.PLAIN)
        if isinstance(what, ExtraTime):
            return ((extra_line(what), Tone.STRONG),)
        when = f"{day_in_sentence(what.day)} {time_text(what.start)}"
        lines: Lines = ((say("own-time.cannot", {"when": when}), Tone.WARNS),)
        if what.patient is not None:
            number = patient_number(what.patient.number)
            name = readable(shown_name(what.patient, private=private))
            born = "" if private else birth_date(what.patient.born)
            lines += (("   ".join(filter(None, (name, born, number))), Tone.PLAIN),)
        return (*lines, (readable(what.visit_type), Tone.MUTED))

    # ------------------------------------------------------------------ keys

    def act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Enter where something is typed is an absence, with Ctrl extra hours."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.fields.has_focus:
            ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            return self.fields.enter_extra if ctrl else self.fields.enter_off
        return super().act_of(event)

    def acts(self, row: OwnTimeRow) -> Mapping[Qt.Key, Callable[[], object]]:
        """Delete takes back, Enter opens a visit that cannot take place."""
        what = row.what
        if isinstance(what, AppointmentInfo):
            return {Qt.Key.Key_Return: partial(self.opened.emit, what.visit, what.number)}
        return {Qt.Key.Key_Delete: partial(self._take_back, what)}

    def _enter_off(self, typed: TypedTime, reason: str) -> None:
        begin, end = typed.span
        times = AbsenceTimes(self._who, typed.first, begin, typed.last, end, reason=reason)
        change = AbsenceChange(entered=times)
        ask = partial(self._desk.write, change_absences, change, apply=True)
        self._once.ask(("off", change), ask, self._entered)

    def _enter_extra(self, typed: TypedTime) -> None:
        begin, end = typed.span
        ask = partial(self._desk.write, open_extra_hours, self._who, typed.first, begin, end)
        self._once.ask(("extra", self._who, typed), ask, self._entered)

    def _take_back(self, what: ComingAbsence | ExtraTime) -> None:
        if isinstance(what, ExtraTime):
            ask: Any = partial(self._desk.write, cancel_extra_hours, what.number)
        else:
            change = AbsenceChange(taken_back=what)
            ask = partial(self._desk.write, change_absences, change, apply=True)
        self._once.ask(("back", what), ask, self._heard)

    def _entered(self, outcome: Outcome[Any]) -> None:
        self._heard(outcome)
        if isinstance(outcome, Done):
            typing = self.fields.has_focus
            self.fields.clear()
            if typing:
                self.fields.setFocus()

    def _heard(self, outcome: Outcome[Any]) -> None:
        self.notice.say(outcome.sentence if isinstance(outcome, Refusal) else "")


def _begins(one: ComingAbsence | ExtraTime) -> tuple[date, int]:
    if isinstance(one, ExtraTime):
        return one.day, one.start
    return one.times.first_day, one.times.start
