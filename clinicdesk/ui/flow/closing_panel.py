"""The day's closing: one list of what is still open, ended by the keys of the day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal

from clinicdesk.services.flow.open_ends import OpenEnd, OpenEnds, read_open_ends
from clinicdesk.services.numbers import patient_number
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.list_panel import ListPanel
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.naming import shown_name, status_text, who_with
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.wording import readable, say, time_text
from clinicdesk.wording.machine.dates import birth_date, short_day


@dataclass(frozen=True)
class EndRow:
    """An appointment that is still open."""

    end: OpenEnd = field(compare=False)
    lines: Lines
    spoken: str


class ClosingPanel(ListPanel[EndRow]):
    """What is chosen here is what the window's keys act on, under two identifiers."""

    opened = Signal(int, int)
    """The visit and the appointment that somebody wants to see."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, "closing-list", lambda row: row.end.step.number)
        self._desk = desk
        self._found: OpenEnds | None = None
        self.shown.connect(self.read_again)
        desk.changed.connect(lambda _change: self._read_if_shown())
        desk.minute_began.connect(lambda _today, _minute: self._read_if_shown())
        desk.readable.connect(self._read_if_shown)
        desk.privacy.changed.connect(self._show)
        desk.privacy.withdraw(self.notice)

    def selection(self) -> Selection:
        """The row that the keyboard is at."""
        row = self.list.current
        if row is None or not self.isVisible():
            return NoSelection(say("closing-list.nobody"))
        return SelectedAppointment(row.end.visit, row.end.step)

    def patient(self) -> PatientInfo | None:
        """Whom that row names."""
        row = self.list.current
        return None if row is None else row.end.step.patient

    @property
    def unfinished(self) -> bool:
        """Whether it comes back once what was opened from it is closed."""
        return self._found is not None and bool(self._found.rows)

    def close_list(self) -> None:
        """It is done with, or given up."""
        self._found = None

    def _read_if_shown(self) -> None:
        if self.isVisible():
            self.read_again()

    def read_again(self) -> None:
        """Read what is open now."""
        desk = self._desk
        desk.read((self, "ends"), partial(read_open_ends, desk.context, desk.database), self._take)

    def _take(self, found: OpenEnds) -> None:
        if self.isVisible():
            self._found = found
            self._show()

    def _show(self) -> None:
        found = self._found
        if found is None or not self.isVisible():
            return
        count = len(found.rows)
        said = say("closing-list.open", {"count": count}) if count else say("closing-list.none")
        self.show_rows([self._row(end) for end in found.rows], said)

    def _row(self, end: OpenEnd) -> EndRow:
        step, patient, private = end.step, end.step.patient, self._desk.privacy.on
        assert patient is not None
        when = f"{short_day(step.day, self._desk.today())}   {time_text(step.start)}"
        number = patient_number(patient.number)
        born = {"born": birth_date(patient.born), "number": number}
        parts = (readable(step.visit_type), readable(who_with(self._desk.setup, step)))
        lines: Lines = (
            (f"{when}   {readable(shown_name(patient, private=private))}", Tone.STRONG),
            (number if private else say("flow.who", born), Tone.MUTED),
            ("   ".join(part for part in (*parts, status_text(step)) if part), Tone.PLAIN),
        )
        return EndRow(end, lines, spoken_lines(lines))

    def acts(self, row: EndRow) -> Mapping[Qt.Key, Callable[[], object]]:
        """Enter opens the visit."""
        end = row.end
        return {Qt.Key.Key_Return: lambda: self.opened.emit(end.visit.number, end.step.number)}
