"""One clinic that is open in a window: its desk, and what looks at its file meanwhile."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from clinicdesk.clock import clock_for
from clinicdesk.services.backups.drafts import clear_beside
from clinicdesk.services.clinic.usable_values import clinic_zone
from clinicdesk.services.context import WITHOUT_ACCOUNTS, Context
from clinicdesk.services.open_mark import OpenMark
from clinicdesk.services.storage import (
    Database,
    open_database,
    path_exists,
    takes_time,
    why_kept,
)
from clinicdesk.ui.desk import Desk, planner_thread
from clinicdesk.ui.kit.background.planner import LatePlanner
from clinicdesk.ui.main_window import MainWindow
from clinicdesk.wording import say, use_clinic_habits

if TYPE_CHECKING:
    from clinicdesk.services.backups.in_background import Asker
    from clinicdesk.ui.frame.soundness_look import SoundnessLook
    from clinicdesk.ui.kit.background.planner_process import PlannerProcess

AT_ONCE_SECONDS = 0.016
"""The same where a window waits for it: it is one picture late."""

PATIENT_SECONDS = 1.5
"""The same where nobody looks at a window yet."""

PLANNER_SECONDS = 1.5
"""The same for the planner: what is asked next cannot take the place of what waits."""

BUSY_SECONDS = 30
"""How long a read or a write waits for another program; the window goes on meanwhile."""


@dataclass(frozen=True)
class Start:
    """What the command line wants of the window: whose desk, which clinic, what time it is."""

    actor: str
    workstation: str
    database: Path
    now: datetime | None = None
    """The clinic's wall clock, for demonstrations; None for this computer's clock."""
    busy_seconds: float = BUSY_SECONDS
    named: bool = False
    """Whether somebody named the clinic's file; else it is this user's own, wherever that is."""

    def is_new(self) -> bool:
        """Whether there is no clinic and never was one, as far as is known.

        One that is away for now, with its disk or its folder, is not begun anew. Raises what
        `path_exists` does.
        """
        path = self.database
        if path_exists(path):
            return False
        # Loaded here: it looks for backups, which nobody needs whose clinic is there.
        from clinicdesk.services.doctor.kept_backups import was_there

        if was_there(path):
            return False
        return path.parent.is_dir() or not self.named

    def asker(self, zone: ZoneInfo | None) -> "Asker":
        """Who asks for what is done about a clinic's file as a whole, by a clock in that zone."""
        from clinicdesk.services.backups.in_background import asker_of

        clock = clock_for(zone or ZoneInfo("UTC"), self.now)
        return asker_of(Context(self.actor, self.workstation, WITHOUT_ACCOUNTS, clock))


class NotAtOnce(Exception):
    """To open the clinic would take time; `whole` if all of it has to be read before."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__()
        self.whole = whole


class OpenClinic:
    """From when its file is opened until `stop`; whole or not at all."""

    def __init__(
        self,
        start: Start,
        make_window: Callable[[Desk], MainWindow],
        *,
        seconds: float = AT_ONCE_SECONDS,
        settled: bool = False,
    ) -> None:
        """Open the file and make its window. Raises what `open_database` does, also as it reads.

        Then nothing of it is left: no desk goes on looking at the file behind another window.
        Other programs are waited for so many seconds at each step. Raises NotAtOnce where more
        than a glance at the file is due, unless it is `settled` by now, or nobody minds.
        """
        self._path = start.database
        kept = why_kept(start.database)
        if kept is not None:
            raise kept
        clear_beside(start.database)
        self._mark = OpenMark(start.database)
        whole = self._mark.was_cut_off()
        if not settled and (whole or takes_time(start.database)):
            raise NotAtOnce(whole=whole)
        at_first = min(start.busy_seconds, seconds)
        database = open_database(start.database, busy_seconds=at_first, whole=whole)
        with contextlib.ExitStack() as undone:
            undone.callback(database.close)
            context = _context(start, database)
            waits = min(start.busy_seconds, PLANNER_SECONDS)
            planner = LatePlanner(lambda: self._made_planner(waits))
            self.desk = Desk(context, database, planner=planner)
            database.wait_for(start.busy_seconds)
            undone.callback(self._leave_desk)
            setup = self.desk.setup
            use_clinic_habits(setup.date_order, twelve_hour=setup.twelve_hour)
            with _whole_windows():
                self.window = make_window(self.desk)
            undone.pop_all()
        self._mark.begin()
        self._look: SoundnessLook | None = None
        self.window.first_picture.stands.connect(self._begin_look)
        # By then the window has all that it needs by itself: the first answer comes sooner.
        self.window.later.ended.connect(partial(_start, planner))

    def _made_planner(self, busy_seconds: float) -> "PlannerProcess":
        from clinicdesk.ui.kit.background.planner_process import PlannerProcess

        desk = self.desk
        planner = PlannerProcess(
            desk.context,
            desk.database,
            lambda: planner_thread(desk.context, desk.database),
            desk,
            busy_seconds=busy_seconds,
        )
        planner.cannot.connect(lambda: desk.refused.emit(say("planner.none")))
        return planner

    def stop(self) -> None:
        """Nobody works with the clinic here any more. Its window is for its owner to close."""
        self.window.closing.leave()
        self._leave_desk()
        self.window.first_picture.blockSignals(True)
        if self._look is not None:
            self._look.stop()
        self._mark.end()

    def _begin_look(self) -> None:
        """Nothing of it is needed for the first picture, not even its modules."""
        from clinicdesk.ui.frame.soundness_look import SoundnessLook

        self._look = SoundnessLook(self._path, self.window.work)
        self._look.damaged.connect(self.desk.found_damaged)

    def _leave_desk(self) -> None:
        self.desk.stop()
        # What is under way in its panels shall reach none of them any more.
        self.desk.blockSignals(True)


def _start(planner: "LatePlanner[PlannerProcess]") -> None:
    made = planner()
    if made is not None:
        made.start()


@contextlib.contextmanager
def _whole_windows() -> Iterator[None]:
    """A window that could not be finished is deleted with all that it had begun."""
    before = set(QApplication.topLevelWidgets())
    try:
        yield
    except BaseException:
        for widget in set(QApplication.topLevelWidgets()) - before:
            widget.deleteLater()
        raise


def _context(start: Start, database: Database) -> Context:
    with database.reading() as session:
        zone = clinic_zone(session)
    clock = clock_for(zone, start.now)
    return Context(start.actor, start.workstation, WITHOUT_ACCOUNTS, clock)
