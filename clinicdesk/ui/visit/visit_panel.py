"""An appointment opened: its patient, all steps of its visit, and what can be done with them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QScrollArea, QWidget

from clinicdesk.services.errors import NotFound
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.statuses import Moment
from clinicdesk.services.visits.visit_reading import AppointmentInfo, VisitInfo, read_visit
from clinicdesk.ui.desk import Desk, Done, Outcome, Refusal
from clinicdesk.ui.kit.actions import Actions
from clinicdesk.ui.kit.at_hand import AtHand, NobodyAtHand
from clinicdesk.ui.kit.labels import Notice, column, fill, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.visit import visit_actions
from clinicdesk.ui.visit.cancelling import Cancelling
from clinicdesk.ui.visit.history_view import HistoryView
from clinicdesk.ui.visit.reasons import REASONS
from clinicdesk.ui.visit.step_actions import StepActions, VisitActions
from clinicdesk.ui.visit.step_card import StepCard
from clinicdesk.ui.visit.step_cards import StepCards
from clinicdesk.wording import say
from clinicdesk.wording.machine.dates import short_day


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
        self.at_hand: Callable[[], AtHand | NobodyAtHand] = self.shown
        """The appointment that actions are about; the window knows what else is on screen."""
        self._chosen: int | None = None
        self._whole = True
        self._make()
        self._arrange()
        self._connect()

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
        head = QFrame()
        head.setProperty("part", "head")
        head.setMinimumHeight(46)
        fill(head, line(self.title, None, self.close_button), 16, 4, 10, 4)
        body = QWidget()
        parts = column(
            column(self.when, self.what, spacing=2), self.notice, self._steps, self.step_actions,
            self.cancelling, self.visit_actions, self.history, spacing=12,
        )  # fmt: skip
        parts.addStretch(1)
        fill(body, parts, 16, 12, 16, 12)
        body.setMinimumWidth(1)
        self._area = QScrollArea()
        self._area.setWidget(body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayout(column(head, self.identity, self._area, spacing=0))

    def _connect(self) -> None:
        self._steps.chosen.connect(self._choose)
        self.step_actions.status_wanted.connect(self._give_status)
        self.step_actions.back_wanted.connect(self.take_back)
        self.step_actions.cancel_wanted.connect(lambda: self.ask_reason(whole=False))
        self.step_actions.whereabouts_noted.connect(self._note_whereabouts)
        self.visit_actions.cancel_wanted.connect(lambda: self.ask_reason(whole=True))
        self.visit_actions.restore_wanted.connect(self.restore)
        self.visit_actions.export_wanted.connect(self.export)
        self.visit_actions.history_wanted.connect(self.show_history)
        self.cancelling.confirmed.connect(self._cancel)
        self.cancelling.given_up.connect(self._keep)
        self._desk.changed.connect(self._react)
        self._desk.minute_began.connect(lambda _today, _minute: self._show_actions())
        self._desk.readable.connect(self._read_again)
        self._desk.day_began.connect(lambda _today: self._read_again())
        for action_id, handler in (
            ("visit.arrive", lambda: self._give_status("arrived")),
            ("visit.check-in", lambda: self._give_status("checked-in")),
            ("visit.complete", lambda: self._give_status("fulfilled")),
            ("visit.no-show", lambda: self._give_status("noshow")),
            ("visit.back-to-booked", self.take_back),
            ("visit.cancel", lambda: self.ask_reason(whole=True)),
            ("visit.cancel-step", lambda: self.ask_reason(whole=False)),
            ("visit.restore", self.restore),
            ("visit.export", self.export),
            ("visit.history", self.show_history),
        ):
            self._actions.carry_out(action_id, handler, unless=partial(self._why_not, action_id))

    def _why_not(self, action_id: str) -> str | None:
        """Why an action cannot be done to what is at hand, as a sentence."""
        hand = self.at_hand()
        if isinstance(hand, NobodyAtHand):
            return hand.why
        why = REASONS[action_id](hand.visit, hand.step, self._now())
        return None if why is None else say(why.code, why.params)

    def _now(self) -> Moment:
        return self._desk.availability.wall_clock()

    # ------------------------------------------------------------------ what others call

    def show_visit(self, visit: int, appointment: int | None = None) -> None:
        """Open a visit, with one of its appointments chosen."""
        found = self._found(visit)
        self._keep_asking(False)
        self.notice.say("")
        if self.visit is None or self.visit.number != visit:
            self.history.hide()
        self._chosen = appointment
        self._take(found)

    def shown(self) -> AtHand | NobodyAtHand:
        """The chosen step of the visit that stands here under its patient's name."""
        step = self.step
        if self.visit is None or step is None or not self.isVisible():
            return NobodyAtHand(say("visit-panel.none"))
        return AtHand(self.visit, step)

    def forget(self) -> None:
        """The panel is closed: nothing of the visit stays behind."""
        self._keep_asking(False)
        self.visit, self._chosen = None, None

    @property
    def step(self) -> AppointmentInfo | None:
        """The chosen step of the visit that is open."""
        steps = self.visit.steps if self.visit else ()
        return next((step for step in steps if step.number == self._chosen), None)

    def take_back(self) -> None:
        """Take the step's last status back."""
        hand = self.at_hand()
        if isinstance(hand, AtHand):
            self._done(visit_actions.take_back(self._desk, hand.visit, hand.step))

    def ask_reason(self, *, whole: bool) -> None:
        """Ask why the step, or the whole visit, is cancelled."""
        if not self._bring_target_here() or self.visit is None:
            return
        self._whole = whole
        step = self.step
        if whole or step is None:
            what = say("cancelling.visit", {"visit": self.visit.number})
            self.cancelling.ask(what, say("cancelling.cancel-visit"))
        else:
            code = "cancelling.step" if len(self.visit.steps) > 1 else "cancelling.only-step"
            what = say(code, {"step": step.visit_type, "time": step.start})
            self.cancelling.ask(what, say("cancelling.cancel-step"))
        self._keep_asking(True)
        self._show_actions()
        self._area.ensureWidgetVisible(self.cancelling)

    def restore(self) -> None:
        """Book what was cancelled again where it was."""
        hand = self.at_hand()
        if isinstance(hand, AtHand):
            self._done(visit_actions.restore(self._desk, hand.visit))

    def export(self) -> None:
        """Write the visit's calendar file."""
        hand = self.at_hand()
        if isinstance(hand, AtHand):
            self.calendar_file_wanted.emit(hand.visit.number)

    def show_history(self) -> None:
        """Show or hide what became of the visit."""
        if not self._bring_target_here() or self.visit is None:
            return
        self.history.setVisible(self.history.isHidden())
        if not self.history.isHidden():
            self.history.show_visit(self.visit.number)
            QApplication.processEvents()
            self._area.ensureWidgetVisible(self.history)

    # ------------------------------------------------------------------ which step is meant

    def _bring_target_here(self) -> bool:
        """Open what is at hand, for an action that asks something; whether there is anything."""
        hand = self.at_hand()
        if isinstance(hand, NobodyAtHand):
            return False
        if self.visit is None or hand.step.number != self._chosen or not self.isVisible():
            self.show_visit(hand.visit.number, hand.step.number)
            self.open_wanted.emit(hand.step.number)
        return True

    # ------------------------------------------------------------------ doing it

    def _give_status(self, status: str) -> None:
        hand = self.at_hand()
        if isinstance(hand, AtHand):
            self._done(visit_actions.give_status(self._desk, hand.visit, hand.step, status))

    def _note_whereabouts(self, where: str) -> None:
        if self.visit is not None and self._chosen is not None:
            self._done(visit_actions.note_where(self._desk, self.visit, self._chosen, where))

    def _cancel(self, reason: str) -> None:
        if self.visit is not None:
            step = None if self._whole else self.step
            if self._done(visit_actions.cancel(self._desk, self.visit, step, reason)):
                self._keep()

    def _done(self, outcome: Outcome[Changed]) -> bool:
        """Whether a verb did what was asked; says in place why it did not."""
        if isinstance(outcome, Refusal) and self.isVisible():
            self.notice.say(outcome.sentence)
        return isinstance(outcome, Done)

    def _keep(self) -> None:
        self._keep_asking(False)
        self._show_actions()
        self._steps.focus_chosen()

    def _keep_asking(self, on: bool) -> None:
        """While a reason is asked for it takes all keys: who types it may miss the field."""
        if on:
            self._actions.open_layer(self.cancelling)
        else:
            self.cancelling.hide()
            self._actions.close_layer(self.cancelling)

    # ------------------------------------------------------------------ showing it

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
        self._show()

    def _show(self) -> None:
        assert self.visit is not None
        setup = self._desk.availability.setup()
        today, _ = self._desk.context.wall_clock(setup.zone)
        steps = sorted(self.visit.steps, key=lambda step: (step.start, step.position))
        self.title.setText(visit_number(self.visit.number))
        self.identity.show_patient(self.visit.patient, today)
        shown = [step for step in steps if step.busy] or steps
        span = say("option.span", {"start": shown[0].start, "end": max(s.end for s in shown)})
        self.when.setText(f"{short_day(shown[0].day, today)}   {span}")
        template = setup.templates.get(self.visit.template or 0)
        count = say("visit-panel.steps", {"count": len(self.visit.steps)})
        self.what.setText(f"{template.name} \N{MIDDLE DOT} {count}" if template else count)
        self._steps.show_steps(setup, steps, self._chosen)
        self._show_actions()
        if not self.history.isHidden():
            self.history.show_visit(self.visit.number)

    @property
    def cards(self) -> list[StepCard]:
        """The steps as they are shown, by time."""
        return self._steps.cards

    def _choose(self, number: int) -> None:
        self._chosen = number
        self._keep_asking(False)
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
            self.step_actions.show_step(self.visit, step, self._now())
        self.visit_actions.show_visit(self.visit)
        self._actions.renew()
        if pressed and QApplication.focusWidget() is None:
            # The button is gone: Enter must not press the one that has taken its place.
            self._steps.focus_chosen()

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
