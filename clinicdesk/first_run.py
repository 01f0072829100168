"""The window of the first run: makes a clinic as somebody asks there, and says when it is made."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from clinicdesk.chosen_clinic import Chosen, look_at, place_for
from clinicdesk.cli.workstation import Workstation
from clinicdesk.clock import clock_for
from clinicdesk.first_works import make_demo, make_described, make_first
from clinicdesk.open_clinic import Start
from clinicdesk.services.backups.drafts import clear_beside
from clinicdesk.services.backups.in_background import asker_of, restore_backup
from clinicdesk.services.context import Context, Role
from clinicdesk.services.demo_place import demo_clinic, find_demo
from clinicdesk.services.setup.first_clinic import FirstClinic, Offers, read_offers
from clinicdesk.ui.clinics.recent_clinics import RecentClinic
from clinicdesk.ui.frame.first_steps.new_clinic import NewClinic
from clinicdesk.ui.frame.layers.welcome import Welcome
from clinicdesk.ui.frame.local_zone import local_habits, local_zone
from clinicdesk.ui.frame.on_screen import OnScreen
from clinicdesk.ui.kit.background.worker import Answer, Result, Worker, value_of
from clinicdesk.ui.kit.look.theme import ThemeKeeper
from clinicdesk.ui.kit.why_not_done import why_not_done
from clinicdesk.ui.kit.window_work import WindowWork
from clinicdesk.ui.kit.work_process import WorkAnswer, WorkDone
from clinicdesk.wording import say

FIRST_SIZE = QSize(1040, 640)


class FirstRun(QMainWindow):
    """Shown where there is no clinic yet."""

    open_wanted = Signal(str)
    """The path of a clinic that somebody has already, or of the one that was made."""
    founded = Signal(str)
    """The path of a clinic of one's own, made step by step, that is set up further now."""

    def __init__(self, start: Start, keeper: ThemeKeeper, left: RecentClinic | None = None) -> None:
        """A new clinic is put where `start` says, or beside it. `left` was open until now."""
        super().__init__()
        self._start = start
        self.work = WindowWork(self)
        self._files = Worker("chosen files", self)
        for path in (start.database, demo_clinic()):
            # Somebody may have stopped the program while one was made there.
            self._files.begin(partial(clear_beside, path), value_of)
        self.welcome = Welcome(keeper)
        self.new_clinic = NewClinic(local_habits())
        self._files.begin(
            local_zone, lambda found: self.new_clinic.clinic.show_zone(value_of(found))
        )
        self._loading = Worker("what can be ticked", self)
        self._loading.begin(read_offers, self._show_loaded)
        if left is not None:
            self.welcome.show_way_back(left.name)
            self.welcome.back_wanted.connect(lambda: self.open_wanted.emit(left.path))
        self.work.begun.connect(self._show_working)
        for shown in (self.welcome, self.new_clinic):
            self.work.progressed.connect(shown.work_line.show_progress)
            self.work.stopping.connect(shown.work_line.show_stopping)
            shown.work_line.stop_wanted.connect(self.work.stop)
        self.welcome.demo_wanted.connect(self._open_demo)
        self.welcome.file_wanted.connect(self._use)
        self.welcome.empty_wanted.connect(self._ask_for_new)
        self.new_clinic.left.connect(self._show_welcome)
        self.new_clinic.wanted.connect(self._make_first)
        self.setWindowTitle("ClinicDesk")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.new_clinic)
        self.setCentralWidget(self._pages)
        # Not before: whoever is put into a window loses the keyboard.
        (self.welcome.demo if left is None else self.welcome.empty).setFocus()
        OnScreen(self, FIRST_SIZE)

    def begin(self, with_what: "Chosen | Literal['demo']") -> None:
        """Do at once what somebody has chosen before this window was there."""
        if isinstance(with_what, Chosen):
            self._use_looked(Result(with_what))
        else:
            self._open_demo()

    def _use(self, chosen: str) -> None:
        """A clinic's own file is opened, its backup restored; by a description one is made."""
        self._files.begin(partial(look_at, Path(chosen)), self._use_looked, "chosen")

    def _use_looked(self, answer: Answer[Chosen]) -> None:
        chosen = value_of(answer)
        if chosen.kind == "backup":
            asker = self._start.asker(chosen.zone)
            self._make("restore", lambda place: (restore_backup, asker, chosen.file, place))
        elif chosen.kind == "clinic":
            self.open_wanted.emit(str(chosen.file))
        else:
            workstation, file = Workstation(self._start.now), str(chosen.file)
            self._make("founding", lambda place: (make_described, workstation, file, place))

    def _open_demo(self) -> None:
        """In a file of its own, which is made the first time."""

        def open_it(answer: Answer[bool]) -> None:
            if value_of(answer):
                self.open_wanted.emit(str(demo_clinic()))
            else:
                workstation = Workstation(self._start.now)
                self._make("demo", lambda place: (make_demo, workstation, place), demo_clinic())

        self._files.begin(find_demo, open_it, "chosen")

    def _ask_for_new(self) -> None:
        """The three steps to a clinic of one's own."""
        self._pages.setCurrentWidget(self.new_clinic)
        self.new_clinic.take_focus()

    def _show_welcome(self) -> None:
        self._pages.setCurrentWidget(self.welcome)
        self.welcome.empty.setFocus()

    def _make_first(self, asked: FirstClinic) -> None:
        start, clock = self._start, clock_for(ZoneInfo(asked.zone), self._start.now)
        asker = asker_of(Context(start.actor, start.workstation, Role.MANAGER, clock))
        self._make("founding", lambda place: (make_first, asker, asked, place))

    def _show_loaded(self, offers: Answer[Offers]) -> None:
        self.new_clinic.show_offers(value_of(offers))

    def _show_working(self, what: str) -> None:
        self._shown.show_working(what)

    @property
    def _shown(self) -> Welcome | NewClinic:
        asks = self._pages.currentWidget() is self.new_clinic
        return self.new_clinic if asks else self.welcome

    def _make(
        self, what: str, work: Callable[[Path], tuple[Any, ...]], at: Path | None = None
    ) -> None:
        """Carry out the `work` for the place of a new clinic: a function and what it is given."""

        def begin(answer: Answer[Path]) -> None:
            place = value_of(answer)
            ended = partial(self._ended, place)
            self.work.start(say(f"work.doing-{what}"), ended, *work(place))

        self._files.begin(partial(place_for, at or self._start.database), begin, "made")

    def _ended(self, place: Path, answer: WorkAnswer) -> None:
        if not isinstance(answer, WorkDone):
            self._shown.show_idle(why_not_done(answer))
        elif isinstance(answer.result, tuple) and answer.result:
            self._shown.show_idle("\n".join(answer.result))
        else:
            made = self.founded if self._shown is self.new_clinic else self.open_wanted
            made.emit(str(place))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own name
        """Nobody waits for a clinic any more."""
        self.work.cancel()
        self._files.stop()
        self._loading.stop()
        super().closeEvent(event)
