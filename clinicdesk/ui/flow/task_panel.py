"""What practitioners ask of the desk, in one list with a tick."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal

from clinicdesk.services.flow.desk_tasks import TaskInfo, read_tasks, tick_task, to_do
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.numbers import patient_number
from clinicdesk.ui.desk import Desk, Outcome, Refusal
from clinicdesk.ui.kit.lined_rows import Lines, Tone, spoken_lines
from clinicdesk.ui.kit.list_panel import ListPanel
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
        desk.privacy.withdraw(self.notice)

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

    def acts(self, row: TaskRow) -> Mapping[Qt.Key, Callable[[], object]]:
        """Space ticks, Enter opens the visit."""
        acts: dict[Qt.Key, Callable[[], object]] = {Qt.Key.Key_Space: partial(self._tick, row.task)}
        if row.task.visit is not None:
            acts[Qt.Key.Key_Return] = partial(self.opened.emit, row.task.visit)
        return acts

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
