"""Drives a clinic's window once, by keys: `python -m benchmarks.driven_window CLINIC NOW JOURNEY`.

Prints a JSON line: the longest time between two beats of its event loop, the most processor time of
one and of one call in it, in milliseconds, what it did then, and how much of the time the window's
thread worked.
"""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.beat import TICK, Beat
from clinicdesk.app import Application, Start
from clinicdesk.loading import load_qt, loaded, loading
from clinicdesk.models.statuses import Status
from clinicdesk.ui.day.day_page import DayPage
from clinicdesk.ui.main_window import MainWindow

LETTER = 60
"""Milliseconds from key to key of somebody who types quickly."""

SETTLED = object()
"""Go on once all that was asked for is written, read and thought out."""

EIGHT = ("spine x", "emg", "physiatry, n", "chiropractic n", "surgical c", "pain, n", "acu", "trac")
"""What a visit of eight steps is made of, as it is typed."""

HELD_SECONDS = 20
"""How long another program holds the file."""

Key = Qt.Key
Steps = Iterator[object]


class CountedApplication(QApplication):
    """Every event that its loop delivers is a call of the beat; events inside of it belong to it.

    Each of them takes a way through Python that it does not take in the program.
    """

    beat: Beat | None = None

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if self.beat is None or self.beat.calling:
            return super().notify(receiver, event)
        deliver = partial(super().notify, receiver, event)
        return self.beat.call(deliver, partial(_event_name, receiver, event))


def _event_name(receiver: QObject, event: QEvent) -> str:
    """`UpdateRequest to MainWindow`; a timer has no name of its own, but an owner."""
    owner = receiver.parent() if isinstance(receiver, QTimer) else receiver
    return f"{event.type().name} to {type(owner or receiver).__name__}"


def focus() -> QWidget:
    """Where the keyboard is."""
    found = QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None
    return found


