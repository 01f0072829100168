"""What is asked in the opened visit before something is done: why, or who else."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.visits.reading.visit_reading import AppointmentInfo, VisitInfo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.entry.reason_bar import ReasonBar
from clinicdesk.ui.visit.cancelling import Cancelling
from clinicdesk.ui.visit.selected_visit import Again
from clinicdesk.ui.visit.who_else import WhoElse
from clinicdesk.wording import say


class Asking(QObject):
    """One question at a time; nothing is written before it is answered."""

    opened = Signal(QWidget)
    """The question that stands there now."""
    ended = Signal()
    """It was answered, or given up."""

    def __init__(self, desk: Desk, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._actions = desk, actions
        self.reason_bar = ReasonBar(say("reason-bar.change"))
        self.cancelling = Cancelling()
        self.who_else = WhoElse(desk)
        self._again: Again | None = None
        """What is done with the reason that is asked for."""
        self.reason_bar.book_wanted.connect(self._give_reason)
        self.cancelling.done.connect(self.ended)
        self.cancelling.given_up.connect(self.ended)
        self.who_else.ended.connect(self.ended)

    @property
    def is_open(self) -> bool:
        """Whether an answer is expected."""
        return not all(part.isHidden() for part in self._parts)

    @property
    def _parts(self) -> tuple[Cancelling, WhoElse, ReasonBar]:
        return self.cancelling, self.who_else, self.reason_bar

    def ask_why_cancelled(self, visit: VisitInfo, step: AppointmentInfo | None) -> None:
        """Why that step, or without one the whole visit, is cancelled."""
        self.cancelling.ask(visit, step, early=not self._desk.is_steady)
        # It takes all keys: who types the reason may miss the field.
        self._open(self.cancelling)

    def ask_who_else(self, step: AppointmentInfo) -> None:
        """Who does the step instead of whoever does it now."""
        self.who_else.ask(step)
        self._open(self.who_else)

    def ask_why(self, broken: str, again: Again) -> None:
        """Why a rule is passed over, as this sentence says; the same is done `again` with it."""
        self._again = again
        self.reason_bar.ask(broken)
        self._open(self.reason_bar)

    def give_up_reason(self) -> bool:
        """Leave the rule as it is; whether a reason was asked for."""
        asked = not self.reason_bar.isHidden()
        if asked:
            self.ended.emit()
        return asked

    def end(self) -> None:
        """Nothing is asked any more."""
        self._again = None
        for part in self._parts:
            part.end()
            self._actions.close_layer(part)

    def _open(self, part: QWidget) -> None:
        self._actions.open_layer(part)
        self.opened.emit(part)

    def _give_reason(self) -> None:
        override, again = self.reason_bar.override, self._again
        if override is not None and again is not None:
            self.ended.emit()
            again(override)
