"""The one adapter between the services and Qt: runs verbs, and signals what they changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Concatenate, Generic, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.context import Context
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.planning.availability import Availability
from clinicdesk.services.storage import REFUSALS, Database, DatabaseRefused, FileWatch
from clinicdesk.services.undoing.undo import Undone, redo, undo
from clinicdesk.ui.kit.change_text import refusal_text
from clinicdesk.ui.kit.people.privacy import Privacy
from clinicdesk.wording import say

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """A verb did what was asked, and returned this."""

    result: T


@dataclass(frozen=True)
class Refusal:
    """A verb changed nothing: the clinic forbids it, or its file could not be written."""

    cause: Refused | DatabaseRefused
    sentence: str
    """What happened, what was kept, what to do."""


Outcome = Done[T] | Refusal
"""What became of a verb."""

_WAYS: dict[object, str] = {undo: "undone", redo: "redone"}

POLL_MILLISECONDS = 500
"""How often other desks' changes are looked for: they shall be on screen within a second."""


class Desk(QObject):
    """Runs verbs for this desk. What they change, and what other desks change, comes as `changed`.

    Every panel decides for itself whether a change concerns it, and reads its own part again.
    """

    changed = Signal(object)
    """A `Changed`, this desk's own or another's."""
    done = Signal(str, object)
    """What this desk just did: "done", "undone" or "redone", and the `Changed`."""
    refused = Signal(str)
    """The sentence of a refusal, or of why something cannot be read."""
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

    def __init__(self, context: Context, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.database = database
        self.privacy = Privacy(self)
        self.file = FileWatch(database)
        self.trouble_now = ""
        """The sentence that `trouble` emitted last."""
        database.wait_once(lambda again: QTimer.singleShot(0, self, again))
        self.availability = Availability(context, database)
        self.availability.news()
        self._now = self.availability.wall_clock()
        self._emitting = False
        """Whether changes are being emitted: who receives one may ask for them again."""
        self._read_failed = False
        self._failure = ""
        """The last sentence of why something could not be read, until it can be."""
        self._look_failed: Refused | DatabaseRefused | None = None
        """Why this desk could not look for others' changes the last time; None if it could."""
        self.file.look()
        self._tell_trouble()
        self._poll = QTimer(self, interval=POLL_MILLISECONDS)
        self._poll.timeout.connect(self.catch_up)
        self._poll.start()

    def attempt(
        self,
        verb: Callable[Concatenate[Context, Database, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome[T]:
        """Run a verb that changes something, and return what became of it.

        A refusal is returned, not raised, after `refused` was emitted with its sentence.
        """
        try:
            result = verb(self.context, self.database, *args, **kwargs)
        except REFUSALS as cause:
            if isinstance(cause, Refused):
                # What stands in the way may be new: panels show it before they show the refusal.
                self.catch_up()
            else:
                self.file.write_failed(cause)
                self._tell_trouble()
            sentence = refusal_text(cause, self.today, private=self.privacy.on)
            self.refused.emit(sentence)
            return Refusal(cause, sentence)
        self.file.written()
        self.catch_up()
        change = result if isinstance(result, Changed) else getattr(result, "changed", None)
        if isinstance(change, Changed):
            self.done.emit(_WAYS.get(verb, "done"), change)
        return Done(result)

    def today(self) -> date:
        """The clinic's date."""
        return self.availability.wall_clock()[0]

    def undo(self) -> Outcome[Undone]:
        """Take this desk's newest change back."""
        return self.attempt(undo)

    def redo(self) -> Outcome[Undone]:
        """Make the change that was taken back last again."""
        return self.attempt(redo)

    def stop(self) -> None:
        """Stop looking for other desks' changes: the window is closed."""
        self._poll.stop()

    def catch_up(self) -> None:
        """Emit what has changed since the last time: each change once, in order.

        Whoever receives a change may read and write: what that brings is emitted after it.
        """
        if self._emitting:
            return
        self._emitting = True
        had_failed = self._read_failed
        try:
            self._emit_time()
            if self.file.look():
                self.availability.forget()
            while news := self.availability.news():
                for change in news:
                    self.changed.emit(change)
            if had_failed:
                self._read_failed = False
                self.readable.emit()
                self._failure = self._failure if self._read_failed else ""
            self._look_failed = None
        except REFUSALS as refusal:
            # What could not be read is still news the next time.
            self._read_failed = True
            self._look_failed = refusal
        finally:
            self._emitting = False
            self._tell_trouble()

    def could_not_read(self, sentence: str) -> None:
        """A panel shows less than there is. Emitted once; `readable` follows when reading works."""
        self._read_failed = True
        if sentence != self._failure:
            self._failure = sentence
            if sentence != self.trouble_now:
                self.refused.emit(sentence)

    def found_damaged(self) -> None:
        """A look at the whole file found a page that is damaged."""
        self.file.found_damaged()
        self._tell_trouble()

    @property
    def trouble_cause(self) -> Refused | DatabaseRefused | None:
        """What `trouble` told; None while all is well."""
        return self.file.trouble or self._look_failed

    def _tell_trouble(self) -> None:
        cause = self.trouble_cause
        sentence = "" if cause is None else say(cause.code, cause.params)
        if sentence != self.trouble_now:
            self.trouble_now = sentence
            self.trouble.emit(sentence)

    def _emit_time(self) -> None:
        """Compared at each look: the computer's clock may have been set, or it may have slept."""
        before, self._now = self._now, self.availability.wall_clock()
        if self._now[0] != before[0]:
            self.day_began.emit(self._now[0])
        if self._now != before:
            self.minute_began.emit(*self._now)
