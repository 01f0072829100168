"""Undo and redo: their words say whose change it is, and what undo takes back stands on screen."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenuBar

from clinicdesk.services.journal.description import DescribedChange
from clinicdesk.services.undoing.undo import next_redo, next_undo
from clinicdesk.ui.desk import Desk
from clinicdesk.ui.frame.toast import Toast
from clinicdesk.ui.kit.actions import Actions
from clinicdesk.ui.kit.change_text import change_text
from clinicdesk.ui.kit.fitting_label import FittingLabel
from clinicdesk.wording import say

_READ = {"edit.undo": next_undo, "edit.redo": next_redo}

SPACE, AROUND_MENU = 40, 26
"""Pixels between the last menu and what undo would take back, and around a menu's word."""


class UndoActions(QObject):
    """Takes back, or makes again, only what the words said when the key went down."""

    def __init__(self, desk: Desk, actions: Actions, bar: QMenuBar, toast: Toast) -> None:
        super().__init__(bar)
        self._desk, self._actions, self._bar, self._toast = desk, actions, bar, toast
        self._named: dict[str, DescribedChange] = {}
        self._toasted: DescribedChange | None = None
        """What the toast's button would take back."""
        self.label = FittingLabel()
        self.label.setObjectName("muted")
        self.label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # Not the bar's own corner widget: that one stays where it was when its words change.
        self.label.setParent(bar)
        self.label.show()
        bar.installEventFilter(self)
        for action_id, verb in (("edit.undo", desk.undo), ("edit.redo", desk.redo)):
            actions.carry_out(
                action_id,
                partial(self._travel, action_id, verb),
                unless=partial(self._why_not, action_id),
            )
        desk.changed.connect(lambda _changed: self.name())
        toast.undo_asked.connect(actions["edit.undo"].trigger)
        self.name()

    def name(self) -> None:
        """The menu, and the bar's corner, say what undo would take back."""
        for action_id, read in _READ.items():
            found = read(self._desk.context, self._desk.database)
            words = say(f"action.{action_id}")
            if found is None:
                self._named.pop(action_id, None)
            else:
                self._named[action_id] = found
                words = f"{words}: {self._text(found)}"
            self._actions[action_id].setText(words)
        if self._named.get("edit.undo") != self._toasted:
            self._toast.take_undo_away()
        self._show()
        self._actions.renew()

    def toasted(self) -> None:
        """The toast that stands now is about what undo would take back now."""
        self._toasted = self._named.get("edit.undo")

    def _text(self, change: DescribedChange) -> str:
        return change_text(change, self._desk.today(), private=self._desk.privacy.on)

    def _travel(self, action_id: str, verb: Callable[[], object]) -> None:
        """Only what the words said: another window of this desk may have changed more since."""
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
        self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Beside the menus there is as much room as the window leaves."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._settle()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        # Not by the menus' own places: those that once had no room for a while have none.
        letters = self._bar.fontMetrics()
        words = [action.text().replace("&", "") for action in self._bar.actions()]
        taken = sum(letters.horizontalAdvance(word) + AROUND_MENU for word in words)
        room = max(self._bar.width() - taken - SPACE, 0)
        width = min(self.label.width_of(0), room)
        self.label.setGeometry(self._bar.width() - width - 12, 0, width, self._bar.height())
