"""What practitioners ask of the desk, in one list with a tick."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent

from clinicdesk.services.flow.desk_tasks import TaskInfo, read_tasks, tick_task, to_do
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.numbers import patient_number
from clinicdesk.ui.desk import Desk, Outcome, Refusal
from clinicdesk.ui.flow.list_panel import ListPanel
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.people.naming import shown_name
from clinicdesk.wording import readable, say
from clinicdesk.wording.machine.dates import birth_date, short_day

_TICK, _NO_TICK = "\N{BALLOT BOX WITH CHECK}\N{VARIATION SELECTOR-15}", "\N{BALLOT BOX}"


@dataclass(frozen=True)
class TaskRow:
    """One task."""

    task: TaskInfo = field(compare=False)
    lines: Lines
    spoken: str


class TaskPanel(ListPanel[TaskRow]):
    """Space ticks, and opens again what was ticked by mistake."""

    opened = Signal(int)
    """The number of the visit that a task is about."""

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__(keeper, "tasks", lambda row: (row.task.number, bool(row.task.done_by)))
        self._desk = desk
        self._tasks: tuple[TaskInfo, ...] = ()
        self._once = OnceAsked()
        self.shown.connect(self.read_again)
        desk.changed.connect(lambda _change: self._read_if_shown())
        desk.day_began.connect(lambda _today: self._read_if_shown())
        desk.readable.connect(self._read_if_shown)
        desk.privacy.changed.connect(self._show)

    def _read_if_shown(self) -> None:
        if self.isVisible():
            self.read_again()

    def read_again(self) -> None:
        """Read what is to be done now."""
        desk = self._desk
        desk.read((self, "tasks"), partial(read_tasks, desk.context, desk.database), self._take)

    def _take(self, tasks: tuple[TaskInfo, ...]) -> None:
        self._tasks = tasks
        self._show()

    def _show(self) -> None:
        if self.isVisible():
            count = to_do(self._tasks)
            said = say("tasks.to-do", {"count": count}) if count else say("tasks.none")
            self.show_rows([self._row(task) for task in self._tasks], said)

    def _row(self, task: TaskInfo) -> TaskRow:
        private, patient = self._desk.privacy.on, task.patient
        text = say("tasks.hidden") if private else readable(task.text)
        lines: Lines = ((f"{_TICK if task.done_by else _NO_TICK}  {text}", Tone.STRONG),)
        if patient is not None:
            name, number = shown_name(patient, private=private), patient_number(patient.number)
            born = "" if private else birth_date(patient.born)
            who = "   ".join(part for part in (readable(name), born, number) if part)
            lines += ((who, Tone.PLAIN),)
        asked = {"who": task.asked_by, "day": short_day(task.asked_on, self._desk.today())}
        lines += ((say("tasks.asked", asked), Tone.MUTED),)
        if task.done_by:
            lines += ((say("tasks.done", {"who": task.done_by}), Tone.MUTED),)
        return TaskRow(task, lines, spoken_lines(lines))

    # ------------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """Space and Enter are the panel's while the keyboard is in its list."""
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and self._act_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens the visit."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            act()

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        row = self.list.current if self.list.hasFocus() else None
        if row is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        if event.key() == Qt.Key.Key_Space:
            return partial(self._tick, row.task)
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if entered and row.task.visit is not None:
            return partial(self.opened.emit, row.task.visit)
        return None

    def _tick(self, task: TaskInfo) -> None:
        self.notice.say("")
        tick = partial(
            self._desk.write, tick_task, task.number, done=not task.done_by, seen=task.seen
        )
        self._once.ask(task.number, tick, self._hear)

    def _hear(self, outcome: Outcome[Changed]) -> None:
        if isinstance(outcome, Refusal):
            self.notice.say(outcome.sentence)
        self._read_if_shown()
