"""An appointment opened: its patient, all steps of its visit, and what can be done with them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clinicdesk.services.errors import NotFound
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo, read_visit
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import Notice, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.panel_frame import panel_body, panel_head
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.visit.action_rows import STATUS_BY_ACTION
from clinicdesk.ui.visit.cancelling import Cancelling
from clinicdesk.ui.visit.history_view import HistoryView
from clinicdesk.ui.visit.selected_visit import SelectedVisit
from clinicdesk.ui.visit.steps.step_actions import StepActions, VisitActions
from clinicdesk.ui.visit.steps.step_card import StepCard
from clinicdesk.ui.visit.steps.step_cards import StepCards
from clinicdesk.ui.visit.summary import what_text, when_text
from clinicdesk.wording import say


class VisitPanel(QWidget):
    """One visit at a time; it follows what other desks do to it."""

    closed = Signal()
    calendar_file_wanted = Signal(int)
    """The number of the visit whose calendar file somebody asks for."""
    appointment_chosen = Signal(int)
    """A step was chosen here: the day can show it."""
    open_wanted = Signal(int)
    """An action needs the panel open for this appointment."""

    def __init__(self, desk: Desk, actions: Actions, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk, self._keeper, self._actions = desk, keeper, actions
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.visit: VisitInfo | None = None
        self.selected = SelectedVisit(desk, self.chosen_step, self._show_refusal)
        self._chosen: int | None = None
        self._make()
        self._arrange()
        self._connect()
        self._connect_actions()

    def _make(self) -> None:
        self.title = label(size="large", bold=True)
        self.close_button = icon_button(
            "\N{MULTIPLICATION SIGN}", say("visit-panel.close"), self.closed.emit
        )
        self.identity = IdentityBar(self._desk.privacy)
        self.when = label(bold=True, wraps=True)
        self.what = label(part="muted", wraps=True)
        self.notice = Notice(say("notice.title"))
        self._steps = StepCards(self._keeper)
        self.setFocusProxy(self._steps)
        self.step_actions = StepActions()
        self.cancelling = Cancelling()
        self.visit_actions = VisitActions()
        self.history = HistoryView(self._desk)

    def _arrange(self) -> None:
        head = panel_head(line(self.title, None, self.close_button))
        parts = column(
            column(self.when, self.what, spacing=2), self.notice, self._steps, self.step_actions,
            self.cancelling, self.visit_actions, self.history, spacing=12,
        )  # fmt: skip
        parts.addStretch(1)
        self._area = panel_body(parts)
        self.setLayout(column(head, self.identity, self._area, spacing=0))

    def _connect(self) -> None:
        self._steps.chosen.connect(self._choose)
        self.step_actions.status_wanted.connect(self.selected.give_status)
        self.step_actions.back_wanted.connect(self.selected.take_back)
        self.step_actions.cancel_wanted.connect(lambda: self.ask_reason(whole=False))
        self.step_actions.whereabouts_noted.connect(self._note_whereabouts)
        self.visit_actions.cancel_wanted.connect(lambda: self.ask_reason(whole=True))
        self.visit_actions.restore_wanted.connect(self.selected.restore)
        self.visit_actions.export_wanted.connect(self.export)
        self.visit_actions.history_wanted.connect(self.show_history)
        self.cancelling.confirmed.connect(self._cancel)
        self.cancelling.given_up.connect(self._stop_cancelling)
        self._desk.changed.connect(self._react)
        self._desk.minute_began.connect(lambda _today, _minute: self._show_actions())
        self._desk.readable.connect(self._read_again)
        self._desk.day_began.connect(lambda _today: self._read_again())

    def _connect_actions(self) -> None:
        handlers: dict[str, Callable[[], object]] = {
            action_id: partial(self.selected.give_status, status)
            for action_id, status in STATUS_BY_ACTION.items()
        }
        handlers |= {
            "visit.back-to-booked": self.selected.take_back,
            "visit.cancel": lambda: self.ask_reason(whole=True),
            "visit.cancel-step": lambda: self.ask_reason(whole=False),
            "visit.restore": self.selected.restore,
            "visit.export": self.export,
            "visit.history": self.show_history,
        }
        for action_id, handler in handlers.items():
            why_not = partial(self.selected.why_not, action_id)
            self._actions.connect(action_id, handler, unless=why_not)

    # ------------------------------------------------------------------ what others call

    def show_visit(self, visit: int, appointment: int | None = None) -> None:
        """Open a visit, with one of its appointments chosen."""
        found = self._found(visit)
        self._end_asking()
        self.notice.say("")
        if self.visit is None or self.visit.number != visit:
            self.history.hide()
        self._chosen = appointment
        self._take(found)

    def chosen_step(self) -> Selection:
        """The chosen step of the visit that stands here under its patient's name."""
        step = self.step
        if self.visit is None or step is None or not self.isVisible():
            return NoSelection(say("visit-panel.none"))
        return SelectedAppointment(self.visit, step)

    def forget(self) -> None:
        """The panel is closed: nothing of the visit stays behind."""
        self._end_asking()
        self.visit, self._chosen = None, None

    @property
    def step(self) -> AppointmentInfo | None:
        """The chosen step of the visit that is open."""
        steps = self.visit.steps if self.visit else ()
        return next((step for step in steps if step.number == self._chosen), None)

    @property
    def cards(self) -> list[StepCard]:
        """The steps as they are shown, by time."""
        return self._steps.cards

    def export(self) -> None:
        """Ask for the calendar file of the selected appointment's visit."""
        if at := self.selected.appointment:
            self.calendar_file_wanted.emit(at.visit.number)

    def show_history(self) -> None:
        """Show or hide the history of the selected appointment's visit."""
        if not self._bring_selected_here() or self.visit is None:
            return
        self.history.setVisible(self.history.isHidden())
        if not self.history.isHidden():
            self.history.show_visit(self.visit.number)
            QApplication.processEvents()
            self._area.ensureWidgetVisible(self.history)

    def _bring_selected_here(self) -> bool:
        """Open what is selected, for an action that goes on here; whether there is anything."""
        at = self.selected.appointment
        if at is None:
            return False
        if self.visit is None or at.step.number != self._chosen or not self.isVisible():
            self.show_visit(at.visit.number, at.step.number)
            self.open_wanted.emit(at.step.number)
        return True

    # ------------------------------------------------------------------ cancelling

    def ask_reason(self, *, whole: bool) -> None:
        """Ask why the selected step, or its whole visit, is cancelled."""
        if not self._bring_selected_here() or self.visit is None:
            return
        self.cancelling.ask(self.visit, None if whole else self.step)
        # It takes all keys: who types the reason may miss the field.
        self._actions.open_layer(self.cancelling)
        self._show_actions()
        self._area.ensureWidgetVisible(self.cancelling)

    def _cancel(self, reason: str) -> None:
        asked = self.cancelling.visit
        if asked is None:
            return
        if self.selected.cancel(asked, self.cancelling.step, reason):
            self._stop_cancelling()
        else:
            # Whoever was told what others changed, and confirms again, means what it is now.
            self.cancelling.visit = self.visit

    def _stop_cancelling(self) -> None:
        self._end_asking()
        self._show_actions()
        self._steps.focus_chosen()

    def _end_asking(self) -> None:
        self.cancelling.hide()
        self.cancelling.visit = None
        self._actions.close_layer(self.cancelling)

    # ------------------------------------------------------------------ showing it

    def _note_whereabouts(self, where: str) -> None:
        if self.visit is not None and self._chosen is not None:
            self.selected.note_whereabouts(self.visit, self._chosen, where)

    def _show_refusal(self, sentence: str) -> None:
        if self.isVisible():
            self.notice.say(sentence)

    def _react(self, change: Changed) -> None:
        if self.visit is None:
            return
        days = {step.day for step in self.visit.steps}
        named = {change.params.get("visit"), *change.params.get("visits", ())}
        patient = self.visit.patient
        whose = patient is not None and patient.number in change.patients
        if change.everything or whose or self.visit.number in named or days & change.days:
            found = self._found(self.visit.number)
            if found != self.visit:
                self.notice.say("")
            self._take(found)

    def _read_again(self) -> None:
        if self.visit is not None:
            self._take(self._found(self.visit.number))

    def _found(self, number: int) -> VisitInfo | None:
        try:
            return read_visit(self._desk.database, number)
        except NotFound:
            return None

    def _take(self, visit: VisitInfo | None) -> None:
        self.visit = visit
        if self.visit is None:
            self.closed.emit()
            return
        if self.step is None:
            busy = [step for step in self.visit.steps if step.busy]
            self._chosen = (busy or list(self.visit.steps))[0].number
        self._show(self.visit)

    def _show(self, visit: VisitInfo) -> None:
        setup = self._desk.availability.setup()
        today, _ = self._desk.context.wall_clock(setup.zone)
        steps = sorted(visit.steps, key=lambda step: (step.start, step.position))
        self.title.setText(visit_number(visit.number))
        self.identity.show_patient(visit.patient, today)
        self.when.setText(when_text(visit, today))
        self.what.setText(what_text(setup, visit))
        self._steps.show_steps(setup, steps, self._chosen)
        self._show_actions()
        if not self.history.isHidden():
            self.history.show_visit(visit.number)

    def _choose(self, number: int) -> None:
        self._chosen = number
        self._end_asking()
        self._show_actions()
        self.appointment_chosen.emit(number)

    def _show_actions(self) -> None:
        if self.visit is None:
            return
        asking = not self.cancelling.isHidden()
        step = self.step
        self.step_actions.setVisible(step is not None and not asking)
        focus = QApplication.focusWidget()
        pressed = focus is not None and self.step_actions.isAncestorOf(focus)
        if step is not None:
            self.step_actions.show_step(self.visit, step, self.selected.now())
        self.visit_actions.show_visit(self.visit)
        self._actions.refresh()
        if pressed and QApplication.focusWidget() is None:
            # The button is gone: Enter must not press the one that has taken its place.
            self._steps.focus_chosen()

    # ------------------------------------------------------------------ keys

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's own name
        """Tab follows what stands here now."""
        tab_as_it_reads(self)
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the top layer only; the arrows go from step to step."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not isinstance(
            QApplication.focusWidget(), QLineEdit
        ):
            self._steps.step(1 if key == Qt.Key.Key_Down else -1)
        elif key != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.history.isHidden():
            self.history.hide()
        else:
            self.closed.emit()
