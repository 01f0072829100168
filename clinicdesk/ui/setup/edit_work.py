"""What is asked and saved of an edit of the set-up: one at a time, beside the window's thread.

An edit is looked at first; only what was looked at is saved. Who changes the clinic meanwhile makes
that it is looked at again.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.setup.editing import EntryFault, FaultyEdit, edit_clinic
from clinicdesk.services.setup.entries import Edit
from clinicdesk.services.setup.previewing import Preview, preview_edit
from clinicdesk.services.setup.updating import Updated
from clinicdesk.ui.desk import Desk, Done, Outcome


class EditWork(QObject):
    """Of its signals one follows whatever was begun, unless it was forgotten meanwhile."""

    begun = Signal()
    """It is looked at, or saved."""
    previewed = Signal(bool)
    """`preview` is there; whether because others have changed the clinic meanwhile."""
    faulty = Signal(object)
    """What is wrong with it: a tuple of `EntryFault`."""
    refused = Signal(str)
    saved = Signal(object)
    """The `Edit`."""
    failed = Signal()
    """A mistake of the program, which the window tells, while it was saved: nothing is written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.edit: Edit | None = None
        """What is looked at or can be saved; None while something is still being typed."""
        self.preview: Preview | None = None
        self.writing = False

    def forget(self) -> None:
        """Nothing is looked at any more."""
        self.edit = self.preview = None

    def look(self, edit: Edit, *, again: bool = False) -> None:
        """Ask what the edit would do; `again` because others have changed the clinic meanwhile."""
        self.edit, self.preview = edit, None
        self.begun.emit()
        self._desk.ask(
            "set-up preview",
            preview_edit,
            edit,
            then=partial(self._take, edit, again),
            failed=partial(self._cannot, edit),
            concerns=changes_setup,
        )

    def look_again(self) -> None:
        """Whoever was about to save then means what was shown before."""
        if self.edit is not None and self.preview is not None and not self.writing:
            self.look(self.edit, again=True)

    def save(self) -> None:
        """Write what was looked at."""
        edit = self.edit
        if edit is None or self.preview is None or self.writing:
            return
        self.writing = True
        self.begun.emit()
        write = self._desk.write(edit_clinic, edit, apply=True)
        write.then(partial(self._hear, edit), self._stand_again)

    def _take(self, edit: Edit, again: bool, preview: Preview) -> None:
        if self.edit is not edit or self.writing:
            return
        if preview.faults:
            self._say_faults(preview.faults)
            return
        self.preview = preview
        self.previewed.emit(again)

    def _cannot(self, edit: Edit, sentence: str) -> None:
        if self.edit is edit:
            self._refuse(sentence)

    def _refuse(self, sentence: str) -> None:
        self.forget()
        self.refused.emit(sentence)

    def _say_faults(self, faults: tuple[EntryFault, ...]) -> None:
        self.forget()
        self.faulty.emit(faults)

    def _stand_again(self) -> None:
        self.writing = False
        self.failed.emit()

    def _hear(self, edit: Edit, outcome: Outcome[Updated]) -> None:
        self.writing = False
        if isinstance(outcome, Done):
            self.forget()
            self.saved.emit(edit)
        elif isinstance(outcome.cause, FaultyEdit):
            self._say_faults(outcome.cause.faults)
        else:
            self._refuse(outcome.sentence)


def changes_setup(change: Changed) -> bool:
    """Whether the clinic may be set up otherwise by it, or by its undo."""
    return change.everything