def key(code: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press it where the keyboard is."""
    QTest.keyClick(focus(), code, modifiers)


def typed(text: str) -> Steps:
    """Type it, letter by letter."""
    for letter in text:
        QTest.keyClicks(focus(), letter)
        yield None


class Driver:
    """The window of one clinic, and what a person does in it."""

    def __init__(self, application: Application) -> None:
        assert isinstance(application.window, MainWindow)
        self.window = application.window
        self.desk = self.window.desk
        self.database = application.start.database

    @property
    def settled(self) -> bool:
        return self.desk.is_settled and not self.desk.planner.pending

    def go(self, action: str) -> None:
        """As by the action's key or menu. One that is off does nothing, and tells nothing."""
        assert self.window.actions_table[action].isEnabled(), f"{action} is off"
        self.window.actions_table[action].trigger()

    def _at_somebody_to_come(self) -> Steps:
        """The keyboard goes to a patient of today who has not arrived."""
        self.go("go.today")
        yield SETTLED
        page = self.window.findChild(DayPage)
        assert isinstance(page, DayPage)
        page.focus_appointment(
            next(item.number for item in page.appointments() if item.status is Status.BOOKED)
        )
        yield SETTLED

    # ------------------------------------------------------------------ journeys

    def idle(self) -> Steps:
        """Nobody touches it for three seconds."""
        for _ in range(3000 // LETTER):
            yield None

    def typing(self) -> Steps:
        """A booking is typed: the patient, what for, and the options walked through."""
        self.go("visit.new")
        yield None
        yield from typed("hallow")
        yield SETTLED
        key(Key.Key_Return)
        yield SETTLED
        yield from typed("new sp")
        yield SETTLED
        key(Key.Key_Return)
        yield SETTLED
        for _ in range(3):
            key(Key.Key_Down)
            yield None
        yield SETTLED

    def booking(self) -> Steps:
        """The same, and booked, and taken back."""
        yield from self.typing()
        key(Key.Key_Return)
        yield SETTLED
        self.go("edit.undo")
        yield SETTLED

    def eight_steps(self) -> Steps:
        """A visit of eight steps is put together."""
        self.go("visit.new")
        yield None
        yield from typed("hallow")
        yield SETTLED
        key(Key.Key_Return)
        yield SETTLED
        for what in EIGHT:
            yield from typed(what)
            key(Key.Key_Return)
            yield None
        yield SETTLED

    def days(self) -> Steps:
        """Ten days on, each looked at for a moment."""
        for _ in range(10):
            self.go("go.next-day")
            yield SETTLED

    def seen_days(self) -> Steps:
        """Back to days that were seen a moment ago."""
        for _ in range(5):
            self.go("go.next-day")
            yield SETTLED
        for _ in range(5):
            self.go("go.previous-day")
            yield SETTLED

    def statuses(self) -> Steps:
        """Patients arrive: along the day with the arrows, A at each."""
        self.go("go.today")
        yield SETTLED
        for _ in range(12):
            key(Key.Key_Down)
            yield None
            key(Key.Key_A)
            yield None
        yield SETTLED

    def drag(self) -> Steps:
        """An appointment is picked up by keys and moved along the day."""
        self.go("go.next-day")
        yield SETTLED
        key(Key.Key_Down)
        yield SETTLED
        for _ in range(20):
            key(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
            yield SETTLED
        key(Key.Key_Escape)
        yield SETTLED

    def absence(self) -> Steps:
        """Somebody is away for the rest of the day: the list is looked at."""
        yield from self._at_somebody_to_come()
        self.go("clinic.away")
        for _ in range(8000 // LETTER):
            yield None

    def other_desk(self) -> Steps:
        """Another desk books, while this one types."""
        day = str(self.desk.today())
        yield from self._beside("benchmarks.busy_desk", str(self.database), "6", day)

    def held(self) -> Steps:
        """Another program holds the file while somebody types and marks an arrival."""
        yield from self._at_somebody_to_come()
        with contextlib.closing(sqlite3.connect(self.database, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            self.go("visit.arrive")
            yield None
            assert self.desk.being_written
            self.go("visit.new")
            yield None
            yield from typed("hallow")
            for _ in range(HELD_SECONDS * 1000 // LETTER):
                yield None
            other.execute("ROLLBACK")
        yield SETTLED

    def checked(self) -> Steps:
        """The whole file is checked while somebody types."""
        yield from self._beside("clinicdesk", "check", "--database", str(self.database))

    def backed_up(self) -> Steps:
        """A backup is made while somebody types."""
        yield from self._beside("clinicdesk", "backup", "--database", str(self.database))

    def _beside(self, module: str, *given: str) -> Steps:
        """Typing beside another program, until that one has ended too."""
        line = [sys.executable, "-m", module, *given]
        with subprocess.Popen(line, stdout=subprocess.DEVNULL) as other:
            yield from self.typing()
            while other.poll() is None:
                yield None

    def killed_planner(self) -> Steps:
        """The planner's process is killed twice while somebody types."""
        for _ in range(2):
            for process in children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            yield from self.typing()
            self.go("visit.new")
            yield SETTLED


def children() -> list[int]:
    """The processes that this one has started and that live."""
    import psutil

    return [
        each.pid for each in psutil.Process().children() if "spawn_main" in " ".join(each.cmdline())
    ]


JOURNEYS: dict[str, Callable[[Driver], Steps]] = {
    name: getattr(Driver, name)
    for name in (
        "idle", "typing", "booking", "eight_steps", "days", "seen_days", "statuses", "drag",
        "absence",
        "other_desk", "held", "checked", "backed_up", "killed_planner",
    )
}  # fmt: skip


class Person:
    """Takes a step every `LETTER` milliseconds, and waits where a person would."""

    def __init__(
        self, steps: Steps, settled: Callable[[], bool], then: Callable[[], object]
    ) -> None:
        self._steps, self._settled, self._then = steps, settled, then
        self.answers: list[float] = []
        """Seconds from the last key before a wait until all that it asked for was there."""
        self.error: Exception | None = None
        """Why a step could not be taken: nothing that was measured counts then."""
        self._waits = False
        self._pressed = perf_counter()
        self._timer = QTimer(interval=TICK)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        if self._waits:
            if not self._settled():
                return
            self.answers.append(perf_counter() - self._pressed)
            self._waits = False
        elif perf_counter() - self._pressed < LETTER / 1000:
            return
        pressed = perf_counter()
        try:
            self._waits = next(self._steps) is SETTLED
        except StopIteration:
            self._end()
        except Exception as error:  # noqa: BLE001 - raised once the window is left
            self.error = error
            self._end()
        self._pressed = pressed

    def _end(self) -> None:
        self._timer.stop()
        self._then()


def measured(
    qt: CountedApplication, steps: Steps, settled: Callable[[], bool]
) -> dict[str, object]:
    """The beat while the steps are taken. Raises what a step does."""
    qt.beat = beat = Beat()

    def end() -> None:
        qt.beat = None
        beat.end()
        qt.quit()

    beat.begin()
    person = Person(steps, settled, end)
    qt.exec()
    if person.error is not None:
        raise person.error
    answers = sorted(person.answers) or [0.0]
    return {
        "gap": round(beat.longest.gap * 1000, 1),
        "processor": round(beat.busiest.processor * 1000, 1),
        "call": round(beat.costliest.processor * 1000, 1),
        "share": round(beat.share, 3),
        "answer": round(answers[len(answers) // 2] * 1000, 1),
        "slowest_answer": round(answers[-1] * 1000, 1),
        "doing": beat.longest.doing,
        "busy_with": beat.busiest.doing,
        "costliest_call": beat.costliest.doing,
    }


def bare() -> dict[str, object]:
    """A window with nothing in it, for as long as a journey takes."""
    qt = CountedApplication([])
    window = QWidget()
    window.resize(1500, 900)
    window.show()
    return measured(qt, iter([None] * (3000 // LETTER)), lambda: True)


def main(clinic: str, now: str, journey: str) -> None:
    """Drive the window through one journey; "bare" for a window with nothing in it."""
    if journey == "bare":
        print(json.dumps(bare()))
        return
    start = Start("anna", "desk", Path(clinic), datetime.fromisoformat(now))
    qt = CountedApplication([])
    with loading():
        load_qt()
        application = Application(start, [])
        application.begin()
        application.qt.processEvents()
        loaded()
    assert isinstance(application.window, MainWindow)
    application.window.resize(1500, 900)
    QTest.qWait(1500)
    while application.window.later.waiting:
        QTest.qWait(50)
    driver = Driver(application)
    figures = measured(qt, JOURNEYS[journey](driver), lambda: driver.settled)
    application.close()
    print(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
