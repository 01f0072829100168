"""Keeps practitioners' calendar files up to date in folders that were chosen once.

For this workstation: a practitioner's telephone or mail program reads the file from a folder that
is shared with it. It is written anew whenever news of the clinic touch that practitioner.
"""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.services.errors import Refused
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.storage import REFUSALS, DatabaseRefused
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.documents.calendar_saving import folder_to_begin_in
from clinicdesk.ui.documents.own_calendar.calendar_dialogs import ask_folder
from clinicdesk.ui.documents.own_calendar.saved_calendars import COMING
from clinicdesk.ui.kit.background.worker import Answer, Failure, value_of
from clinicdesk.wording import say

SETTING = "kept-calendar"

PAST = timedelta(weeks=1)
"""How long what is over stays in the file."""


class KeptCalendars(QObject):
    """What could not be written is said quietly, and tried again each minute until it can."""

    says = Signal(str)
    """The line of what is not up to date; empty where everything is."""
    told = Signal(str)
    """What became of what somebody asked for."""

    def __init__(self, desk: Desk, owner: QWidget, settings: QSettings) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._settings = desk, owner, settings
        self._files = desk.worker("kept calendar files", self)
        self._failed: dict[int, str] = {}
        """By practitioner why their file is not up to date."""
        self._asked: set[int] = set()
        """Who is to be told once their file is there."""
        self.dialog: QFileDialog | None = None
        desk.changed.connect(self._follow)
        desk.day_began.connect(lambda _today: self._write_all(self._kept()))
        desk.minute_began.connect(lambda _today, _minute: self._write_all(list(self._failed)))
        self._write_all(self._kept())

    def folder(self, practitioner: int) -> str:
        """Where their file is kept on this workstation; empty where it is not."""
        return str(self._settings.value(self._key(practitioner), ""))

    def ask_folder(self, practitioner: int) -> None:
        """Ask where it is to be kept from now on."""
        kept = self.folder(practitioner)

        def ask(answer: Answer[Path]) -> None:
            self.dialog = ask_folder(
                self._owner, value_of(answer), partial(self.keep_in, practitioner)
            )

        self._files.begin(lambda: folder_to_begin_in(kept), ask, "folder")

    def keep_in(self, practitioner: int, folder: Path) -> None:
        """Keep it there from now on, beginning at once."""
        self._settings.setValue(self._key(practitioner), str(folder))
        self._asked.add(practitioner)
        self._write_all([practitioner])

    def stop(self, practitioner: int) -> None:
        """Keep it no more; the file stays as it is."""
        self._settings.remove(self._key(practitioner))
        self._note(practitioner, "")
        self.told.emit(say("own-calendar.stopped"))

    # ------------------------------------------------------------------ writing

    def _key(self, practitioner: int) -> str:
        return f"{SETTING}/{self._desk.setup.uid}/{practitioner}"

    def _kept(self) -> list[int]:
        setup = self._desk.setup
        return [number for number in setup.resources if self.folder(number)]

    def _follow(self, change: Changed) -> None:
        kept = self._kept()
        # Another name of a patient names no practitioner.
        renamed = bool(change.patients) and not change.resources
        if not (change.everything or renamed):
            kept = [number for number in kept if self._touches(change, number)]
        self._write_all(kept)

    def _touches(self, change: Changed, practitioner: int) -> bool:
        setup = self._desk.setup
        return practitioner in map(setup.first_place, change.resources)

    def _write_all(self, practitioners: Iterable[int]) -> None:
        for practitioner in practitioners:
            self._write(practitioner)

    def _write(self, practitioner: int) -> None:
        desk, folder = self._desk, self.folder(practitioner)
        who = desk.setup.resources.get(practitioner)
        if not folder or who is None:
            self._note(practitioner, "")
            return
        today = desk.today()

        def read() -> tuple[str, bytes]:
            # Loaded beside the window's thread: the library behind it takes long.
            from clinicdesk.services.documents.practitioner_export import (
                export_practitioner,
                own_calendar_name,
            )

            first, last = today - PAST, today + COMING
            content = export_practitioner(desk.context, desk.database, practitioner, first, last)
            return own_calendar_name(desk.setup, who), content

        def write(found: tuple[str, bytes]) -> None:
            path = Path(folder, found[0])
            self._files.begin(
                partial(_write_there, path, found[1]),
                partial(self._written, practitioner, path),
                ("write", practitioner),
            )

        desk.read((self, practitioner), read, write, partial(self._refused, practitioner))

    def _written(self, practitioner: int, path: Path, answer: Answer[None]) -> None:
        if isinstance(answer, Failure) and isinstance(answer.error, REFUSALS):
            self._refused(practitioner, answer.error)
            return
        value_of(answer)
        self._note(practitioner, "")
        if practitioner in self._asked:
            self._asked.discard(practitioner)
            self.told.emit(say("own-calendar.kept", {"path": str(path)}))

    def _refused(self, practitioner: int, refusal: Refused | DatabaseRefused) -> None:
        who = self._desk.setup.resources.get(practitioner)
        name = "" if who is None else who.name
        why = say(refusal.code, refusal.params)
        self._note(practitioner, say("own-calendar.old", {"name": name, "why": why}))
        self._asked.discard(practitioner)

    def _note(self, practitioner: int, said: str) -> None:
        before = dict(self._failed)
        if said:
            self._failed[practitioner] = said
        else:
            self._failed.pop(practitioner, None)
        if self._failed != before:
            self.says.emit(" ".join(self._failed.values()))


def _write_there(path: Path, content: bytes) -> None:
    from clinicdesk.services.documents.calendar_export import write_calendar

    write_calendar(path, content)
