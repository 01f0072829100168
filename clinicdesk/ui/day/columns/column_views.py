"""What the columns' actions do: choose them, save them as a view, bring a view back."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.services.visits.reading.clinic_day import DayInfo
from clinicdesk.ui.day.columns.column_choice import VIEWS, ColumnChoice
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.later import Late
from clinicdesk.wording import readable, say

if TYPE_CHECKING:
    from clinicdesk.ui.day.columns.column_chooser import ColumnChooser

_NAMED = 2
"""How many columns of a view its menu entry names."""


def view_key(view: int) -> int:
    """The function key of a view: view 1 is on F2."""
    return view + 1


class ColumnViews(QObject):
    """Handles the actions about columns."""

    changed = Signal()
    """Other columns are to be shown."""
    said = Signal(str)
    """Something that the person should hear or read."""

    def __init__(
        self,
        choice: ColumnChoice,
        actions: Actions,
        page: QWidget,
        day: Callable[[], DayInfo | None],
    ) -> None:
        super().__init__(page)
        self._choice, self._page, self._day = choice, page, day
        self._actions = actions
        self._chooser = Late(self._made_chooser)
        actions.connect("view.columns", lambda: self.open_chooser(saving=False))
        actions.connect("view.save", lambda: self.open_chooser(saving=True))
        for view in range(1, VIEWS + 1):
            actions.connect(f"view.saved-{view}", partial(self._bring, view))

    @property
    def chooser(self) -> "ColumnChooser":
        """The list of all resources, made now if nobody has opened it yet."""
        return self._chooser()

    def _made_chooser(self) -> "ColumnChooser":
        from clinicdesk.ui.day.columns.column_chooser import ColumnChooser

        chooser = ColumnChooser(self._page, self._actions)
        chooser.chosen.connect(self._choose)
        chooser.save_wanted.connect(self._save)
        return chooser

    def open_chooser(self, *, saving: bool = False) -> None:
        """Open the list of all resources, or close it; `saving` begins at the keys to save on."""
        day = self._day()
        if self.chooser.isVisible() and not saving:
            self.chooser.close_layer()
        elif day is not None:
            self._name_slots()
            self.chooser.open_for(day, self.shown(), saving=saving)

    def shown(self) -> list[int]:
        """The numbers of the columns that are shown."""
        day = self._day()
        return [] if day is None else [c.resource.id for c in self._choice.columns(day)]

    def _name_slots(self) -> None:
        self.chooser.name_slots({view: self._entry(view) for view in range(1, VIEWS + 1)})

    def _entry(self, view: int) -> str:
        saved, day = self._choice.saved(view), self._day()
        key = view_key(view)
        if saved is None or day is None:
            return say("day.view-slot-empty", {"key": key})
        return say("day.view-slot", {"key": key, "names": _names(saved, day)})

    def _save(self, view: int) -> None:
        self._choice.save(view, self.shown())
        self._name_slots()
        self.said.emit(say("day.view-saved", {"key": view_key(view)}))

    def _bring(self, view: int) -> None:
        saved = self._choice.saved(view)
        if saved is None:
            self.said.emit(say("day.view-empty", {"key": view_key(view)}))
        else:
            self._choose(saved)

    def _choose(self, numbers: Sequence[int] | None) -> None:
        self._choice.choose(numbers)
        chooser = self._chooser.made
        if chooser is not None and chooser.isVisible():
            chooser.refresh(self.shown())
        self.changed.emit()


def _names(numbers: Sequence[int], day: DayInfo) -> str:
    known = day.setup.resources
    names = [readable(known[number].name) for number in numbers if number in known]
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return shown
    return say("day.view-others", {"names": shown, "count": len(names) - _NAMED})
