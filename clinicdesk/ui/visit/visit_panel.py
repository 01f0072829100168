"""An appointment opened: its patient, all steps of its visit, and what can be done with them."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.numbers import visit_number
from clinicdesk.services.visits.purpose import Purpose
from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.labels import Notice, column, icon_button, label, line
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.panel_frame import bring_into_view, panel_body, panel_head
from clinicdesk.ui.kit.people.identity import IdentityBar
from clinicdesk.ui.kit.selection import NoSelection, SelectedAppointment, Selection
from clinicdesk.ui.kit.tab_order import tab_as_it_reads
from clinicdesk.ui.visit.asking import Asking
from clinicdesk.ui.visit.heading import Heading
from clinicdesk.ui.visit.history_view import HistoryView
from clinicdesk.ui.visit.opened_visit import OpenedVisit, Still
from clinicdesk.ui.visit.purpose import StepPurpose
from clinicdesk.ui.visit.selected_visit import Again, SelectedVisit
from clinicdesk.ui.visit.steps.day_buttons import DayButtons
from clinicdesk.ui.visit.steps.step_actions import StepActions, VisitActions
from clinicdesk.ui.visit.steps.step_card import StepCard
from clinicdesk.ui.visit.steps.step_cards import StepCards
from clinicdesk.ui.visit.visit_keys import connect_keys
from clinicdesk.wording import say


class VisitPanel(QWidget):
    """One visit at a time; it follows what other desks do to it."""

    closed = Signal()
    calendar_file_wanted = Signal(int, str)
    """The number of the visit whose calendar file somebody asks for."""
    appointment_chosen = Signal(int)
    """A step was chosen here: the day can show it."""
    opened = Signal()
    """A visit that somebody opened stands here now: the panel is to be seen."""

    def __init__(self, desk: Desk, actions: Actions, keeper: ThemeKeeper) -> None:
        super().__init__()
        self._desk, self._keeper, self._actions = desk, keeper, actions
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._open = OpenedVisit(desk, self)
        self.selected = SelectedVisit(desk, self.chosen_step, self._say_here)
        self.selected.follow = actions.refresh
        self._said_before_news = self._scrolls = False
        """Whether the notice was said before the last change; whether the history was asked for."""
        self._make()
        self._arrange()
        self._connect()
        connect_keys(self, actions)

    def _make(self) -> None:
        self.title = label(size="large", bold=True)
        self.close_button = icon_button(
            "\N{MULTIPLICATION SIGN}", say("visit-panel.close"), self.closed.emit
        )
        self.identity = IdentityBar(self._desk.privacy)
        self._heading = Heading(self._desk)
        self.outdated = label(say("visit-panel.calendar-outdated"), wraps=True)
        self.notice = Notice(say("notice.title"))
        self._desk.privacy.withdraw(self.notice)
        self._steps = StepCards(self._keeper)
        self.setFocusProxy(self._steps)
        self.step_actions = StepActions()
        self.purpose = StepPurpose()
        self.day_buttons = DayButtons()
        self.asking = Asking(self._desk, self._actions, self)
        self.cancelling, self.who_else = self.asking.cancelling, self.asking.who_else
        self.reason_bar = self.asking.reason_bar
        self.visit_actions = VisitActions()
        self.history = HistoryView(self._desk)

    def _arrange(self) -> None:
        head = panel_head(line(self.title, None, self.close_button))
        parts = column(
            self._heading, self.outdated, self.notice, self._steps, self.reason_bar,
            self.step_actions, self.day_buttons, self.purpose, self.cancelling, self.who_else,
            self.visit_actions, self.history, spacing=12,
        )  # fmt: skip
        parts.addStretch(1)
        self._area = panel_body(parts)
        self.setLayout(column(head, self.identity, self._area, spacing=0))

    def _connect(self) -> None:
        self._open.shown.connect(self._show_again)
        self._open.opened.connect(self._show_opened)
        self._open.gone.connect(self._close)
        self._steps.chosen.connect(self._choose)
        self.step_actions.status_wanted.connect(self.selected.give_status)
        self.step_actions.back_wanted.connect(self.selected.take_back)
        self.step_actions.cancel_wanted.connect(lambda: self.ask_reason(whole=False))
        self.step_actions.whereabouts_noted.connect(self._note_whereabouts)
        self.day_buttons.wanted.connect(self._act)
        self.asking.opened.connect(self._show_question)
        self.asking.ended.connect(self._stop_asking)
        self.selected.ask_reason = self._ask_why
        self.purpose.noted.connect(self._note_purpose)
        self._desk.privacy.changed.connect(self._show_actions)
        self.visit_actions.move_wanted.connect(lambda: self._act("visit.move"))
        self.visit_actions.cancel_wanted.connect(lambda: self.ask_reason(whole=True))
        self.visit_actions.restore_wanted.connect(self.selected.restore)
        self.visit_actions.itinerary_wanted.connect(lambda: self._act("visit.itinerary"))
        self.visit_actions.export_wanted.connect(self.export)
        self.visit_actions.message_wanted.connect(lambda: self._act("visit.message"))
        self.visit_actions.history_wanted.connect(self.show_history)
        self.cancelling.confirmed.connect(
            lambda reason: self.cancelling.carry_out(self.selected, self._open, reason)
        )
        self.history.read.connect(self._scroll_to_history)
        self._desk.changed.connect(self._react)
        self._desk.minute_began.connect(lambda _today, _minute: self._show_actions())
        self._desk.readable.connect(self._open.read_again)
        self._desk.day_began.connect(lambda _today: self._open.read_again())

    # ------------------------------------------------------------------ what others call

    def show_visit(
        self,
        visit: int,
        appointment: int | None = None,
        known: VisitInfo | None = None,
        still: Still = lambda: True,
    ) -> None:
        """Open a visit, with one of its appointments chosen; see `OpenedVisit.open`."""
        self._open.open(visit, appointment, known, still)

    @property
    def visit(self) -> VisitInfo | None:
        """The visit that is open."""
        return self._open.visit

    def chosen_step(self) -> Selection:
        """The chosen step of the visit that stands here under its patient's name."""
        step = self.step
        if self.visit is None or step is None or not self.isVisible():
            return NoSelection(say("visit-panel.none"))
        return SelectedAppointment(self.visit, step)

    def forget(self) -> None:
        """The panel is closed: nothing of the visit stays behind."""
        self.asking.end()
        self._open.close()
        self.history.forget()

    @property
    def step(self) -> AppointmentInfo | None:
        """The chosen step of the visit that is open."""
        return self._open.step

    @property
    def cards(self) -> list[StepCard]:
        """The steps as they are shown, by time."""
        return self._steps.cards

    def export(self, form: str = "") -> None:
        """Ask for the calendar file of the selected visit, in the form of the last one if none."""
        if at := self.selected.appointment:
            self.calendar_file_wanted.emit(at.visit.number, form)

    def show_history(self) -> None:
        """Show or hide the history of the selected appointment's visit."""
        if not self._bring_selected_here() or self.visit is None:
            return
        self.history.setVisible(self.history.isHidden())
        if not self.history.isHidden():
            self._scrolls = True
            self.history.show_visit(self.visit.number)

    def _scroll_to_history(self) -> None:
        if self._scrolls:
            self._scrolls = False
            # Once its sentences have their places.
            QTimer.singleShot(0, self, lambda: bring_into_view(self._area, self.history))

    def _bring_selected_here(self) -> bool:
        """Open what is selected, for an action that goes on here; whether there is anything."""
        at = self.selected.appointment
        if at is None:
            return False
        if self.visit is None or at.step.number != self._open.chosen or not self.isVisible():
            self.show_visit(at.visit.number, at.step.number, at.visit)
        return True

    # ------------------------------------------------------------------ cancelling

    def ask_reason(self, *, whole: bool) -> None:
        """Ask why the selected step, or its whole visit, is cancelled."""
        if not self._bring_selected_here() or self.visit is None:
            return
        self.asking.ask_why_cancelled(self.visit, None if whole else self.step)

    def ask_who_else(self) -> None:
        """Ask who does the selected step instead of whoever does it now."""
        if self._bring_selected_here() and self.step is not None:
            self.asking.ask_who_else(self.step)

    def _ask_why(self, appointment: int, broken: str, again: Again) -> bool:
        """Ask why a rule is passed over, if the appointment is still the one that is selected."""
        at = self.selected.appointment
        if at is None or at.step.number != appointment or not self._bring_selected_here():
            return False
        self.asking.ask_why(broken, again)
        return True

    def _show_question(self, question: QWidget) -> None:
        self._show_actions()
        bring_into_view(self._area, question)

    def _act(self, action_id: str) -> None:
        """As from the menu."""
        if self.step is not None:
            self.appointment_chosen.emit(self.step.number)
        self._actions.refresh()
        why = self._actions.why_not(action_id)
        if why is None:
            self._actions[action_id].trigger()
        else:
            self._desk.refused.emit(why)

    def _stop_asking(self) -> None:
        self.asking.end()
        self._show_actions()
        self._steps.focus_chosen()

    # ------------------------------------------------------------------ showing it

    def _note_whereabouts(self, where: str) -> None:
        if self.visit is not None and self.step is not None:
            self.selected.note_whereabouts(SelectedAppointment(self.visit, self.step), where)

    def _note_purpose(self, step: AppointmentInfo, purpose: Purpose) -> None:
        if self.visit is not None:
            self.selected.note_purpose(SelectedAppointment(self.visit, step), purpose)

    def say_of(self, visit: int, sentence: str) -> None:
        """Say something about that visit: here if it is the one that stands here."""
        if not self._say_here(visit, sentence):
            self._desk.refused.emit(sentence)

    def _say_here(self, visit: int, sentence: str) -> bool:
        here = self.isVisible() and self.visit is not None and self.visit.number == visit
        if here:
            self._said_before_news = False
            self.notice.say(sentence)
        return here

    def _react(self, change: Changed) -> None:
        if self._open.concerns(change):
            self._said_before_news = True
            self._open.read_again()

    def _close(self) -> None:
        self._open.close()
        self.closed.emit()

    def _show_again(self, otherwise: bool) -> None:
        if otherwise and self._said_before_news:
            self.notice.say("")
        self._show()

    def _show_opened(self) -> None:
        self.asking.end()
        self.notice.say("")
        if self.visit is not None and not self.history.is_about(self.visit.number):
            self.history.hide()
        self._show()
        self.opened.emit()

    def _show(self) -> None:
        visit = self.visit
        if visit is None:
            return
        setup, today = self._desk.setup, self._desk.today()
        steps = sorted(visit.steps, key=lambda step: (step.start, step.position))
        self.title.setText(visit_number(visit.number))
        self.identity.show_patient(visit.patient, today)
        self._heading.show_visit(setup, visit, today)
        known = visit.in_calendar
        self.outdated.setVisible(known is not None and known < visit.edition)
        self._steps.show_steps(setup, steps, self._open.chosen)
        self._show_actions()
        if not self.history.isHidden():
            self.history.show_visit(visit.number)

    def _choose(self, number: int) -> None:
        self._open.chosen = number
        self.asking.end()
        self._show_actions()
        self.appointment_chosen.emit(number)

    def _show_actions(self) -> None:
        if self.visit is None:
            return
        asking = self.asking.is_open
        step = self.step
        self.step_actions.setVisible(step is not None and not asking)
        self.day_buttons.setVisible(step is not None and not asking)
        focus = QApplication.focusWidget()
        buttons = (self.step_actions, self.day_buttons)
        pressed = focus is not None and any(each.isAncestorOf(focus) for each in buttons)
        # Nobody reads over a shoulder why a patient comes.
        private = self._desk.privacy.on or self.visit.patient is None
        self.purpose.setVisible(step is not None and not asking and not private)
        if step is not None:
            self.purpose.show_step(step)
            now = self.selected.now()
            self.step_actions.show_step(self.visit, step, now)
            self.day_buttons.show_step(self._desk.setup, self.visit, step, now)
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
        elif self.asking.give_up_reason():
            pass
        elif not self.history.isHidden():
            self.history.hide()
        else:
            self.closed.emit()
