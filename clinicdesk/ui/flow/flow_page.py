"""The page of the day's flow: everybody once, by where they are or by practitioner."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from clinicdesk.models.statuses import Status
from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.flow.board import Board, read_board
from clinicdesk.services.flow.late_values import RunsLate, worst
from clinicdesk.services.flow.stands import Stand, Standing
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.patient_info import PatientInfo
from clinicdesk.services.visits.changing import change_status
from clinicdesk.services.visits.reading.visit_reading import VisitInfo
from clinicdesk.services.visits.seen import seen_of
from clinicdesk.ui.desk import Desk, Done, Outcome
from clinicdesk.ui.flow.birth_date_field import BirthDateField
from clinicdesk.ui.flow.board_view import BoardView, ShownColumn
from clinicdesk.ui.flow.card_rows import Wording, card_row
from clinicdesk.ui.kit.labels import button, column, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.once_asked import OnceAsked
from clinicdesk.ui.kit.people.late_words import late_sentences
from clinicdesk.ui.kit.people.naming import name_in_line
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import long_day

_STANDS = (
    ("expected", (Stand.EXPECTED,)),
    ("waiting", (Stand.WAITING,)),
    ("inside", (Stand.ROOMED, Stand.BEGUN)),
    ("done", (Stand.DONE,)),
    ("gone", (Stand.GONE,)),
)


class FlowPage(QWidget):
    """Always today. While nobody sees it nothing is read."""

    opened = Signal(int, int)
    """The visit and the appointment of the card that was opened."""
    reached = Signal(int, int)
    """The same of the card that the keyboard has gone to."""
    day_wanted = Signal()

    def __init__(self, desk: Desk, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk = desk
        self.board: Board | None = None
        """As it was read last."""
        self._late: tuple[RunsLate, ...] = ()
        """Whom it meets that somebody runs late, as the planner answered last."""
        self.by_practitioner = False
        self.at_side: Callable[[], PatientInfo | None] = lambda: None
        """Whom the side names: whoever comes here comes with them."""
        self._stale = True
        self._once = OnceAsked()
        self.title = label(size="large", bold=True, wraps=True)
        self.field = BirthDateField(desk, keeper)
        self.way = button("", self.turn)
        self.view = BoardView(keeper)
        self.late = label(wraps=True)
        self.late.hide()
        self.empty = label(say("flow.empty"), "muted")
        self.to_day = button(say("flow.go-to-day"), self.day_wanted.emit)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._arrange()
        self._connect()
        self._show()

    def _arrange(self) -> None:
        head = line(self.title, self.way)
        head.setStretch(0, 1)
        nobody = line(self.empty, self.to_day, None)
        whole = column(head, self.field, self.late, nobody, spacing=10)
        whole.addWidget(self.view, 1)
        whole.addStretch()
        whole.setContentsMargins(20, 16, 20, 12)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.view.reached.connect(lambda: self._tell(self.reached))
        self.view.opened.connect(lambda: self._tell(self.opened))
        self.field.came.connect(self._arrive)
        self.field.left.connect(self.view.take_keyboard)
        desk = self._desk
        desk.changed.connect(self._note)
        desk.day_began.connect(lambda _today: self._read_if_seen())
        desk.minute_began.connect(lambda _today, _minute: self._show_if_seen())
        desk.readable.connect(self._read_if_seen)
        desk.privacy.changed.connect(self._show_if_seen)
        desk.privacy.changed.connect(self.view.forget_hidden)

    # ------------------------------------------------------------------ what others ask

    def selection(self) -> Selection:
        """The card that the keyboard is at, while it is not in the field."""
        row = None if self.field.edit.hasFocus() else self.view.current
        if row is None:
            return NoSelection(say("flow.nobody"))
        return SelectedAppointment(_visit_of(row.standing), row.step)

    def practitioner(self) -> ResourceInfo | None:
        """Whose column the keyboard is in, or who has the patient that it is at."""
        key, row, setup = self.view.current_key, self.view.current, self._desk.setup
        if self.by_practitioner and isinstance(key, int):
            return setup.resources.get(key)
        firsts = () if row is None else map(setup.first_place, row.step.resources)
        found = (setup.resources.get(number) for number in firsts)
        return next((info for info in found if info and info.kind == "practitioner"), None)

    def turn(self) -> None:
        """By practitioner, or by where they are."""
        self.by_practitioner = not self.by_practitioner
        self._show()
        self.view.take_keyboard()

    def focus_appointment(self, number: int) -> None:
        """Put the keyboard on that card."""
        self.view.go_to(number)

    def focus_field(self) -> None:
        """Put the keyboard where a birth date is typed."""
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    # ------------------------------------------------------------------ reading

    def _note(self, change: Changed) -> None:
        if change.everything or change.patients or self._desk.today() in change.days:
            self._read_if_seen()

    def _read_if_seen(self) -> None:
        self._stale = True
        if self.isVisible():
            self.read_again()

    def read_again(self) -> None:
        """Read today's board."""
        self._stale = False
        question = partial(read_board, self._desk.database, self._desk.today())
        self._desk.read((self, "board"), question, self._take)

    def _take(self, board: Board) -> None:
        self.board = board
        self._ask_whom_it_meets(board)
        self._show()
        if self.hasFocus():
            self._take_keyboard()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes to a card once there is one."""
        super().focusInEvent(event)
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        named = self.at_side()
        if named is not None:
            self.view.stand_by(named.number)
        self.view.take_keyboard()

    def _ask_whom_it_meets(self, board: Board) -> None:
        """The planner knows, a moment later; until then what it said last stands."""
        if not board.delays:
            self._late = ()
            return
        # Of no use before somebody runs late.
        from clinicdesk.services.planner.flow_questions import late_today

        self._desk.ask("flow-late", late_today, then=self._take_late, failed=lambda _sentence: None)

    def _take_late(self, found: tuple[RunsLate, ...]) -> None:
        if self.board is not None and self.board.delays:
            self._late = found
            self._show_if_seen()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody saw it is shown now."""
        super().showEvent(event)
        self._show()
        if self._stale:
            self.read_again()

    # ------------------------------------------------------------------ showing

    def _show_if_seen(self) -> None:
        if self.isVisible():
            self._show()

    def _show(self) -> None:
        board = self.board
        self.title.setText(long_day(self._desk.today() if board is None else board.day))
        self.way.setText(say("flow.by-stand" if self.by_practitioner else "flow.by-practitioner"))
        nobody = board is not None and not board.visits
        self.empty.setVisible(nobody)
        self.to_day.setVisible(nobody)
        self.view.setVisible(not nobody)
        if board is None:
            return
        shown = self._practitioners(board) if self.by_practitioner else self._stands(board)
        self.view.show_columns(shown)
        self.field.show_board(board)
        said = late_sentences(self._desk.setup, self._late)
        self.late.setText(said)
        self.late.setVisible(bool(said))

    def _stands(self, board: Board) -> list[ShownColumn]:
        return [self._column(key, say(f"flow.{key}"), board.at(*stands)) for key, stands in _STANDS]

    def _practitioners(self, board: Board) -> list[ShownColumn]:
        return [
            self._column(
                info.id, info.name, board.of_practitioner(info.id), self._runs(board, info.id)
            )
            for info in board.practitioners()
        ]

    def _runs(self, board: Board, resource: int) -> str:
        delay = board.delays.get(resource)
        return "" if delay is None else say("late.runs", {"minutes": delay.minutes})

    def _column(
        self, key: str | int, title: str, items: tuple[Standing, ...], said: str = ""
    ) -> ShownColumn:
        knocks = worst(self._late)
        desk = self._desk
        wording = Wording(desk.setup, desk.now()[1], desk.privacy.on, self.by_practitioner, knocks)
        return ShownColumn(key, title, tuple(card_row(wording, item) for item in items), said)

    # ------------------------------------------------------------------ what is done here

    def _tell(self, signal: SignalInstance) -> None:
        row = self.view.current
        if row is not None:
            signal.emit(row.step.visit, row.step.number)

    def _arrive(self, standing: Standing) -> None:
        """Whoever said the birth date is in the building: every step that is still to come."""
        visit = _visit_of(standing)
        same = [step.number for step in visit.steps if step.status == standing.step.status]
        write = partial(self._desk.write, change_status, same, Status.ARRIVED, seen=seen_of(visit))
        self._once.ask(visit.number, write, partial(self._arrived, standing))

    def _arrived(self, standing: Standing, outcome: Outcome[Changed]) -> None:
        step = standing.step
        assert step.patient is not None
        if isinstance(outcome, Done):
            self.field.end()
            name = name_in_line(step.patient, private=self._desk.privacy.on)
            self.field.say(say("flow.arrived", {"name": name, "time": step.start}))
        else:
            self.field.say(outcome.sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit begins a birth date, wherever the keyboard is on the board."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text().isdigit() and not event.isAutoRepeat():
            self.field.edit.setFocus()
            self.field.edit.setText(event.text())
        else:
            super().keyPressEvent(event)


def _visit_of(standing: Standing) -> VisitInfo:
    step = standing.step
    return VisitInfo(step.visit, step.patient, None, standing.steps, version=step.visit_version)
