"""What a desk is told of its clinic: what has changed, what time it is, how its file is."""

from collections import deque
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.clinic.clinic_setup import ClinicSetup
from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import DatabaseRefused
from clinicdesk.services.watching.clinic_watch import Look
from clinicdesk.wording import say, use_clinic_habits


class DeskNews(QObject):
    """Tells each change once and in order, and of anything else when it becomes otherwise."""

    changed = Signal(object)
    """A `Changed`, this desk's own or another's."""
    refused = Signal(str)
    """The sentence of a refusal, or of why something cannot be read."""
    named = Signal()
    """What undo and redo would do is another change now: `look.undo`, `look.redo`."""
    minute_began = Signal(object, int)
    """The clinic's wall clock shows another minute: its `date` and minute after midnight."""
    day_began = Signal(object)
    """Another day began, a `date`: what is shown as today is another day now. Emitted before
    `minute_began`."""
    trouble = Signal(str)
    """The clinic's file is in trouble: what happened, what was kept, what to do. Emitted once, and
    empty once it is well again."""
    readable = Signal()
    """The file can be read again after it could not: whoever failed to read tries again."""

    def __init__(self, context: Context, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.look = look
        """What the last look found."""
        self.trouble_now = ""
        """The sentence that `trouble` emitted last."""
        self._now = self.now()
        self._news: deque[Changed] = deque()
        """What has changed and was not emitted yet."""
        self._emitting = False
        """Whether changes are being emitted: who receives one may ask for them again."""
        self._read_failed = False
        self._failure = ""
        """The last sentence of why something could not be read, until it can be."""
        self._tell_trouble()

    # ------------------------------------------------------------------ the clinic, and time

    @property
    def setup(self) -> ClinicSetup:
        """The clinic's setup, as it was read last."""
        return self.look.setup

    def now(self) -> tuple[date, int]:
        """Today and the minutes after midnight that have begun, on the clinic's wall clock."""
        return self.context.wall_clock(self.look.setup.zone)

    def today(self) -> date:
        """The clinic's date."""
        return self.now()[0]

    # ------------------------------------------------------------------ news

    def tell(self, look: Look) -> None:
        """Tell what a look found."""
        before = self.look
        self.look = replace(look, news=())
        self._write_as_the_clinic(before.setup)
        had_failed, self._read_failed = self._read_failed, look.unread
        self._news += look.news
        self._emit_news()
        if (before.undo, before.redo) != (look.undo, look.redo):
            self.named.emit()
        if had_failed and not look.unread:
            self.readable.emit()
            self._failure = self._failure if self._read_failed else ""
        self._tell_trouble()

    def _write_as_the_clinic(self, before: ClinicSetup) -> None:
        """Before anybody shows the news: dates and times are written as is set up by now."""
        setup = self.setup
        habits = (setup.date_order, setup.twelve_hour)
        if habits != (before.date_order, before.twelve_hour):
            use_clinic_habits(setup.date_order, twelve_hour=setup.twelve_hour)

    def _emit_news(self) -> None:
        """Whoever receives a change may read and write: what that brings is emitted after it."""
        if self._emitting:
            return
        self._emitting = True
        try:
            while self._news:
                self.changed.emit(self._news.popleft())
        finally:
            self._emitting = False

    @property
    def trouble_cause(self) -> Refused | DatabaseRefused | None:
        """What `trouble` told; None while all is well."""
        return self.look.trouble

    def _tell_trouble(self) -> None:
        cause = self.trouble_cause
        sentence = "" if cause is None else say(cause.code, cause.params)
        if sentence != self.trouble_now:
            self.trouble_now = sentence
            self.trouble.emit(sentence)

    def _emit_time(self) -> None:
        """Compared at each look: the computer's clock may have been set, or it may have slept."""
        before, self._now = self._now, self.now()
        if self._now[0] != before[0]:
            self.day_began.emit(self._now[0])
        if self._now != before:
            self.minute_began.emit(*self._now)

    def could_not_read(self, sentence: str) -> None:
        """A panel shows less than there is. Emitted once; `readable` follows when reading works."""
        self._read_failed = True
        if sentence != self._failure:
            self._failure = sentence
            if sentence != self.trouble_now:
                self.refused.emit(sentence)
