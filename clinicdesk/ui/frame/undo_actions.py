"""Undo and redo: their menu texts, and the menu bar's corner, name the change they take back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar

from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.services.undoing.undo import next_redo, next_undo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.frame.layers.toast import Toast
from clinicdesk.ui.kit.actions.actions import Actions
from clinicdesk.ui.kit.change_text import change_text
from clinicdesk.ui.kit.fitting_label import FittingLabel
from clinicdesk.wording import say

_READERS = {"edit.undo": next_undo, "edit.redo": next_redo}

SPACE, AROUND_MENU = 40, 26
"""Pixels between the last menu and the label, and around a menu's word."""


class UndoActions(QObject):
    """Takes back, or makes again, only the change that was named when the key was pressed."""

    def __init__(self, desk: Desk, actions: Actions, bar: QMenuBar, toast: Toast) -> None:
        super().__init__(bar)
        self._desk, self._actions, self._bar, self._toast = desk, actions, bar, toast
        self._named: dict[str, DescribedChange] = {}
        self._toasted: DescribedChange | None = None
        """The change that the toast's button takes back."""
        self.label = FittingLabel()
        self.label.setObjectName("muted")
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # Not the bar's own corner widget: that one stays where it was when its words change.
        self.label.setParent(bar)
        self.label.show()
        bar.installEventFilter(self)
        for action_id, verb in (("edit.undo", desk.undo), ("edit.redo", desk.redo)):
            actions.connect(
                action_id,
                partial(self._run, action_id, verb),
                unless=partial(self._why_not, action_id),
            )
        desk.changed.connect(lambda _changed: self.update_names())
        toast.undo_asked.connect(actions["edit.undo"].trigger)
        self.update_names()

    def update_names(self) -> None:
        """Read what undo and redo would take back, and name it in the menu and the corner."""
        for action_id, read in _READERS.items():
            found = read(self._desk.context, self._desk.database)
            words = say(f"action.{action_id}")
            if found is None:
                self._named.pop(action_id, None)
            else:
                self._named[action_id] = found
                words = f"{words}: {self._text(found)}"
            self._actions[action_id].setText(words)
        if self._named.get("edit.undo") != self._toasted:
            self._toast.hide_undo()
        self._show()
        self._actions.refresh()

    def note_toast(self) -> None:
        """The toast that is shown now is about the change that undo would take back now."""
        self._toasted = self._named.get("edit.undo")

    def _text(self, change: DescribedChange) -> str:
        return change_text(change, self._desk.today(), private=self._desk.privacy.on)

    def _run(self, action_id: str, verb: Callable[[], object]) -> None:
        """Only what was named: another window of this desk may have changed more since."""
        named = self._named.get(action_id)
        self._desk.catch_up()
        if self._named.get(action_id) == named:
            verb()
        else:
            self._toast.show_text(say("action.why-other-change"), undoable=False)

    def _why_not(self, action_id: str) -> str | None:
        return None if action_id in self._named else say("action.why-nothing-to-undo")

    def _show(self) -> None:
        change = self._named.get("edit.undo")
        keys = self._actions["edit.undo"].shortcut()
        shortcut = keys.toString(QKeySequence.SequenceFormat.NativeText)
        self.label.show_forms("" if change is None else f"{shortcut}: {self._text(change)}")
        self._place_label()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another width or font: the label's place is another."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._place_label()
        return super().eventFilter(watched, event)

    def _place_label(self) -> None:
        # Not by the menus' own geometry: it is empty after there was no room for them once.
        metrics = self._bar.fontMetrics()
        words = [action.text().replace("&", "") for action in self._bar.actions()]
        taken = sum(metrics.horizontalAdvance(word) + AROUND_MENU for word in words)
        room = max(self._bar.width() - taken - SPACE, 0)
        width = min(self.label.width_of(0), room)
        self.label.setGeometry(self._bar.width() - width - 12, 0, width, self._bar.height())
