"""The one adapter between the services and Qt: what a desk writes, reads, asks and is told."""

import logging
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.context import Context, new_write_key
from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import REFUSALS, Database, DatabaseRefused
from clinicdesk.services.watching.clinic_watch import ClinicWatch, Look
from clinicdesk.ui.desk_news import DeskNews
from clinicdesk.ui.kit.background.newest_answers import Concerns, NewestAnswers
from clinicdesk.ui.kit.background.outcomes import Done, Outcome, Refusal, Write
from clinicdesk.ui.kit.background.planner import Planner
from clinicdesk.ui.kit.background.worker import Answer, Failure, Result, Worker
from clinicdesk.ui.kit.people.privacy import Privacy
from clinicdesk.wording import say

if TYPE_CHECKING:
    from clinicdesk.services.planner.questions import Question, Reply

__all__ = ["Desk", "Done", "Outcome", "Refusal", "Write"]

P = ParamSpec("P")
T = TypeVar("T")

_log = logging.getLogger(__name__)

POLL_MILLISECONDS = 500
"""How often other desks' changes are looked for: they shall be on screen within a second."""

THREAD_SECONDS = 0.2
"""How long a question may take where a thread answers it: the window paints slowly meanwhile."""

WORKING_MILLISECONDS = 150
"""What takes longer to be written is marked as being written."""


class _Waiting(NamedTuple):
    act: Callable[[], object]
    visits: frozenset[int]
    """The numbers of the visits that it is about."""


