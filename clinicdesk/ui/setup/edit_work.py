"""What is asked and saved of an edit of the set-up: one at a time, beside the window's thread.

An edit is looked at first; only what was looked at is saved. Who changes the clinic meanwhile makes
that it is looked at again. Where visits would go that it breaks is looked for meanwhile.
"""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from clinicdesk.services.clinic.clinic_setup import ResourceInfo
from clinicdesk.services.codes import RefusalCode
from clinicdesk.services.journal.changes import Changed
from clinicdesk.services.setup.absences import AbsenceChange
from clinicdesk.services.setup.editing import EntryFault, FaultyEdit
from clinicdesk.services.setup.previewing import (
    Preview,
    SetupChange,
    do_change,
    preview_edit,
    repairs_of_edit,
)
from clinicdesk.services.setup.repairs import Mending, Repairs
from clinicdesk.services.setup.updating import Updated
from clinicdesk.ui.desk import Desk, Done, Outcome

REPAIRS = "set-up repairs"
"""Of what is looked for only the newest counts."""

PEOPLE = ("practitioner", "assistant")
"""The kinds of resources that have colleagues."""

CHANGED_SINCE = (
    RefusalCode.SETUP_CHANGED_SINCE,
    RefusalCode.RECORD_CHANGED_SINCE,
    RefusalCode.RECORD_DIFFERS,
    RefusalCode.VISIT_BREAKS_RULE,
    RefusalCode.VISIT_NOT_MOVABLE,
    RefusalCode.VISIT_PAST,
)
"""How an edit with its moves is refused that a new look helps against."""


class EditWork(QObject):
    """Of its signals one follows whatever was begun, unless it was forgotten meanwhile."""

    begun = Signal()
    """It is looked at, or saved."""
    repaired = Signal()
    """More `repairs` were found, or all that there are."""
    changed_since = Signal(str)
    """It was not saved, as somebody changed what it would move; it is looked at again. The sentence
    says so."""
    previewed = Signal(bool)
    """`preview` is there; whether because others have changed the clinic meanwhile."""
    faulty = Signal(object)
    """What is wrong with it: a tuple of `EntryFault`."""
    refused = Signal(str)
    saved = Signal(object)
    """The `SetupChange`."""
    failed = Signal()
    """A mistake of the program, which the window tells, while it was saved: nothing is written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.edit: SetupChange | None = None
        """What is looked at or can be saved; None while something is still being typed."""
        self.preview: Preview | None = None
        self.repairs = Repairs()
        """Where the visits would go that it breaks, as far as that is known."""
        self.writing = False
        self._colleague: int | None = None

    def forget(self) -> None:
        """Nothing is looked at any more."""
        self.edit = self.preview = None
        self._drop_repairs()

    def look(self, edit: SetupChange, *, again: bool = False) -> None:
        """Ask what the edit would do; `again` because others have changed the clinic meanwhile."""
        if edit is not self.edit:
            self._colleague = None
        self.edit, self.preview = edit, None
        self._drop_repairs()
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

    def hand_over(self, colleague: int | None) -> None:
        """Look for places with this colleague of whoever the edit is about; None for the best."""
        self._colleague = colleague
        if self.edit is not None and self.preview is not None and not self.writing:
            self._look_for_repairs(self.edit, self.preview)

    @property
    def subject(self) -> ResourceInfo | None:
        """Whom the edit is about, if it is somebody who is there."""
        resources = self._desk.setup.resources
        if isinstance(self.edit, AbsenceChange):
            return resources.get(self.edit.resource)
        shown = {} if self.edit is None else self.edit.before or {}
        return next((one for one in resources.values() if one.name == shown.get("name")), None)

    @property
    def colleagues(self) -> tuple[ResourceInfo, ...]:
        """Who shares a specialty with whoever the edit is about."""
        who = self.subject
        if who is None or who.kind not in PEOPLE:
            return ()
        return tuple(
            one
            for one in self._desk.setup.resources.values()
            if one.kind == who.kind
            and one.lane_of is None
            and one.id != who.id
            and not set(one.types).isdisjoint(who.types)
        )

    def look_longer(self) -> None:
        """Look for places of those that were not looked at before the time was up."""
        if self.edit is not None and self.preview is not None and not self.writing:
            self._look_for_repairs(self.edit, self.preview, self.repairs)

    def _look_for_repairs(
        self, edit: SetupChange, preview: Preview, known: Repairs | None = None
    ) -> None:
        known = replace(known or Repairs(), ended=False)
        self._drop_repairs()
        self.repairs = known
        self.repaired.emit()
        who, colleague = self.subject, self._colleague
        self._desk.ask(
            REPAIRS,
            repairs_of_edit,
            edit,
            preview.breaks,
            {} if who is None or colleague is None else {who.id: colleague},
            None,
            known,
            then=partial(self._take_repairs, preview),
            part=partial(self._take_repairs, preview),
            failed=lambda _sentence: self._take_repairs(preview, replace(self.repairs, ended=True)),
            concerns=changes_setup,
        )

    def _take_repairs(self, preview: Preview, repairs: Repairs) -> None:
        if self.preview is preview and not self.writing:
            self.repairs = repairs
            self.repaired.emit()

    def _drop_repairs(self) -> None:
        self._desk.planner.drop(REPAIRS)
        self.repairs = Repairs()

    def save(self, mending: Mending) -> None:
        """Write what was looked at, and with it what is wanted of what was found."""
        edit = self.edit
        if edit is None or self.preview is None or self.writing:
            return
        self.writing = True
        self._desk.planner.drop(REPAIRS)
        self.begun.emit()
        write = self._desk.write_about(mending.visits, do_change, edit, apply=True, mending=mending)
        write.then(partial(self._hear, edit), self._stand_again)

    def _take(self, edit: SetupChange, again: bool, preview: Preview) -> None:
        if self.edit is not edit or self.writing:
            return
        if preview.faults:
            self._say_faults(preview.faults)
            return
        self.preview = preview
        self.previewed.emit(again)
        if preview.breaks:
            self._look_for_repairs(edit, preview)

    def _cannot(self, edit: SetupChange, sentence: str) -> None:
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

    def _hear(self, edit: SetupChange, outcome: Outcome[Updated]) -> None:
        self.writing = False
        if isinstance(outcome, Done):
            self.forget()
            self.saved.emit(edit)
        elif isinstance(outcome.cause, FaultyEdit):
            self._say_faults(outcome.cause.faults)
        elif outcome.cause.code in CHANGED_SINCE:
            self.look(edit, again=True)
            self.changed_since.emit(outcome.sentence)
        else:
            self._refuse(outcome.sentence)


def changes_setup(change: Changed) -> bool:
    """Whether the clinic may be set up otherwise by it, or by its undo."""
    return change.everything
