"""Asks the planner one question for each state of the form, and hears its answer in parts."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.planner.booking_questions import (
    BestDays,
    BookingPart,
    BookingQuestion,
    FittingDays,
    Helping,
    plan_booking,
)
from clinicdesk.ui.desk import Desk

TOPIC = "booking"
SLOW_MILLISECONDS = 150
"""What takes longer to be found is said to be searched for."""


class LivePlanning(QObject):
    """A newer question takes the place of the one that is open.

    What was asked for and is not answered when the clinic changes is asked once more, whole: an
    answer is never older than what the desk was told.
    """

    told = Signal(object)
    """A `BookingPart`."""
    failed = Signal(str)
    """The planner cannot answer: the sentence of why."""
    ended = Signal()
    """Nothing more comes of what was asked."""
    days_missed = Signal()
    """Nothing more comes of what was asked, and not every day is known that was asked for."""
    slow = Signal()
    """The best days, or which days fit, have not been found for longer than a glance."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._open: BookingQuestion | None = None
        """What is asked and not wholly answered."""
        self._paused: BookingQuestion | None = None
        """What was open when it was paused."""
        self.seeks_best = False
        """Whether the best days are asked for and have not come."""
        self.seeks_days = False
        """Whether it is asked which days fit, and not all are known."""
        self._seeks_help = False
        """Whether there are no best days, and what helps is not all found."""
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MILLISECONDS)
        self._slow.timeout.connect(self.slow)

    def ask(self, question: BookingQuestion) -> None:
        """Ask this instead of what is open."""
        self._open, self._paused, self._seeks_help = question, None, False
        sought_best, self.seeks_best = self.seeks_best, question.best
        self.seeks_days = bool(question.days)
        # Whoever types on waits for the best days since the first of these questions.
        if not (sought_best and self._slow.isActive()):
            self._slow.start()
        self._rest()
        self._desk.ask(
            TOPIC,
            plan_booking,
            question,
            then=partial(self._end, question),
            part=partial(self._take, question),
            failed=partial(self._fail, question),
        )

    def ask_again(self, question: BookingQuestion) -> None:
        """The clinic has changed: ask this too, beside what is open.

        Its `kept` is what is chosen, even where the best days are not asked for.
        """
        opened = self._open
        if opened is not None and (self.seeks_best or self._seeks_help):
            checks = self.seeks_best and opened.kept is not None
            question = replace(question, best=True, kept=question.kept if checks else None)
        self.ask(question)

    def forget(self) -> None:
        """Nobody waits for anything."""
        self._paused = None
        if self._open is not None:
            self._close()
            self._desk.planner.drop(TOPIC)

    def pause(self) -> None:
        """Hear nothing of what is open until it is resumed."""
        opened = self._open
        self.forget()
        self._paused = opened

    def resume(self) -> None:
        """Ask once more what was open."""
        paused, self._paused = self._paused, None
        if paused is not None:
            self.ask(paused)

    def _close(self) -> None:
        missed, self.seeks_days = self.seeks_days, False
        self._open, self.seeks_best, self._seeks_help = None, False, False
        self._rest()
        if missed:
            self.days_missed.emit()

    def _rest(self) -> None:
        """Nothing is slow that is not looked for."""
        if not (self.seeks_best or self.seeks_days):
            self._slow.stop()

    def _take(self, question: BookingQuestion, part: BookingPart) -> None:
        if question is not self._open:
            return
        if isinstance(part, BestDays):
            self._seeks_help = not part.planned.options
        if isinstance(part, Helping) and part.tried_all:
            self._seeks_help = False
        if isinstance(part, FittingDays):
            self.seeks_days = not part.whole
        elif not isinstance(part, Helping):
            self.seeks_best = False
        self._rest()
        self.told.emit(part)

    def _end(self, question: BookingQuestion, rest: tuple[BookingPart, ...]) -> None:
        for part in rest:
            self._take(question, part)
        if question is self._open:
            self._close()
            self.ended.emit()

    def _fail(self, question: BookingQuestion, sentence: str) -> None:
        if question is self._open:
            self._close()
            self.failed.emit(sentence)