class Desk(DeskNews):
    """Writes, reads and asks for this desk, beside the window's thread, which waits for nothing.

    What it changes, and what other desks change, comes as `changed`. Every panel decides for
    itself whether a change concerns it, and reads its own part again.
    """

    done = Signal(str, object)
    """What this desk just did: "done", "undone" or "redone", and the `Changed`."""
    begun = Signal()
    """Something is to be written: the last of `being_written` or `being_kept`."""
    working = Signal(bool)
    """Whether something that was asked for has been owed for longer than a glance."""
    marked = Signal(object)
    """The numbers of the visits that something is owed of, a `frozenset`; empty within a glance."""
    settled = Signal()
    """Nothing is being written, and all that was asked of the file has been answered."""

    def __init__(
        self,
        context: Context,
        database: Database,
        parent: QObject | None = None,
        *,
        worker: Callable[[str, QObject], Worker] = Worker,
        planner: Planner | None = None,
    ) -> None:
        """Read the clinic. Raises what `Database.reading` does."""
        self._watch = ClinicWatch(context, database)
        super().__init__(context, self._watch.look(), parent)
        self.database = database
        self.privacy = Privacy(self)
        self.worker = worker
        """Makes a thread for what is neither the clinic's file nor the window's."""
        self._writes = worker("writing", self)
        self._reads = worker("reading", self)
        self.planner: Planner = planner or planner_thread(context, database)
        self._answers = NewestAnswers(self.planner)
        # The first to hear of a change, before any panel asks because of it.
        self.changed.connect(self._answers.hear_of)
        self._looks = 0
        """How many looks for news were begun and have not been answered."""
        self.being_written: list[Write[Any]] = []
        """What callers have asked for and not been told of, oldest first."""
        self.being_kept: list[Write[Any]] = []
        """The same of what changes nothing of the clinic: see `keep`."""
        self._stopped = False
        self._waiting: list[_Waiting] = []
        """What is to be done once all is settled, in order."""
        self._works = False
        """Whether `working` was emitted last with True."""
        self.marked_now = frozenset[int]()
        """What `marked` emitted last."""
        self._slow = QTimer(self, singleShot=True, interval=WORKING_MILLISECONDS)
        self._slow.timeout.connect(lambda: self._tell_working(True))
        self._reads.answered.connect(self._do_waiting)
        self._reads.idle.connect(self._settle)
        self._poll = QTimer(self, interval=POLL_MILLISECONDS)
        self._poll.timeout.connect(self.catch_up)
        self._poll.start()

    # ------------------------------------------------------------------ writing

    def write(
        self,
        verb: Callable[Concatenate[Context, Database, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Write[T]:
        """Have a verb run that changes something; `then` of what is returned hears of it.

        Verbs run one after the other, in the order in which they were asked for. What a verb was
        `seen` to write over is marked meanwhile.
        """
        return self.write_about(_seen_visits(kwargs), verb, *args, **kwargs)

    def write_about(
        self,
        visits: frozenset[int],
        verb: Callable[Concatenate[Context, Database, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Write[T]:
        """The same for a verb that says by itself of no visit that it writes over it."""
        write = Write[T](verb, new_write_key(), visits)
        context = replace(self.context, write_key=write.key)
        self.being_written.append(write)
        self.begun.emit()
        self._follow_owed()
        job = partial(verb, context, self.database, *args, **kwargs)
        self._writes.begin(job, partial(self._written, write))
        return write

    def keep(
        self,
        verb: Callable[Concatenate[Context, Database, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Write[T]:
        """Have a verb run that keeps what is half done here: no change of the clinic, and no news.

        Nobody is shown that it is being written, nor told by the desk that it is refused: whoever
        asks says so. Only the window waits for it as it is closed.
        """
        write = Write[T](verb, new_write_key())
        if self._stopped:
            write.fail()
            return write
        self.being_kept.append(write)
        self.begun.emit()
        job = partial(verb, self.context, self.database, *args, **kwargs)
        self._writes.begin(job, partial(self._have_kept, write))
        return write

    def _have_kept(self, write: Write[T], answer: Answer[T]) -> None:
        self.being_kept.remove(write)
        if isinstance(answer, Result):
            if self.trouble_now:
                self._reads.begin(partial(self._watch.after_write, None), self._take)
            write.end(Done(answer.value))
        elif isinstance(answer.error, REFUSALS):
            if isinstance(answer.error, DatabaseRefused):
                look = partial(self._watch.after_failed_write, answer.error)
                self._reads.begin(look, self._take)
            write.end(Refusal(answer.error, say(answer.error.code, answer.error.params)))
        else:
            write.fail()
            raise answer.error
        self._settle()

    def _written(self, write: Write[T], answer: Answer[T]) -> None:
        """First what it changed is looked at: whoever hears of the write sees what it left."""
        look: Callable[[], Look]
        if isinstance(answer, Result):
            look = partial(self._watch.after_write, _change_of(answer.value))
        elif isinstance(answer.error, DatabaseRefused):
            look = partial(self._watch.after_failed_write, answer.error)
        else:
            look = self._watch.look
        self._reads.begin(look, partial(self._finish, write, answer))

    def _finish(self, write: Write[T], answer: Answer[T], look: Answer[Look]) -> None:
        self.being_written.remove(write)
        self._follow_owed()
        try:
            self._take(look)
            if isinstance(answer, Failure) and not isinstance(answer.error, REFUSALS):
                raise answer.error
        except BaseException:
            write.fail()
            raise
        write.end(self._outcome(write, answer))

    def _outcome(self, write: Write[T], answer: Answer[T]) -> Outcome[T]:
        if isinstance(answer, Result):
            change = _change_of(answer.value)
            if change is not None:
                self.done.emit(_way_of(write.verb), change)
            return Done(answer.value)
        assert isinstance(answer.error, REFUSALS)
        # Of no use before something is refused.
        from clinicdesk.ui.kit.refusal_text import refusal_text

        sentence = refusal_text(answer.error, self.today, private=self.privacy.on)
        self.refused.emit(sentence)
        return Refusal(answer.error, sentence)

    # ------------------------------------------------------------------ reading

    def read(
        self,
        topic: Hashable,
        question: Callable[[], T],
        then: Callable[[T], object],
        failed: Callable[[Refused | DatabaseRefused], object] | None = None,
    ) -> None:
        """Have something read; instead of what was asked of that topic and not answered yet.

        `question` runs beside this thread and touches nothing of the window. Where it is refused
        and nobody says what then, the sentence is told once, and what is shown stays.
        """
        self._reads.begin(question, partial(self._have_read, then, failed), topic)

    def _have_read(
        self,
        then: Callable[[T], object],
        failed: Callable[[Refused | DatabaseRefused], object] | None,
        answer: Answer[T],
    ) -> None:
        if isinstance(answer, Result):
            then(answer.value)
        elif not isinstance(answer.error, REFUSALS):
            if failed is not None:
                failed(Refused(RefusalCode.PROGRAM_MISTAKE))
            raise answer.error
        elif failed is not None:
            failed(answer.error)
        else:
            self.could_not_read(say(answer.error.code, answer.error.params))

    # ------------------------------------------------------------------ thinking

    def ask(
        self,
        topic: str,
        question: "Question",
        *args: Any,
        then: Callable[[Any], object],
        part: Callable[[Any], object] = lambda _part: None,
        failed: Callable[[str], object] | None = None,
        concerns: Concerns = lambda _change: True,
    ) -> None:
        """Ask the planner; instead of what was asked of that topic and not answered yet.

        `part` is given what it has found before its answer is whole, `failed` the sentence of why
        there is none; left out, the sentence is told as that of a failed read. Of a mistake of the
        program in the planner whoever gives `failed` hears too, beside what the window says.
        An answer that lacks a change which was told meanwhile, and `concerns` it, is not given: the
        question is asked once more.
        """
        # Who asks has loaded them.
        from clinicdesk.services.planner.questions import Declined, Part, Whole

        def take(reply: "Reply") -> None:
            if isinstance(reply, Part):
                part(reply.value)
            elif isinstance(reply, Whole):
                then(reply.value)
            elif isinstance(reply, Declined):
                (failed or self.could_not_read)(say(reply.code, reply.params))
            else:
                _log.error("planner: %s", reply.where)
                (failed or self.could_not_read)(say("planner.failed"))
                raise PlannerFailed(reply.where)

        self._answers.ask(topic, question, args, take, concerns)

    # ------------------------------------------------------------------ what goes on

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being written and all that was asked of the file is answered."""
        return not (self.being_written or self._reads.pending)

    @property
    def owes(self) -> bool:
        """Whether something that was asked for is not written, or done, yet."""
        return bool(self.being_written or self.being_kept or self._waiting)

    @property
    def is_steady(self) -> bool:
        """Whether what is shown is as this desk left it, whatever others do just now.

        A look for their changes may last as long as another program holds the file; whoever writes
        says what was seen, and waits for no look.
        """
        return not self.being_written and self._reads.pending == self._looks

    def when_settled(self, act: Callable[[], object], *visits: int) -> None:
        """Do this once what is shown is as this desk left it: at once if it is, else in its turn.

        What has to wait for longer than a glance is told by `working` as what is being written, and
        the `visits` that it is about by `marked`.
        """
        self._waiting.append(_Waiting(act, frozenset(visits)))
        self._settle()
        self._follow_owed()

    def _do_waiting(self) -> None:
        """After each answer: looks may follow each other without an end."""
        while self._waiting and self.is_steady:
            self._waiting.pop(0).act()
        self._follow_owed()

    def _settle(self) -> None:
        self._do_waiting()
        if self.is_settled:
            self.settled.emit()

    def _follow_owed(self) -> None:
        """Begin to count when something is owed that is shown as such, and end with it."""
        if not (self.being_written or self._waiting):
            self._slow.stop()
            self._tell_working(False)
        elif not self._works and not self._slow.isActive():
            self._slow.start()
        self._mark()

    def _tell_working(self, works: bool) -> None:
        if works != self._works:
            self._works = works
            self.working.emit(works)
            self._mark()

    def _mark(self) -> None:
        """Tell of which visits something is owed for longer than a glance."""
        owed = [write.visits for write in self.being_written]
        owed += [waiting.visits for waiting in self._waiting]
        marked = frozenset[int]().union(*owed) if self._works else frozenset[int]()
        if marked != self.marked_now:
            self.marked_now = marked
            self.marked.emit(marked)

    def stop_looking(self) -> None:
        """Look for other desks' changes no more by itself, only after each write."""
        self._poll.stop()

    def stop(self) -> None:
        """The window is closed: nothing is written, read or asked any more."""
        self._stopped = True
        self.stop_looking()
        self._slow.stop()
        self._waiting.clear()
        self.being_written.clear()
        self.being_kept.clear()
        self._writes.stop()
        self._reads.stop()
        self.planner.stop()

    # ------------------------------------------------------------------ news

    def catch_up(self) -> None:
        """Look for what has changed since the last time; each change is emitted once, in order."""
        self._emit_time()
        # One that is under way may have looked already: another follows it, and only one.
        if self._looks < 2:
            self._looks += 1
            self._reads.begin(self._watch.look, self._looked)

    def when_looked(self, act: Callable[[], object]) -> None:
        """Do this once others' changes until now are shown, whatever the file did meanwhile."""
        self.catch_up()
        # Answered after that look, or the one that it would have been.
        self._reads.begin(lambda: None, lambda _none: act())

    def found_damaged(self) -> None:
        """A look at the whole file found a page that is damaged."""
        self._reads.begin(self._watch.found_damaged, self._take)

    def _looked(self, answer: Answer[Look]) -> None:
        self._looks -= 1
        self._take(answer)

    def _take(self, answer: Answer[Look]) -> None:
        if isinstance(answer, Failure):
            raise answer.error
        self.tell(answer.value)


def planner_thread(context: Context, database: Database) -> Planner:
    """What answers where there is no process that could: loaded then, with all that thinks."""
    from clinicdesk.ui.kit.background.planner_thread import PlannerThread

    return PlannerThread(context, database, THREAD_SECONDS)


def _way_of(verb: object) -> str:
    """How a window calls what a verb did."""
    # A window loads it once its first picture stands.
    from clinicdesk.services.undoing.undo import redo, undo

    return "undone" if verb is undo else "redone" if verb is redo else "done"


def _change_of(result: object) -> Changed | None:
    """What a verb changed, as far as it says so."""
    change = result if isinstance(result, Changed) else getattr(result, "changed", None)
    return change if isinstance(change, Changed) else None


def _seen_visits(given: Mapping[str, object]) -> frozenset[int]:
    """The visits that a verb was seen to write over, by what it is given."""
    return frozenset(getattr(given.get("seen"), "visits", ()))


class PlannerFailed(Exception):
    """A mistake of the program in the planner; its text says where, and nothing of a patient."""
